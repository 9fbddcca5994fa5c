"""What each quarter says of a committee: it met, it confirmed that it did not, or it is silent."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.models import Committee
from core.policy import asks
from meetings.choices import DatePrecision, QuarterState
from meetings.models import Meeting, NilReport

# So many quarters before the running one are shown, and can still be confirmed.
SHOWN = 5


class NilRefused(Exception):
    """Something speaks against the report; `reason` says what in the reader's language."""

    def __init__(self, reason):
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def of(cls, day):
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self):
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self):
        return self.following.first - timedelta(days=1)

    @property
    def following(self):
        if self.number == 4:
            return Quarter(self.year + 1, 1)
        return Quarter(self.year, self.number + 1)

    @property
    def before(self):
        return Quarter.of(self.first - timedelta(days=1))


@dataclass(frozen=True)
class QuarterRow:
    """A quarter of a committee as its page shows it."""

    quarter: Quarter
    held: int
    state: QuarterState
    hindrance: str


def quarters_of(committee, today):
    """Return the last quarters of a committee, the newest first."""
    quarter, quarters = Quarter.of(today), []
    for _number in range(SHOWN + 1):
        quarters.append(quarter)
        quarter = quarter.before
    meetings = list(_dated(committee).filter(starts_on__gte=quarters[-1].first))
    nil = set(
        NilReport.objects.filter(committee=committee, year__gte=quarters[-1].year).values_list(
            "year", "quarter"
        )
    )
    return [_row(quarter, meetings, nil, today) for quarter in quarters]


def _dated(committee):
    """Meetings of which at least the month is known: those of a year alone fit no quarter."""
    return Meeting.objects.of(committee).exclude(precision=DatePrecision.YEAR)


def _row(quarter, meetings, nil, today):
    within = [row for row in meetings if quarter.first <= row.starts_on <= quarter.last]
    held = sum(row.status == "held" for row in within)
    is_confirmed = (quarter.year, quarter.number) in nil
    if held:
        state = QuarterState.MET
    elif is_confirmed:
        state = QuarterState.NIL
    elif quarter.last >= today:
        state = QuarterState.RUNNING
    else:
        state = QuarterState.SILENT
    return QuarterRow(quarter, held, state, _hindrance(quarter, within, held, today))


def _hindrance(quarter, within, held, today):
    if quarter.last >= today:
        return _("The quarter is not over yet.")
    if held:
        return _("A meeting of this quarter is on record as held.")
    if any(row.is_awaiting_report for row in within):
        return _("A planned meeting of this quarter awaits a report: say first what became of it.")
    return ""


@asks("answer", of="committee")
def confirm_nil(committee, quarter, *, by):
    """Put on record that no meeting was held in the quarter; raises `NilRefused`.

    Confirming twice changes nothing: the first who said so stays on record.
    """
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    today = timezone.localdate()
    rows = {row.quarter: row for row in quarters_of(committee, today)}
    if quarter not in rows:
        raise NilRefused(_("This quarter is too long ago."))
    if rows[quarter].hindrance:
        raise NilRefused(rows[quarter].hindrance)
    report, is_new = NilReport.objects.get_or_create(
        committee=committee,
        year=quarter.year,
        quarter=quarter.number,
        defaults={"confirmed_at": timezone.now(), "confirmed_by": by},
    )
    if is_new:
        append_event("nil.confirm", by=by, subject=report)
    return report
