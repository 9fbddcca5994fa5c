"""Figures side by side: up to three years, for municipalities, regions or kinds of body.

Rows stand by name and in the order of the law, never by their figure: nobody is ranked.
"""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from committees.choices import CommitteeKind
from core.i18n import sort_key
from places.models import Municipality, PoliceRegion
from reports.areas import Area, named_regions
from reports.charts.bars import Amount, bars
from reports.charts.shares import shares
from reports.choices import Blank
from reports.indicators import INDICATORS, Counts, Period
from reports.panels import Line, Panel, answered, told
from reports.readings import BEARINGS, BY_KEY, in_figures, reading
from reports.years import figures_of

# Rows of a drawing, so that it is read on one sheet of paper.
MOST_ROWS = 19


class Comparison:
    """What the page of comparison shows: one indicator of many, or all indicators of one area."""

    def __init__(self, *, kind, years, by, indicator="", region="", municipality="", **_year):
        self.kind, self.years, self.by = kind, years, by
        self.region, self.municipality = region or "", municipality or ""
        self.indicator = BY_KEY.get(indicator)

    @property
    def heading(self):
        return self.indicator.title if self.indicator else _("All indicators")

    @property
    def data_as_of(self):
        return Period(self.kind, max(self.years)).reference_day

    @property
    def area(self):
        return Area(municipality=self.municipality) if self.municipality else Area(self.region)

    @property
    def wanted(self):
        """The indicators that are computed: the one asked for with its bearings, or all."""
        if self.indicator is None:
            return INDICATORS
        return list({i.key: i for i in (*BEARINGS, self.indicator)}.values())

    @property
    def kinds(self):
        """The kinds of body that are read."""
        if self.by != "kinds":
            return [self.kind]
        return [kind.value for kind in CommitteeKind if kind is not CommitteeKind.NATIONAL]

    @cached_property
    def figures(self):
        """`{kind: {year: {area: {key: Figure}}}}` of all that is set side by side."""
        return {kind: figures_of(kind, self.years, self.wanted) for kind in self.kinds}

    def read(self, indicator, kind, year, area):
        figures = self.figures[kind][year].get(area, {})
        return reading(indicator, figures, is_place=bool(area.municipality))

    @cached_property
    def subjects(self):
        """(label, kind, area) of each row, by name; the area as a whole comes first."""
        if self.by == "kinds":
            return [(str(CommitteeKind(k).plural), k, self.area) for k in self.kinds]
        if self.by == "regions":
            return [(name, self.kind, area) for area, name in named_regions()]
        places = Municipality.objects.all()
        if self.region:
            places = places.filter(region__code=self.region)
        if self.municipality:
            places = places.filter(code=self.municipality)
        rows = sorted(places, key=lambda place: sort_key(place.name))
        return [(place.name, self.kind, Area(municipality=place.code)) for place in rows]

    @cached_property
    def panels(self):
        if self.indicator is None:
            return [self._all()]
        if self.is_shared and self.by == "years":
            # The answers of single bodies are words, which the table says; what is drawn is all.
            whole = [(self.area_name, self.kind, self.area)]
            return [self._panel("comparison", self.subjects, self._shares(whole))]
        rows = self.subjects
        parts = [rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS)]
        return [
            self._panel(f"comparison-{number}" if number else "comparison", part, self._draw(part))
            for number, part in enumerate(parts)
        ]

    # One indicator: subjects down, years across; a long list in parts that fit on a sheet.

    def _panel(self, name, subjects, drawing):
        is_part = len(subjects) < len(self.subjects)
        names = f": {subjects[0][0]} – {subjects[-1][0]}" if is_part else ""
        return Panel(
            name=name,
            title=f"{self.heading}{names}",
            summary=self.summary,
            template="shares" if self.is_shared else "bars",
            drawing=drawing,
            columns=self._columns(_("Compared")),
            lines=[self._whole(), *(self._line(*subject) for subject in subjects)],
            denominator=self.indicator.denominator,
            note=self.rule.name if self.rule else "",
        )

    def _columns(self, first):
        difference = _("Difference from %(year)s") % {"year": self.years[-1]}
        return [first, *map(str, self.years), *([difference] if len(self.years) > 1 else [])]

    def _whole(self):
        """The row of the whole area; of several kinds there is no whole."""
        return self._line(self.area_name, self.kind, self.area)

    @cached_property
    def area_name(self):
        if self.municipality:
            return Municipality.objects.get(code=self.municipality).name
        if self.region:
            return PoliceRegion.objects.get(code=self.region).name
        return _("All municipalities")

    def _line(self, label, kind, area, indicator=None):
        indicator = indicator or self.indicator
        reads = [self.read(indicator, kind, year, area) for year in self.years]
        cells = [told(read) for read in reads]
        if len(reads) > 1:
            cells.append(difference(indicator, reads[0], reads[-1]))
        return Line(label, cells)

    def _draw(self, subjects):
        """Stacked shares where the answers of many are counted, else bars on one scale."""
        if self.is_shared:
            return self._shares(subjects)
        line = self.rule.value if self.rule else None
        return bars(
            self._rows(subjects),
            [str(year) for year in self.years],
            line=line,
            line_text=_("the rule: %(due)s") % {"due": line} if line else "",
            most=max(a.value or 0 for _label, row in self._rows(self.subjects) for a in row),
        )

    def _rows(self, subjects):
        return [
            (label, [self._amount(kind, year, area) for year in self.years])
            for label, kind, area in subjects
        ]

    @property
    def is_shared(self):
        return self.indicator.categories and self.indicator.counts is not Counts.NAMES

    def _shares(self, subjects):
        rows = [
            (f"{label}, {year}", self._counts(kind, year, area))
            for label, kind, area in subjects
            for year in self.years
        ]
        return shares(rows, self.indicator.categories, empty=Blank.NO_DATA.label)

    def _counts(self, kind, year, area):
        figure = self.figures[kind][year].get(area, {}).get(self.indicator.key)
        return figure.counts if figure else {}

    def _amount(self, kind, year, area):
        read = self.read(self.indicator, kind, year, area)
        return Amount(read.value, read.text, _short(read.blank) if read.blank else "")

    @cached_property
    def rule(self):
        """The rule that is drawn: it asks a number of one body, and is no line for sums of many."""
        if self.by != "years" or self.indicator.key != "meetings_held":
            return None
        return Period(self.kind, self.years[0]).rule

    @property
    def summary(self):
        """The area in the first year beside the last one, in a sentence."""
        year, before = self.years[0], self.years[-1]
        if self.is_shared:
            counts = self._counts(self.kinds[0], year, self.area)
            return f"{self.area_name}, {year}. {answered(counts, self.indicator.categories)}"
        now, then = (self.read(self.indicator, self.kinds[0], y, self.area) for y in (year, before))
        facts = {"area": self.area_name, "year": year, "before": before}
        facts |= {"now": told(now), "then": told(then)}
        if year == before:
            return _("%(area)s: %(now)s in %(year)s.") % facts
        return _("%(area)s: %(now)s in %(year)s, %(then)s in %(before)s.") % facts

    # All indicators: a table of one area.

    def _all(self):
        lines = [
            self._line(str(indicator.title), self.kind, self.area, indicator)
            if self.by == "years"
            else self._across(indicator)
            for indicator in INDICATORS
        ]
        heads = [label for label, _kind, _area in self.subjects]
        return Panel(
            name="comparison",
            title=_("All indicators: %(area)s") % {"area": self.area_name},
            summary=_("Each indicator has its own denominator; its definition names it."),
            columns=self._columns(_("Indicator"))
            if self.by == "years"
            else [_("Indicator"), *heads],
            lines=lines,
        )

    def _across(self, indicator):
        """One indicator in the first year, for each subject."""
        year = self.years[0]
        return Line(
            str(indicator.title),
            [told(self.read(indicator, kind, year, area)) for _label, kind, area in self.subjects],
        )


def difference(indicator, now, then):
    """Return the change between two readings, with its sign; only numbers have one."""
    if now.value is None or then.value is None:
        return "–"
    change = round(now.value - then.value, 1)
    if indicator.is_share:
        number = in_figures(BY_KEY["meetings_held"], change, signed=True)
        return _("%(number)s percentage points") % {"number": number}
    return in_figures(indicator, change, signed=True)


def _short(blank):
    """The first words of a blank, as they stand beside a symbol in a drawing."""
    return str(blank.label).partition(":")[0]
