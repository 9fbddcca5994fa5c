"""A line over years: years without data are gaps that say so, never zeroes."""

from dataclasses import dataclass
from itertools import groupby

from reports.charts.scale import at, ticks

WIDTH, HEIGHT = 420, 220
LEFT, RIGHT, TOP, FOOT = 34, 14, 30, 24


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    year: int
    text: str
    blank: str


@dataclass(frozen=True)
class Series:
    """The drawing; `paths` are unbroken lines, `band` the middle half of the peers."""

    width: float
    height: float
    points: list
    paths: list
    band: list
    axis: list
    years: list
    line_y: float | None
    line_text: str
    left: float = LEFT
    right: float = WIDTH - RIGHT
    bottom: float = HEIGHT - FOOT


@dataclass(frozen=True)
class Frame:
    """Where the plot lies: the years along its foot, zero to `most` up its side."""

    years: tuple
    axis: list
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    foot: float = FOOT

    def x(self, year):
        room = self.width - self.left - self.right
        if len(self.years) == 1:
            return round(self.left + room / 2, 2)
        place = self.years.index(year)
        return round(self.left + room * (place + 0.5) / len(self.years), 2)

    def y(self, value):
        room = self.height - self.top - self.foot
        return round(self.height - self.foot - at(value, self.axis[-1], room), 2)

    @property
    def bottom(self):
        return self.height - self.foot


def series(amounts, *, line=None, line_text="", band=None):
    """Draw `{year: Amount}`; `band` is `{year: (low, high)}` of those years that have one."""
    band = band or {}
    values = [a.value for a in amounts.values() if a.value is not None]
    highs = [high for _low, high in band.values()]
    frame = Frame(tuple(amounts), ticks(max([*values, *highs, line or 0], default=0)))
    return Series(
        width=WIDTH,
        height=HEIGHT,
        points=points_in(frame, amounts),
        paths=paths_in(frame, amounts),
        band=_bands(frame, band),
        axis=[(frame.y(number), number) for number in frame.axis],
        years=[(frame.x(year), year) for year in amounts],
        line_y=frame.y(line) if line else None,
        line_text=line_text,
    )


def points_in(frame, amounts):
    """Return a point for each year; one without data lies at the foot with its symbol."""
    return [
        Point(
            frame.x(year),
            frame.bottom if amount.value is None else frame.y(amount.value),
            year,
            amount.text,
            amount.blank if amount.value is None else "",
        )
        for year, amount in amounts.items()
    ]


def runs(known):
    """Part years into unbroken runs: `known` says of each year in order whether it has data."""
    return [
        [year for year, _has in run]
        for has, run in groupby(known.items(), key=lambda pair: pair[1])
        if has
    ]


def paths_in(frame, amounts):
    """Return the points of each unbroken line, as SVG reads them."""
    known = {year: amount.value is not None for year, amount in amounts.items()}
    return [
        " ".join(f"{frame.x(year)},{frame.y(amounts[year].value)}" for year in run)
        for run in runs(known)
        if len(run) > 1
    ]


def _bands(frame, band):
    """Return the outline of the middle half of the peers, run by run."""
    outlines = []
    for run in runs({year: year in band for year in frame.years}):
        up = [f"{frame.x(year)},{frame.y(band[year][1])}" for year in run]
        back = [f"{frame.x(year)},{frame.y(band[year][0])}" for year in reversed(run)]
        outlines.append(" ".join(up + back))
    return outlines
