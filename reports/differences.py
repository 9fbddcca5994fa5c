"""What differs between the figures of an edition and others: those of today, or an earlier edition.

Indicators that one side does not declare are named, not compared: a figure that nobody computed
then has not changed.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from places.models import Municipality, PoliceRegion
from reports.areas import every_area
from reports.indicators import Figure
from reports.models import Edition
from reports.wording import shown
from reports.yearbook import Declared, Yearbook

MINUS = "−"


def signed(number):
    """Return the number with its sign in the reader's language."""
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return f"{sign}{number_format(abs(number), use_l10n=True)}"


def area_names():
    """Return `{key of the area: its name}`, the whole country under the empty key."""
    regions = {row.code: row.name for row in PoliceRegion.objects.all()}
    places = {row.code: row.name for row in Municipality.objects.all()}
    return {"": _("the whole country")} | regions | places


@dataclass(frozen=True)
class Difference:
    """One figure of one area that is not the same on both sides."""

    indicator: Declared
    area: str
    area_name: str
    year: int
    was: Figure
    now: Figure

    def _text(self, figure):
        """The number with what it is a part of."""
        number = shown(self.indicator, self.indicator.value(figure))
        if not figure.denominator:
            return number
        part = {"part": _or_dash(figure.numerator), "whole": figure.denominator}
        return f"{number} ({_('%(part)s of %(whole)s') % part})"

    @property
    def was_text(self):
        return self._text(self.was)

    @property
    def now_text(self):
        return self._text(self.now)

    @cached_property
    def change(self):
        """The signed difference of the value; None where a side has none or they are alike."""
        was, now = self.indicator.value(self.was), self.indicator.value(self.now)
        if was is None or now is None or was == now:
            return None
        return round(now - was, 1)

    @property
    def change_text(self):
        """The signed difference; where the values are alike or missing, that of the parts."""
        if self.change is not None:
            return signed(self.change)
        parts = [
            f"{name} {signed(number)}"
            for name, number in (
                (_("numerator"), (self.now.numerator or 0) - (self.was.numerator or 0)),
                (_("denominator"), (self.now.denominator or 0) - (self.was.denominator or 0)),
            )
            if number
        ]
        return ", ".join([*self._categories(), *parts])

    def _categories(self):
        keys = [*self.was.counts, *(key for key in self.now.counts if key not in self.was.counts)]
        moved = [(key, self.now.counts[key] - self.was.counts[key]) for key in keys]
        return [f"{self.indicator.label(key)} {signed(by)}" for key, by in moved if by]


def _or_dash(number):
    return "–" if number is None else number


class Comparison:
    """An edition beside other figures of the same kind and year; `was` is the older side."""

    def __init__(self, was, now):
        self.was, self.now = was, now
        old, new = was.declared["indicators"], now.declared["indicators"]
        self.compared = [row for row in now.indicators if row.key in old]
        self.added = [row.title for row in now.indicators if row.key not in old]
        self.dropped = [row.title for row in was.indicators if row.key not in new]
        self.redefined = [
            row.title for row in self.compared if row.version != old[row.key]["version"]
        ]

    @cached_property
    def rows(self):
        """The differences, by indicator, the country first; the year before comes last."""
        names = area_names()
        areas = [area.key for area in every_area()]
        sides = (
            (self.was.year, self.was.figures, self.now.figures),
            (self.was.year - 1, self.was.before, self.now.before),
        )
        return [
            Difference(indicator, area, names[area], year, was, now)
            for year, old, new in sides
            for indicator in self.compared
            for area in areas
            for was, now in [(_figure(old, area, indicator), _figure(new, area, indicator))]
            if was != now
        ]


def _figure(figures, area, indicator):
    data = figures.get(area, {}).get(indicator.key)
    return Figure.unpacked(data) if data else Figure()


def since(edition):
    """Compare an edition with the records of this moment."""
    return Comparison(Yearbook.of_edition(edition), Yearbook.now(edition.kind, edition.year))


def published_of(kind, year):
    """Return the edition of the year that holds, without its figures; None where there is none."""
    return Edition.objects.published().of_year(kind, year).without_figures().first()


def between(earlier, edition):
    """Compare an edition with the one before it."""
    return Comparison(Yearbook.of_edition(earlier), Yearbook.of_edition(edition))


def earlier_of(edition):
    """Return the edition of the same year that was out before this one, or None."""
    rows = Edition.objects.of_year(edition.kind, edition.year).out()
    if edition.number is not None:
        rows = rows.filter(number__lt=edition.number)
    return rows.order_by("-number").first()
