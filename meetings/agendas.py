"""How an agenda is brought to what somebody wrote, and what arrives on it by itself."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import fold
from meetings.choices import AgendaKind, Sensitivity
from meetings.models import Action, AgendaItem, Concern, ItemText, Meeting, StandingItem

# More than anybody works through in an evening; a longer text was pasted into the wrong field.
MOST_ITEMS = 200


def searchable(place, titles):
    """Return what everybody may search of a meeting: its place and its agenda, folded."""
    return fold(" | ".join([place, *titles]))


def refresh_search(meeting):
    """Let the meeting be found by its place and by what the public reads of its agenda."""
    titles = meeting.agenda.filter(is_confidential=False).values_list("title", flat=True)
    meeting.search_text = searchable(meeting.place, [title for title in titles if title])
    Meeting.objects.filter(pk=meeting.pk).update(search_text=meeting.search_text)


def standing_lines(meeting):
    """Return what stands on every agenda of this kind of meeting, in the reader's language."""
    items = StandingItem.objects.in_force(meeting.starts_on or timezone.localdate()).filter(
        committee_kind=meeting.committee.kind, meeting_kind=meeting.kind
    )
    return [str(item) for item in items.order_by("position")]


def agenda_lines(meeting):
    """Return the agenda as somebody writes it, an item a line."""
    return [str(item) for item in meeting.agenda.in_order()]


def write_agenda(meeting, lines):
    """Bring the agenda to the lines, in their order; what hangs on an item stays with it.

    An item is known again by its name, and a changed line by its place. Raises `ValidationError`
    when an item of which the minutes speak would go.
    """
    before = list(meeting.agenda.in_order())
    by_name = defaultdict(list)
    for item in before:
        by_name[fold(item.name)].append(item)
    lines = [line[:300] for line in lines]
    items = [rows.pop(0) if (rows := by_name[fold(line)]) else None for line in lines]
    gone = {item.position: item for rows in by_name.values() for item in rows}
    for place, line in enumerate(lines):
        if items[place] is None:
            renamed = gone.get(place + 1)
            if renamed and renamed.kind == AgendaKind.THEME and not renamed.concern_id:
                del gone[place + 1]
                renamed.title = line
                items[place] = renamed
            else:
                items[place] = AgendaItem(meeting=meeting, **_named(line))
    remove_items(gone.values())
    place_items(meeting, items)


def remove_items(items):
    """Take items off the agenda; raises `ValidationError` when the minutes speak of one.

    They do where something was written of it, or something was decided under it.
    """
    items = list(items)
    texts = ItemText.objects.filter(item__in=items).select_related("item")
    decided = Action.objects.filter(item__in=items).select_related("item")
    spoken_of = [*texts, *decided]
    if spoken_of:
        raise ValidationError(
            [
                _("The minutes speak of «%(item)s»: it cannot be taken off the agenda.")
                % {"item": name}
                for name in dict.fromkeys(row.item.name for row in spoken_of)
            ]
        )
    for item in items:
        item.delete()


def place_items(meeting, items):
    """Save the items in the given order; those that stay as they were leave no history."""
    was = {item.pk: item for item in meeting.agenda.all()}
    moved = [
        item
        for place, item in enumerate(items, start=1)
        if item.pk and was[item.pk].position != place
    ]
    # Two items never stand in one place, not even for a moment.
    AgendaItem.objects.filter(pk__in=[item.pk for item in moved]).update(
        position=F("position") + 10 * MOST_ITEMS
    )
    for place, item in enumerate(items, start=1):
        before = was.get(item.pk)
        item.position = place
        if before is None or _shown(before) != _shown(item):
            item.save()


def _shown(item):
    return (item.position, item.kind, item.title, item.is_confidential)


def _named(line):
    """Return the fields of a new item; what stands on every agenda keeps no title of its own."""
    for kind in AgendaKind:
        if kind != AgendaKind.THEME and fold(line) == fold(str(kind.label)):
            return {"kind": kind}
    return {"title": line}


def bring_open_matters(meeting, **_step):
    """Put on the agenda what earlier meetings left open: concerns, then actions."""
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    follow_up = meeting.agenda.filter(kind=AgendaKind.FOLLOW_UP, concern=None, action=None).last()
    new = [
        AgendaItem(
            meeting=meeting,
            kind=AgendaKind.FOLLOW_UP,
            concern=matter if isinstance(matter, Concern) else None,
            action=matter if isinstance(matter, Action) else None,
            is_confidential=_is_confidential(matter),
        )
        for matter in open_matters(meeting)
    ][: MOST_ITEMS - last]
    if new:
        items = list(meeting.agenda.all())
        at = follow_up.position if follow_up else last
        place_items(meeting, [*items[:at], *new, *items[at:]])


def _is_confidential(matter):
    """What is confidential, or was decided under a confidential item, comes back as such."""
    if isinstance(matter, Concern):
        return matter.sensitivity == Sensitivity.CONFIDENTIAL
    return bool(matter.item and matter.item.is_confidential)


def open_matters(meeting, reader=None):
    """Yield the concerns and actions that earlier meetings left and the agenda does not name.

    To a reader only those are shown that the reader sees.
    """
    for field, model in (("concern", Concern), ("action", Action)):
        rows = model.objects.visible_to(reader) if reader else model.objects
        left = rows.open().raised_before(meeting).oldest_first()
        if model is Action:
            left = left.select_related("item")
        there = meeting.agenda.exclude(**{field: None}).values(field)
        yield from left.exclude(pk__in=there)


def last_lines(meeting):
    """Return the themes of the committee's last meeting before this one."""
    if meeting.starts_on is None:
        return []
    last = (
        Meeting.objects.held()
        .filter(committee=meeting.committee_id, starts_on__lt=meeting.starts_on)
        .newest_first()
        .first()
    )
    if last is None:
        return []
    return list(last.agenda.filter(kind=AgendaKind.THEME).values_list("title", flat=True))
