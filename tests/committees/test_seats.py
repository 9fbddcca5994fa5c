"""Seats: what the template has, opening and closing, and since when one is vacant."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from committees.actions import close_seat, open_seats
from committees.choices import Capacity, CommitteeKind
from committees.composition import lacks
from committees.models import Membership, Seat, SeatTemplate
from tests.factories.committees import (
    CommitteeFactory,
    MembershipFactory,
    SeatFactory,
    SeatTemplateFactory,
)
from tests.factories.places import CommunityFactory, ReligiousCommunityFactory
from tests.roles import TODAY, answer, names_every_action, rights, rows_of, truth_table

SEAT = {"v": "view", "e": "edit"}
SEATS = truth_table("""
    kksb  klsp
    anonymous                v     v
    account                  v     v
    station_commander        v     v
    station_officer          v     v
    station_commander nearby  v    v
    regional_director        v     v
    community_policing       v     ve
    deputy_general_director  v     v
    general_director         v     v
    municipal_officer        ve    ve
    mia_officer              v     v
    mlga_officer             v     v
    osce_monitor             v     v
    administrator            ve    ve
    chair                    ve    ve
    deputy                   ve    ve
    secretary                ve    ve
    member                   v     v
    observer                 v     v
    police                   v     v
    every role, ended        v     v
    every role, to come      v     v
    every place, elsewhere   v     v
    every office, ended      v     v
    every office, to come    v     v
    every office, elsewhere  v     v
