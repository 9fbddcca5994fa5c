"""What stands against freezing a year, and what is frozen."""

from django.utils import timezone
from django.utils.translation import gettext as _

from committees.choices import CommitteeState
from reports.indicators import Period
from reports.models import Edition
from reports.yearbook import Yearbook


def year_hindrance(kind, year):
    """Say why the year cannot be frozen, or return None."""
    if year >= timezone.localdate().year:
        return _(
            "The year %(year)s is not over yet. Only the figures of a year that is over are frozen."
        ) % {"year": year}
    return data_hindrance(kind, year)


def data_hindrance(kind, year):
    """Say that nothing is known of the year, or return None."""
    period = Period(kind, year)
    states = {body.state for body in period.states}
    if not period.has_records or states <= {CommitteeState.NOT_ESTABLISHED}:
        return _("No body of this kind is on record for %(year)s.") % {"year": year}
    return None


def reason_hindrance(kind, year, reason):
    """Say that a later edition lacks its reason, or return None."""
    if not reason and Edition.objects.of_year(kind, year).out().exists():
        return _("This year is published already: say why there is a new edition.")
    return None


def frozen(edition):
    """Return the columns that freeze the figures of this moment.

    What is kept holds by the notes of the database's triggers, of which a writing past them would
    say nothing. A page would be wrong until the next writing, an edition for ever: it is counted.
    """
    book = Yearbook.now(edition.kind, edition.year, recounted=True)
    parts = {
        "cut_off": book.cut_off,
        "figures": book.figures,
        "before": book.before,
        "declared": book.declared,
    }
    copy = Edition(kind=edition.kind, year=edition.year, **parts)
    return parts | {"sha256": copy.computed_sha256()}


THAWED = {"cut_off": None, "figures": {}, "before": {}, "declared": {}, "sha256": ""}
