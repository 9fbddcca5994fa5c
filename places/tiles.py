"""The country as tiles of one size, so that the smallest municipality is as easy to read."""

from dataclasses import dataclass

# In the units of the drawing; the edge is room for the line around the outer tiles.
SIZE, STEP, EDGE = 58, 62, 2
# From few to many.
LEVELS = 4


@dataclass(frozen=True)
class Tile:
    """Where the tile of a place lies in a drawing."""

    place: object
    x: int
    y: int

    @property
    def middle(self):
        return self.x + SIZE // 2


def laid_out(places):
    """Return the tiles of the places, which have `tile_row` and `tile_column`, row by row."""
    places = list(places)
    first_row = min((place.tile_row for place in places), default=0)
    first_column = min((place.tile_column for place in places), default=0)
    tiles = [
        Tile(
            place,
            EDGE + (place.tile_column - first_column) * STEP,
            EDGE + (place.tile_row - first_row) * STEP,
        )
        for place in places
    ]
    return sorted(tiles, key=lambda tile: (tile.y, tile.x))


def extent(tiles):
    """Return the width and the height that hold the tiles."""
    right = max((tile.x for tile in tiles), default=0)
    bottom = max((tile.y for tile in tiles), default=0)
    return right + SIZE + EDGE, bottom + SIZE + EDGE


def level_of(value, most):
    """Return 1 to 4: the quarter of the scale in which a number above zero lies."""
    return min(LEVELS, int(-(-LEVELS * value // most)))
