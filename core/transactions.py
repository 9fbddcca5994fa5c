"""One database transaction around what belongs together, and what is written last in it.

Two writers who take the same locks in another order wait for each other for ever, and the database
ends one of them. So locks are taken in one order, written down in `docs/adr/0024`: the rows of the
records, the series of numbers, and last what all writers share, such as the audit record, which is
held only for the moment before the commit.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_waiting = ContextVar("written_last", default=None)


@contextmanager
def atomic():
    """Open a transaction, or a savepoint in the one that is open, as `django.db.transaction` does.

    What `write_last` was told within it runs when the outermost one ends well, before its commit;
    what a block told that failed is forgotten with the block.
    """
    outer = _waiting.get()
    waiting = [] if outer is None else outer
    told = len(waiting)
    token = _waiting.set(waiting)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                _write(waiting)
    except BaseException:
        del waiting[told:]
        raise
    finally:
        _waiting.reset(token)


def write_last(write):
    """Run `write` at the end of the open transaction; at once, in one of its own, without any."""
    if (waiting := _waiting.get()) is None:
        with atomic():
            write()
    else:
        waiting.append(write)


def _write(waiting):
    """Run what was told, in its order."""
    while waiting:
        waiting.pop(0)()
