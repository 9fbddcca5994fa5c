"""The life of a run: what hinders closing, what is frozen, what opening it again leaves behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.urls import reverse

from audit.models import AuditEvent
from committees.choices import Office
from committees.models import Membership
from compensation.actions import Outdated, move_run, open_run, record_payments
from compensation.hindrances import hindrances
from compensation.models import Rate, SettlementLine, SettlementRun
from compensation.settling import settle
from compensation.sheet import changes_since, sheet_of
from compensation.workflow import ANOTHER_SUM, RUN
from core.workflow import FASTER, TransitionRefused
from meetings.models import Attendance, Meeting, Minutes
from tests.compensation.conftest import DAYS, Council
from tests.factories.accounts import RoleGrantFactory
from tests.factories.committees import CommitteeFactory
from tests.factories.compensation import PaymentFactory, SettlementRunFactory
from tests.factories.meetings import MeetingFactory

TOTAL = Decimal("70.50")


def page(name, run, **more):
    return reverse(
        f"compensation:{name}", kwargs={"committee": run.committee.slug, "pk": run.pk, **more}
    )


def said(run):
    return [row.text for row in hindrances(run, settle(run))]


@pytest.fixture
def run(council):
    return council.run()


@pytest.fixture
def client_of(client, officer):
    client.force_login(officer)
    return client


def test_closing_freezes_lines_sum_meetings_and_number(council, run, officer):
    done = council.close(run, officer)
    assert (done.status, done.number, done.total) == ("closed", "KOMP-2026-0001", TOTAL)
    assert done.status_by == officer
    assert sum(line.amount for line in done.lines.all()) == TOTAL
    assert set(done.meetings.values_list("starts_on", flat=True)) == set(DAYS)
    chair = done.lines.filter(membership=council.members["Arta"]).first()
    assert (chair.office, chair.capacity, chair.rate.amount) == ("chair", "resident", 20)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor) == ("settlementrun.close", officer.email)
    assert SettlementLine.history.filter(history_type="+").count() == 4


def test_reopening_needs_a_reason_keeps_the_number_and_takes_the_lines_away(
    council, closed, client_of, officer
):
    address = page("step", closed, step="reopen")
    refused = client_of.post(address, {"comment": " "})
    assert refused.context["form"].errors == {"comment": ["This field is required."]}
    client_of.post(address, {"comment": "Lista u korrigjua"})
    run = SettlementRun.objects.get(pk=closed.pk)
    assert (run.status, run.number, run.total) == ("draft", "KOMP-2026-0001", None)
    assert not run.lines.exists()
    assert not run.meetings.exists()
    assert SettlementLine.history.filter(history_type="-").count() == 4
    assert "Lista u korrigjua" in client_of.get(page("history", run)).text
    again = council.close(run, officer)
    assert (again.number, again.total) == ("KOMP-2026-0001", TOTAL)


def test_run_with_a_number_is_not_discarded(council, closed, officer):
    run = RUN.perform(closed, "reopen", by=officer, comment="x")
    with pytest.raises(TransitionRefused, match="with a number"):
        RUN.perform(run, "discard", by=officer, comment="x")


def test_discarded_run_leaves_its_days_to_another(council, run, officer):
    RUN.perform(run, "discard", by=officer, comment="periudha e gabuar")
    again = open_run(
        SettlementRun(committee=council.committee, from_on=run.from_on, until_on=run.until_on),
        by=officer,
    )
    assert again.status == "draft"


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (
            lambda c: Minutes.objects.filter(meeting__starts_on=DAYS[1]).update(
                status="draft", approved_on=None
            ),
            "Regular meeting, 17.02.2026: the minutes with the attendance list are not approved.",
        ),
        (
            lambda c: Attendance.objects.filter(
                meeting__starts_on=DAYS[1], membership=c.members["Arta"]
            ).update(code="unknown"),
            "Regular meeting, 17.02.2026: nobody noted whether Arta Paguari came.",
        ),
        (
            lambda c: Attendance.objects.filter(
                meeting__starts_on=DAYS[1], membership=c.members["Arta"]
            ).delete(),
            "Regular meeting, 17.02.2026: nobody noted whether Arta Paguari came.",
        ),
        (
            lambda c: Attendance.objects.filter(meeting__starts_on=DAYS[1]).delete(),
            "Regular meeting, 17.02.2026: no attendance is noted.",
        ),
        (
            lambda c: MeetingFactory(
                committee=c.committee, planned=True, starts_on=date(2026, 3, 30)
            ),
            "Regular meeting, 30.03.2026 awaits its report.",
        ),
        (
            lambda c: Meeting.objects.filter(starts_on=DAYS[1]).update(precision="month"),
            "Regular meeting, February 2026: the day is not known, and so neither is the rate.",
        ),
    ],
)
def test_what_is_not_complete_hinders_and_names_the_meeting(
    council, run, officer, client_of, break_it, message
):
    break_it(council)
    assert said(run) == [message]
    with pytest.raises(TransitionRefused, match=message.split(":")[0]):
        council.close(run, officer)
    shown = client_of.get(page("run", run)).text
    assert message in shown
    assert "Before the run can be closed" in shown
    refused = client_of.post(page("step", run, step="close"), {})
    assert message in refused.text
    assert not SettlementLine.objects.exists()


def test_official_of_whom_nobody_noted_anything_hinders_nothing(council, run):
    Attendance.objects.filter(membership=council.members["Mira"]).update(code="unknown")
    assert said(run) == []


def test_running_period_and_one_without_meetings_are_not_closed(council):
    assert said(council.run(from_on=date(2026, 6, 1), until_on=date(2026, 6, 15))) == [
        "The period is not over yet.",
        "No meeting that counts was held in this period.",
    ]


def test_sum_that_changed_since_it_was_read_is_not_closed(council, run, client_of):
    address = page("step", run, step="close")
    read = client_of.get(address)
    assert "The run owes the members 70.50 €." in read.text
    assert read.context["form"]["total"].value() == TOTAL
    Rate.objects.filter(office=Office.CHAIR).update(amount=Decimal("21.00"))
    refused = client_of.post(address, {"total": "70.50"})
    assert str(ANOTHER_SUM) in refused.text
    assert "The run owes the members 73.50 €." in refused.text
    assert 'value="73.50"' in refused.text
    assert SettlementRun.objects.get(pk=run.pk).status == "draft"
    client_of.post(address, {"total": "73.50"})
    assert SettlementRun.objects.get(pk=run.pk).total == Decimal("73.50")


def test_closed_run_says_that_the_record_changed_since(council, closed, client_of):
    assert changes_since(closed, sheet_of(closed)) == []
    assert "The record changed" not in client_of.get(page("run", closed)).text
    Attendance.objects.filter(
        membership=council.members["Arta"], meeting__starts_on=DAYS[0]
    ).update(code="absent")
    council.meeting(date(2026, 3, 25), codes=dict.fromkeys(council.members, "excused"))
    shown = client_of.get(page("run", closed)).text
    assert "The record changed since the run was closed" in shown
    assert "Arta Paguari, 20.01.2026: 20.00 € in the run, 0.00 € by the record of today." in shown
    assert "The meeting of 25.03.2026 is not in the run." in shown
    assert "70.50" in shown
    assert SettlementRun.objects.get(pk=closed.pk).total == TOTAL


def test_rate_of_a_closed_run_is_ended_and_not_changed(council, closed, client_of):
    rate = Rate.objects.get(office=Office.CHAIR)
    typed = {
        "municipality": rate.municipality_id,
        "committee_kind": "kksb",
        "office": "chair",
        "amount": "99",
        "valid_from": "2020-01-01",
        "source": "Nr. 8",
    }
    early = client_of.post(rate.get_absolute_url(), typed | {"valid_to": "2026-03-01"})
    assert "A closed run paid a later meeting by this rate." in early.text
    client_of.post(rate.get_absolute_url(), typed | {"valid_to": "2026-03-31"})
    rate.refresh_from_db()
    assert (rate.amount, rate.valid_to, rate.source) == (20, date(2026, 3, 31), "Nr. 8")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2026-03-31", "2026-05-31"), "nobody is paid twice"),
        (("2026-01-01", "2026-01-31"), "nobody is paid twice"),
        (("2025-12-01", "2026-12-31"), "A run lies within one calendar year."),
        (("2026-05-31", "2026-05-01"), "The last day lies before the first."),
        (("", "2026-05-01"), "This field is required."),
        (("30.02.2026", "2026-05-01"), "Enter a valid date."),
    ],
)
def test_period_that_does_not_fit_says_why_and_keeps_what_was_typed(run, client_of, days, said):
    url = reverse("compensation:new", kwargs={"committee": run.committee.slug})
    answer = client_of.post(url, {"from_on": days[0], "until_on": days[1]})
    assert said in answer.text
    assert f'value="{days[1]}"' in answer.text
    assert SettlementRun.objects.count() == 1


def test_usual_periods_are_proposed_that_are_over_and_free(run, client_of):
    url = reverse("compensation:new", kwargs={"committee": run.committee.slug})
    labels = [period.label for period in client_of.get(url).context["periods"]]
    assert labels == [
        "Year 2025",
        "Half 1 of 2025",
        "Half 2 of 2025",
        *(f"Quarter {number} of 2025" for number in (1, 2, 3, 4)),
    ]
    chosen = client_of.get(url, {"from_on": "2025-07-01", "until_on": "2025-12-31"})
    assert 'value="2025-07-01"' in chosen.text
    assert client_of.get(url, {"from_on": "2025-99-01"}).context["form"].initial == {
        "from_on": None,
        "until_on": None,
    }


def test_period_of_a_draft_moves_and_a_late_one_is_told(council, run, client_of, officer):
    stale = SettlementRun.objects.get(pk=run.pk)
    client_of.post(page("period", run), {"from_on": "2026-02-01", "until_on": "2026-03-31"})
    moved = SettlementRun.objects.get(pk=run.pk)
    assert (moved.from_on, moved.version) == (date(2026, 2, 1), 2)
    stale.until_on = date(2026, 2, 28)
    with pytest.raises(Outdated):
        move_run(stale, by=officer)
    with pytest.raises(TransitionRefused, match=str(FASTER)):
        RUN.perform(stale, "close", by=officer)


def test_reopened_run_that_was_overpaid_is_not_closed_again(council, closed, officer):
    record_payments(closed, paid_on=date(2026, 4, 10), reference="Nr. 1", by=officer)
    run = RUN.perform(closed, "reopen", by=officer, comment="x")
    Attendance.objects.filter(membership=council.members["Shpresa"]).update(code="absent")
    assert said(run) == [
        "Shpresa Fshehtina was paid 10.50 €, and 0.00 € are due. Take a payment back."
    ]
    Membership.objects.filter(pk=council.members["Shpresa"].pk).update(until_on=date(2025, 1, 1))
    assert sheet_of(run).paid == TOTAL


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_runs_as_for_one(
    council, client_of, count, django_assert_num_queries
):
    for number in range(count):
        day = date(2025 - number, 3, 1)
        closed = SettlementRunFactory(
            committee=council.committee, closed=True, from_on=day, until_on=day
        )
        PaymentFactory(run=closed, amount=Decimal("4.10"))
    with django_assert_num_queries(16):
        response = client_of.get(
            reverse("compensation:runs", kwargs={"committee": council.committee.slug})
        )
    assert response.text.count("4.10 €") == count


@pytest.mark.parametrize("count", [1, 3])
def test_run_asks_as_often_for_three_meetings_as_for_one(
    council, officer, client_of, count, django_assert_num_queries
):
    Meeting.objects.filter(starts_on__gt=DAYS[count - 1]).update(starts_on=date(2025, 1, 1))
    run = council.close(council.run(), officer)
    record_payments(run, paid_on=date(2026, 4, 1), reference="Nr. 1", by=officer)
    with django_assert_num_queries(18):
        response = client_of.get(page("run", run))
    assert len(response.context["sheet"].meetings) == count


@pytest.mark.parametrize("count", [1, 3])
def test_draft_asks_as_often_for_three_meetings_as_for_one(
    council, client_of, count, django_assert_num_queries
):
    Meeting.objects.filter(starts_on__gt=DAYS[count - 1]).update(starts_on=date(2025, 1, 1))
    Minutes.objects.update(status="draft", approved_on=None)
    run = council.run()
    with django_assert_num_queries(25):
        response = client_of.get(page("run", run))
    assert len(response.context["hindrances"]) == count


def test_two_who_close_at_once_make_one_closed_run(transactional_db, reference):
    if connection.vendor != "postgresql":
        pytest.skip("runs on PostgreSQL: SQLite lets one writer in at a time")
    council = Council(CommitteeFactory(kksb=True))
    council.member("Arta")
    council.rate("10.00")
    council.meeting(DAYS[0])
    run = council.run()
    people = [RoleGrantFactory(administrator=True).user for _number in range(2)]
    outcomes = at_once(
        [
            lambda by=by: RUN.perform(SettlementRun.objects.get(pk=run.pk), "close", by=by)
            for by in people
        ]
    )
    assert sorted(type(row).__name__ for row in outcomes) == ["SettlementRun", "TransitionRefused"]
    assert SettlementLine.objects.count() == 1
    assert AuditEvent.objects.filter(action="settlementrun.close").count() == 1
    early = {"committee": council.committee, "until_on": date(2025, 2, 1)}
    rivals = [SettlementRun(from_on=date(2025, 1, day), **early) for day in (1, 2)]
    opened = at_once(
        [
            lambda rival=rival, by=by: open_run(rival, by=by)
            for rival, by in zip(rivals, people, strict=True)
        ]
    )
    assert sorted(type(row).__name__ for row in opened) == ["SettlementRun", "ValidationError"]
    paid = at_once(
        [
            lambda by=by: record_payments(run, paid_on=DAYS[2], reference="Nr. 1", by=by)
            for by in people
        ]
    )
    assert sorted(type(row).__name__ for row in paid) == ["Outdated", "list"]
    assert [payment.amount for payment in run.payments.standing()] == [10]


def at_once(actions):
    """Start all actions at the same moment; return what each gave or raised."""
    start = Barrier(len(actions))

    def act(action):
        try:
            start.wait()
            return action()
        except (TransitionRefused, ValidationError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))
