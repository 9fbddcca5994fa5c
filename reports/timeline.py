"""One indicator over the years: of an area, of its peers, and of every region on one scale."""

from collections import Counter
from statistics import quantiles

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from places.models import Municipality, PoliceRegion, PopulationCount
from reports.areas import Area, named_regions
from reports.charts.bars import Amount
from reports.charts.multiples import multiples
from reports.charts.series import series
from reports.indicators import Period
from reports.models import ImportedTotal
from reports.panels import Line, Panel, answered, told
from reports.readings import BEARINGS, BY_KEY, in_figures, reading
from reports.totals import BODIES, beside
from reports.years import figures_of, years_with_records

# With fewer peers a range would tell the figures of single ones.
FEWEST_PEERS = 5
# How many municipalities nearest in population count as of similar size.
SIMILAR = 10


class Timeline:
    """What the page of years shows; only years with records of the kind are drawn."""

    def __init__(self, *, kind, indicator, region="", municipality="", peers="region", **_year):
        self.kind, self.indicator, self.peers_by = kind, BY_KEY[indicator], peers
        self.region, self.municipality = region or "", municipality or ""

    @property
    def heading(self):
        return _("%(indicator)s: %(area)s") % {
            "indicator": self.indicator.title,
            "area": self.area_name,
        }

    @property
    def data_as_of(self):
        return Period(self.kind, self.years[-1]).reference_day

    @cached_property
    def years(self):
        return years_with_records(self.kind)

    @cached_property
    def figures(self):
        wanted = {indicator.key: indicator for indicator in (*BEARINGS, self.indicator)}
        return figures_of(self.kind, self.years, list(wanted.values()))

    @property
    def area(self):
        return Area(municipality=self.municipality) if self.municipality else Area(self.region)

    @cached_property
    def published(self):
        """What others published of the same, which is never a point of the line."""
        keys = [self.indicator.key, *([BODIES] * (self.indicator.key == "bodies_in_being"))]
        totals = ImportedTotal.objects.filter(kind=self.kind, area=self.area.key, key__in=keys)
        return beside(totals.newest_first())

    @cached_property
    def place(self):
        """The municipality asked for, or None."""
        places = Municipality.objects.select_related("region")
        return places.filter(code=self.municipality).first() if self.municipality else None

    @cached_property
    def area_name(self):
        if self.place:
            return self.place.name
        if self.region:
            return PoliceRegion.objects.get(code=self.region).name
        return _("All municipalities")

    def read(self, year, area):
        return reading(
            self.indicator, self.figures[year].get(area, {}), is_place=bool(area.municipality)
        )

    def reads(self, area):
        return {year: self.read(year, area) for year in self.years}

    def amounts(self, area):
        """What is drawn of an area; an answer of one body in words has no height."""
        return {
            year: Amount(read.value, _sign(read), blank="" if read.value is not None else "blank")
            for year, read in self.reads(area).items()
        }

    @cached_property
    def panels(self):
        parts = [self._line()]
        if not self.municipality:
            parts.append(self._regions())
        return parts

    def _line(self):
        line = self._due()
        return Panel(
            name="years",
            title=self.heading,
            summary=self.summary,
            template="series",
            drawing=series(
                self.amounts(self.area),
                line=line,
                line_text=_("the rule: %(due)s") % {"due": line} if line else "",
                band=self.band,
            ),
            columns=[
                _("Year"),
                self.indicator.title,
                *([_("Middle half of the peers")] * self.has_peers),
            ],
            lines=[
                Line(str(year), [told(read), *([self._range(year)] * self.has_peers)])
                for year, read in self.reads(self.area).items()
            ],
            denominator=self.indicator.denominator,
            note=self.peers_in_words,
        )

    def _due(self):
        """The number that the rule asks of one body in the last year."""
        if not self.municipality or self.indicator.key != "meetings_held":
            return None
        rule = Period(self.kind, self.years[-1]).rule
        return rule.value if rule else None

    @property
    def summary(self):
        given = Counter(r.category.key for r in self.reads(self.area).values() if r.category)
        if given:
            return f"{self.area_name}. {answered(given, self.indicator.categories)}"
        known = [(y, r) for y, r in self.reads(self.area).items() if r.value is not None]
        if not known:
            return _("No figure is known for %(area)s.") % {"area": self.area_name}
        (first, then), (last, now) = known[0], known[-1]
        gaps = len(self.years) - len(known)
        text = _("%(area)s: from %(then)s in %(first)s to %(now)s in %(last)s.") % {
            "area": self.area_name,
            "then": told(then),
            "first": first,
            "now": told(now),
            "last": last,
        }
        if not gaps:
            return text
        missing = ngettext(
            "%(count)d year has no figure and is a gap, not a zero.",
            "%(count)d years have no figure and are gaps, not zeroes.",
            gaps,
        )
        return f"{text} {missing % {'count': gaps}}"

    # The same small chart for every region.

    def _regions(self):
        areas = [(name, area) for area, name in named_regions()]
        return Panel(
            name="regions",
            title=_("%(indicator)s by police region") % {"indicator": self.indicator.title},
            summary=_("Every region is drawn on the same scale, by name."),
            template="multiples",
            drawing=multiples([(name, self.amounts(area)) for name, area in areas]),
            columns=[_("Police region"), *map(str, self.years)],
            lines=[
                Line(name, [told(read) for read in self.reads(area).values()])
                for name, area in areas
            ],
            denominator=self.indicator.denominator,
            note=_("Municipalities whose police region is not confirmed are in none of them."),
        )

    # Peers: a range of at least five, in which nobody has a name or a rank.

    @cached_property
    def peers(self):
        """The codes of the municipalities that this one is set beside."""
        if self.place is None:
            return []
        if self.peers_by == "size":
            return nearest_in_size(self.municipality)
        if self.place.region is None:
            return []
        others = self.place.region.municipalities.exclude(code=self.municipality)
        return list(others.order_by("code").values_list("code", flat=True))

    @cached_property
    def band(self):
        """`{year: (lower, upper quartile)}` of the years in which enough peers have a figure."""
        ranges = {}
        for year in self.years if self.peers else ():
            reads = [self.read(year, Area(municipality=code)) for code in self.peers]
            values = [read.value for read in reads if read.value is not None]
            if len(values) >= FEWEST_PEERS:
                low, _middle, high = quantiles(values, n=4, method="inclusive")
                ranges[year] = (round(low, 1), round(high, 1))
        return ranges

    @property
    def has_peers(self):
        return bool(self.band)

    def _range(self, year):
        if year not in self.band:
            return "…"
        low, high = (in_figures(self.indicator, value) for value in self.band[year])
        return f"{low} – {high}"

    @property
    def peers_in_words(self):
        """Who the peers are, or that there are too few to be shown."""
        if self.place is None:
            return ""
        if not self.has_peers:
            return _("No peers are shown: fewer than five of them have a figure in any year.")
        if self.peers_by == "size":
            return _(
                "The dotted band is the middle half of the ten municipalities nearest in "
                "population, where at least five of them have a figure."
            )
        return _(
            "The dotted band is the middle half of the other municipalities of the police region, "
            "where at least five of them have a figure."
        )


def nearest_in_size(code):
    """Return the codes of the ten municipalities nearest in population by the latest count."""
    latest = (
        PopulationCount.objects.filter(community=None, municipality__code=code)
        .order_by("-baseline__counted_on")
        .values_list("baseline", "persons")
        .first()
    )
    if latest is None:
        return []
    baseline, persons = latest
    others = (
        PopulationCount.objects.filter(community=None, baseline=baseline)
        .exclude(municipality__code=code)
        .values_list("municipality__code", "persons")
    )
    near = sorted(others, key=lambda pair: (abs(pair[1] - persons), pair[0]))
    return [other for other, _persons in near[:SIMILAR]]


def _sign(read):
    """What stands at a point: the number, or the symbol of an answer or of what is missing."""
    return read.category.symbol if read.category else read.text
