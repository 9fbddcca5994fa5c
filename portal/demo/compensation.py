"""Compensation in the council of Prizren: one half-year paid, one partly, and a run in the making.

Every amount is invented, and its act says so: no source names any.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from accounts.models import User
from committees.models import Committee
from compensation.actions import open_run, record_payments, save_rule, withdraw_payment
from compensation.hindrances import hindrances
from compensation.models import Rate, SettlementRun
from compensation.settling import settle
from compensation.workflow import RUN
from meetings.actions import write_minutes
from meetings.choices import AttendanceCode, MinutesStatus
from meetings.models import Minutes
from meetings.workflow import MINUTES
from portal.demo import DEMO_ACT
from portal.demo.past import acting
from portal.demo.sign_ins import address

COUNCIL = "kksb-prizren"
ZONE = ZoneInfo("Europe/Belgrade")
INVENTED = f"{DEMO_ACT}: shumë e shpikur, pa asnjë akt / izmišljen iznos, bez akta"
# Month and day of the first and the last day of each half.
HALVES = (((1, 1), (6, 30)), ((7, 1), (12, 31)))
CLOSED_AFTER = timedelta(days=20)
ADOPTED_AFTER = timedelta(days=14)
RAISED_ON = (10, 1)
# The minutes of the last meetings are drafts of another part, and would hinder the closing.
LAST_MINUTES = timedelta(days=120)


def make_compensation(*, today):
    """Enter invented rates, settle the two halves of a year, and begin the run of the next."""
    council = Committee.objects.select_related("municipality").filter(slug=COUNCIL).first()
    if council is None:
        return
    clerk = User.objects.get(email=address("municipal-officer"))
    year = (today - LAST_MINUTES).year - 1
    with acting(clerk, _noon(date(year, 1, 2))):
        _enter_rates(council, year, by=clerk)
    for number, (first, last) in enumerate(HALVES):
        until_on = date(year, *last)
        closed_on = until_on + CLOSED_AFTER
        _settle(council, date(year, *first), until_on, closed_on, clerk, is_paid=number == 0)
    end = min(today.replace(day=1) - timedelta(days=1), date(year + 1, 12, 31))
    with acting(clerk, _noon(today - timedelta(days=1))):
        _open(council, date(year + 1, 1, 1), end, by=clerk)


def _noon(day):
    return datetime.combine(day, time(12), ZONE)


def _enter_rates(council, year, *, by):
    """Members have one rate until autumn and a higher one afterwards."""
    raised = date(year, *RAISED_ON)
    begin = date(year, 1, 1)
    for amount, valid_from, valid_to in (
        ("12.50", begin, raised - timedelta(days=1)),
        ("15.00", raised, None),
    ):
        rate = Rate(
            municipality=council.municipality,
            committee_kind=council.kind,
            amount=Decimal(amount),
            valid_from=valid_from,
            valid_to=valid_to,
            source=INVENTED,
        )
        save_rule.unasked(rate, by=by)


def _open(council, from_on, until_on, *, by):
    return open_run.unasked(
        SettlementRun(committee=council, from_on=from_on, until_on=until_on), by=by
    )


def _settle(council, from_on, until_on, closed_on, clerk, *, is_paid):
    """Complete the record of the half, close its run and pay it, the later one only in part."""
    with acting(clerk, _noon(closed_on)):
        run = _open(council, from_on, until_on, by=clerk)
        for meeting in settle(run).meetings:
            _complete(meeting, clerk)
        settlement = settle(run)
        if hindrances(run, settlement) or not settlement.lines:
            return
        run = RUN.perform(SettlementRun.objects.get(pk=run.pk), "close", by=clerk)
        order = {"paid_on": closed_on, "reference": f"{DEMO_ACT} {run.number}"}
        if is_paid:
            record_payments.unasked(run, **order, by=clerk)
            return
        members = [line.membership for line in run.lines.select_related("membership").in_order()]
        record_payments.unasked(run, membership=members[0], **order, by=clerk)
        [returned] = record_payments.unasked(run, membership=members[-1], **order, by=clerk)
        withdraw_payment.unasked(
            returned, reason="Llogaria ishte mbyllur; pagesa u kthye", by=clerk
        )


def _complete(meeting, clerk):
    """Note those of whom nobody knows anything as absent, and approve the minutes."""
    meeting.attendance.filter(code=AttendanceCode.UNKNOWN).update(code=AttendanceCode.ABSENT)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        minutes = Minutes(meeting=meeting)
        write_minutes.unasked(
            minutes, items=[], texts=[], actions=[], version=1, entry=uuid4(), by=clerk
        )
        minutes = Minutes.objects.get(meeting=meeting)
    if minutes.status == MinutesStatus.DRAFT:
        approved_on = meeting.starts_on + ADOPTED_AFTER
        MINUTES.perform(minutes, "approve", by=clerk, approved_on=approved_on)
