"""What takes long is done by few at a time, so that the others are still answered."""

from contextlib import contextmanager
from threading import BoundedSemaphore

# Of the threads of a process, so many may do at once what takes long. One more waits for so many
# seconds; all others are told at once to come again, so that threads stay free for short answers.
_slots = BoundedSemaphore(2)
_places = BoundedSemaphore(3)
WAIT = 10


class Busy(Exception):
    """Too many others do what takes long."""


@contextmanager
def slot():
    """Hold one of the slots of this process; raises `Busy` when none becomes free in time."""
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        if not _slots.acquire(timeout=WAIT):
            raise Busy
        try:
            yield
        finally:
            _slots.release()
    finally:
        _places.release()
