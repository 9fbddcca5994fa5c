"""Concerns that may say the same, or say it again: prompted, never decided by the portal."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from core.i18n import fold
from meetings.models import Concern

# Two concerns are alike when so much of the shorter one's words stands in the other.
ALIKE = 0.5
SAME_THEME, SAME_PLACE = 0.15, 0.15
# Endings change with the case in both languages; the beginnings of words are compared.
STEM, SHORTEST = 5, 4
LOOKED_BACK = timedelta(days=730)
MOST_COMPARED, SHOWN = 500, 5


def stems(text):
    """Return the beginnings of the words that say something."""
    return {word[:STEM] for word in fold(text).split() if len(word) >= SHORTEST}


def similar_to(concern, user):
    """Return the concerns of the same municipality that are most like this one, likest first."""
    since = timezone.localdate() - LOOKED_BACK
    # Without a word in common they are not alike, whatever else they share.
    any_word = [Q(search_text__contains=stem) for stem in sorted(stems(concern.description))]
    if not any_word:
        return []
    others = (
        Concern.objects.visible_to(user)
        .filter(reduce(or_, any_word))
        .filter(committee__municipality=concern.committee.municipality, raised_on__gte=since)
        .exclude(pk=concern.pk)
        .select_related("committee", "category")
        .newest_first()[:MOST_COMPARED]
    )
    scored = [(likeness(concern, other), other) for other in others]
    alike = [pair for pair in scored if pair[0] >= ALIKE]
    alike.sort(key=lambda pair: -pair[0])
    return [other for _score, other in alike[:SHOWN]]


def likeness(one, other):
    """Return how alike two concerns are: the share of common words, more for theme and place."""
    ours, theirs = stems(one.description), stems(other.description)
    if not ours or not theirs:
        return 0
    shared = len(ours & theirs) / min(len(ours), len(theirs))
    if not shared:
        return 0
    return (
        shared
        + SAME_THEME * (one.category_id is not None and one.category_id == other.category_id)
        + SAME_PLACE * (one.settlement_id is not None and one.settlement_id == other.settlement_id)
    )
