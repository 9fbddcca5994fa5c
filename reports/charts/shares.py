"""Stacked bars of one length: one row a subject, parted by the answers."""

from dataclasses import dataclass

WIDTH, LEFT = 420, 2
LABEL, BAR, AFTER = 18, 20, 10
KEY_ROW = 20
# A part that is narrower has its number only in the table.
NARROWEST = 26


@dataclass(frozen=True)
class Part:
    tone: str
    x: float
    width: float
    middle: float
    text: str
    title: str


@dataclass(frozen=True)
class Row:
    """`parts` is empty where nothing is known; `note` says so."""

    label: str
    note: str
    label_y: float
    y: float
    parts: list


@dataclass(frozen=True)
class Shares:
    """The drawing; `key` are (tone, symbol, label, x, y) of each answer."""

    width: int
    height: float
    rows: list
    key: list
    left: int = LEFT
    thickness: int = BAR


def shares(rows, categories, *, empty):
    """Draw `rows`, pairs of a label and `{key of a category: number}`; `empty` says «no data»."""
    key = [
        (
            category.tone,
            drawn_symbol(category.symbol),
            category.label,
            LEFT,
            number * KEY_ROW,
        )
        for number, category in enumerate(categories)
    ]
    y = len(categories) * KEY_ROW + AFTER
    drawn = []
    for label, counts in rows:
        parts = _parts(counts, categories)
        drawn.append(Row(label, "" if parts else empty, y + LABEL - 5, y + LABEL, parts))
        y += LABEL + BAR + AFTER
    return Shares(width=WIDTH, height=y, rows=drawn, key=key)


def _parts(counts, categories):
    known = [(category, counts.get(category.key, 0)) for category in categories]
    whole = sum(number for _category, number in known)
    parts, x = [], LEFT
    for category, number in known:
        if not number:
            continue
        width = round((WIDTH - 2 * LEFT) * number / whole, 2)
        symbol = drawn_symbol(category.symbol)
        text = f"{symbol} {number}" if width >= NARROWEST else ""
        title = f"{category.label}: {number}"
        parts.append(Part(category.tone, round(x, 2), width, round(x + width / 2, 2), text, title))
        x += width
    return parts


def drawn_symbol(symbol):
    """Return the symbol as the typeface of the files knows it."""
    return symbol.replace("✕", "×").replace("→", "»")
