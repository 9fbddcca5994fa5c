"""Geometry of the charts; the templates draw, the style sheet colours."""

from dataclasses import dataclass

WIDTH = 250
GAP = 3


@dataclass(frozen=True)
class Mark:
    """A box of the six-meetings strip."""

    x: float
    width: float
    shape: str


@dataclass(frozen=True)
class Strip:
    """One council's year: boxes for meetings held and planned, last year as a line below."""

    marks: tuple[Mark, ...]
    before_width: float
    rule_x: float | None


def strip(row, most):
    """Return the strip of a council; all rows of a chart share the scale of `most` meetings."""
    step = WIDTH / max(most, 1)
    number = (row.held or 0) + row.planned
    marks = tuple(
        Mark(
            x=round(place * step, 2),
            width=round(step - GAP, 2),
            shape="held" if place < (row.held or 0) else "planned",
        )
        for place in range(number)
    )
    return Strip(
        marks=marks,
        before_width=round((row.before or 0) * step, 2),
        rule_x=round(row.due * step - GAP / 2, 2) if row.due else None,
    )


def most_meetings(rows):
    """The scale that fits every row: at least one more than the rule asks for."""
    return max(
        [(row.held or 0) + row.planned for row in rows]
        + [row.before or 0 for row in rows]
        + [(row.due or 0) + 1 for row in rows]
        + [1]
    )


def segments(shares):
    """Return the parts of a stacked bar as (category, number, x, width) in percent of it."""
    whole = sum(number for _category, number in shares)
    x, parts = 0, []
    for category, number in shares:
        width = 100 * number / whole
        parts.append((category, number, round(x, 3), round(width, 3)))
        x += width
    return parts
