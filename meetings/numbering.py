"""The number of a meeting within its year: «third regular meeting of 2026»."""

from django.db.models import Max

from meetings.choices import MeetingKind
from meetings.models import Meeting


def next_number(committee, year):
    """Return the number of the next regular meeting of a committee in a year."""
    regular = Meeting.objects.filter(committee=committee, kind=MeetingKind.REGULAR).in_year(year)
    return (regular.aggregate(last=Max("number_in_year"))["last"] or 0) + 1


def number_on(meeting, day, *, was_on):
    """Return the number of a meeting that moved to a day: in another year it is counted anew."""
    if not (meeting.number_in_year and day and was_on) or day.year == was_on.year:
        return meeting.number_in_year
    return next_number(meeting.committee, day.year)
