"""What the search for a place finds: the council, the committees, villages, police stations."""

import re
from dataclasses import dataclass

from django.utils import timezone

from committees.choices import CommitteeKind, CommitteeStatus
from committees.listing import with_missing_councils
from committees.models import Committee
from core.i18n import fold, name_field, slip_pattern
from places.models import Municipality, PoliceStation, Settlement

SHOWN = 10


@dataclass(frozen=True)
class Group:
    """The committees of one kind that were found: how many, and the first of them."""

    kind: CommitteeKind
    count: int
    committees: list[Committee]


@dataclass(frozen=True)
class Found:
    """What a search for a place found, each kind of thing for itself."""

    councils: list[Committee]
    groups: list[Group]
    # With the council of the municipality; None where it was dissolved.
    uncovered: list[tuple[Settlement, Committee | None]]
    stations: list[tuple[PoliceStation, Committee | None]]

    def __bool__(self):
        return any((self.councils, self.groups, self.uncovered, self.stations))


def find(text, user):
    """Return what the words name among what the user sees; a slip of one letter is forgiven."""
    visible = Committee.objects.visible_to(user).exclude(status=CommitteeStatus.DISSOLVED)
    matching = visible.matching(text).with_place().with_state_on(timezone.localdate())
    councils = visible.of_kind(CommitteeKind.KKSB).with_place().with_state_on(timezone.localdate())
    by_place = {
        council.municipality_id: council
        for council in with_missing_councils(councils, Municipality.objects.all())
    }
    named = set(Municipality.objects.matching(text).values_list("pk", flat=True))
    return Found(
        councils=[council for place, council in by_place.items() if place in named],
        groups=[group for kind in _LOCAL if (group := _group(kind, matching)).count],
        uncovered=[
            (village, by_place.get(village.municipality_id))
            for village in _uncovered(text, visible)
        ],
        stations=[(station, by_place.get(station.municipality_id)) for station in _stations(text)],
    )


_LOCAL = [kind for kind in CommitteeKind if kind != CommitteeKind.KKSB]


def _group(kind, matching):
    rows = matching.of_kind(kind).order_by(name_field(), "pk")
    return Group(kind, rows.count(), list(rows[:SHOWN]))


def _uncovered(text, visible):
    """The villages of that name that no committee in being covers."""
    villages = Settlement.objects.matching(text).exclude(committees__in=visible)
    return villages.select_related("municipality").order_by("name", "pk")[:SHOWN]


def _stations(text):
    patterns = [slip_pattern(word) for word in fold(text).split()]
    stations = PoliceStation.objects.select_related("municipality").order_by(name_field(), "pk")
    return [
        station
        for station in stations
        if all(re.search(pattern, _key(station)) for pattern in patterns)
    ]


def _key(station):
    names = fold(" ".join((station.name_sq, station.name_sr, station.name_en)))
    return f"{names} {station.municipality.search_text}"
