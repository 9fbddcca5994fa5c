"""What takes long is done by few at a time, so that the others are still answered."""

from contextlib import contextmanager
from threading import BoundedSemaphore

# Of the threads of a process, so many may write files and papers at once; the others wait so many
# seconds and are then told to come again.
_slots = BoundedSemaphore(2)
WAIT = 10


class Busy(Exception):
    """Too many others do what takes long."""


@contextmanager
def slot():
    """Hold one of the slots of this process; raises `Busy` when none becomes free in time."""
    if not _slots.acquire(timeout=WAIT):
        raise Busy
    try:
        yield
    finally:
        _slots.release()
