"""For whom the seats stand, on examples counted by hand."""

from datetime import date

import pytest

from committees.models import Membership, Rule, Seat
from places.models import Community, PopulationBaseline, PopulationCount, ReligiousCommunity
from reports.indicators import Period
from reports.indicators.seats import (
    blau,
    diverse_bodies,
    diversity_index,
    nonmajority_share,
    religious_representatives,
    seats_by_community,
    unrepresented_communities,
)
from tests.factories.committees import PersonFactory
from tests.reports.test_indicators import said

pytestmark = pytest.mark.django_db
# Prizren: Albanians, Bosniaks, Turks, Roma, Gorani … ; Štrpce and Dragash by their own counts.
PRIZREN, PEJE, DRAGASH = "20", "17", "05"


@pytest.fixture
def seat(make):
    """A function that fills seats of a council: for communities, for a religion, for nobody."""

    def fill(council, *communities, religion=None, since=2020, until=None, is_voting=True):
        for community in communities:
            place = Seat.objects.create(
                committee=council,
                is_voting=is_voting,
                represents_community=community and Community.objects.get(code=community),
                represents_religion=religion and ReligiousCommunity.objects.get(code=religion),
            )
            Membership.objects.create(
                person=PersonFactory(), seat=place, from_on=date(since, 1, 1), until_on=until
            )

    return fill


def figures(indicator, year=2025, *, census="", codes=(PRIZREN, PEJE, DRAGASH)):
    period = Period("kksb", year, census)
    found = indicator.by_municipality(period, codes)
    return found | {"all": indicator.of_area(period, found)}


def test_seats_are_counted_by_what_they_stand_for(make, seat):
    seat(make.council(PRIZREN), "bosniak", "bosniak", "turkish", None)
    seat(make.council(PEJE), None, None)
    make.council(DRAGASH)
    found = figures(seats_by_community)
    assert said(found[PRIZREN]) == (3, None, {"bosniak": 2, "turkish": 1})
    assert said(found[PEJE]) == (0, None, {})
    # Of a council without a member on record nothing is said, not even a zero.
    assert DRAGASH not in found
    assert said(found["all"]) == (3, None, {"bosniak": 2, "turkish": 1})


def test_who_has_left_and_who_only_observes_represents_nobody(make, seat):
    council = make.council(PRIZREN)
    seat(council, "turkish", until=date(2025, 12, 30))
    seat(council, "roma", is_voting=False)
    seat(council, "bosniak", since=2026)
    seat(council, None)
    assert said(figures(seats_by_community)[PRIZREN]) == (0, None, {})


def test_the_majority_is_one_of_municipality_and_census(make, seat):
    # In Dragash more Gorani than Bosniaks live, and more Albanians than either.
    seat(make.council(DRAGASH), "gorani", "bosniak", "albanian", None)
    seat(make.council(PEJE), "albanian", "albanian", "serb", None)
    found = figures(nonmajority_share)
    assert said(found[DRAGASH]) == (2, 4, {})
    assert said(found[PEJE]) == (1, 4, {})
    assert found["all"].percent == 37.5


def test_unrepresented_are_the_communities_above_the_floor_without_a_seat(make, seat):
    # Pejë, census of 2024: beside the Albanians 813 Serbs, 2,974 Bosniaks, 28 Turks, 889 Roma,
    # 309 Ashkali, 1,916 Egyptians, 192 Gorani, 91 others.
    seat(make.council(PEJE), "serb", "bosniak", "egyptian", None)
    found = figures(unrepresented_communities)
    assert said(found[PEJE]) == (
        3,
        6,
        {"roma": 1, "ashkali": 1, "gorani": 1},
    )
    small = unrepresented_communities.left_out[0].rows(Period("kksb", 2025))
    assert [str(row.community.code) for row in small] == ["turkish"]


def test_the_floor_is_dated_data(make, seat):
    seat(make.council(PEJE), "serb")
    Rule.objects.filter(kind="kksb", subject="community_floor").update(valid_to=date(2024, 12, 31))
    assert figures(unrepresented_communities)["all"].numerator is None
    Rule.objects.create(
        kind="kksb", subject="community_floor", value=1000, valid_from=date(2025, 1, 1), name_sq="x"
    )
    assert said(figures(unrepresented_communities)[PEJE]) == (
        2,
        2,
        {"bosniak": 1, "egyptian": 1},
    )
    assert figures(unrepresented_communities, 2024)[PEJE].denominator == 6


