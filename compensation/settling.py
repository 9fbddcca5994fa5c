"""What a run owes, computed from the record: meetings × attendance × the rate of each day.

Only meetings of which the committee keeps the record are settled: at a joint meeting the host
notes who came, and a guest committee has no list of its own members. A meeting of several days is
one meeting, paid by the rate of its first day.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef

from committees.models import Membership
from compensation.choices import PAID_CODES, LeftOut
from compensation.models import Entitlement, Rate, SettlementLine, SettlementRun
from meetings.choices import AttendanceCode, DatePrecision
from meetings.models import Attendance, Meeting, Minutes

NOTHING = Decimal("0.00")


@dataclass
class Settlement:
    """A computed run; `left_out` and `lines` are by (membership, meeting)."""

    meetings: list[Meeting]
    memberships: list[Membership]
    lines: dict[tuple[int, int], SettlementLine] = field(default_factory=dict)
    left_out: dict[tuple[int, int], LeftOut] = field(default_factory=dict)
    noted: set[int] = field(default_factory=set)

    @property
    def total(self):
        return sum((line.amount for line in self.lines.values()), NOTHING)

    @property
    def due(self):
        """{membership: what it is owed}."""
        return sums_by_member(self.lines.values())


def sums_by_member(rows):
    """Add up the amounts of lines or payments by membership."""
    sums = defaultdict(lambda: NOTHING)
    for row in rows:
        sums[row.membership_id] += row.amount
    return dict(sums)


def meetings_of(run):
    """The held meetings of the period that count; one without any date belongs to no period.

    What another closed run has settled is not settled again, though its day was corrected since.
    """
    elsewhere = SettlementRun.meetings.through.objects.exclude(settlementrun=run.pk)
    return (
        Meeting.objects.held()
        .counting()
        .filter(committee=run.committee_id, starts_on__range=(run.from_on, run.until_on))
        .exclude(Exists(elsewhere.filter(meeting=OuterRef("pk"))))
        .annotate(is_approved=Exists(Minutes.objects.locked().filter(meeting=OuterRef("pk"))))
        .select_related("committee")
        .soonest_first()
    )


def settle(run):
    """Return what the run owes by the record of this moment."""
    committee = run.committee
    place = committee.municipality_id
    rates = (
        Rate.objects.for_place(place)
        .filter(committee_kind=committee.kind)
        .overlapping(run.from_on, run.until_on)
    )
    entitlements = Entitlement.objects.for_place(place).overlapping(run.from_on, run.until_on)
    return computed(
        run,
        meetings=list(meetings_of(run)),
        memberships=list(
            Membership.objects.of(committee)
            .overlapping(run.from_on, run.until_on)
            .select_related("person", "seat__represents_community", "seat__represents_religion")
            .in_order()
        ),
        codes={
            (row.membership_id, row.meeting_id): row.code
            for row in Attendance.objects.filter(meeting__in=meetings_of(run).values("pk"))
        },
        rates=list(rates),
        entitlements=list(entitlements),
    )


def computed(run, *, meetings, memberships, codes, rates, entitlements):
    """Return the settlement of what was read; `codes` is {(membership, meeting): attendance}."""
    found = Settlement(meetings, memberships, noted={meeting for _member, meeting in codes})
    paid = set()
    for membership in memberships:
        for meeting in meetings:
            day = meeting.starts_on
            if not membership.from_on <= day <= (membership.until_on or date.max):
                continue
            key = (membership.pk, meeting.pk)
            rate = rate_for(rates, membership.office, meeting)
            person = (membership.person_id, meeting.pk)
            reason = _why_not(
                codes.get(key, AttendanceCode.UNKNOWN),
                is_entitled=is_entitled(entitlements, membership.seat.capacity, day),
                rate=rate,
            )
            if reason is None and person in paid:
                reason = LeftOut.TWICE
            if reason:
                found.left_out[key] = reason
            else:
                paid.add(person)
                found.lines[key] = SettlementLine(
                    run=run,
                    membership=membership,
                    meeting=meeting,
                    office=membership.office,
                    capacity=membership.seat.capacity,
                    rate=rate,
                    amount=rate.amount,
                )
    return found


def _why_not(code, *, is_entitled, rate):
    """Return why nothing is owed, or None."""
    if not is_entitled:
        return LeftOut.NOT_ENTITLED
    if code == AttendanceCode.UNKNOWN:
        return LeftOut.UNKNOWN
    if code == AttendanceCode.REPRESENTED:
        return LeftOut.REPRESENTED
    if code not in PAID_CODES:
        return LeftOut.AWAY
    return None if rate else LeftOut.NO_RATE


def rate_for(rates, office, meeting):
    """Return the rate for an office at a meeting on its day: the one that says most, or None."""
    fitting = [
        rate
        for rate in rates
        if rate.holds_on(meeting.starts_on)
        and rate.office in ("", office)
        and rate.meeting_kind in ("", meeting.kind)
    ]
    return max(
        fitting,
        key=lambda rate: (rate.municipality_id is not None, rate.office, rate.meeting_kind),
        default=None,
    )


def is_entitled(entitlements, capacity, day):
    """Say whether whoever sits in the capacity is paid; what no rule names is."""
    fitting = [row for row in entitlements if row.capacity == capacity and row.holds_on(day)]
    rule = max(fitting, key=lambda row: row.municipality_id is not None, default=None)
    return rule is None or rule.is_entitled


def is_dated(meeting):
    return meeting.precision == DatePrecision.DAY
