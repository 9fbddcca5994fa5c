"""Published figures beside the portal's own, which they are never mixed with."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.differences import area_names
from reports.indicators import INDICATORS, Figure
from reports.models import Edition, ImportedTotal
from reports.wording import DASH
from reports.yearbook import Yearbook

# How many bodies there were: no indicator, but what most sources count.
BODIES = "bodies"


@dataclass(frozen=True)
class Beside:
    """A published figure, and what the edition of that year says of the same."""

    total: ImportedTotal
    title: str
    area_name: str
    own: str


def beside(totals):
    """Return the published figures, each with the figure of the published edition of its year."""
    totals = list(totals)
    if not totals:
        return []
    names = area_names()
    titles = {row.key: str(row.title) for row in INDICATORS} | {BODIES: _("Bodies in being")}
    books = {}
    years = {(row.kind, row.year) for row in totals}
    for edition in Edition.objects.published().filter(year__in={year for _kind, year in years}):
        books[edition.kind, edition.year] = Yearbook.of_edition(edition)
    return [
        Beside(
            row,
            titles.get(row.key, row.key),
            names.get(row.area, row.area),
            _own(books.get((row.kind, row.year)), row),
        )
        for row in totals
    ]


def _own(book, total):
    indicator = book and book.indicator(total.key)
    if not indicator:
        return DASH
    figure = book.figure(total.area, total.key) or Figure()
    if not figure.denominator:
        return indicator.text(figure)
    return _("%(part)s of %(whole)s") % {"part": figure.numerator, "whole": figure.denominator}