def test_another_baseline_changes_the_list_and_never_mixes(make, seat):
    seat(make.council(PEJE), "serb", "turkish")
    seat(make.council(PRIZREN), "turkish")
    profile = PopulationBaseline.objects.create(
        code="profile", name_sq="Profili", counted_on=date(2018, 1, 1), source="x"
    )
    for community, persons in (("turkish", 500), ("serb", 60), ("roma", 49)):
        PopulationCount.objects.create(
            baseline=profile,
            municipality=make.councils_of(PEJE)[PEJE].municipality,
            community=Community.objects.get(code=community),
            persons=persons,
        )
    found = figures(unrepresented_communities, census="profile")
    assert said(found[PEJE]) == (0, 1, {})
    # The chosen baseline does not cover Prizren: no figure, and no figure from another one.
    assert PRIZREN not in found
    assert said(figures(nonmajority_share, census="profile")[PEJE]) == (1, 2, {})
    assert Period("kksb", 2025).baseline.code == "census-2024"
    assert Period("kksb", 2025, "census-2011").baseline is None


def test_religions_with_a_seat(make, seat):
    council = make.council(PRIZREN)
    seat(council, None, religion="catholic_church")
    seat(council, None, religion="islamic_community")
    seat(council, "turkish")
    assert said(figures(religious_representatives)[PRIZREN]) == (
        2,
        None,
        {"catholic_church": 1, "islamic_community": 1},
    )


def test_two_communities_make_a_body_diverse(make, seat):
    seat(make.council(PRIZREN), "turkish", "bosniak", None)
    seat(make.council(PEJE), "serb", "serb")
    seat(make.council(DRAGASH), None)
    found = figures(diverse_bodies)
    assert said(found["all"]) == (1, 2, {})
    assert DRAGASH not in found


def test_the_index_of_a_body_and_the_mean_of_an_area(make, seat):
    seat(make.council(PRIZREN), "turkish", "bosniak", "roma", "roma")
    seat(make.council(PEJE), "serb", "serb")
    # 1 − (1/16 + 1/16 + 4/16) = 0.625
    assert blau({"turkish": 1, "bosniak": 1, "roma": 2}) == 0.625
    found = figures(diversity_index)
    assert found[PEJE].numerator == 0
    assert found["all"].numerator == round((0.625 + 0) / 2, 2)


def test_a_council_with_no_members_has_no_index(make):
    make.council(PRIZREN)
    assert figures(diversity_index)["all"].numerator is None
    assert figures(nonmajority_share)["all"].percent is None


def test_the_page_names_the_baseline_and_another_one_can_be_chosen(client, make, seat):
    seat(make.council(PEJE), "serb", None)
    profile = PopulationBaseline.objects.create(
        code="profile",
        name_sq="Profili",
        name_en="Profile",
        counted_on=date(2018, 1, 1),
        source="x",
    )
    PopulationCount.objects.create(
        baseline=profile,
        municipality=make.councils_of(PEJE)[PEJE].municipality,
        community=Community.objects.get(code="turkish"),
        persons=500,
    )
    address = "/en/figures/composition/?kind=kksb&year=2025"
    page = client.get(address)
    assert page.context["baseline"].code == "census-2024"
    assert "estimate for the four northern municipalities" in page.text
    receipt = client.get("/sq/figures/receipts/nonmajority_share/?kind=kksb&year=2025")
    assert "katër komunat veriore" in receipt.text
    chosen = client.get(f"{address}&census=profile")
    assert chosen.context["baseline"] == profile
    [panel] = [
        panel for panel in chosen.context["panels"] if panel[0].indicator.key == "nonmajority_share"
    ]
    assert said(panel[0].figure) == (1, 2, {})
    assert "census=profile" in chosen.content.decode()
    receipt = client.get(
        "/en/figures/receipts/nonmajority_share/?kind=kksb&year=2025&census=profile"
    )
    assert receipt.context["baseline"] == profile
    assert said(receipt.context["figure"]) == (1, 2, {})
    wrong = client.get(f"{address}&census=1999")
    assert "1999" in str(wrong.context["form"].errors["census"])
    assert wrong.context["baseline"].code == "census-2024"


def test_a_seat_that_two_hold_at_once_is_one_seat(make, seat):
    council = make.council(PRIZREN)
    seat(council, "turkish", "serb")
    taken = Seat.objects.get(represents_community__code="turkish")
    Membership.objects.create(person=PersonFactory(), seat=taken, from_on=date(2021, 1, 1))
    period = Period("kksb", 2025)
    found = seats_by_community.of_area(period, [PRIZREN])
    assert said(found) == (2, None, {"turkish": 1, "serb": 1})
    assert said(nonmajority_share.of_area(period, [PRIZREN])) == (2, 2, {})
    assert diversity_index.of_area(period, [PRIZREN]).numerator == 0.5
