"""The tile map of an indicator, with the legend that explains it."""

from dataclasses import dataclass

from places.tiles import LEVELS, SIZE, Tile, extent, laid_out, level_of
from reports.charts.shares import drawn_symbol

KEY_ROW, KEY_SIZE = 22, 14


@dataclass(frozen=True)
class Place:
    """A municipality as it is drawn: an answer, a number above zero, or a blank."""

    code: str
    name: str
    short: str
    tile_row: int
    tile_column: int
    text: str
    words: str
    url: str = ""
    value: float | None = None
    tone: str = ""
    blank: str = ""


@dataclass(frozen=True)
class Drawn:
    """A tile with its colour and the signs in it."""

    tile: Tile
    look: str
    text: str

    @property
    def brief(self):
        """The beginning of the name, for a telephone, where the tile is too small for all of it."""
        words = self.tile.place.short.split()
        return f"{words[0][0]}.{words[-1][:3]}" if len(words) > 1 else words[0][:4]


@dataclass(frozen=True)
class Key:
    look: str
    symbol: str
    label: str
    y: float


@dataclass(frozen=True)
class Tiles:
    """The drawing: the tiles by row, then the legend below them."""

    width: int
    height: float
    tiles: list
    key: list
    size: int = SIZE
    key_size: int = KEY_SIZE


def tiles(places, answers, blanks, *, most=None):
    """Draw the places; the legend explains the numbers or `answers`, and always all `blanks`.

    `answers` are (tone, symbol, label), `blanks` (name, symbol, label). `most` is where the scale
    ends, for shares a hundred; else it ends at the largest number.
    """
    most = most or max((place.value or 0 for place in places), default=0)
    drawn = laid_out(places)
    width, height = extent(drawn)
    foot = height + 12
    entries = [(f"tone-{tone}", drawn_symbol(symbol), label) for tone, symbol, label in answers]
    if not answers:
        entries = [(f"level-{level}", "", text) for level, text in levels(most)]
    entries += [(f"blank-{name}", symbol, label) for name, symbol, label in blanks]
    return Tiles(
        width=width,
        height=foot + len(entries) * KEY_ROW,
        tiles=[
            Drawn(tile, look_of(tile.place, most), drawn_symbol(tile.place.text)) for tile in drawn
        ],
        key=[Key(*entry, foot + number * KEY_ROW) for number, entry in enumerate(entries)],
    )


def look_of(place, most):
    """Return the class of a tile: its blank, its answer, or one of four levels."""
    if place.blank:
        return f"blank-{place.blank}"
    if place.tone:
        return f"tone-{place.tone}"
    return f"level-{level_of(place.value, most)}"


def levels(most):
    """Yield each level with the numbers that it stands for; a scale of few numbers has fewer."""
    low = 1
    for level in range(1, LEVELS + 1):
        high = int(most * level // LEVELS)
        if high >= low:
            yield level, str(high) if high == low else f"{low}–{high}"
            low = high + 1
