"""The answer of the year: from closed runs, or by hand; recounted in plain Python."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compensation.actions import record_payments
from compensation.workflow import RUN
from compensation.yearly import answers_in, answers_of
from meetings.choices import MeetingKind
from meetings.models import CompensationReport, CountingRule
from reports.dashboard import Dashboard
from reports.indicators import Period
from reports.indicators.meetings import compensation_answer
from tests.factories.committees import CommitteeFactory
from tests.factories.compensation import (
    PaymentFactory,
    RateFactory,
    SettlementLineFactory,
    SettlementRunFactory,
)
from tests.factories.meetings import CompensationReportFactory, MeetingFactory

PAID = {"paid_on": date(2026, 4, 1), "reference": "Nr. 1"}


def answer_of(committee, year=2026):
    period = Period(committee.kind, year)
    [body] = [body for body in period.in_being if body.pk == committee.pk]
    return compensation_answer(period, body)


def test_answer_follows_from_the_runs(council, closed, officer):
    committee = council.committee
    CompensationReportFactory(committee=committee, year=2026, answer="not_applicable")
    assert answer_of(committee) == "no"
    record_payments(
        closed, membership=council.members["Arta"], amount=Decimal(5), **PAID, by=officer
    )
    assert answer_of(committee) == "partly"
    record_payments(closed, **PAID, by=officer)
    assert answer_of(committee) == "yes"
    assert answers_of(committee) == {2026: "yes"}
    council.meeting(date(2026, 5, 12))
    assert answer_of(committee) == "partly"
    assert answer_of(committee, 2025) == "no_report"


def test_executive_meeting_that_nobody_settled_is_not_told_by_the_answer(council, closed, officer):
    """Also where a rule lets such meetings count, and so be paid."""
    CountingRule.objects.create(
        committee_kind=council.committee.kind,
        meeting_kind=MeetingKind.EXECUTIVE,
        valid_from=date(1999, 1, 1),
        name_sq="x",
    )
    record_payments(closed, **PAID, by=officer)
    council.meeting(date(2026, 5, 12), kind=MeetingKind.EXECUTIVE)
    assert answer_of(council.committee) == "yes"
    assert answers_of(council.committee) == {2026: "yes"}
    council.meeting(date(2026, 5, 13))
    assert answer_of(council.committee) == "partly"


def test_open_run_and_one_that_owes_nothing_leave_the_answer_to_the_hand(council, closed, officer):
    committee = council.committee
    CompensationReportFactory(committee=committee, year=2026, answer="partly")
    RUN.perform(closed, "reopen", by=officer, comment="x")
    assert answer_of(committee) == "partly"
    assert answers_of(committee) == {}
    free = CommitteeFactory(kksb=True)
    SettlementRunFactory(committee=free, closed=True, total=Decimal(0))
    assert answer_of(free) == "no_report"
    assert answers_of(free) == {}


def test_indicator_asks_the_runs(council, closed, officer, world):
    record_payments(closed, **PAID, by=officer)
    dashboard = Dashboard("kksb", 2026)
    figure = dashboard.by_key["compensation_respected"].current[world.here.code]
    assert (figure.numerator, figure.denominator) == (1, 1)


def test_form_of_the_year_does_not_ask_what_follows(council, closed, client, officer):
    client.force_login(officer)
    keys = {"committee": council.committee.slug}
    CompensationReportFactory(committee=council.committee, year=2026, answer="yes", evidence="x")
    form = reverse("meetings:answers-update", kwargs=keys | {"year": 2026})
    page = client.get(form)
    assert "The answer is «no». It follows from the closed settlement runs" in page.text
    assert "answer" not in page.context["form"].fields
    client.post(form, {"answer": "partly"})
    assert CompensationReport.objects.get().answer == "yes"
    listed = client.get(reverse("meetings:answers", kwargs=keys))
    [row] = listed.context["rows"]
    assert row["derived"] == "no"
    assert form not in listed.text
    assert "This answer follows from the closed runs." in listed.text
    assert f'href="{reverse("compensation:runs", kwargs=keys)}"' in listed.text
    earlier = client.get(reverse("meetings:answers-update", kwargs=keys | {"year": 2025}))
    assert "Were the members compensated?" in earlier.text


@st.composite
def years(draw):
    """Runs of a year in cents: (is closed, due by member, paid of each, taken back)."""
    runs = []
    for _month in range(draw(st.integers(0, 3))):
        dues = draw(st.lists(st.integers(0, 5000), max_size=3))
        paid = [draw(st.sampled_from([0, due, due // 3])) for due in dues]
        runs.append((draw(st.booleans()), dues, paid, draw(st.integers(0, 500))))
    return runs, draw(st.booleans()), draw(st.sampled_from(["", "yes", "no", "not_applicable"]))


def recount(runs, has_more, by_hand):
    """The answer as one would count it on paper."""
    closed = [(dues, paid) for is_closed, dues, paid, _back in runs if is_closed]
    due = sum(sum(dues) for dues, _paid in closed)
    paid = sum(sum(paid) for _dues, paid in closed)
    if not due:
        return by_hand or "no_report"
    if not paid:
        return "no"
    covered = all(is_closed for is_closed, *_rest in runs) and not has_more
    return "yes" if paid == due and covered else "partly"


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(years())
def test_answer_equals_a_recount_on_paper(world, year):
    runs, has_more, by_hand = year
    with transaction.atomic():
        committee = CommitteeFactory(kksb=True)
        rate = RateFactory(municipality=committee.municipality)
        if by_hand:
            CompensationReportFactory(committee=committee, year=2026, answer=by_hand)
        if has_more:
            MeetingFactory(committee=committee, starts_on=date(2026, 12, 1))
        for month, (is_closed, dues, paid, back) in enumerate(runs, start=1):
            write_run(committee, rate, month, is_closed, dues, paid, back)
        found = answer_of(committee)
        derived = answers_of(committee)
        together = answers_in("kksb", 2026)
        transaction.set_rollback(True)
    expected = recount(runs, has_more, by_hand)
    assert found == expected
    has_due = any(is_closed and sum(dues) for is_closed, dues, *_rest in runs)
    assert derived == ({2026: expected} if has_due else {})
    assert together == ({committee.pk: expected} if has_due else {})


def write_run(committee, rate, month, is_closed, dues, paid, back):
    first = {"from_on": date(2026, month, 1), "until_on": date(2026, month, 28)}
    total = {"closed": True, "total": Decimal(sum(dues)) / 100} if is_closed else {}
    run = SettlementRunFactory(committee=committee, **first, **total)
    meeting = MeetingFactory(committee=committee, starts_on=date(2026, month, 10))
    if is_closed:
        run.meetings.add(meeting)
    for due, part in zip(dues, paid, strict=True):
        line = {"run": run, "meeting": meeting, "rate": rate, "amount": Decimal(due) / 100}
        member = SettlementLineFactory(**line).membership if is_closed else None
        if part and is_closed:
            PaymentFactory(run=run, membership=member, amount=Decimal(part) / 100)
    if back:
        PaymentFactory(run=run, amount=Decimal(back) / 100, withdrawn=True)
