"""What a correction of the roster touches: told before anybody confirms it.

The records that rest on memberships live in the apps above, which say here how to look.
"""

from dataclasses import dataclass

from committees.models import Membership

_READERS = []
_CLEANERS = []


@dataclass(frozen=True)
class Change:
    """A membership as it was and as it becomes; None is a row that is not on the roster."""

    was: Membership | None
    becomes: Membership | None

    @property
    def committee(self):
        return (self.was or self.becomes).seat.committee

    @property
    def span(self):
        """The first and the last day (None: no end) on which either was a member."""
        rows = [row for row in (self.was, self.becomes) if row]
        ends = [row.until_on for row in rows]
        return min(row.from_on for row in rows), None if None in ends else max(ends)

    def touches(self, day):
        """Say whether the roster of the day is another one afterwards."""
        return _facts(self.was, day) != _facts(self.becomes, day)

    def is_removed_on(self, day):
        """Say whether somebody who was a member on the day is none any more."""
        return holds_on(self.was, day) and not holds_on(self.becomes, day)

    def votes_on(self, day):
        """How many votes more, or fewer, the committee has on the day."""
        return _votes(self.becomes, day) - _votes(self.was, day)


@dataclass(frozen=True)
class Consequence:
    """A record that a correction touches, and how; `refuses` where it stands against it."""

    name: str
    text: str
    url: str = ""
    refuses: bool = False


def tell_consequences_by(reader, cleaner=None):
    """Let `reader(changes, user)` return the consequences of changes that the user may know.

    `cleaner(changes)` takes away what says nothing and would keep a row from being struck.
    """
    _READERS.append(reader)
    if cleaner:
        _CLEANERS.append(cleaner)


def consequences_of(changes, user):
    """Return all that the changes touch, what stands against them first."""
    found = [consequence for reader in _READERS for consequence in reader(changes, user)]
    return sorted(found, key=lambda consequence: not consequence.refuses)


def clean_up(changes):
    """Take away what says nothing of the rows that change."""
    for cleaner in _CLEANERS:
        cleaner(changes)


def holds_on(row, day):
    return row is not None and row.from_on <= day and (row.until_on is None or day <= row.until_on)


def _facts(row, day):
    if not holds_on(row, day):
        return None
    return row.person_id, row.person.sex, row.seat_id, row.office


def _votes(row, day):
    return int(holds_on(row, day) and row.has_vote)
