"""Whether the portal is open to the public."""

from threading import Event

from publisher.models import Publisher

# What was opened stays open, so nobody asks the database twice.
SEEN_OPEN = Event()


def is_open():
    """Say whether an administrator opened the portal to the public."""
    if not SEEN_OPEN.is_set() and Publisher.objects.exclude(opened_at=None).exists():
        SEEN_OPEN.set()
    return SEEN_OPEN.is_set()
