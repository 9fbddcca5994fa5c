"""Figures that are kept from one reader to the next, as long as nothing they rest on is written.

The database notes each writing in the transaction of the record (`reports.triggers`), so a record
and the end of the figures that rest on it come about together. The first reader afterwards computes
the figures of that kind and year anew, for all areas at once, and keeps them.

The notes are read before anything is computed. Whoever computes from what was already written over
keeps a number that is no longer the sum, and the row does not hold. Writers could not keep figures
right themselves: those of the running year change with the calendar.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Sum
from django.utils import timezone

from core.transactions import atomic
from places.models import Municipality
from reports.areas import Area
from reports.indicators import COUNTED, Figure, Period
from reports.live import computed
from reports.models import Touch, YearlyFigures
from reports.triggers import ARMED, arm, fold

# Meetings still to come; kept beside the indicators, for the chart.
PLANNED = "planned"
# The code that figures follow from; a release that changes any of it computes them anew.
CODE = (
    "reports", "plans", "follow_up", "concerns", "compensation", "meetings", "establishment",
    "committees", "accounts", "places", "core",
)  # fmt: skip
log = logging.getLogger(__name__)


@cache
def code():
    """Return the digest of what computes figures: what is counted, its versions, all sources."""
    digest = hashlib.sha256(repr([(row.key, row.version) for row in COUNTED]).encode())
    for app in CODE:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Figures(Mapping):
    """The figures of one area by key, unpacked when somebody asks for them."""

    def __init__(self, packed):
        self.packed = packed

    def __getitem__(self, key):
        return Figure.unpacked(self.packed[key])

    def __iter__(self):
        return iter(self.packed)

    def __len__(self):
        return len(self.packed)


class Touches:
    """How often what the figures of a kind rest on was written so far."""

    def __init__(self, kind):
        rows = Touch.objects.filter(kind__in=["", kind]).order_by()
        found = rows.values_list("place", "mark").annotate(number=Sum("number"))
        self.is_armed, self.by_place = False, {}
        for place, mark, number in found:
            self.is_armed |= mark == ARMED
            self.by_place[place] = self.by_place.get(place, 0) + number

    @cached_property
    def regions(self):
        return dict(Municipality.objects.values_list("code", "region__code"))

    def of(self, area):
        """Return the number of writings for an area; None where nobody counts them."""
        if not self.is_armed:
            return None
        if area == Area():
            return sum(self.by_place.values())
        return sum(
            number
            for place, number in self.by_place.items()
            if not place or self._lies_in(area, place)
        )

    def _lies_in(self, area, place):
        if area.municipality:
            return place == area.municipality
        return area.holds(place, self.regions.get(place))


def identity(periods, area, touches):
    """Return a word that changes whenever the figures of an area may; None where none is known.

    Inside a transaction there is none: what it wrote itself, others cannot see.
    """
    number = touches.of(area)
    if number is None or connection.in_atomic_block:
        return None
    days = [period.reference_day for period in periods]
    kind = periods[0].kind
    return f"{kind} {days} {timezone.localdate()} {area} {number} {code()}"


def planned(period):
    """Return how many meetings of the year are still to come, by the code of the municipality."""
    numbers = Counter()
    for met in period.on_record.to_come(timezone.localdate()):
        for code in period.codes_of(met.committees):
            numbers[code] += met.number
    return numbers


def recount(period):
    """Return `{area: {key: Figure}}` from the records, the meetings to come among them."""
    # A period remembers rule and bodies, maybe from before the notes were read: begin afresh.
    period = Period(period.kind, period.year)
    found = computed(period)
    for place, number in planned(period).items():
        if (area := Area(municipality=place)) in found:
            found[area][PLANNED] = Figure(number)
    return found


def figures(periods, areas, touches=None):
    """Return `{period: {area: {key: Figure}}}`: what is kept and holds, else computed anew.

    The periods are years of one kind of committee.
    """
    touches = touches or Touches(periods[0].kind)
    kept = holding(periods, areas, touches)
    return {
        period: kept[period] if len(kept[period]) == len(areas) else _renewed(period, touches)
        for period in periods
    }


def holding(periods, areas, touches=None):
    """Return `{period: {area: {key: Figure}}}` of what is kept and holds; nothing is computed."""
    touches = touches or Touches(periods[0].kind)
    by_year, by_key = {p.year: p for p in periods}, {area.key: area for area in areas}
    kept = {period: {} for period in periods}
    for year, key, day, number, packed in YearlyFigures.objects.filter(
        kind=periods[0].kind, year__in=by_year, area__in=by_key, computed_by=code()
    ).values_list("year", "area", "reference_day", "touches", "figures"):
        period, area = by_year[year], by_key[key]
        if day == period.reference_day and number == touches.of(area):
            kept[period][area] = Figures(packed)
    return kept


def _renewed(period, touches):
    """Compute the figures anew and keep them; they read alike, computed or kept."""
    found = recount(period)
    if touches.is_armed:
        try:
            _keep(period, found, touches)
        except DatabaseError:
            # The answer does not depend on being kept: the next reader computes it again.
            log.warning("Figures of %s %s were not kept.", period.kind, period.year, exc_info=True)
    return {
        area: Figures({key: figure.packed() for key, figure in of_area.items()})
        for area, of_area in found.items()
    }


def _keep(period, found, touches):
    rows = [
        YearlyFigures(
            kind=period.kind,
            year=period.year,
            area=area.key,
            reference_day=period.reference_day,
            touches=touches.of(area),
            computed_by=code(),
            figures={key: figure.packed() for key, figure in of_area.items()},
        )
        for area, of_area in sorted(found.items(), key=lambda pair: pair[0].key)
    ]
    with atomic():
        YearlyFigures.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["kind", "year", "area"],
            update_fields=["reference_day", "touches", "computed_by", "figures"],
        )
        fold(connection)


@dataclass(frozen=True)
class Difference:
    """A kept figure that claims to hold and is not what the records say."""

    period: Period
    area: Area
    key: str
    kept: Figure | None
    counted: Figure | None

    def __str__(self):
        where = f"{self.period.kind} {self.period.year} {self.area.key or 'country'}"
        return f"{where} {self.key}: kept {self.kept}, counted {self.counted}"


def differences():
    """Yield where kept figures that claim to hold differ from a recount."""
    years = YearlyFigures.objects.order_by("kind", "year").values_list("kind", "year").distinct()
    for period in [Period(kind, year) for kind, year in years]:
        touches, found = Touches(period.kind), recount(period)
        for area, kept in holding([period], list(found), touches)[period].items():
            for key in sorted(kept.keys() | found[area].keys()):
                if kept.get(key) != found[area].get(key):
                    yield Difference(period, area, key, kept.get(key), found[area].get(key))


def rebuild(kinds, years):
    """Forget everything that is kept, the notes as well, and compute the years of the kinds."""
    YearlyFigures.objects.all().delete()
    arm(connection)
    for kind in kinds:
        for year in years:
            _renewed(Period(kind, year), Touches(kind))
