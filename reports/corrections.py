"""What a correction of the roster touches in figures and editions."""

from django.utils import timezone
from django.utils.translation import gettext as _

from committees.consequences import Consequence
from reports.models import Edition


def years_touched(changes, _user):
    """Return the years whose figures are counted anew, and the editions that stay as published."""
    today = timezone.localdate()
    touched = {
        (change.committee.kind, year) for change in changes for year in _years(change, today)
    }
    if not touched:
        return []
    years = sorted({year for _kind, year in touched})
    listed = ", ".join(str(year) for year in years)
    editions = Edition.objects.out().without_figures().filter(year__in=years).newest_first()
    return [
        Consequence(_("Figures of %(years)s") % {"years": listed}, _("they are counted anew")),
        *(
            Consequence(
                str(edition),
                _("it stays as it was published, with the difference beside it"),
                edition.get_absolute_url(),
            )
            for edition in editions
            if (edition.kind, edition.year) in touched
        ),
    ]


def _years(change, today):
    """The years until today in which the roster of some day is another one."""
    first, last = change.span
    until = min(last or today, today)
    marks = {
        day
        for row in (change.was, change.becomes)
        if row
        for day in (row.from_on, row.until_on)
        if day
    }
    for year in range(first.year, until.year + 1):
        days = {day for day in marks if day.year == year} | {
            max(first, today.replace(year=year, month=1, day=1)),
            min(until, today.replace(year=year, month=12, day=31)),
        }
        if any(change.touches(day) for day in days if day <= today):
            yield year