""")
TICK = "Seats that the template has and this committee lacks"


def page_of(name, committee, **more):
    return reverse(f"committees:{name}", kwargs={"committee": committee.slug, **more})


def typed(**changes):
    return {"capacity": "school", "title": "Shkolla e Re", "is_voting": "on"} | changes


@pytest.fixture
def keeper(signed_in):
    return signed_in("administrator")


@pytest.fixture
def evsb(world):
    """A committee of a kind of which the reference data has no template."""
    return CommitteeFactory(kind=CommitteeKind.EVSB, municipality=world.here)


def test_table_speaks_of_every_action():
    assert names_every_action(Seat, SEAT)


@rows_of(SEATS)
def test_who_sees_and_corrects_seats(signed_in, world, name, expected):
    client = signed_in(name)
    for kind, letters in expected.items():
        committee = getattr(world, kind)
        seat = SeatFactory(committee=committee)
        assert rights(client.user, seat, SEAT) == letters
        for page in ("seat-update", "seat-close"):
            found, wanted = answer(client, page_of(page, committee, pk=seat.pk), letters, "e")
            assert found == wanted, (kind, page)
        for page in ("seat-create", "seats-open"):
            found, wanted = answer(client, page_of(page, committee), letters, "e")
            assert found == wanted, (kind, page)
        client.post(page_of("seat-update", committee, pk=seat.pk), typed())
        client.post(page_of("seat-create", committee), typed(title="Shkolla tjetër"))
        client.post(
            page_of("seat-close", committee, pk=seat.pk),
            {"closed_on": "2026-06-01", "closing_act": "Nr. 1"},
        )
        seat.refresh_from_db()
        may = "e" in letters
        assert (seat.title == "Shkolla e Re") is may
        assert (seat.closed_on == date(2026, 6, 1)) is may
        assert Seat.objects.filter(committee=committee, title="Shkolla tjetër").exists() is may
        shown = client.get(committee.get_absolute_url()).text
        assert (page_of("seats-open", committee) in shown) is may
        assert (TICK in shown) is may


def test_template_of_the_day_asks_for_what_the_committee_lacks(evsb):
    youth = SeatTemplateFactory(places=2)
    SeatTemplateFactory(capacity=Capacity.SCHOOL, valid_from=date(2027, 1, 1))
    SeatTemplateFactory(capacity=Capacity.BUSINESS, valid_to=date(2025, 1, 1))
    SeatFactory(committee=evsb, capacity=Capacity.YOUTH)
    SeatFactory(committee=evsb, capacity=Capacity.YOUTH, closed_on=date(2026, 6, 14))
    assert [(lack.row, lack.count) for lack in lacks(evsb, TODAY)] == [(youth, 1)]
    assert lacks(evsb, date(2026, 6, 14)) == []
    SeatFactory(committee=evsb, capacity=Capacity.YOUTH)
    assert lacks(evsb, TODAY) == []


def test_exact_rows_are_served_before_vague_ones(evsb):
    bosniak, turkish = CommunityFactory(), CommunityFactory()
    church = ReligiousCommunityFactory()
    vague = SeatTemplateFactory(capacity=Capacity.COMMUNITY, position=1)
    exact = SeatTemplateFactory(
        capacity=Capacity.COMMUNITY, represents_community=bosniak, position=2
    )
    faith = SeatTemplateFactory(capacity=Capacity.RELIGION, represents_religion=church, position=3)
    titled = SeatTemplateFactory(
        capacity=Capacity.DIRECTORATE, title_sq="Drejtoria", title_sr="Direkcija", position=4
    )
    SeatFactory(committee=evsb, capacity=Capacity.COMMUNITY, represents_community=bosniak)
    SeatFactory(committee=evsb, capacity=Capacity.RELIGION)
    SeatFactory(committee=evsb, capacity=Capacity.DIRECTORATE, title="DIREKCIJA")
    assert [lack.row for lack in lacks(evsb, TODAY)] == [vague, faith]
    SeatFactory(committee=evsb, capacity=Capacity.COMMUNITY, represents_community=turkish)
    assert [lack.row for lack in lacks(evsb, TODAY)] == [faith]
    assert {exact, titled}.isdisjoint(lack.row for lack in lacks(evsb, TODAY))


def test_dissolved_committee_lacks_nothing(db):
    SeatTemplateFactory()
    gone = CommitteeFactory(kind=CommitteeKind.EVSB, dissolved=True)
    assert lacks(gone, TODAY) == []


def test_missing_seats_are_opened_in_one_step_and_never_twice(keeper, evsb):
    voting = SeatTemplateFactory(position=1, places=2, is_required=True)
    SeatTemplateFactory(
        position=2, capacity=Capacity.INTERNATIONAL, title_en="OSCE", is_voting=False
    )
    other = SeatTemplateFactory(position=3, capacity=Capacity.BUSINESS)
    url = page_of("seats-open", evsb)
    form = keeper.get(url).context["form"]
    assert len(form.initial["rows"]) == 3
    ticked = [str(row.pk) for row in SeatTemplate.objects.filter(kind="evsb").exclude(pk=other.pk)]
    keeper.post(url, {"rows": ticked, "opened_on": "2026-06-01"})
    seats = list(evsb.seats.in_order())
    assert [(seat.capacity, seat.is_required, seat.is_voting) for seat in seats] == [
        (Capacity.YOUTH, True, True),
        (Capacity.YOUTH, True, True),
        (Capacity.INTERNATIONAL, False, False),
    ]
    assert seats[2].title == "OSCE"
    assert {seat.opened_on for seat in seats} == {date(2026, 6, 1)}
    assert AuditEvent.objects.get(action="seat.open").detail == {"seats": [s.pk for s in seats]}
    again = open_seats(evsb, rows=[voting], opened_on=TODAY, by=keeper.user)
    assert again == []
    assert evsb.seats.count() == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rows": []}, "Tick at least one seat."),
        ({"rows": ["0"]}, "0 is not one of the available choices."),
        ({"opened_on": "2026-06-16"}, "This day has not come yet."),
        ({"opened_on": ""}, "This field is required."),
    ],
)
def test_opening_that_does_not_fit_opens_nothing(keeper, evsb, changes, said):
    row = SeatTemplateFactory()
    page = keeper.post(
        page_of("seats-open", evsb), {"rows": [str(row.pk)], "opened_on": "2026-06-01"} | changes
    )
    assert said in page.text
    assert not evsb.seats.exists()


def test_seat_cannot_stand_for_two_communities(keeper, world):
    page = keeper.post(
        page_of("seat-create", world.klsp),
        typed(
            represents_community=CommunityFactory().pk,
            represents_religion=ReligiousCommunityFactory().pk,
        ),
    )
    assert "for a community or for a religious community, not for both" in page.text
    assert 'value="Shkolla e Re"' in page.text
    assert not world.klsp.seats.filter(capacity="school").exists()


def test_seat_of_another_committee_is_no_page(keeper, world):
    seat = SeatFactory(committee=world.klsp)
    for name in ("seat-update", "seat-close"):
        assert keeper.get(page_of(name, world.kksb, pk=seat.pk)).status_code == 404


def test_seat_that_somebody_holds_is_not_closed(keeper, world):
    membership = Membership.objects.of(world.klsp).get()
    url = page_of("seat-close", world.klsp, pk=membership.seat_id)
    typed_in = {"closed_on": "2026-06-10", "closing_act": "Vendimi 9"}
    page = keeper.post(url, typed_in)
    assert "Somebody holds this seat after that day." in page.text
    assert 'value="Vendimi 9"' in page.text
    Membership.objects.filter(pk=membership.pk).update(until_on=date(2026, 6, 11))
    assert "Somebody holds this seat after that day." in keeper.post(url, typed_in).text
    Membership.objects.filter(pk=membership.pk).update(until_on=date(2026, 6, 10))
    keeper.post(url, typed_in)
    membership.seat.refresh_from_db()
    assert membership.seat.closed_on == date(2026, 6, 10)
    assert membership.seat.closing_act == "Vendimi 9"


def test_seat_is_not_closed_before_it_was_opened(keeper, world):
    seat = SeatFactory(committee=world.klsp, opened_on=date(2026, 6, 5))
    page = keeper.post(
        page_of("seat-close", world.klsp, pk=seat.pk),
        {"closed_on": "2026-06-04", "closing_act": "x"},
    )
    assert "The last day of the seat lies before it was opened." in page.text
    seat.refresh_from_db()
    assert seat.closed_on is None


def test_closed_seat_is_on_no_later_roster_and_nobody_takes_it(keeper, world):
    seat = SeatFactory(committee=world.klsp, capacity=Capacity.SCHOOL, opened_on=date(2026, 1, 1))
    close_seat(seat, closed_on=date(2026, 5, 31), closing_act="Nr. 1", by=keeper.user)
    for day, is_there in (
        ("2025-12-31", False),
        ("2026-01-01", True),
        ("2026-05-31", True),
        ("2026-06-01", False),
    ):
        page = keeper.get(world.klsp.get_absolute_url(), {"on": day})
        assert (seat in [row["seat"] for row in page.context["roster"]]) is is_there, day
    keeper.post(
        page_of("seat", world.klsp),
        {
            "given_name": "Besa",
            "family_name": "Shembulli",
            "capacity": "school",
            "office": "member",
            "from_on": "2026-02-01",
        },
    )
    assert Membership.objects.get(person__given_name="Besa").seat != seat


def test_member_on_a_closed_seat_is_refused_by_its_own_check(world):
    membership = Membership.objects.of(world.klsp).get()
    Seat.objects.filter(pk=membership.seat_id).update(closed_on=date(2026, 5, 31))
    membership.refresh_from_db()
    with pytest.raises(Exception, match="This seat is there until 31.05.2026 only"):
        membership.full_clean()
    membership.until_on = date(2026, 5, 31)
    membership.full_clean()


def test_first_holder_moves_the_opening_of_the_seat_back(keeper, world):
    seat = SeatFactory(committee=world.klsp, capacity=Capacity.YOUTH, opened_on=TODAY)
    keeper.post(
        page_of("seat", world.klsp),
        {
            "given_name": "Besa",
            "family_name": "Shembulli",
            "capacity": "youth",
            "office": "member",
            "from_on": "2026-02-01",
        },
    )
    seat.refresh_from_db()
    assert Membership.objects.get(person__given_name="Besa").seat == seat
    assert seat.opened_on == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("opened_on", "said"),
    [(date(2026, 6, 5), "vacant for 10 days"), (TODAY, "vacant"), (None, "vacant")],
)
def test_seat_never_held_is_vacant_since_it_was_opened(client, world, opened_on, said):
    SeatFactory(committee=world.klsp, opened_on=opened_on)
    page = client.get(world.klsp.get_absolute_url())
    assert said in page.text
    assert ("vacant for" in page.text) is (said != "vacant")


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_missing_seats_asks_as_often_for_three_rows_as_for_one(
    keeper, evsb, count, django_assert_num_queries
):
    SeatTemplateFactory.create_batch(count)
    MembershipFactory(committee=evsb)
    with django_assert_num_queries(11):
        page = keeper.get(page_of("seats-open", evsb))
    assert len(page.context["form"].lacks) == count
