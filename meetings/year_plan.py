"""Dates for a whole year: proposed on working days, spread evenly over what is left of it."""

from datetime import date, timedelta

from committees.choices import Subject
from committees.models import Rule
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from places.working_days import WorkingDays

# What is proposed where no rule says how often a committee meets.
WITHOUT_RULE = 6
# So many days lie between today and the first date that is proposed.
NOTICE = 7


def rule_on_meetings(committee, year):
    """Return the rule on how often the kind of committee meets in the year, or None."""
    return (
        Rule.objects.in_force(date(year, 12, 31))
        .filter(kind=committee.kind, subject=Subject.MEETINGS_PER_YEAR)
        .order_by("-valid_from")
        .first()
    )


def meetings_due(committee, year):
    """Return how many meetings the rule asks of the kind of committee in the year, or None."""
    rule = rule_on_meetings(committee, year)
    return rule.value if rule else None


def meetings_there(committee, year):
    """Return the meetings of the year that are planned or held and count toward the rule."""
    return (
        Meeting.objects.of(committee)
        .in_year(year)
        .counting(committee.kind)
        .exclude(status__in=[MeetingStatus.CANCELLED, MeetingStatus.POSTPONED])
        .soonest_first()
    )


def spread(count, first, last, days):
    """Return so many working days from `first` to `last`, evenly spread and each only once.

    Where fewer working days are left than asked for, all of them are returned.
    """
    left = [
        day
        for number in range((last - first).days + 1)
        if days.is_one(day := first + timedelta(days=number))
    ]
    count = min(count, len(left))
    # The middle of each of `count` equal parts of what is left.
    return [left[(2 * number + 1) * len(left) // (2 * count)] for number in range(count)]


def proposed_days(committee, year, *, today):
    """Return the dates to propose: as many as the rule still asks for, none of them taken."""
    there = meetings_there(committee, year)
    due = meetings_due(committee, year) or WITHOUT_RULE
    first = max(date(year, 1, 1), today + timedelta(days=NOTICE))
    holidays = WorkingDays.of_kosovo().holidays
    taken = set(there.values_list("starts_on", flat=True))
    missing = max(due - len(taken), 0)
    return spread(missing, first, date(year, 12, 31), WorkingDays(holidays | taken))
