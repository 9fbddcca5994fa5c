"""The search for a place: any spelling, each kind of thing for itself, always an answer."""

import pytest
from django.urls import reverse

from committees.finding import find
from places.models import Municipality
from tests.factories.committees import CommitteeFactory
from tests.factories.places import PoliceStationFactory, SettlementFactory

pytestmark = pytest.mark.django_db


def place(name):
    return Municipality.objects.get(name_sq=name)


def page(client, words):
    return client.get(reverse("committees:find"), {"q": words})


@pytest.fixture
def prizren():
    """The council of Prizren, two committees of one name, and a village without a committee."""
    here, elsewhere = place("Prizren"), place("Gjilan")
    council = CommitteeFactory(kksb=True, municipality=here, name_sq="KKSB Prizren")
    village = SettlementFactory(municipality=here, name="Krushë e Vogël")
    same = {"name_sq": "KLSP Lagjja e Epërme", "name_en": "LPSC Lagjja e Epërme"}
    local = CommitteeFactory(municipality=here, settlements=[village], **same)
    other = CommitteeFactory(municipality=elsewhere, **same)
    lone = SettlementFactory(municipality=here, name="Zhur")
    return {"council": council, "local": local, "other": other, "lone": lone}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Djakove", "Gjakovë"),
        ("djakovica", "Gjakovë"),
        ("prizern", "Prizren"),
        ("Novo Berdo", "Novobërdë"),
        ("Приштина", "Prishtinë"),
        ("Urosevac", "Ferizaj"),
    ],
)
def test_municipality_is_found_in_any_spelling(world, typed, found):
    councils = find(typed, world.person("anonymous")).councils
    assert found in [council.municipality.name_sq for council in councils]


def test_place_leads_to_its_council_whether_there_is_one_or_not(client, prizren):
    answer = page(client, "prizren")
    assert prizren["council"].get_absolute_url() in answer.text
    assert [group.committees for group in answer.context["found"].groups] == [[prizren["local"]]]
    missing = page(client, "Junik").context["found"].councils
    assert [council.pk for council in missing] == [None]


def test_village_leads_to_the_committee_that_covers_it(client, prizren):
    found = page(client, "Kruse e Vogel").context["found"]
    assert [group.committees for group in found.groups] == [[prizren["local"]]]
    assert (found.councils, found.uncovered) == ([], [])


def test_village_without_a_committee_leads_to_the_council_of_its_municipality(client, prizren):
    found = page(client, "žur").context["found"]
    assert found.uncovered == [(prizren["lone"], prizren["council"])]


def test_committees_of_one_name_are_told_apart(client, prizren):
    text = page(client, "Lagjja e Eperme").text
    for where in ("Prizren", "Gjilan"):
        assert f"LPSC Lagjja e Epërme ({where})</a>" in text


def test_station_is_found_with_the_council_of_its_place(client, prizren):
    station = PoliceStationFactory(municipality=place("Prizren"), name_en="Ortakoll station")
    assert page(client, "ortakol").context["found"].stations == [(station, prizren["council"])]


def test_dissolved_committee_answers_for_nothing(client, prizren):
    type(prizren["local"]).objects.filter(pk=prizren["local"].pk).update(status="dissolved")
    found = page(client, "Krushë e Vogël").context["found"]
    assert found.groups == []
    assert [village.name for village, _council in found.uncovered] == ["Krushë e Vogël"]


def test_nothing_found_says_what_to_do(client, prizren):
    text = page(client, "xyzxyz").text
    assert "No place and no committee has this name" in text
    assert page(client, "").context["found"] is None
    assert "Search for at most 8 words." in page(client, "a " * 9).text


def test_tabs_of_the_registry_keep_the_words_and_count(client, prizren):
    tabs = client.get(reverse("committees:list"), {"q": "Lagjja e Eperme"}).context["tabs"]
    assert [tab["label"].rpartition(" ")[2] for tab in tabs] == ["(2)", "(0)", "(0)", "(0)"]
    assert all("q=Lagjja+e+Eperme" in tab["url"] for tab in tabs)
    plain = client.get(reverse("committees:list")).context["tabs"]
    assert "(" not in plain[0]["label"]


@pytest.mark.parametrize("count", [1, 3])
def test_search_asks_as_often_for_three_of_each_as_for_one(
    client, prizren, count, django_assert_num_queries
):
    for number in range(count):
        CommitteeFactory(municipality=place("Prizren"), name_sq=f"KLSP Vend {number}")
        SettlementFactory(municipality=place("Prizren"), name=f"Vend {number}")
    with django_assert_num_queries(12):
        assert page(client, "vend").status_code == 200
