"""The map of the concerns: a tile for each municipality, never a point."""

from dataclasses import dataclass

from django.db.models import Count

from core.i18n import sort_key
from places.models import Municipality
from places.tiles import SIZE, Tile, extent, laid_out, level_of


@dataclass(frozen=True)
class Counted:
    """The tile of a municipality with its number; the level says how it is coloured."""

    tile: Tile
    number: int
    level: int


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
        return sorted(self.tiles, key=lambda counted: sort_key(counted.tile.place.name))


def tiles_of(concerns):
    """Return the map of the concerns by the municipality of their committee."""
    counted = concerns.order_by().values_list("committee__municipality__code")
    numbers = dict(counted.annotate(number=Count("pk", distinct=True)))
    elsewhere = numbers.pop(None, 0)
    most = max(numbers.values(), default=0)
    tiles = laid_out(Municipality.objects.all())
    return TileMap(
        [
            Counted(tile, number, level_of(number, most) if number else 0)
            for tile in tiles
            for number in [numbers.get(tile.place.code, 0)]
        ],
        *extent(tiles),
        elsewhere,
    )
