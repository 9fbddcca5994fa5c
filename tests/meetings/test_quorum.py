"""The quorum: more than the share of the rule of the day, of those who have a vote."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.choices import Office, Subject
from committees.models import Rule
from meetings.quorum import Quorum, quorum_of, votes_needed
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory

DAY = date(2025, 3, 12)


@pytest.fixture
def council(db):
    return CommitteeFactory(kksb=True)


def seat(council, **more):
    return MembershipFactory(committee=council, from_on=date(2025, 1, 1), **more)


def test_only_votes_of_the_day_count(council):
    meeting = MeetingFactory(committee=council, starts_on=DAY)
    for code in ("present", "represented", "late", "absent", "excused"):
        AttendanceFactory(meeting=meeting, membership=seat(council), code=code)
    observer = seat(council, office=Office.OBSERVER)
    AttendanceFactory(meeting=meeting, membership=observer)
    seat(council, until_on=date(2025, 3, 11))
    seat(council, seat__is_voting=False)
    assert quorum_of(meeting) == Quorum(voting=5, needed=3, present=3)
    assert quorum_of(meeting).is_reached


def test_half_is_not_more_than_half(council):
    meeting = MeetingFactory(committee=council, starts_on=DAY)
    AttendanceFactory(meeting=meeting, membership=seat(council))
    seat(council)
    assert not quorum_of(meeting).is_reached


def test_no_rule_and_no_members_say_nothing(council):
    meeting = MeetingFactory(committee=council, starts_on=DAY)
    assert quorum_of(meeting) is None
    seat(council)
    Rule.objects.filter(subject=Subject.QUORUM_PERCENT).update(valid_to=date(2024, 12, 31))
    assert quorum_of(meeting) is None


@given(voting=st.integers(1, 200), percent=st.integers(0, 100))
def test_needed_votes_are_the_fewest_above_the_share(voting, percent):
    needed = votes_needed(voting, percent)
    assert 100 * needed > voting * percent
    assert 100 * (needed - 1) <= voting * percent
