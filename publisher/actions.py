from django.utils import timezone

from audit.actions import append_event
from core.policy import asks


@asks("edit", of="publisher")
def save_publisher(publisher, *, by):
    """Say who runs the portal and whom the public may write to."""
    publisher.save()
    append_event("publisher.edit", by=by, subject=publisher)


@asks("open", of="publisher")
def open_portal(publisher, *, by):
    """Open the portal to the public, for good."""
    publisher.opened_at, publisher.opened_by = timezone.now(), by
    publisher.save(update_fields=["opened_at", "opened_by"])
    append_event("publisher.open", by=by, subject=publisher)
