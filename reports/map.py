"""The tile map: one indicator of one kind of body in one year, in every municipality."""

from collections import Counter

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.i18n import sort_key
from places.models import Municipality
from reports.areas import Area
from reports.charts.tiles import Place, tiles
from reports.choices import Blank
from reports.indicators import Counts, Period, Unit
from reports.panels import Line, Panel, answered, named_range, told
from reports.readings import BEARINGS, BY_KEY, in_figures, reading
from reports.years import figures_of


class TileMap:
    """What the page of the map shows."""

    area = Area()

    def __init__(self, *, kind, year, indicator, **_area):
        self.indicator = BY_KEY[indicator]
        self.kind, self.year, self.years = kind, year, [year]

    @property
    def heading(self):
        return f"{self.indicator.title}, {self.year}"

    @property
    def data_as_of(self):
        return Period(self.kind, self.year).reference_day

    @cached_property
    def places(self):
        """The municipalities with what the indicator says of them, by name."""
        asked = {indicator.key: indicator for indicator in (*BEARINGS, self.indicator)}
        figures = figures_of(self.kind, [self.year], list(asked.values()))[self.year]
        places = sorted(Municipality.objects.all(), key=lambda place: sort_key(place.name))
        return [
            (place, reading(self.indicator, figures.get(Area(municipality=place.code), {})))
            for place in places
        ]

    @cached_property
    def panels(self):
        return [
            Panel(
                name="map",
                title=self.heading,
                summary=self.summary,
                template="tiles",
                drawing=self.drawing,
                columns=[_("Municipality"), self.indicator.title],
                lines=[
                    Line(place.name, [told(read)], self.url(place)) for place, read in self.places
                ],
                denominator=self.indicator.denominator,
            )
        ]

    @property
    def is_answered(self):
        """Whether the tiles show answers in words: at least one municipality has one."""
        return any(read.category for _place, read in self.places)

    @property
    def summary(self):
        if self.is_answered:
            given = Counter(read.category.key for _place, read in self.places if read.category)
            return answered(given, self.indicator.categories)
        pairs = [(place.name, read) for place, read in self.places]
        return named_range(pairs, lambda value: in_figures(self.indicator, value))

    @property
    def drawing(self):
        """The tiles. The legend has the answers that occur as such; the blanks stand apart."""
        answers = [
            (category.tone, category.symbol, category.label)
            for category in self.indicator.categories
            if category.key in {read.category.key for _p, read in self.places if read.category}
        ]
        return tiles(
            [self._place(place, read) for place, read in self.places],
            answers,
            [(blank.value, blank.symbol, blank.label) for blank in Blank],
            most=100 if self.indicator.is_share else None,
        )

    def _place(self, place, read):
        return Place(
            code=place.code,
            name=place.name,
            short=place.short_name,
            tile_row=place.tile_row,
            tile_column=place.tile_column,
            text=read.category.symbol if read.category else read.text,
            words=told(read),
            url=self.url(place),
            value=read.value,
            tone=read.category.tone if read.category else "",
            blank=read.blank.value if read.blank else "",
        )

    def url(self, place):
        """Where the records behind a tile are: the meetings of the year, or the register."""
        if self.indicator.unit is Unit.MEETINGS:
            query = f"committee_kind={self.kind}&municipality={place.code}&year={self.year}"
            return f"{reverse('meetings:list')}?{query}"
        return f"{reverse('committees:list')}?kind={self.kind}&municipality={place.code}"


def drawable():
    """The indicators that a chart can draw: all but those whose answers are names."""
    return [indicator for indicator in BY_KEY.values() if indicator.counts is not Counts.NAMES]
