import logging
from datetime import UTC

from django.db import connection
from django.utils import timezone

from audit.models import AuditEvent
from core.transactions import write_last

downloads = logging.getLogger("forumi.downloads")

# Any number will do, as long as nothing else in the database locks by it.
_CHAIN_LOCK = 27_2012


def append_event(action, *, by=None, subject=None, **detail):
    """Append one event to the chain, as the last thing before the transaction is committed.

    What the event says is taken down at once, so that it also tells of a record that is deleted
    in the same transaction. What the public fetches is counted in the log instead: anybody could
    make the record grow, and every writer wait for it.
    """
    if getattr(by, "is_anonymous", False):
        downloads.info("%s %s", action, subject.pk if subject else "-")
        return
    event = AuditEvent(
        at=timezone.now().astimezone(UTC),
        actor=getattr(by, "email", "") or "",
        action=action,
        subject_type=subject._meta.label if subject else "",
        subject_key=str(subject.pk) if subject else "",
        subject_label=str(subject)[:300] if subject else "",
        detail=detail,
    )
    write_last(lambda: _chain(event))


def _chain(event):
    """Tie the event to the last one and save it.

    Writers queue: on PostgreSQL by an advisory lock until the end of the transaction, on SQLite
    by the one write lock that `BEGIN IMMEDIATE` takes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = AuditEvent.objects.order_by("-pk").values_list("hash", flat=True).first()
    event.previous_hash = last or ""
    event.hash = event.computed_hash()
    event.save(force_insert=True)


def record_transition(*, record, was, step, by, comment):
    """Append the event of a step of a workflow."""
    append_event(
        f"{record._meta.model_name}.{step}",
        by=by,
        subject=record,
        before=was.status,
        comment=comment,
    )


def first_broken_event():
    """Return the first event whose hash does not follow from what stands before it, or None."""
    previous = ""
    for event in AuditEvent.objects.order_by("pk").iterator():
        if event.previous_hash != previous or event.hash != event.computed_hash():
            return event
        previous = event.hash
    return None
