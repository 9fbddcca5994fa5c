"""Figures of many years at once, and which years have any."""

from django.utils import timezone

from meetings.models import CompensationReport, Meeting, WorkPlan
from reports import facts
from reports.areas import every_area
from reports.indicators import Period
from reports.indicators.period import first_year
from reports.live import computed

# As many years as a page draws; further ones are asked for by their own year.
MOST_YEARS = 12


def figures_of(kind, years, indicators):
    """Return `{year: {area: {key: Figure}}}`: what is kept, else only these indicators, computed.

    To keep every figure of many years anew would make one reader wait for all of them.
    """
    areas = every_area()
    kept = facts.holding([Period(kind, year) for year in years], list(areas))
    return {
        period.year: found if len(found) == len(areas) else computed(period, indicators)
        for period, found in kept.items()
    }


def years_with_records(kind):
    """Return the years from the first with a record up to this one, in order.

    A year in between without any record is among them: it is a gap, not a missing year.
    """
    this_year = timezone.localdate().year
    found = [
        meeting.year
        for meeting in Meeting.objects.public()
        .filter(committee__kind=kind)
        .exclude(starts_on=None)
        .dates("starts_on", "year")[:1]
    ]
    for model in (WorkPlan, CompensationReport):
        first = model.objects.filter(committee__kind=kind).order_by("year").values_list("year")
        found += [year for (year,) in first[:1]]
    first = min(found, default=this_year)
    return list(range(max(first, this_year - MOST_YEARS + 1), this_year + 1))


def years_offered(kind, chosen):
    """Return the years that a page offers: from the first of which anything is on record."""
    this_year = timezone.localdate().year
    first = first_year(kind) or this_year
    return sorted({*range(first, this_year + 1), chosen or this_year}, reverse=True)
