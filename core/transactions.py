"""One database transaction around what belongs together, and what is written last in it.

Two writers who take the same locks in another order wait for each other for ever, and the database
ends one of them. So locks are taken in one order, written down in `docs/adr/0024`: the rows of the
records, the series of numbers, and last what all writers share, such as the audit record, which is
held only for the moment before the commit.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from random import random
from time import sleep

from django.db import OperationalError, transaction

# What PostgreSQL answers to the one of several that it ends: deadlock, serialisation failure.
ENDED_FOR_ANOTHER = {"40P01", "40001"}
# What it answers to whoever waited too long for a lock, or ran too long.
BUSY = ENDED_FOR_ANOTHER | {"55P03", "57014"}

_waiting = ContextVar("written_last", default=None)
_committed = ContextVar("committed_transactions", default=None)


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
        if outer is None and (committed := _committed.get()) is not None:
            committed.append(True)
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


@contextmanager
def counting_commits():
    """Know within the block whether something was committed in it."""
    token = _committed.set([])
    try:
        yield
    finally:
        _committed.reset(token)


def again(call, error, *, times=2):
    """Return what `call` returns, which ended in `error` and is called anew so often at most.

    That is done where the database ended it for the sake of another, and is safe as long as it
    committed nothing before. Whatever else the database refuses is raised as it came.
    """
    for time in range(1, times + 1):
        if not was_ended_for_another(error) or _committed.get():
            break
        # Two that meet again at once would end each other again.
        sleep(random() * time / 10)  # noqa: S311 -- a pause, no secret
        try:
            return call()
        except OperationalError as refusal:
            error = refusal
    raise error


def was_ended_for_another(error):
    """Say whether a transaction failed only because of others that ran at the same time."""
    return getattr(error.__cause__, "pgcode", None) in ENDED_FOR_ANOTHER


def is_busy(error):
    """Say whether the database answered that others hold what was needed for too long."""
    return getattr(error.__cause__, "pgcode", None) in BUSY or "database is locked" in str(error)
