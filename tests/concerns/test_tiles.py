"""The map of the concerns shows every municipality within its drawing."""

import pytest

from concerns.tiles import GAP, SIZE, tiles_of
from meetings.models import Concern

pytestmark = pytest.mark.django_db


def test_every_tile_lies_within_the_drawing_and_none_on_another(reference):
    drawn = tiles_of(Concern.objects.all())
    assert len(drawn.tiles) == 38
    for tile in drawn.tiles:
        assert 0 <= tile.x <= drawn.width - SIZE
        assert 0 <= tile.y <= drawn.height - SIZE
    places = {(tile.x, tile.y) for tile in drawn.tiles}
    assert len(places) == 38
    assert {x % (SIZE + GAP) for x, _y in places} == {0}
