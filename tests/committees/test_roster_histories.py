"""Rosters over random histories: joining, leaving, handing over, merging, against plain rules."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.actions import end_membership, hand_over, merge_persons, seat_member
from committees.choices import SINGLE_OFFICES, Capacity, EndReason, Office
from committees.models import Membership, Person, Seat
from committees.roster import roster_on
from tests.factories.accounts import RoleGrantFactory
from tests.factories.committees import CommitteeFactory

pytestmark = pytest.mark.django_db
START = date(2024, 2, 27)
LENGTH = 12
NAMES = ["Ana", "Besa", "Cane", "Dea"]
ALL_DAYS = [START + timedelta(days=number) for number in range(-1, LENGTH + 1)]
days = st.integers(0, LENGTH - 1).map(lambda number: START + timedelta(days=number))
deeds = st.one_of(
    st.tuples(
        st.just("join"),
        st.integers(0, 1),
        st.sampled_from(NAMES),
        st.sampled_from([Office.CHAIR, Office.MEMBER]),
        days,
    ),
    st.tuples(st.just("leave"), st.integers(0, 30), days),
    st.tuples(st.just("hand over"), st.integers(0, 30), st.sampled_from(NAMES), days),
)
thorough = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def committees():
    return CommitteeFactory.create_batch(2)


@pytest.fixture
def keeper():
    return RoleGrantFactory(administrator=True).user


def do(deed, committees):
    """Try the deed; what the rules refuse changes nothing."""
    try:
        with transaction.atomic():
            if deed[0] == "join":
                _join, place, name, office, day = deed
                seat_member.unasked(
                    committee=committees[place],
                    person=Person(given_name=name, family_name="Shembulli"),
                    seat=Seat(capacity=Capacity.RESIDENT),
                    office=office,
                    from_on=day,
                    act="",
                    by=None,
                )
                return
            rows = list(Membership.objects.order_by("pk").select_related("seat__committee"))
            if not rows:
                return
            row = rows[deed[1] % len(rows)]
            if deed[0] == "leave":
                end_membership.unasked(
                    row, until_on=deed[2], end_reason=EndReason.RESIGNED, by=None
                )
            else:
                hand_over.unasked(
                    row,
                    successor=Person(given_name=deed[2], family_name="Shembulli"),
                    on=deed[3],
                    act="",
                    end_reason=EndReason.REPLACED,
                    by=None,
                )
    except ValidationError:
        pass


def membership_days(person):
    """Every (committee, day) on which the person is a member."""
    return {
        (row.seat.committee_id, day)
        for row in person.memberships.select_related("seat")
        for day in ALL_DAYS
        if row.from_on <= day and (row.until_on is None or day <= row.until_on)
    }


def check_rosters(committees, keeper):
    for committee in committees:
        seats = committee.seats.count()
        rows = list(Membership.objects.of(committee).select_related("seat"))
        for day in ALL_DAYS:
            members = [row for row in rows if row.from_on <= day and (row.until_on or day) >= day]
            assert len({row.person_id for row in members}) == len(members), day
            assert len({row.seat_id for row in members}) == len(members), day
            for office in SINGLE_OFFICES:
                assert sum(row.office == office for row in members) <= 1, day
        day = ALL_DAYS[len(rows) % len(ALL_DAYS)]
        shown = [row["membership"] for row in roster_on(committee, day, keeper)]
        assert set(shown) - {None} == set(Membership.objects.of(committee).in_force(day))
        assert len(shown) == seats


@thorough
@given(st.lists(deeds, min_size=3, max_size=12))
def test_no_seat_and_no_person_is_ever_doubled(committees, keeper, drawn):
    with transaction.atomic():
        for deed in drawn:
            before = Membership.objects.count()
            do(deed, committees)
            assert Membership.objects.count() in (before, before + 1)
        check_rosters(committees, keeper)
        transaction.set_rollback(True)


@thorough
@given(st.lists(deeds, min_size=3, max_size=12), st.data())
def test_merging_keeps_every_membership_and_every_day(committees, keeper, drawn, data):
    with transaction.atomic():
        for deed in drawn:
            do(deed, committees)
        persons = list(Person.objects.known().order_by("pk"))
        if len(persons) >= 2:
            pair = st.lists(st.sampled_from(persons), min_size=2, max_size=2, unique=True)
            kept, gone = data.draw(pair)
            total = Membership.objects.count()
            held = [membership_days(person) for person in (kept, gone)]
            try:
                with transaction.atomic():
                    merge_persons.unasked(kept=kept, gone=gone, comment="same", by=None)
            except ValidationError:
                assert held[0] & held[1]
                assert [membership_days(person) for person in (kept, gone)] == held
            else:
                assert not held[0] & held[1]
                assert membership_days(kept) == held[0] | held[1]
                assert membership_days(gone) == set()
            assert Membership.objects.count() == total
            check_rosters(committees, keeper)
        transaction.set_rollback(True)
