"""Persons that may be one and the same: asked when a member is added, and listed for keepers."""

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from committees.models import Membership, Person
from core.i18n import fold

# Given names are alike from this share of common letters: Shpresa and Shpressa, Ana and Anna.
ALIKE = 0.8
# A family name that more persons bear than this is compared within each municipality only.
MOST_OF_A_NAME = 60
MOST_PAIRS = 300


def likely_persons(given_name, family_name, *, committee, user):
    """Return who of that name is known on committees of which the user sees members.

    Each person comes with `seen`, those of the memberships that the user may see. Also whoever
    sat on the committee itself is asked about: a village may have two of one name.
    """
    given, family = fold(given_name), fold(family_name)
    if not given or not family:
        return []
    named = Membership.objects.filter(
        person__search_text__in=[f"{given} | {family}", f"{family} | {given}"]
    )
    found = {}
    for row in named.visible_to(user).with_seat().order_by("person", "from_on", "pk"):
        person = found.setdefault(row.person_id, row.person)
        person.seen = [*getattr(person, "seen", []), row]
    return list(found.values())


@dataclass(frozen=True)
class Pair:
    """Two persons whose names are the same or nearly so; the one known longer comes first."""

    one: Person
    other: Person
    is_same_name: bool
    is_same_place: bool


def alike_pairs(persons):
    """Return pairs of persons with the same family name and the same or a very similar given name.

    `persons` carry `places`, the municipalities in which they sit. Same place and same name come
    first; of a common family name only persons of one municipality are compared, and no more than
    `MOST_PAIRS` are returned.
    """
    families = defaultdict(list)
    for person in persons:
        families[person.search_text.partition(" | ")[2]].append(person)
    found = []
    for bearers in families.values():
        is_common = len(bearers) > MOST_OF_A_NAME
        for one, other in combinations(bearers, 2):
            is_same_place = bool(one.places & other.places)
            if is_common and not is_same_place:
                continue
            likeness = _likeness(one, other)
            if likeness >= ALIKE:
                found.append(Pair(one, other, likeness == 1, is_same_place))
    found.sort(key=lambda pair: (not pair.is_same_place, not pair.is_same_name))
    return found[:MOST_PAIRS]


def _likeness(one, other):
    names = [person.search_text.partition(" | ")[0] for person in (one, other)]
    if names[0] == names[1]:
        return 1
    matcher = SequenceMatcher(None, *names)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0


def with_places(persons):
    """Return the persons with `places` and `rows`, their memberships, in one query more."""
    rows = defaultdict(list)
    persons = list(persons)
    for row in (
        Membership.objects.filter(person__in=[person.pk for person in persons])
        .with_seat()
        .order_by("from_on", "pk")
    ):
        rows[row.person_id].append(row)
    for person in persons:
        person.rows = rows[person.pk]
        person.places = {row.seat.committee.municipality_id for row in person.rows} - {None}
    return persons
