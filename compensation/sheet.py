"""A run as its page, its files and its PDF show it: a row for each member with something to say.

A closed run shows what was frozen, a draft what the record says now.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from committees.models import Membership
from compensation.choices import LeftOut
from compensation.models import SettlementLine
from compensation.money import euro
from compensation.settling import NOTHING, Settlement, settle, sums_by_member
from meetings.models import Meeting


@dataclass(frozen=True)
class Row:
    """A member in a run: a cell for each meeting, and what is due, paid and open."""

    membership: Membership
    cells: list
    meetings: int
    due: Decimal
    paid: Decimal

    @property
    def left(self):
        return self.due - self.paid

    @property
    def line(self):
        """The first line: it says in which office and capacity the member is paid."""
        return next(cell.line for cell in self.cells if cell.line)


@dataclass(frozen=True)
class Cell:
    """A member at a meeting: the line, or why there is none; neither where they were no member."""

    meeting: Meeting
    line: SettlementLine | None
    reason: LeftOut | None


@dataclass(frozen=True)
class LeftOutRow:
    """A member, why they get nothing, and for which meetings."""

    membership: Membership
    reason: LeftOut
    meetings: list[Meeting]


@dataclass(frozen=True)
class Sheet:
    """A run with its members, its payments, and what it would be by the record of today."""

    meetings: list[Meeting]
    rows: list[Row]
    payments: list
    settlement: Settlement
    total: Decimal

    @property
    def paid(self):
        return sum((row.paid for row in self.rows), NOTHING)

    @property
    def left(self):
        return self.total - self.paid

    @property
    def paid_rows(self):
        """Members to whom something is owed."""
        return [row for row in self.rows if row.meetings]

    @property
    def left_out(self):
        """Who gets nothing for which meetings, by the reason: most members have one or none."""
        found = {}
        for row in self.rows:
            for cell in row.cells:
                if cell.reason and not cell.line:
                    key = (row.membership.pk, cell.reason)
                    found.setdefault(key, LeftOutRow(row.membership, cell.reason, []))
                    found[key].meetings.append(cell.meeting)
        return list(found.values())

    @property
    def rates(self):
        """The rates that the lines rest on, in the order in which they came into force."""
        rates = {cell.line.rate for row in self.rows for cell in row.cells if cell.line}
        return sorted(rates, key=lambda rate: (rate.valid_from, rate.office, rate.pk))


def sheet_of(run):
    """Read a run and whatever belongs to it."""
    now = settle(run)
    payments = list(
        run.payments.select_related("membership__person", "recorded_by", "withdrawn_by").order_by(
            "paid_on", "pk"
        )
    )
    lines, meetings, left_out = now.lines, now.meetings, now.left_out
    if run.is_closed:
        frozen = run.lines.select_related(
            "membership__person",
            "membership__seat__represents_community",
            "membership__seat__represents_religion",
            "meeting__committee",
            "rate__municipality",
        )
        lines = {(line.membership_id, line.meeting_id): line for line in frozen.in_order()}
        meetings = list(run.meetings.select_related("committee").soonest_first())
    members = {row.pk: row for row in now.memberships}
    # Also whoever was paid by a run that was opened again, and is no member of its days any more.
    for row in (*lines.values(), *payments):
        members.setdefault(row.membership_id, row.membership)
    due = sums_by_member(lines.values())
    paid = sums_by_member(row for row in payments if not row.withdrawn_at)
    rows = [
        Row(
            member,
            [
                Cell(meeting, lines.get((pk, meeting.pk)), left_out.get((pk, meeting.pk)))
                for meeting in meetings
            ],
            meetings=sum(line.membership_id == pk for line in lines.values()),
            due=due.get(pk, NOTHING),
            paid=paid.get(pk, NOTHING),
        )
        for pk, member in members.items()
    ]
    return Sheet(
        meetings,
        [row for row in rows if row.paid or any(c.line or c.reason for c in row.cells)],
        payments,
        now,
        run.total if run.is_closed else now.total,
    )


def changes_since(run, sheet):
    """Say how the record of today differs from what a closed run froze."""
    if not run.is_closed:
        return []
    frozen = {
        (row.membership.pk, cell.meeting.pk): cell.line
        for row in sheet.rows
        for cell in row.cells
        if cell.line
    }
    now = sheet.settlement.lines
    found = [
        _("%(member)s, %(date)s: %(before)s in the run, %(now)s by the record of today.")
        % {
            "member": (frozen.get(key) or now[key]).membership.person,
            "date": (frozen.get(key) or now[key]).meeting.date_text,
            "before": euro(frozen[key].amount if key in frozen else NOTHING),
            "now": euro(now[key].amount if key in now else NOTHING),
        }
        for key in sorted(frozen.keys() | now.keys())
        if getattr(frozen.get(key), "amount", None) != getattr(now.get(key), "amount", None)
    ]
    settled = {meeting.pk for meeting in sheet.meetings}
    return found + [
        _("The meeting of %(date)s is not in the run.") % {"date": meeting.date_text}
        for meeting in sheet.settlement.meetings
        if meeting.pk not in settled
    ]
