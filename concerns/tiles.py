"""The country as a grid of equal tiles, so that the smallest municipality is as easy to read."""

from dataclasses import dataclass

from django.db.models import Count

from core.i18n import name_field, sort_key
from places.models import Municipality

SIZE, GAP = 56, 4
# The line around the outer tiles, one unit on each side.
EDGE = 2
# From none to many, by the share of the largest number.
LEVELS = 4


@dataclass(frozen=True)
class Tile:
    """A municipality with its number; geometry in the units of the drawing."""

    code: str
    name: str
    short: str
    number: int
    level: int
    x: int
    y: int

    @property
    def middle(self):
        return self.x + SIZE // 2

    @property
    def name_y(self):
        return self.y + 22

    @property
    def number_y(self):
        return self.y + 43


@dataclass(frozen=True)
class TileMap:
    tiles: list
    width: int
    height: int
    elsewhere: int
    size: int = SIZE

    @property
    def by_name(self):
        """The tiles in the reader's alphabet, for the table."""
        return sorted(self.tiles, key=lambda tile: sort_key(tile.name))


def tiles_of(concerns):
    """Return the map of the concerns by the municipality of their committee."""
    counted = concerns.order_by().values_list("committee__municipality__code")
    numbers = dict(counted.annotate(number=Count("pk", distinct=True)))
    most = max([number for code, number in numbers.items() if code], default=0)
    tiles = [_tile(place, numbers.get(place.code, 0), most) for place in Municipality.objects.all()]
    tiles.sort(key=lambda tile: (tile.y, tile.x))
    return TileMap(
        tiles=tiles,
        width=max((tile.x for tile in tiles), default=0) + SIZE + EDGE,
        height=max((tile.y for tile in tiles), default=0) + SIZE + EDGE,
        elsewhere=numbers.get(None, 0),
    )


def _tile(place, number, most):
    short = place.short_sr if name_field() == "name_sr" else place.short_sq
    return Tile(
        code=place.code,
        name=place.name,
        short=short,
        number=number,
        level=-(-LEVELS * number // most) if number else 0,
        x=place.tile_column * (SIZE + GAP),
        y=place.tile_row * (SIZE + GAP),
    )
