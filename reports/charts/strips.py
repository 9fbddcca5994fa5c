"""Geometry of the strips and stacked bars of the dashboard; the templates draw."""

from dataclasses import dataclass

WIDTH, GAP, RADIUS = 250, 3, 2
TOP, HEIGHT = 6, 10
# Boxes that an eye can tell apart in the width; more become one bar, which is also soon sent.
MOST_BOXES = 40


@dataclass(frozen=True)
class Strip:
    """One council's year as paths: boxes for meetings held and planned, last year as a line.

    Where the meetings are too many for boxes the held and the planned ones are a bar each.
    """

    held: str
    planned: str
    before_width: str
    rule_x: str


def strip(row, most):
    """Return the strip of a council; all rows of a chart share the scale of `most` meetings."""
    step = WIDTH / max(most, 1)
    held = row.held or 0
    each = 1 if most <= MOST_BOXES else most
    return Strip(
        held=_boxes(0, held, step, each),
        planned=_boxes(held, row.planned, step, each),
        before_width=_number((row.before or 0) * step),
        rule_x=_number(row.due * step - GAP / 2) if row.due else "",
    )


def _boxes(first, number, step, each):
    """Return the path of a number of meetings from a place on, `each` of them in one box."""
    gap = min(GAP, step / 4)
    starts = range(first, first + number, each)
    return "".join(
        _box(start * step, min(each, first + number - start) * step - gap) for start in starts
    )


def _box(x, width):
    """Return the path of a box with round corners, as round as its width allows."""
    radius = min(RADIUS, width / 2)
    r, across, down = _number(radius), _number(width - 2 * radius), _number(HEIGHT - 2 * radius)
    turn = f"{r} {r} 0 0 1"
    return (
        f"M{_number(x + radius)} {TOP}h{across}a{turn} {r} {r}v{down}a{turn}-{r} {r}"
        f"h-{across}a{turn}-{r}-{r}v-{down}a{turn} {r}-{r}z"
    )


def _number(value):
    """Return the number as SVG reads it, whatever the language of the page."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


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
        parts.append((category, number, _number(x), _number(width)))
        x += width
    return parts
