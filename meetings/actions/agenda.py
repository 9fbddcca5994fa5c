from audit.actions import append_event
from core.policy import asks
from meetings.actions.versions import claim_version
from meetings.agendas import bring_open_matters, place_items, refresh_search, remove_items


@asks("set_agenda", of="meeting")
def set_agenda(meeting, items, *, version, bring, by):
    """Write the agenda as it was arranged: items in order, those left out are taken off.

    `bring` says whether what earlier meetings left open goes onto it now.

    Raises `EditConflict` when somebody else was faster, and `ValidationError` when the minutes
    speak of an item that would go.
    """
    claim_version(meeting, version)
    kept = {item.pk for item in items if item.pk}
    remove_items(item for item in meeting.agenda.in_order() if item.pk not in kept)
    for item in items:
        item.meeting = meeting
    place_items(meeting, items)
    if bring:
        bring_open_matters(meeting)
    refresh_search(meeting)
    append_event("meeting.agenda", by=by, subject=meeting)
