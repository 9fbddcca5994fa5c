"""Horizontal bars: one row a subject, a bar for each year beside each other, the rule as a line."""

from dataclasses import dataclass

from reports.charts.scale import at, ticks

WIDTH, PLOT, LEFT = 420, 340, 2
LABEL, BAR, GAP, AFTER, HEAD, FOOT = 18, 11, 3, 10, 26, 24


@dataclass(frozen=True)
class Amount:
    """What is drawn for one row and one series; without a value a symbol stands in its place."""

    value: float | None
    text: str
    blank: str = ""


@dataclass(frozen=True)
class Bar:
    series: int
    y: float
    width: float
    text: str
    text_x: float
    text_y: float
    blank: str


@dataclass(frozen=True)
class Row:
    label: str
    label_y: float
    bars: list


@dataclass(frozen=True)
class Bars:
    """The drawing; `key` are (series, x, name) and `axis` (x, number)."""

    width: int
    height: float
    rows: list
    key: list
    axis: list
    top: float
    bottom: float
    line_x: float | None
    line_text: str
    left: int = LEFT
    thickness: int = BAR


def bars(rows, names, *, line=None, line_text="", most=0):
    """Draw `rows`, pairs of a label and the amounts in the order of the series `names`.

    `line` is the number that the rule asks for. All rows share one scale that begins at zero and
    reaches `most` at least, so that the parts of a long list have the same.
    """
    values = [a.value for _label, amounts in rows for a in amounts if a.value is not None]
    axis = ticks(max([*values, line or 0, most]))
    most, y, drawn = axis[-1], HEAD, []
    for label, amounts in rows:
        drawn.append(_row(label, amounts, y, most))
        y += LABEL + len(amounts) * (BAR + GAP) + AFTER
    share = WIDTH // max(len(names), 1)
    return Bars(
        width=WIDTH,
        height=y + FOOT,
        rows=drawn,
        key=[(n, LEFT + (n - 1) * share, name) for n, name in enumerate(names, start=1)],
        axis=[(LEFT + at(number, most, PLOT), number) for number in axis],
        top=HEAD,
        bottom=y,
        line_x=LEFT + at(line, most, PLOT) if line else None,
        line_text=line_text,
    )


def _row(label, amounts, y, most):
    drawn = []
    for number, amount in enumerate(amounts):
        top = y + LABEL + number * (BAR + GAP)
        width = at(amount.value or 0, most, PLOT)
        drawn.append(
            Bar(number + 1, top, width, amount.text, LEFT + width + 5, top + BAR - 1, amount.blank)
        )
    return Row(label, y + LABEL - 5, drawn)
