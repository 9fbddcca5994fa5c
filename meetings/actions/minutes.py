from datetime import timedelta

from django.utils import timezone

from audit.actions import append_event
from core.policy import asks
from core.transactions import atomic
from meetings.actions.versions import claim_version
from meetings.models import Action, ItemText, Minutes, institution_named
from meetings.workflow import ACTION, CONCERN

# What one person writes within so long is one revision, however often it is saved meanwhile.
ONE_REVISION = timedelta(minutes=10)


def minutes_of(meeting):
    """Return the minutes of a held meeting; nothing is saved before somebody writes."""
    return Minutes.objects.filter(meeting=meeting).first() or Minutes(meeting=meeting)


@asks("write_minutes", of="minutes.meeting")
def write_minutes(minutes, *, items, texts, actions, version, entry, by):
    """Save what the minutes say of each item, in one language, and how it was decided.

    `items` are agenda items with changed votes, `texts` are `ItemText`s, `actions` are new ones.
    Raises `EditConflict` when somebody else saved since `version` was read.
    """
    if minutes.pk is None:
        minutes, _is_new = Minutes.objects.get_or_create(meeting=minutes.meeting)
    claim_version(minutes, version, entry)
    Minutes.objects.filter(pk=minutes.pk).update(entry=entry)
    for item in items:
        item.save()
    for text in texts:
        _keep_revision(text, by=by)
    for action in actions:
        # The same page may come twice; nobody is asked twice for the same.
        Action.objects.get_or_create(
            meeting=minutes.meeting,
            text=action.text,
            addressee=action.addressee,
            defaults={
                "due_on": action.due_on,
                "item": action.item,
                "concern": action.concern,
                "institution": institution_named(action.addressee),
            },
        )
    append_event("minutes.write", by=by, subject=minutes.meeting)
    return minutes


@atomic()
def settle(matter, *, on, words, by):
    """Note the answer to a concern, or the result of an action, and when it came.

    A concern that was passed to the committee is answered to whoever passed it on. Raises
    `TransitionRefused` or `PermissionError` where it is closed or lies with somebody else.
    """
    if isinstance(matter, Action):
        ACTION.perform(matter, "report-done", by=by, result=words, done_on=on)
    elif matter.holder_committee_id == matter.committee_id:
        CONCERN.perform(matter, "resolve", by=by, answer=words, answered_on=on)
    else:
        CONCERN.perform(matter, "answer", by=by, comment=words)
    return matter


def _keep_revision(text, *, by):
    """Save a text; within ten minutes of the same writer the last revision is written anew."""
    last = text.history.first() if text.pk else None
    if last and last.history_user_id == by.pk and timezone.now() - last.history_date < ONE_REVISION:
        written = {"text": text.text, "decision": text.decision}
        ItemText.objects.filter(pk=text.pk).update(**written)
        ItemText.history.filter(pk=last.pk).update(**written)
    else:
        text.save()
