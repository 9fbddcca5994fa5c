"""The same small chart for every region, all on one scale."""

from dataclasses import dataclass
from textwrap import wrap

from reports.charts.scale import ticks
from reports.charts.series import Frame, paths_in, points_in

COLUMNS, WIDTH, HEIGHT, GAP = 2, 202, 136, 18
# Signs of a name that fit into a line of its panel.
FITS = 29


@dataclass(frozen=True)
class Panel:
    label: list
    x: float
    y: float
    points: list
    paths: list


@dataclass(frozen=True)
class Multiples:
    """The drawing; `axis` are (y, number), the same in every panel."""

    width: float
    height: float
    panels: list
    axis: list
    years: list
    left: float
    right: float
    bottom: float


def multiples(rows):
    """Draw `rows`, pairs of a label and `{year: Amount}` with the same years in each."""
    values = [a.value for _label, row in rows for a in row.values() if a.value is not None]
    years = tuple(rows[0][1]) if rows else ()
    frame = Frame(
        years, ticks(max(values, default=0)), WIDTH, HEIGHT, left=28, right=14, top=46, foot=18
    )
    panels = []
    for number, (label, amounts) in enumerate(rows):
        panels.append(
            Panel(
                label=list(enumerate(wrap(label, FITS))),
                x=number % COLUMNS * (WIDTH + GAP),
                y=number // COLUMNS * (HEIGHT + GAP),
                points=points_in(frame, amounts),
                paths=paths_in(frame, amounts),
            )
        )
    return Multiples(
        width=COLUMNS * WIDTH + GAP,
        height=-(-len(rows) // COLUMNS) * (HEIGHT + GAP),
        panels=panels,
        axis=[(frame.y(number), number) for number in (frame.axis[0], frame.axis[-1])],
        years=[(frame.x(year), year) for year in {years[0]: 0, years[-1]: 0}] if years else [],
        left=28,
        right=WIDTH - 14,
        bottom=frame.bottom,
    )
