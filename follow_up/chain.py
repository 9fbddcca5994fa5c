"""The chain around an action: from the concern over the decision to what came of it."""

from dataclasses import dataclass

from django.utils.translation import get_language

from meetings.models import AgendaItem, Concern, ItemText, Meeting
from meetings.papers import in_language


@dataclass(frozen=True)
class Chain:
    """What the reader sees of it; parts that are not there, or not the reader's, are empty."""

    concern: Concern | None
    raised_at: Meeting | None
    item: AgendaItem | None
    decision: list
    asked_at: list


def chain_of(action, user):
    """Return the chain of the action as the user may see it."""
    items = list(
        AgendaItem.objects.visible_to(user)
        .filter(pk=action.item_id)
        .select_related("concern", "action")
    )
    concern = Concern.objects.visible_to(user).filter(pk=action.concern_id)
    texts = ItemText.objects.visible_to(user).filter(item__in=items).exclude(decision="")
    followed = (
        AgendaItem.objects.visible_to(user)
        .filter(action=action)
        .select_related("meeting__committee")
        .order_by("meeting__starts_on", "pk")
    )
    found = concern.select_related("category").first()
    return Chain(
        concern=found,
        raised_at=Meeting.objects.visible_to(user)
        .filter(pk=found.meeting_id)
        .select_related("committee")
        .first()
        if found
        else None,
        item=items[0] if items else None,
        decision=in_language(list(texts), get_language()) if items else [],
        asked_at=[item.meeting for item in followed],
    )
