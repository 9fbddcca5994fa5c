"""Of two people who write the same record, the second is told.

A form carries a mark of its own (`entry`). What is sent again with the same mark, because its
answer was lost on the way, is no second writer and makes no second record.
"""

from django.db.models import F, Q


class EditConflict(Exception):
    """Somebody else saved the record since the form was opened; `current` is what it is now."""

    def __init__(self, current):
        self.current = current
        super().__init__()


def claim_version(record, version, entry=None):
    """Take the next version of the record; raises `EditConflict` when somebody else has."""
    rows = type(record).objects.filter(pk=record.pk)
    mine = Q(version=version) | (Q(entry=entry) if entry else Q())
    if not rows.filter(mine).update(version=F("version") + 1):
        raise EditConflict(rows.get())
    record.version = rows.values_list("version", flat=True).get()
    if entry:
        record.entry = entry
