"""What a reader sees who asks for something that is not there, or of records that do not fit."""

import pytest
from django.urls import reverse

from places.models import PopulationBaseline, PopulationCount
from reports.indicators import Period
from reports.indicators.seats import nonmajority_share, unrepresented_communities
from reports.indicators.working import attendance_rate
from tests.factories.meetings import AttendanceFactory

pytestmark = pytest.mark.django_db
PRIZREN, PEJE = "20", "17"


def page(client, **query):
    response = client.get(reverse("reports:dashboard"), query)
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_a_year_without_data_has_dashes_and_no_zeros(client, make):
    text = page(client, year=2005)
    assert "No data." in text
    assert "No records of 2005" in text
    assert "0 of 38 (municipalities with an established body" not in text
    assert "None" not in text
    assert "nan" not in text.lower().split()


@pytest.mark.parametrize("year", ["2031", "1066", "next year", "-1"])
def test_a_year_that_cannot_be_is_said_at_the_field(client, make, year):
    text = page(client, year=year)
    assert f"{year} is not one of the available choices" in text
    answer = client.get("/api/v1/indicators/", {"kind": "kksb", "year": year})
    assert answer.status_code == 422
    assert "year" in answer.json()["errors"]


def test_no_sheet_is_made_of_a_year_to_come(client, make):
    make.council(PRIZREN)
    response = client.get(reverse("reports:sheet-file"), {"kind": "kksb", "year": "2031"})
    assert response.status_code == 400
    assert b"%PDF" not in response.content


@pytest.mark.parametrize("field", ["region", "municipality", "kind"])
def test_a_place_that_does_not_exist_is_said_at_the_field(client, make, field):
    assert "atlantis is not one of the available choices" in page(client, **{field: "atlantis"})


def test_a_municipality_that_no_baseline_covers_has_no_share(client, make):
    council = make.council(PRIZREN)
    make.member(council)
    PopulationCount.objects.filter(municipality__code=PRIZREN).delete()
    for indicator in (nonmajority_share, unrepresented_communities):
        assert indicator.by_municipality(Period("kksb", 2025), [PRIZREN]) == {}
    text = client.get(reverse("reports:composition"), {"year": 2025}).text
    assert "None" not in text


def test_a_census_that_nobody_knows_gives_no_figure(make):
    make.member(make.council(PRIZREN))
    period = Period("kksb", 2025, census="of-never")
    assert period.baseline is None
    assert nonmajority_share.by_municipality(period, [PRIZREN]) == {}


def test_without_any_baseline_the_page_still_answers(client, make):
    make.member(make.council(PRIZREN))
    PopulationCount.objects.all().delete()
    PopulationBaseline.objects.all().delete()
    response = client.get(reverse("reports:composition"), {"year": 2025})
    assert response.status_code == 200
    assert "No data." in response.text


def test_a_list_longer_than_the_council_never_makes_more_than_all(make):
    council = make.council(PRIZREN)
    [meeting] = make.meetings(council, 1)
    for _number in range(3):
        AttendanceFactory(meeting=meeting, membership=make.member(council), code="present")
    # Somebody of another council who came along was not due there, and is counted nowhere.
    make.council(PEJE)
    guest = make.member(make.councils_of(PEJE)[PEJE])
    AttendanceFactory(meeting=meeting, membership=guest, code="present")
    found = attendance_rate.by_municipality(Period("kksb", 2025), [PRIZREN, PEJE])
    assert (found[PRIZREN].percent, PEJE in found) == (100, False)
    assert found[PRIZREN].denominator == 3
