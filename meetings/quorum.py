"""Whether enough members with a vote were there: a flag beside the meeting, never a lock."""

from dataclasses import dataclass

from committees.choices import Subject
from committees.models import Membership, Rule
from meetings.choices import TAKING_PART


@dataclass(frozen=True)
class Quorum:
    """How many members had a vote on the day, how many of them are needed, how many took part."""

    voting: int
    needed: int
    present: int

    @property
    def is_reached(self):
        return self.present >= self.needed


def votes_needed(voting, percent):
    """Return the smallest number of votes that is more than the given share of all."""
    return voting * percent // 100 + 1


def quorum_of(meeting):
    """Return the quorum of a meeting by the rule of its day, or None where there is none.

    Whoever holds a seat without a vote does not count; somebody who sent another person does.
    """
    if meeting.starts_on is None:
        return None
    voting = Membership.objects.of(meeting.committee).in_force(meeting.starts_on).voting()
    present = meeting.attendance.filter(code__in=TAKING_PART, membership__in=voting).count()
    return quorum_on(meeting.committee, meeting.starts_on, present)


def quorum_on(committee, day, present=0):
    """Return the quorum that a committee needs on a day, or None without day, rule or members."""
    if day is None:
        return None
    rule = (
        Rule.objects.in_force(day)
        .filter(kind=committee.kind, subject=Subject.QUORUM_PERCENT)
        .first()
    )
    voting = Membership.objects.of(committee).in_force(day).voting().count()
    if rule is None or not voting:
        return None
    return Quorum(voting, votes_needed(voting, rule.value), present)
