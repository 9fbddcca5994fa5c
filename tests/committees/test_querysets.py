"""Who was a member on a day, and what a committee was on it, against plain Python."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.choices import CommitteeState, CommitteeStatus, Office
from committees.models import Committee, Membership, Rule, Seat
from tests.factories.committees import (
    CommitteeFactory,
    MembershipFactory,
    PersonFactory,
    RuleFactory,
    SeatFactory,
)
from tests.factories.places import SettlementFactory

pytestmark = pytest.mark.django_db
START = date(2024, 2, 27)
# A few days around the leap day, so that spans touch, meet and miss each other.
days = st.integers(0, 6).map(lambda number: START + timedelta(days=number))
spans = st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[1] >= span[0])
quick = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def seat():
    return SeatFactory()


@pytest.fixture
def people():
    return PersonFactory.create_batch(5)


def holds(span, day):
    first, last = span
    return first <= day and (last is None or day <= last)


@quick
@given(st.lists(spans, max_size=5))
def test_members_in_force_are_those_whose_days_hold(seat, people, drawn):
    with transaction.atomic():
        rows = Membership.objects.bulk_create(
            Membership(person=person, seat=seat, from_on=first, until_on=last)
            for person, (first, last) in zip(people, drawn, strict=False)
        )
        for number in range(-1, 8):
            day = START + timedelta(days=number)
            found = set(Membership.objects.in_force(day).of(seat.committee))
            wanted = {row for row, span in zip(rows, drawn, strict=False) if holds(span, day)}
            assert found == wanted, day
        transaction.set_rollback(True)


@quick
@given(
    founded=st.none() | days,
    status=st.sampled_from(CommitteeStatus),
    since=st.none() | days,
    drawn=st.lists(spans, max_size=3),
)
def test_state_on_a_day_follows_from_founding_status_and_roster(
    seat, people, founded, status, since, drawn
):
    with transaction.atomic():
        Committee.objects.filter(pk=seat.committee_id).update(
            established_on=founded, status=status, status_on=since
        )
        Membership.objects.bulk_create(
            Membership(person=person, seat=seat, from_on=first, until_on=last)
            for person, (first, last) in zip(people, drawn, strict=False)
        )
        for number in range(-1, 8):
            day = START + timedelta(days=number)
            row = Committee.objects.with_state_on(day).get(pk=seat.committee_id)
            assert row.state == state(day, founded, status, since, drawn), day
        transaction.set_rollback(True)


def state(day, founded, status, since, drawn):
    if founded and founded > day:
        return CommitteeState.NOT_ESTABLISHED
    if since is None or since <= day:
        if status == CommitteeStatus.DISSOLVED:
            return CommitteeState.DISSOLVED
        if status == CommitteeStatus.SUSPENDED:
            return CommitteeState.INACTIVE
    some_ended = any(last and last < day for _first, last in drawn)
    if some_ended and not any(holds(span, day) for span in drawn):
        return CommitteeState.MANDATE_EXPIRED
    return CommitteeState.ESTABLISHED


def test_observers_have_no_vote(seat):
    member = MembershipFactory(seat=seat)
    MembershipFactory(seat=seat, office=Office.OBSERVER)
    MembershipFactory(committee=seat.committee, seat__is_voting=False)
    assert list(Membership.objects.of(seat.committee).voting()) == [member]


def test_sex_that_nobody_recorded_is_not_counted():
    recorded = [MembershipFactory(person=PersonFactory(**{sex: True})) for sex in ("woman", "man")]
    MembershipFactory()
    assert list(Membership.objects.with_sex_recorded().order_by("pk")) == recorded


@pytest.mark.parametrize("typed", ["žur", "ZHUR", "klsp-2026-0042", "Lagjja e Re", "lagjja e re"])
def test_committee_is_found_by_name_number_and_settlement(typed):
    committee = CommitteeFactory(
        name_sq="KLSP Zhur",
        name_sr="KLSP Žur",
        registry_number="KLSP-2026-0042",
    )
    place = SettlementFactory(name="Lagjja e Re", municipality=committee.municipality)
    committee.settlements.set([place])
    CommitteeFactory()
    assert list(Committee.objects.matching(typed)) == [committee]


def test_seats_stand_in_their_order():
    committee = CommitteeFactory()
    seats = [SeatFactory(committee=committee, position=position) for position in (3, 1, 2)]
    assert list(Seat.objects.filter(committee=committee).in_order()) == [
        seats[1],
        seats[2],
        seats[0],
    ]


def test_rule_holds_from_its_first_to_its_last_day():
    rule = RuleFactory(kind="evsb", valid_from=START, valid_to=START + timedelta(days=1))
    for number, found in ((-1, []), (0, [rule]), (1, [rule]), (2, [])):
        day = START + timedelta(days=number)
        assert list(Rule.objects.filter(kind="evsb").in_force(day)) == found
