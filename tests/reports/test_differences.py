"""What differs between an edition and the records of today, or the edition before."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from meetings.models import Meeting
from reports.differences import between, signed, since
from reports.indicators import Figure
from reports.yearbook import Yearbook
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def said(comparison, key):
    """Return {area: (was, now, change)} of the differences of an indicator in its own year."""
    return {
        row.area: (row.was_text, row.now_text, row.change_text)
        for row in comparison.rows
        if row.indicator.key == key and row.year == comparison.now.year
    }


def test_nothing_changed_is_said(client, make, publish):
    make.meetings(make.council("20"), 3)
    edition = publish()
    assert since(edition).rows == []
    page = client.get(f"/en/figures/editions/{edition.pk}/differences/").text
    assert "Nothing has changed" in page


def test_late_record_is_a_signed_difference_in_each_area(client, make, publish):
    council = make.council("20")
    make.meetings(council, 6, year=2023)
    edition = publish(2023)
    make.meetings(council, 1, year=2023)
    held = said(since(edition), "meetings_held")
    assert held == dict.fromkeys(("", "prizren", "20"), ("6", "7", "+1"))
    Meeting.objects.filter(starts_on__year=2023).delete()
    gone = said(since(edition), "meets_requirement")
    assert gone["20"][2] == "met −1, no report +1, numerator −1"
    page = client.get(f"/en/figures/editions/{edition.pk}/differences/").text
    assert "Meetings held" in page
    assert "no report +1" in page
    client.force_login(UserFactory())
    file = client.get(f"/en/figures/editions/{edition.pk}/differences.csv").text
    rows = [row for row in csv.DictReader(StringIO(file)) if row["indicator"] == "meetings_held"]
    assert {(row["area"], row["numerator_was"], row["numerator_now"]) for row in rows} == {
        (area, "6", "") for area in ("", "prizren", "20")
    }
    assert AuditEvent.objects.filter(action="export.differences").count() == 1


def test_late_record_of_the_year_before_is_a_difference_of_that_year(make, publish):
    council = make.council("20")
    make.meetings(council, 6)
    edition = publish()
    make.meetings(council, 2, year=2024)
    held = [row for row in since(edition).rows if row.indicator.key == "meetings_held"]
    assert {(row.year, row.area, row.was.numerator, row.now.numerator) for row in held} == {
        (2024, area, None, 2) for area in ("", "prizren", "20")
    }


def test_second_edition_against_the_first(client, make, publish):
    council = make.council("20")
    make.meetings(council, 6)
    first = publish()
    make.meetings(council, 1)
    second = publish(reason="Një takim u raportua me vonesë")
    held = said(between(first, second), "meetings_held")
    assert held[""] == ("6", "7", "+1")
    page = client.get(f"/en/figures/editions/{second.pk}/differences/?against=previous").text
    assert "What is different from edition 1" in page
    assert "+1" in page
    assert (
        "Compare with edition 1"
        in client.get(f"/en/figures/editions/{second.pk}/differences/").text
    )


def test_indicator_that_one_side_lacks_is_named_and_not_compared(make, publish):
    make.meetings(make.council("20"), 6)
    edition = publish()
    declared = edition.declared["indicators"]
    del declared["meetings_held"]
    declared["women_share"]["version"] = 99
    comparison = since(edition)
    assert comparison.added == ["Meetings held"]
    assert comparison.redefined == ["Women's share"]
    assert not said(comparison, "meetings_held")
    assert Yearbook.of_edition(edition).indicator("meetings_held") is None


@given(st.integers(-500, 500))
def test_difference_carries_its_sign(number):
    text = signed(number)
    assert text[0] == ("+" if number > 0 else "−" if number < 0 else "0")
    assert text.lstrip("+−").isdigit()


@given(
    st.none() | st.integers(0, 99),
    st.none() | st.integers(0, 99),
    st.dictionaries(st.text(max_size=5), st.integers(1, 9), max_size=3),
)
def test_packing_keeps_what_is_compared(numerator, denominator, counts):
    figure = Figure(numerator, denominator)
    figure.counts.update(counts)
    assert Figure.unpacked(figure.packed()) == figure
