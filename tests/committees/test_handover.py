"""An office goes from one member to the next; two at once only on purpose."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from committees.choices import EndReason, Office
from committees.models import Membership
from tests.committees.test_permissions import MEMBERSHIPS, committee_page, hidden_membership
from tests.factories.accounts import UserFactory
from tests.factories.committees import (
    CommitteeFactory,
    MembershipFactory,
    PersonFactory,
    SeatFactory,
)
from tests.roles import TODAY, answer, rows_of

QUESTION = "They overlap on purpose, because …"


@pytest.fixture
def keeper(signed_in):
    return signed_in("administrator")


@pytest.fixture
def chair(world):
    return MembershipFactory(committee=world.klsp, chair=True)


def page_of(membership, name="membership-hand-over"):
    return committee_page(name, membership.seat.committee, pk=membership.pk)


def typed(**changes):
    return {
        "given_name": "Besa",
        "family_name": "Shembulli",
        "on": "2026-06-01",
        "act": "Vendimi 7",
        "end_reason": "replaced",
    } | changes


def member(**changes):
    return {
        "given_name": "Dea",
        "family_name": "Tjetra",
        "capacity": "resident",
        "office": "chair",
        "from_on": "2026-06-01",
    } | changes


def offices(committee):
    rows = Membership.objects.of(committee).order_by("from_on", "pk")
    return [(row.office, row.from_on, row.until_on) for row in rows]


@rows_of(MEMBERSHIPS)
def test_who_hands_over_and_sets_terms(signed_in, world, name, expected):
    client = signed_in(name)
    for kind, letters in expected.items():
        membership = hidden_membership(getattr(world, kind))
        for page in ("membership-hand-over", "membership-term"):
            found, wanted = answer(client, page_of(membership, page), letters, "e")
            assert found == wanted, (kind, page)
        client.post(page_of(membership, "membership-term"), {"mandate_until_on": "2026-07-01"})
        client.post(page_of(membership), typed(known_person="new"))
        membership.refresh_from_db()
        may = "e" in letters
        assert (membership.mandate_until_on == date(2026, 7, 1)) is may
        assert (membership.until_on == date(2026, 5, 31)) is may


def test_successor_takes_seat_and_office_on_the_day(keeper, chair):
    page = keeper.post(page_of(chair), typed(mandate_until_on="2030-06-01", end_note="Nr. 3"))
    assert page.url == chair.seat.committee.get_absolute_url()
    chair.refresh_from_db()
    new = Membership.objects.get(person__given_name="Besa")
    assert (chair.until_on, chair.end_reason, chair.end_note) == (
        date(2026, 5, 31),
        EndReason.REPLACED,
        "Nr. 3",
    )
    assert (new.seat, new.office, new.from_on, new.until_on) == (
        chair.seat,
        Office.CHAIR,
        date(2026, 6, 1),
        None,
    )
    assert (new.mandate_until_on, new.act, new.overlap_reason) == (
        date(2030, 6, 1),
        "Vendimi 7",
        "",
    )
    event = AuditEvent.objects.get(action="member.hand_over")
    assert event.detail == {"membership": chair.pk, "successor": new.pk}


@pytest.mark.parametrize(
    ("account", "office", "said"),
    [
        (None, Office.CHAIR, "cannot sign in here yet."),
        ({}, Office.SECRETARY, "signs in here already."),
        ({"is_active": False}, Office.CHAIR, "cannot sign in here yet."),
        (None, Office.MEMBER, None),
    ],
)
def test_handover_says_whether_the_successor_signs_in(keeper, world, account, office, said):
    row = MembershipFactory(committee=world.klsp, office=office)
    user = UserFactory(**account) if account is not None else None
    besa = PersonFactory(given_name="Besa", family_name="Shembulli", user=user)
    MembershipFactory(committee=world.klsp, person=besa)
    facts = typed(given_name="", family_name="", successor=besa.pk)
    page = keeper.post(page_of(row), facts, follow=True).content.decode()
    for words in ("cannot sign in here yet.", "signs in here already."):
        assert (f"Besa Shembulli {words}" in page) is (words == said)
    follower = Membership.objects.order_by("pk").last()
    link = page_of(follower, "membership-access")
    offers = said == "cannot sign in here yet."
    assert (f'<a href="{link}">' in page) is offers
    if offers:
        assert f'{link}">{"Give access" if user is None else "Access"}</a>' in page


def test_successor_from_another_seat_leaves_that_seat(keeper, world, chair):
    other = Membership.objects.of(world.klsp).exclude(pk=chair.pk).get()
    keeper.post(page_of(chair), typed(given_name="", family_name="", successor=other.person_id))
    other.refresh_from_db()
    assert (other.until_on, other.end_reason) == (date(2026, 5, 31), EndReason.OTHER_SEAT)
    new = Membership.objects.get(person=other.person, until_on=None)
    assert (new.seat, new.office) == (chair.seat, Office.CHAIR)


def test_name_that_the_committee_knows_comes_back_as_the_same_person(keeper, world, chair):
    before = MembershipFactory(
        committee=world.klsp,
        person=PersonFactory(given_name="Besa", family_name="Shembulli"),
        until_on=date(2022, 1, 1),
    )
    assert "Is it one of these?" in keeper.post(page_of(chair), typed()).text
    keeper.post(page_of(chair), typed(known_person=str(before.person_id)))
    assert Membership.objects.get(office=Office.CHAIR, until_on=None).person == before.person


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": "2020-01-01"}, "The predecessor began on 01.01.2020 only."),
        ({"on": "2019-05-05"}, "The predecessor began on 01.01.2020 only."),
        ({"until_on": "2019-12-31"}, "The predecessor began on 01.01.2020 only."),
        ({"on": "soon"}, "Enter a valid date."),
        ({"on": ""}, "This field is required."),
        ({"family_name": ""}, "Choose somebody of the committee, or give both names below."),
        ({"end_reason": ""}, "This field is required."),
        ({"end_reason": "other"}, "Say in words what the other reason is."),
        ({"mandate_until_on": "2026-05-31"}, "The term ends before the first day."),
        ({"successor": "0"}, "That choice is not one of the available choices."),
    ],
)
def test_handover_that_does_not_fit_changes_nothing_and_keeps_the_text(
    keeper, chair, changes, said
):
    before = offices(chair.seat.committee)
    page = keeper.post(page_of(chair), typed(**changes))
    assert said in page.text
    assert 'value="Vendimi 7"' in page.text
    assert offices(chair.seat.committee) == before
    assert not AuditEvent.objects.filter(action="member.hand_over").exists()


def test_successor_and_new_name_at_once_are_refused(keeper, world, chair):
    other = Membership.objects.of(world.klsp).exclude(pk=chair.pk).get()
    page = keeper.post(page_of(chair), typed(successor=other.person_id))
    assert "Choose somebody of the committee or name a new person, not both." in page.text


def test_holder_cannot_succeed_themselves(keeper, chair):
    page = keeper.post(
        page_of(chair),
        typed(
            given_name=chair.person.given_name,
            family_name=chair.person.family_name,
            known_person=str(chair.person_id),
        ),
    )
    assert "The successor is the one who holds the office." in page.text


def test_successor_who_joins_only_later_is_refused(keeper, world, chair):
    later = MembershipFactory(committee=world.klsp, from_on=date(2026, 6, 10))
    page = keeper.post(
        page_of(chair), typed(given_name="", family_name="", successor=later.person_id)
    )
    assert "This person is a member from 10.06.2026 on already." in page.text
    same_day = keeper.post(
        page_of(chair),
        typed(given_name="", family_name="", successor=later.person_id, on="2026-06-10"),
    )
    assert "This person is a member on that day already." in same_day.text
    later.refresh_from_db()
    assert later.until_on is None


def test_overlap_asks_and_keeps_the_reason(keeper, chair):
    overlapping = typed(until_on="2026-06-01")
    page = keeper.post(page_of(chair), overlapping)
    assert "Two would hold it at once: Drita" in page.text
    assert QUESTION in page.text
    assert len(offices(chair.seat.committee)) == 2
    page = keeper.post(page_of(chair), overlapping | {"overlaps_on_purpose": "on"})
    assert "Say why they overlap." in page.text
    page = keeper.post(page_of(chair), overlapping | {"overlap_reason": "dorëzim"})
    assert "Two would hold it at once" in page.text
    assert 'value="dorëzim"' in page.text
    keeper.post(
        page_of(chair), overlapping | {"overlaps_on_purpose": "on", "overlap_reason": "dorëzim"}
    )
    new = Membership.objects.get(person__given_name="Besa")
    assert new.overlap_reason == "dorëzim"
    chair.refresh_from_db()
    assert (chair.until_on, new.from_on) == (date(2026, 6, 1), date(2026, 6, 1))
    shown = keeper.get(chair.seat.committee.get_absolute_url(), {"on": "2026-06-01"})
    holders = [row["membership"] for row in shown.context["roster"] if row["seat"] == chair.seat]
    assert holders == [chair, new]


def test_page_asks_nothing_about_overlaps_before_there_is_one(keeper, chair):
    assert QUESTION not in keeper.get(page_of(chair)).text
    keeper.post(page_of(chair), typed(overlaps_on_purpose="on", overlap_reason="never mind"))
    assert Membership.objects.get(person__given_name="Besa").overlap_reason == ""


def test_earlier_end_of_the_predecessor_stays(keeper, chair):
    Membership.objects.filter(pk=chair.pk).update(until_on=date(2026, 5, 1))
    keeper.post(page_of(chair), typed())
    chair.refresh_from_db()
    assert chair.until_on == date(2026, 5, 1)


def test_end_does_not_move_past_the_successor(keeper, chair):
    keeper.post(page_of(chair), typed())
    end = page_of(chair, "membership-end")
    page = keeper.post(end, {"until_on": "2026-06-01", "end_reason": "resigned"})
    assert "The membership ended on 31.05.2026 and others follow: Besa" in page.text
    keeper.post(end, {"until_on": "2026-05-15", "end_reason": "resigned"})
    chair.refresh_from_db()
    assert chair.until_on == date(2026, 5, 15)
    keeper.post(end, {"until_on": "2026-05-20", "end_reason": "resigned"})
    chair.refresh_from_db()
    assert chair.until_on == date(2026, 5, 20)


def test_end_does_not_move_past_the_return_of_the_same_person(keeper, world):
    row = hidden_membership(world.klsp)
    Membership.objects.filter(pk=row.pk).update(until_on=date(2022, 1, 1))
    MembershipFactory(committee=world.klsp, person=row.person, from_on=date(2023, 1, 1))
    end = page_of(row, "membership-end")
    page = keeper.post(end, {"until_on": "2023-01-01", "end_reason": "resigned"})
    assert "others follow" in page.text
    keeper.post(end, {"until_on": "2022-12-31", "end_reason": "resigned"})
    row.refresh_from_db()
    assert row.until_on == date(2022, 12, 31)


@pytest.mark.parametrize("office", [Office.CHAIR, Office.SECRETARY])
def test_second_holder_of_a_single_office_is_asked_about(keeper, world, office):
    first = MembershipFactory(committee=world.klsp, office=office)
    url = committee_page("seat", world.klsp)
    page = keeper.post(url, member(office=office))
    assert f"Two would hold it at once: {first.person} (01.01.2020 – …)" in page.text
    assert not Membership.objects.filter(person__given_name="Dea").exists()
    keeper.post(
        url, member(office=office, overlaps_on_purpose="on", overlap_reason="dy bashkëkryesues")
    )
    assert Membership.objects.get(person__given_name="Dea").overlap_reason == "dy bashkëkryesues"


def test_second_deputy_and_chair_of_another_committee_are_nobody_s_business(keeper, world):
    MembershipFactory(committee=world.klsp, deputy=True)
    MembershipFactory(committee=world.kksb, chair=True)
    keeper.post(committee_page("seat", world.klsp), member(office="deputy"))
    keeper.post(committee_page("seat", world.klsp), member(given_name="Era"))
    assert {"Dea", "Era"} <= set(
        Membership.objects.of(world.klsp).values_list("person__given_name", flat=True)
    )


def test_member_who_joins_again_later_is_not_seated_before(keeper, world):
    later = MembershipFactory(
        committee=world.klsp,
        person=PersonFactory(given_name="Dea", family_name="Tjetra"),
        from_on=date(2026, 6, 10),
    )
    again = member(office="member", known_person=str(later.person_id))
    page = keeper.post(committee_page("seat", world.klsp), again)
    assert "This person is a member from 10.06.2026 on already." in page.text


def test_member_beyond_the_term_is_shown_until_replaced(keeper, world, chair):
    keeper.post(page_of(chair, "membership-term"), {"mandate_until_on": "2026-06-14"})
    text = "serves beyond the term of 14.06.2026 until replaced"
    assert text in keeper.get(world.klsp.get_absolute_url()).text
    assert text not in keeper.get(world.klsp.get_absolute_url(), {"on": "2026-06-14"}).text
    keeper.post(page_of(chair), typed(on="2026-06-15"))
    assert text not in keeper.get(world.klsp.get_absolute_url()).text


def test_term_before_the_first_day_is_refused(keeper, chair):
    page = keeper.post(page_of(chair, "membership-term"), {"mandate_until_on": "2019-12-31"})
    assert "The term ends before the first day." in page.text
    chair.refresh_from_db()
    assert chair.mandate_until_on is None


@rows_of(MEMBERSHIPS)
def test_list_of_members_beyond_the_term_shows_one_s_own_committees(
    signed_in, world, name, expected
):
    client = signed_in(name)
    rows = {kind: hidden_membership(getattr(world, kind)) for kind in expected}
    Membership.objects.filter(pk__in=[row.pk for row in rows.values()]).update(
        mandate_until_on=date(2026, 6, 1)
    )
    MembershipFactory(committee=world.klsp, mandate_until_on=TODAY)
    MembershipFactory(
        committee=world.klsp, mandate_until_on=date(2026, 6, 1), until_on=date(2026, 6, 14)
    )
    page = client.get(reverse("committees:beyond-term"))
    if name == "anonymous":
        assert page.status_code == 302
        return
    assert set(page.context["object_list"]) == {
        row for kind, row in rows.items() if "v" in expected[kind]
    }


def test_list_of_members_beyond_the_term_is_filtered(keeper, world):
    late = date(2026, 1, 1)
    rows = [
        MembershipFactory(committee=committee, mandate_until_on=late)
        for committee in (world.klsp, world.kksb, world.elsewhere)
    ]
    url = reverse("committees:beyond-term")
    for asked, found in (
        ({"kind": "klsp"}, rows[:1]),
        ({"municipality": world.here.code}, rows[:2]),
        ({"region": world.elsewhere.municipality.region.code}, rows[2:]),
        ({"q": rows[1].person.family_name}, rows[1:2]),
        ({"q": "Lagjja"}, rows[:1]),
        ({"q": "qqqq"}, []),
    ):
        assert set(keeper.get(url, asked).context["object_list"]) == set(found), asked


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_rows_as_for_one(
    keeper, world, count, django_assert_num_queries
):
    for _number in range(count):
        seat = SeatFactory(committee=CommitteeFactory(municipality=world.here))
        MembershipFactory(seat=seat, mandate_until_on=date(2026, 1, 1))
    with django_assert_num_queries(11):
        page = keeper.get(reverse("committees:beyond-term"))
    assert len(page.context["object_list"]) == count


def test_successors_of_one_name_are_told_apart_by_their_seat(keeper, world, chair):
    for title in ("Shkolla", "Kisha"):
        MembershipFactory(
            committee=world.klsp,
            person__given_name="Arben",
            person__family_name="Krasniqi",
            seat__title=title,
        )
    text = keeper.get(page_of(chair)).text
    for title in ("Shkolla", "Kisha"):
        assert f">Arben Krasniqi ({title})</option>" in text
