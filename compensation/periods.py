"""The usual periods of settlement: quarters, halves and whole years."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from compensation.models import SettlementRun


@dataclass(frozen=True)
class Period:
    """A part of a year with its name."""

    label: str
    from_on: date
    until_on: date


def periods_of(year):
    """Return the year, its halves and its quarters."""
    return [
        Period(_("Year %(year)s") % {"year": year}, date(year, 1, 1), date(year, 12, 31)),
        *_parts(year, 6, _("Half %(number)s of %(year)s")),
        *_parts(year, 3, _("Quarter %(number)s of %(year)s")),
    ]


def _parts(year, months, name):
    for number in range(1, 12 // months + 1):
        last = number * months
        yield Period(
            name % {"number": number, "year": year},
            date(year, last - months + 1, 1),
            date(year, last, monthrange(year, last)[1]),
        )


def free_periods(committee, today):
    """Return the periods of this and the last year that are over and of which no day is settled."""
    first = date(today.year - 1, 1, 1)
    runs = list(
        SettlementRun.objects.standing()
        .filter(committee=committee)
        .overlapping(first, today)
        .values_list("from_on", "until_on")
    )
    return [
        period
        for year in (today.year, today.year - 1)
        for period in periods_of(year)
        if period.until_on < today
        and not any(begin <= period.until_on and period.from_on <= end for begin, end in runs)
    ]
