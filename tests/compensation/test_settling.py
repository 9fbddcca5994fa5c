"""What a run owes: by attendance, office and the rate of each day, to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.choices import Capacity, Office
from committees.models import Membership, Person, Seat
from compensation.choices import PAID_CODES, LeftOut
from compensation.models import Entitlement, Rate, SettlementRun
from compensation.settling import computed, settle
from meetings.choices import AttendanceCode, MeetingKind
from meetings.models import Meeting
from tests.compensation.conftest import DAYS
from tests.factories.compensation import EntitlementFactory, RateFactory
from tests.factories.meetings import MeetingFactory

HUNDRED = Decimal(100)


def owed(council, run):
    """Return {name: amounts in the order of the meetings}."""
    found = {}
    for line in settle(run).lines.values():
        found.setdefault(line.membership.person.given_name, []).append(line.amount)
    return found


def reasons(council, run):
    names = {row.pk: name for name, row in council.members.items()}
    found = {}
    for (member, _meeting), reason in settle(run).left_out.items():
        found.setdefault(names[member], []).append(reason)
    return found


def test_whoever_sat_is_paid_by_office_and_officials_are_not(council):
    run = council.run()
    assert owed(council, run) == {
        "Arta": [Decimal("20.00")] * 3,
        "Shpresa": [Decimal("10.50")],
    }
    assert reasons(council, run) == {
        "Mira": [LeftOut.NOT_ENTITLED] * 3,
        "Shpresa": [LeftOut.AWAY, LeftOut.REPRESENTED],
    }
    assert settle(run).total == Decimal("70.50")


def test_rate_that_changes_within_the_run_pays_each_meeting_by_its_day(council):
    Rate.objects.filter(office=Office.CHAIR).update(valid_to=DAYS[1] - timedelta(days=1))
    council.rate("25.00", office=Office.CHAIR, valid_from=DAYS[1])
    assert owed(council, council.run())["Arta"] == [
        Decimal("20.00"),
        Decimal("25.00"),
        Decimal("25.00"),
    ]


def test_rate_that_says_more_goes_first(council):
    run = council.run()
    RateFactory(municipality=None, office=Office.CHAIR, amount=Decimal(99))
    assert owed(council, run)["Arta"][0] == Decimal("20.00")
    council.rate("30.00", meeting_kind=MeetingKind.REGULAR)
    assert owed(council, run)["Arta"][0] == Decimal("20.00")
    assert owed(council, run)["Shpresa"] == [Decimal("30.00")]
    Rate.objects.filter(municipality=council.committee.municipality).delete()
    RateFactory(municipality=None, amount=Decimal(1), meeting_kind=MeetingKind.EXTRAORDINARY)
    RateFactory(amount=Decimal(7))
    RateFactory(municipality=None, committee_kind="klsp", amount=Decimal(8))
    assert owed(council, run) == {"Arta": [Decimal(99)] * 3}
    assert reasons(council, run)["Shpresa"][0] == LeftOut.NO_RATE


def test_municipality_may_say_otherwise_of_a_capacity(council):
    run = council.run()
    EntitlementFactory(municipality=council.committee.municipality, valid_from=DAYS[1])
    assert owed(council, run)["Mira"] == [Decimal("10.50")] * 2
    EntitlementFactory(
        municipality=council.committee.municipality, capacity=Capacity.RESIDENT, is_entitled=False
    )
    assert owed(council, run) == {"Mira": [Decimal("10.50")] * 2}


def test_only_members_of_the_day_are_in_it(council):
    council.member("Later", from_on=DAYS[1])
    council.member("Gone", until_on=DAYS[0])
    found = settle(council.run())
    spoken_of = {*found.lines, *found.left_out}
    meetings = [meeting.pk for meeting in found.meetings]
    for name, expected in (("Later", meetings[1:]), ("Gone", meetings[:1])):
        pk = council.members[name].pk
        assert sorted(meeting for member, meeting in spoken_of if member == pk) == expected


def test_who_sits_on_two_seats_is_paid_once_for_a_meeting(council):
    twin = council.member("Twin")
    twin.person = council.members["Arta"].person
    twin.save()
    council.meeting(date(2026, 3, 24))
    run = council.run()
    assert len(owed(council, run)["Arta"]) == 4
    assert reasons(council, run)["Twin"][-1] == LeftOut.TWICE


def test_what_counts_not_and_what_others_hosted_is_left_out(council, world):
    council.meeting(date(2026, 3, 1), kind=MeetingKind.EXECUTIVE)
    council.meeting(date(2026, 4, 1))
    MeetingFactory(committee=world.elsewhere, starts_on=DAYS[0], partners=[council.committee])
    MeetingFactory(committee=council.committee, undated=True)
    assert [meeting.starts_on for meeting in settle(council.run()).meetings] == list(DAYS)


def test_meeting_that_a_closed_run_holds_is_settled_once(council, closed):
    Meeting.objects.filter(starts_on=DAYS[2]).update(starts_on=date(2026, 4, 2))
    later = council.run(from_on=date(2026, 4, 1), until_on=date(2026, 5, 31))
    assert settle(later).meetings == []
    assert settle(later).total == 0


@st.composite
def quarters(draw):
    """Random members, meetings, attendance and rates, some of which change in between."""
    days = draw(st.lists(st.dates(date(2026, 1, 1), date(2026, 3, 31)), unique=True, max_size=6))
    cents = st.integers(0, 99_999)
    turn = draw(st.dates(date(2026, 1, 2), date(2026, 3, 30)))
    rates = []
    for office in draw(st.sets(st.sampled_from(["", *Office.values]))):
        for begin, end in ((date(2020, 1, 1), turn - timedelta(days=1)), (turn, None)):
            amount = Decimal(draw(cents)) / HUNDRED
            rates.append(Rate(office=office, amount=amount, valid_from=begin, valid_to=end))
    members = [
        Membership(
            pk=number,
            person=Person(pk=number),
            seat=Seat(capacity=draw(st.sampled_from([Capacity.RESIDENT, Capacity.MAYOR]))),
            office=draw(st.sampled_from(Office.values)),
            from_on=draw(st.dates(date(2025, 12, 1), date(2026, 2, 1))),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    meetings = [
        Meeting(pk=number, starts_on=day, kind=MeetingKind.REGULAR)
        for number, day in enumerate(sorted(days))
    ]
    codes = {
        (member.pk, meeting.pk): draw(st.sampled_from(AttendanceCode.values))
        for member in members
        for meeting in meetings
    }
    return members, meetings, codes, rates


@given(quarters())
@settings(max_examples=200, deadline=None)
def test_run_is_the_sum_of_its_lines_and_of_its_members(quarter):
    members, meetings, codes, rates = quarter
    officials = [
        Entitlement(capacity=Capacity.MAYOR, is_entitled=False, valid_from=date(2020, 1, 1))
    ]
    found = computed(
        SettlementRun(),
        meetings=meetings,
        memberships=members,
        codes=codes,
        rates=rates,
        entitlements=officials,
    )
    # Counted once more, in whole cents and from the rules as one would say them.
    cents = 0
    for member in members:
        for meeting in meetings:
            day = meeting.starts_on
            fitting = {
                rate.office: rate
                for rate in rates
                if rate.valid_from <= day and (rate.valid_to is None or day <= rate.valid_to)
            }
            rate = fitting.get(member.office) or fitting.get("")
            if (
                rate
                and member.from_on <= day
                and member.seat.capacity != Capacity.MAYOR
                and codes[member.pk, meeting.pk] in PAID_CODES
            ):
                cents += int(rate.amount * 100)
    assert found.total == sum(line.amount for line in found.lines.values())
    assert found.total == sum(found.due.values())
    assert found.total == Decimal(cents) / HUNDRED
    assert not found.lines.keys() & found.left_out.keys()


@pytest.mark.parametrize("code", AttendanceCode.values)
def test_each_code_pays_or_says_why_not(council, code):
    meeting = council.meeting(date(2026, 3, 20), codes={"Arta": code})
    found = settle(council.run())
    key = (council.members["Arta"].pk, meeting.pk)
    assert (key in found.lines) is (code in PAID_CODES)
    assert (key in found.left_out) is (code not in PAID_CODES)
