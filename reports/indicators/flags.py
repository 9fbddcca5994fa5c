"""Records to be checked that figures rest on: a note beside the figure, and a list to mend from.

A flag is counted like an indicator, so that its number opens to its records in the same way. What
the committees' own list of findings knows is taken from there; what was dismissed with an
explanation there is no longer flagged here.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from meetings.findings import BY_CODE
from reports.indicators.base import Indicator, Unit
from reports.indicators.committees import PLACE, voting_members
from reports.indicators.figures import Figure
from reports.indicators.measures import EachRow
from reports.indicators.meetings import held

REVIEWED = date(2026, 11, 27)
OF_MEETING = "committee__municipality__code"


def _flag(key, title, definition, rows, place):
    return Indicator(
        key=f"flag-{key}",
        title=title,
        definition=definition,
        numerator=_("records to be checked"),
        denominator=_("none: a number, not a share"),
        source=_("Rules on records that do not fit"),
        unit=Unit.RECORDS,
        reviewed_on=REVIEWED,
        measure=EachRow(rows, place, lambda: Figure(1)),
    )


def _finding(code):
    """The flag of a rule of the findings on meetings, for the public meetings of the year."""
    rule = BY_CODE[code]

    def rows(period):
        found = rule.found(period.reference_day).public().in_year(period.year)
        of_kind = found.filter(committee__kind=period.kind)
        return of_kind.exclude(pk__in=period.dismissed.get(code, ()))

    return _flag(code, rule.title, rule.explanation, rows, OF_MEETING)


awaiting_report = _finding("awaiting-report")
half_known_date = _finding("half-known-date")
same_day_twice = _finding("same-day-twice")
held_ahead = _finding("held-ahead")
without_attendance = _finding("without-attendance")
more_than_seats = _finding("more-than-seats")
minutes_missing = _finding("minutes-missing")
mark_unknown = _flag(
    "mark-unknown",
    _("Nobody said whether an incident was discussed"),
    _("The meeting counts as one without the mark."),
    lambda period: held(period).filter(
        committee__kind=period.kind, incident_discussed__isnull=True
    ),
    OF_MEETING,
)
without_sex = _flag(
    "without-sex",
    BY_CODE["without-sex"].title,
    BY_CODE["without-sex"].explanation,
    lambda period: voting_members(period).filter(person__sex=""),
    PLACE,
)

_OF_MEETINGS = (awaiting_report, half_known_date, same_day_twice, held_ahead)
_OF_LISTS = (without_attendance, more_than_seats)
# Which flags stand beside which figure.
BESIDE = {
    "meetings_held": _OF_MEETINGS,
    "meets_requirement": _OF_MEETINGS,
    "incidents_discussed": (*_OF_MEETINGS, mark_unknown),
    "women_share": (without_sex,),
    "attendance_rate": (*_OF_LISTS, half_known_date),
    "police_present": _OF_LISTS,
    "quorum_reached": (*_OF_LISTS, half_known_date),
    "interpretation": (minutes_missing,),
    "reporting_rate": (half_known_date, awaiting_report),
}
FLAGS = (*_OF_MEETINGS, *_OF_LISTS, minutes_missing, mark_unknown, without_sex)
