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
# First day, last day, last day of the term.
terms = st.tuples(spans, st.none() | days).filter(
    lambda drawn: drawn[1] is None or drawn[1] >= drawn[0][0]
)
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
@given(st.lists(terms, max_size=5))
def test_who_serves_beyond_the_term(seat, people, drawn):
    with transaction.atomic():
        rows = seat_all(seat, people, drawn)
        for number in range(-1, 8):
            day = START + timedelta(days=number)
            found = set(Membership.objects.beyond_term(day))
            wanted = {
                row
                for row, (span, term) in zip(rows, drawn, strict=False)
                if holds(span, day) and term and term < day
            }
            assert found == wanted, day
            assert {row for row in rows if row.serves_beyond_term(day)} >= wanted
            inside = set(Membership.objects.in_force(day).within_term(day))
            assert inside == set(Membership.objects.in_force(day)) - wanted, day
        transaction.set_rollback(True)


@quick
@given(spans, st.lists(spans, max_size=5))
def test_overlapping_are_those_with_a_day_in_common(seat, people, asked, drawn):
    with transaction.atomic():
        rows = seat_all(seat, people, [(span, None) for span in drawn])
        found = set(Membership.objects.overlapping(*asked))
        # Spans without an end meet on the day after the last that is drawn, if not before.
        days_drawn = [START + timedelta(days=number) for number in range(8)]
        wanted = {
            row
            for row, span in zip(rows, drawn, strict=False)
            if any(holds(span, day) and holds(asked, day) for day in days_drawn)
        }
        assert found == wanted
        transaction.set_rollback(True)


def seat_all(seat, people, drawn):
    return Membership.objects.bulk_create(
        Membership(person=person, seat=seat, from_on=first, until_on=last, mandate_until_on=term)
        for person, ((first, last), term) in zip(people, drawn, strict=False)
    )


@quick
@given(
    founded=st.none() | days,
    status=st.sampled_from(CommitteeStatus),
    since=st.none() | days,
    drawn=st.lists(terms, max_size=3),
)
def test_state_on_a_day_follows_from_founding_status_and_roster(
    seat, people, founded, status, since, drawn
):
    with transaction.atomic():
        Committee.objects.filter(pk=seat.committee_id).update(
            established_on=founded, status=status, status_on=since
        )
        seat_all(seat, people, drawn)
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
    members = [term for span, term in drawn if holds(span, day)]
    some_ended = any(last and last < day for (_first, last), _term in drawn)
    serves_within = any(term is None or term >= day for term in members)
    if (members or some_ended) and not serves_within:
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
