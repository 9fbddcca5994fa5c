"""The pages of the registry: what they show, what they say of bad input, how often they ask."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from committees.choices import Capacity, CommitteeState, Office
from committees.models import Committee, Membership, Person, Seat
from tests.factories.committees import (
    CommitteeFactory,
    DeadlineFactory,
    MembershipFactory,
    PersonFactory,
    SeatFactory,
    StruckMembershipFactory,
)
from tests.factories.places import (
    CommunityFactory,
    PoliceStationFactory,
    ReligiousCommunityFactory,
)

XSS = "<script>alert(1)</script>"


@pytest.fixture
def officer(world, client):
    client.force_login(world.person("administrator"))
    return client


def new(world, **changes):
    return {
        "kind": "klsp",
        "municipality": world.here.pk,
        "name_sq": "KLSP Fshati i Ri",
        "settlements": "Fshati i Ri\r\nMëhalla\r\n",
    } | changes


def create(client, world, **changes):
    return client.post(reverse("committees:create"), new(world, **changes))


def seat_page(committee):
    return reverse("committees:seat", kwargs={"committee": committee.slug})


def member(**changes):
    return {
        "given_name": "Besa",
        "family_name": "Shembulli",
        "sex": "f",
        "capacity": "youth",
        "office": "member",
        "from_on": "2026-02-01",
        "act": "Vendimi 7",
    } | changes


def end_page(membership):
    committee = membership.seat.committee.slug
    return reverse(
        "committees:membership-end", kwargs={"committee": committee, "pk": membership.pk}
    )


def test_committee_is_founded_with_address_settlements_and_audit(officer, world):
    page = create(officer, world)
    committee = Committee.objects.get(name_sq="KLSP Fshati i Ri")
    assert page.url == committee.get_absolute_url()
    assert committee.slug == "klsp-fshati-i-ri"
    assert {place.name for place in committee.settlements.all()} == {"Fshati i Ri", "Mëhalla"}
    create(officer, world)
    twin = Committee.objects.exclude(pk=committee.pk).get(name_sq="KLSP Fshati i Ri")
    assert twin.slug.startswith("klsp-fshati-i-ri-")
    assert set(twin.settlements.all()) == set(committee.settlements.all())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"kind": "club"},
            "Select a valid choice. %(value)s is not one of the available choices.",
        ),
        ({"kind": "kksb"}, "This municipality has a council already."),
        (
            {"municipality": ""},
            "A committee belongs to a municipality; only a national body does not.",
        ),
        (
            {"kind": "national"},
            "A committee belongs to a municipality; only a national body does not.",
        ),
        ({"name_sq": ""}, "This field is required."),
        ({"established_on": "31.02.2026"}, "Enter a valid date."),
        ({"registry_number": "TAKEN-1"}, "Another committee has this registry number."),
    ],
)
@pytest.mark.parametrize("language", ["en", "sq", "sr-latn"])
def test_entry_that_does_not_fit_says_why_and_keeps_the_text(officer, world, typed, said, language):
    CommitteeFactory(registry_number="TAKEN-1")
    before = Committee.objects.count()
    with translation.override(language):
        page = create(officer, world, act="Vendimi 12", **typed)
        said = gettext(said) % {"value": "club"}
    assert said in page.content.decode()
    assert 'value="Vendimi 12"' in page.content.decode()
    assert Committee.objects.count() == before


def test_station_of_another_municipality_is_refused(officer, world):
    page = create(officer, world, station=PoliceStationFactory().pk)
    assert page.context["form"].errors == {
        "station": ["This station lies in another municipality."]
    }
    assert "Mëhalla" in page.content.decode()


def test_council_cannot_lose_its_municipality(officer, world):
    url = reverse("committees:update", args=[world.kksb.slug])
    page = officer.post(url, {"municipality": "", "name_sq": "KKSB"})
    assert "A committee belongs to a municipality" in page.content.decode()
    world.kksb.refresh_from_db()
    assert world.kksb.municipality == world.here


def test_officer_of_a_municipality_founds_nothing_elsewhere(client, world):
    client.force_login(world.person("municipal_officer"))
    page = create(client, world, municipality=world.elsewhere.municipality.pk)
    assert page.context["form"].errors.keys() == {"municipality"}
    assert not Committee.objects.filter(name_sq="KLSP Fshati i Ri").exists()


def test_member_takes_a_new_seat_and_then_the_free_one(officer, world):
    officer.post(seat_page(world.klsp), member())
    first = Membership.objects.get(person__given_name="Besa")
    assert (first.seat.capacity, first.office, first.act) == (
        Capacity.YOUTH,
        Office.MEMBER,
        "Vendimi 7",
    )
    officer.post(end_page(first), {"until_on": "2026-03-31", "end_reason": "moved_away"})
    officer.post(seat_page(world.klsp), member(given_name="Dea", from_on="2026-04-01"))
    assert Membership.objects.get(person__given_name="Dea").seat == first.seat


def test_membership_twice_is_refused_and_coming_back_is_the_same_person(officer, world):
    officer.post(seat_page(world.klsp), member())
    known = {"known_person": str(Person.objects.get(family_name="Shembulli").pk)}
    again = member(from_on="2026-05-01", given_name="BESA", **known)
    page = officer.post(seat_page(world.klsp), again)
    assert "This person is a member on that day already." in page.content.decode()
    assert 'value="Vendimi 7"' in page.content.decode()
    [first] = Membership.objects.filter(person__family_name="Shembulli")
    officer.post(end_page(first), {"until_on": "2026-05-31", "end_reason": "moved_away"})
    officer.post(seat_page(world.klsp), member(from_on="2026-06-01", **known))
    rows = Membership.objects.filter(person=first.person).order_by("from_on")
    assert [row.from_on for row in rows] == [date(2026, 2, 1), date(2026, 6, 1)]


def test_namesake_on_another_committee_is_somebody_else(officer, world):
    officer.post(seat_page(world.klsp), member())
    officer.post(seat_page(world.kksb), member(known_person="new"))
    rows = Membership.objects.filter(person__family_name="Shembulli")
    assert len({row.person_id for row in rows}) == 2


def test_seat_stands_for_one_community_only(officer, world):
    page = officer.post(
        seat_page(world.kksb),
        member(
            represents_community=CommunityFactory().pk,
            represents_religion=ReligiousCommunityFactory().pk,
        ),
    )
    assert "for a community or for a religious community, not for both" in page.content.decode()
    assert 'value="Besa"' in page.content.decode()
    assert not Seat.objects.filter(committee=world.kksb, capacity="youth").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"until_on": "2019-12-31"}, "The last day lies before the first."),
        ({"until_on": "tomorrow"}, "Enter a valid date."),
        ({"end_reason": ""}, "This field is required."),
        ({"end_reason": "bored"}, "bored is not one of the available choices."),
        ({"end_reason": "other", "end_note": ""}, "Say in words what the other reason is."),
    ],
)
def test_end_that_does_not_fit_says_why_and_keeps_the_text(officer, world, typed, said):
    membership = Membership.objects.of(world.klsp).get()
    page = officer.post(
        end_page(membership),
        {"until_on": "2026-01-31", "end_reason": "resigned", "end_note": "Dorëheqje"} | typed,
    )
    assert said in page.content.decode()
    assert ('value="Dorëheqje"' in page.content.decode()) is ("end_note" not in typed)
    membership.refresh_from_db()
    assert membership.until_on is None


def test_membership_of_another_committee_is_no_page(officer, world):
    membership = Membership.objects.of(world.klsp).get()
    url = reverse(
        "committees:membership-end", kwargs={"committee": world.kksb.slug, "pk": membership.pk}
    )
    assert officer.get(url).status_code == 404
    officer.post(url, {"until_on": "2026-01-31", "end_reason": "resigned"})
    membership.refresh_from_db()
    assert membership.until_on is None


def test_roster_shows_who_sat_on_any_day(officer, world):
    seat = SeatFactory(committee=world.klsp, title="Drejtoria e Arsimit")
    for name, first, last in (
        ("Para", date(2021, 1, 1), date(2022, 12, 31)),
        ("Tani", date(2023, 1, 1), None),
    ):
        person = PersonFactory(given_name=name)
        MembershipFactory(seat=seat, person=person, from_on=first, until_on=last)
    for day, shown in (
        ("2020-12-31", None),
        ("2021-01-01", "Para"),
        ("2022-12-31", "Para"),
        ("2023-01-01", "Tani"),
    ):
        page = officer.get(world.klsp.get_absolute_url(), {"on": day})
        [row] = [row for row in page.context["roster"] if row["seat"] == seat]
        assert (row["membership"] and row["membership"].person.given_name) == shown
    page = officer.get(world.klsp.get_absolute_url(), {"on": "31.02.2022"})
    assert "Enter a valid date." in page.content.decode()
    assert 'value="31.02.2022"' in page.content.decode()


def test_names_are_text_and_never_markup(officer, world):
    create(officer, world, name_sq=f"KLSP {XSS}", settlements=XSS, act=XSS)
    committee = Committee.objects.get(name_sq=f"KLSP {XSS}")
    officer.post(
        seat_page(committee), member(given_name=XSS, title=XSS, capacity="other", office="chair")
    )
    membership = Membership.objects.of(committee).get()
    for url in (
        committee.get_absolute_url(),
        reverse("committees:update", args=[committee.slug]),
        reverse("committees:history", args=[committee.slug]),
        reverse("committees:list") + "?kind=klsp",
        end_page(membership),
        reverse("meetings:log", kwargs={"committee": committee.slug}),
    ):
        text = officer.get(url).content.decode()
        assert XSS not in text, url
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text, url


@pytest.mark.parametrize(
    ("due_on", "is_overdue"),
    [(date(2026, 6, 14), True), (date(2026, 6, 15), False), (date(2026, 6, 16), False)],
)
def test_deadline_is_overdue_from_the_day_after_and_gone_once_met(
    officer, world, due_on, is_overdue
):
    deadline = DeadlineFactory(committee=world.klsp, due_on=due_on)
    DeadlineFactory(committee=world.kksb)
    page = officer.get(world.klsp.get_absolute_url())
    assert list(page.context["deadlines"]) == [deadline]
    assert f"due on {due_on:%d.%m.%Y}" in page.content.decode()
    assert ("overdue" in page.content.decode()) is is_overdue
    deadline.done_on = date(2026, 6, 10)
    deadline.save()
    page = officer.get(world.klsp.get_absolute_url())
    assert "Deadlines" not in page.content.decode()


def test_most_urgent_deadline_stands_first(officer, world):
    days = [date(2026, 8, 1), date(2026, 7, 1), date(2026, 9, 1)]
    for day in days:
        DeadlineFactory(committee=world.klsp, due_on=day)
    page = officer.get(world.klsp.get_absolute_url())
    assert [row.due_on for row in page.context["deadlines"]] == sorted(days)


@pytest.mark.usefixtures("reference", "today")
def test_list_of_councils_has_every_municipality_established_or_not(client):
    page = client.get(reverse("committees:list"))
    assert len(page.context["object_list"]) == 38
    assert {row.state for row in page.context["object_list"]} == {CommitteeState.NOT_ESTABLISHED}
    assert page.content.decode().count("not established") == 38


@pytest.mark.usefixtures("reference", "today")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"region": "atlantis"}, "atlantis is not one of the available choices."),
        ({"municipality": "99"}, "99 is not one of the available choices."),
        ({"status": "asleep"}, "asleep is not one of the available choices."),
    ],
)
def test_filter_that_does_not_exist_says_so_and_keeps_the_rest(client, asked, said):
    page = client.get(reverse("committees:list"), asked | {"q": "Pejë"})
    assert said in page.content.decode()
    assert 'value="Pejë"' in page.content.decode()
    assert page.context["chips"] == []


def test_kind_that_does_not_exist_shows_the_councils(client, world):
    page = client.get(reverse("committees:list"), {"kind": "club"})
    assert page.context["kind"] == "kksb"
    assert world.kksb in page.context["object_list"]


@pytest.mark.parametrize("language", ["en", "sq", "sr-latn"])
@pytest.mark.parametrize(
    "address", ["committees/kksb-atlantis/", "committees.exe", "committees/a/step/b/"]
)
def test_unknown_address_is_answered_in_the_language_of_the_address(
    client, world, language, address
):
    client.force_login(world.person("account"))
    page = client.get(f"/{language}/{address}")
    assert page.status_code == 404
    with translation.override(language):
        assert gettext("Page not found") in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", ["kksb", "klsp"])
def test_list_asks_as_often_for_three_rows_as_for_one(
    client, db, today, count, kind, django_assert_num_queries
):
    CommitteeFactory.create_batch(count, **{kind: True})
    with django_assert_num_queries(5):
        page = client.get(reverse("committees:list"), {"kind": kind})
    assert len([row for row in page.context["object_list"] if row.pk]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_committee_asks_as_often_for_three_of_each_as_for_one(
    officer, world, count, django_assert_num_queries
):
    committee = CommitteeFactory(municipality=world.here)
    for number in range(count):
        seat = SeatFactory(committee=committee, represents_community=CommunityFactory())
        MembershipFactory(seat=seat)
        StruckMembershipFactory(seat=seat)
        DeadlineFactory(committee=committee, due_on=date(2026, 7, 1 + number))
    # Three of them are the strip of the year: its meetings, how many are due, what counts.
    with django_assert_num_queries(27):
        page = officer.get(committee.get_absolute_url())
    assert len(page.context["roster"]) == len(page.context["deadlines"]) == count


@pytest.mark.parametrize(
    ("ended_on", "asked_on", "text"),
    [
        (date(2026, 6, 14), "2026-06-15", "vacant for 1 day"),
        (date(2026, 5, 15), "2026-06-15", "vacant for 31 days"),
        (date(2026, 5, 15), "2026-05-16", "vacant for 1 day"),
        (date(2026, 5, 15), "2026-05-15", None),
    ],
)
def test_roster_tells_everybody_for_how_long_a_seat_is_vacant(
    client, world, ended_on, asked_on, text
):
    old = MembershipFactory(committee=world.klsp, until_on=date(2022, 1, 1))
    MembershipFactory(seat=old.seat, from_on=date(2024, 1, 1), until_on=ended_on)
    shown = client.get(world.klsp.get_absolute_url(), {"on": asked_on})
    [row] = [row for row in shown.context["roster"] if row["seat"] == old.seat]
    assert row["is_taken"] is (text is None)
    assert ("vacant" in shown.text) is (text is not None)
    if text:
        assert text in shown.text


def test_seat_that_nobody_ever_held_is_vacant_without_a_count(client, world):
    SeatFactory(committee=world.klsp)
    shown = client.get(world.klsp.get_absolute_url())
    assert "vacant" in shown.text
    assert "vacant for" not in shown.text
