"""The list of meetings narrowed by its address: each filter, and what is wrong with one."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from tests.factories.committees import CommitteeFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
NO_CHOICE = "Select a valid choice. %(value)s is not one of the available choices."


@pytest.fixture
def rows(world):
    """Four meetings that differ in everything that a filter asks for."""
    village = CommitteeFactory(name_sq="KLSP Zhur")
    return {
        "council": MeetingFactory(committee=world.kksb, starts_on=date(2025, 5, 1)),
        "extraordinary": MeetingFactory(
            committee=world.kksb, extraordinary=True, starts_on=date(2026, 2, 1)
        ),
        "silent": MeetingFactory(committee=world.elsewhere, planned=True),
        "village": MeetingFactory(
            committee=village,
            incident_discussed=True,
            starts_on=date(2026, 3, 1),
            agenda=["Qentë endacakë"],
        ),
    }


def found(client, rows, **asked):
    names = {row.pk: name for name, row in rows.items()}
    page = client.get(reverse("meetings:list"), asked)
    return {names[row.pk] for row in page.context["object_list"]}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"council", "extraordinary", "silent", "village"}),
        ({"committee_kind": "klsp"}, {"village"}),
        ({"kind": "extraordinary"}, {"extraordinary"}),
        ({"year": "2025"}, {"council", "silent"}),
        ({"year": "2026", "committee_kind": "kksb"}, {"extraordinary"}),
        ({"status": "held"}, {"council", "extraordinary", "village"}),
        ({"status": "planned"}, {"silent"}),
        ({"status": "awaiting"}, {"silent"}),
        ({"incident": "yes"}, {"village"}),
        ({"incident": "no"}, set()),
        ({"q": "QENTE"}, {"village"}),
        ({"q": "žur"}, set()),
        ({"q": "Zhur"}, {"village"}),
        ({"q": "nothing of the kind"}, set()),
    ],
)
def test_filter_narrows(client, rows, asked, expected):
    assert found(client, rows, **asked) == expected


def test_places_and_committees_narrow_by_the_codes_of_addresses(client, world, rows):
    here = {"council", "extraordinary"}
    assert found(client, rows, municipality=world.here.code) == here
    assert found(client, rows, region=world.here.region.code) == here
    assert found(client, rows, committee=world.elsewhere.slug) == {"silent"}


@pytest.mark.parametrize("language", ["en", "sq", "sr-latn"])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"year": "abc"}, "Enter a number."),
        ({"year": "1800"}, "Ensure this value is greater than or equal to %(limit_value)s."),
        ({"region": "atlantis"}, NO_CHOICE),
        ({"municipality": "atlantis"}, NO_CHOICE),
    ],
)
def test_filter_that_makes_no_sense_says_so_and_keeps_what_was_typed(
    client, rows, asked, said, language
):
    with translation.override(language):
        page = client.get(reverse("meetings:list"), asked | {"q": "Qentë"})
        said = gettext(said) % {"limit_value": 1999, "value": "atlantis"}
    text = page.content.decode()
    assert said in text
    assert 'value="Qentë"' in text
    if "year" in asked:
        assert f'value="{asked["year"]}"' in text


def test_committee_that_does_not_exist_has_no_meetings(client, rows):
    assert found(client, rows, committee="kksb-atlantis") == set()
    page = client.get(reverse("meetings:list"), {"committee": "kksb-atlantis"})
    assert "Nothing matches these filters" in page.content.decode()
    [chip] = page.context["chips"]
    assert chip["remove_url"] == "?"
