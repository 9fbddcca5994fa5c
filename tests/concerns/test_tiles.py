"""The map of the concerns shows every municipality within its drawing."""

import pytest

from concerns.tiles import tiles_of
from meetings.models import Concern
from places.tiles import EDGE, SIZE, STEP

pytestmark = pytest.mark.django_db


def test_every_tile_lies_within_the_drawing_and_none_on_another(reference):
    drawn = tiles_of(Concern.objects.all())
    assert len(drawn.tiles) == 38
    places = {(counted.tile.x, counted.tile.y) for counted in drawn.tiles}
    assert len(places) == 38
    for x, y in places:
        assert EDGE <= x <= drawn.width - SIZE - EDGE
        assert EDGE <= y <= drawn.height - SIZE - EDGE
        assert (x - EDGE) % STEP == (y - EDGE) % STEP == 0
