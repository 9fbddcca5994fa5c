"""What is kept equals the recount, whatever was done to the records in between."""

import csv
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.actions.persons import MergeRefused, merge_persons
from committees.models import Committee, Membership, Person, Rule, Seat
from meetings.importing.run import import_file
from meetings.models import (
    Activity,
    CompensationReport,
    Concern,
    CountingRule,
    JointCommittee,
    Meeting,
    NilReport,
    WorkPlan,
)
from reports import facts, triggers
from reports.areas import Area, every_area
from reports.dashboard import Dashboard
from reports.indicators import Figure, Period
from reports.models import Touch, YearlyFigures
from reports.permissions import may_recount
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.compensation import PaymentFactory, SettlementRunFactory
from tests.factories.meetings import (
    ActionFactory,
    ActivityFactory,
    AttendanceFactory,
    ConcernFactory,
    NilReportFactory,
    WorkPlanFactory,
)
from tests.roles import NAMES

PRIZREN, PEJE, DRAGASH = "20", "17", "05"
YEARS = [Period("kksb", 2025), Period("kksb", 2024)]


COUNTRY = Area()


def kept(area=COUNTRY):
    """Return the figures of an area that a reader gets, computed or kept."""
    return facts.figures(YEARS, {area})


def held():
    return kept()[YEARS[0]][COUNTRY].get("meetings_held", Figure()).numerator


def is_computed(monkeypatch, work=held):
    """Say whether a reader has the figures computed."""
    asked = []

    def recount(period, really=facts.recount):
        asked.append(period)
        return really(period)

    with monkeypatch.context() as patch:
        patch.setattr(facts, "recount", recount)
        work()
    return bool(asked)


@pytest.mark.django_db
def test_figures_are_computed_for_the_first_reader_and_kept_for_the_next(make, monkeypatch):
    make.meetings(make.council(PRIZREN), 3)
    assert is_computed(monkeypatch)
    assert not is_computed(monkeypatch)
    assert held() == 3


@pytest.mark.django_db
def test_what_is_written_elsewhere_leaves_them_standing(make, monkeypatch):
    council, local = make.council(PRIZREN), make.council(PRIZREN, kind="klsp")
    far = make.council(PEJE)
    make.meetings(council, 3)
    held()
    make.meetings(local, 1)
    assert not is_computed(monkeypatch)
    make.meetings(far, 1)
    assert not is_computed(monkeypatch, lambda: kept(Area(municipality=PRIZREN)))
    assert is_computed(monkeypatch)


@pytest.mark.django_db
def test_a_guest_of_a_council_that_took_no_part_is_in_no_kept_figure(make):
    """What becomes of the guest's seat is noted for the guest's own council alone."""
    host, elsewhere = make.council(PRIZREN), make.council(PEJE)
    [meeting] = make.meetings(host, 1)
    guest = make.member(elsewhere, office="police")
    for member in (make.member(host), guest):
        AttendanceFactory(meeting=meeting, membership=member, code="present")
    here = Area(municipality=PRIZREN)
    assert kept(here)[YEARS[0]][here]["police_present"] == Figure(0, 1)
    for office in ("member", "police"):
        Membership.objects.filter(pk=guest.pk).update(office=office)
        assert kept(here)[YEARS[0]][here]["police_present"] == Figure(0, 1)
        call_command("check_facts")


@pytest.mark.django_db
def test_dashboard_from_facts_is_the_dashboard_from_the_records(make, today):
    host, partner = make.council(PRIZREN), make.council(PEJE)
    [meeting, *_rest] = make.meetings(host, 4, year=2026, incident_discussed=True)
    JointCommittee.objects.create(meeting=meeting, committee=partner)
    [to_come] = make.meetings(host, 1, year=2026, status="planned")
    Meeting.objects.filter(pk=to_come.pk).update(starts_on=today + timedelta(days=20))
    make.member(partner)
    ConcernFactory(committee=host, meeting=None, raised_on=date(2026, 2, 1))
    region = host.municipality.region.code
    for area in (
        {},
        {"region": region},
        {"municipality": PEJE},
        {"region": region, "municipality": PEJE},
    ):
        fresh, first, again = (
            Dashboard("kksb", 2026, live=live, **area) for live in (True, False, False)
        )
        assert fresh.results == first.results == again.results, area
        assert fresh.planned == first.planned == again.planned
        assert fresh.councils == again.councils
    assert again.places == []
    assert Dashboard("kksb", 2026).planned == {PRIZREN: 1}


@pytest.fixture
def today():
    with time_machine.travel("2026-06-15"):
        yield date(2026, 6, 15)


@pytest.mark.django_db
def test_figures_of_the_running_year_are_of_today(make, monkeypatch):
    make.council(PRIZREN)
    with time_machine.travel("2025-06-15"):
        held()
        assert not is_computed(monkeypatch)
    with time_machine.travel("2025-06-16"):
        assert is_computed(monkeypatch)
    with time_machine.travel("2026-01-05"):
        held()
    with time_machine.travel("2027-01-05"):
        assert not is_computed(monkeypatch)


@pytest.mark.django_db
def test_what_was_to_come_on_the_last_day_is_not_to_come_on_the_first(make):
    council = make.council(PRIZREN)
    Meeting.objects.create(committee=council, starts_on=date(2025, 12, 31))
    with time_machine.travel("2025-12-31 12:00"):
        assert Dashboard("kksb", 2025).planned == {PRIZREN: 1}
    with time_machine.travel("2026-01-01 12:00"):
        assert Dashboard("kksb", 2025).planned == {}


@pytest.mark.django_db
def test_other_code_computes_anew(make, monkeypatch):
    make.council(PRIZREN)
    held()
    monkeypatch.setattr(facts, "code", lambda: "other code")
    assert is_computed(monkeypatch)
    assert not is_computed(monkeypatch)


@pytest.mark.django_db
def test_where_nobody_notes_what_is_written_nothing_kept_is_believed(make, monkeypatch):
    council = make.council(PRIZREN)
    make.meetings(council, 1)
    held()
    triggers.remove(connection)
    make.meetings(council, 1, year=2025)
    assert held() == 2
    assert is_computed(monkeypatch)
    triggers.install(connection)
    assert is_computed(monkeypatch)
    assert not is_computed(monkeypatch)


@pytest.mark.django_db
def test_whoever_computed_from_what_was_written_over_keeps_nothing_that_holds(make, monkeypatch):
    council = make.council(PRIZREN)
    make.meetings(council, 1)
    slow = facts.Touches("kksb")
    old = facts.recount(YEARS[0])
    make.meetings(council, 1)
    facts._keep(YEARS[0], old, slow)
    assert held() == 2


@pytest.mark.django_db
def test_what_a_period_knew_before_the_notes_were_read_is_not_kept(make):
    make.meetings(make.council(PRIZREN), 4)
    dashboard = Dashboard("kksb", 2025)
    assert dashboard.period.rule.value == 6
    Rule.objects.filter(kind="kksb").update(value=4)
    assert dashboard.by_key["meets_requirement"].figure == Figure(1, 1, Counter(yes=1))
    assert list(facts.differences()) == []


@pytest.mark.django_db
def test_a_reader_is_answered_also_where_nothing_can_be_kept(make, monkeypatch):
    make.meetings(make.council(PRIZREN), 2)
    assert facts.Touches("kksb").is_armed
    warnings = []

    def refuse(*_args, **_kwargs):
        raise DatabaseError("read-only")

    monkeypatch.setattr(facts, "_keep", refuse)
    monkeypatch.setattr(facts.log, "warning", lambda text, *_rest, **_more: warnings.append(text))
    assert held() == 2
    assert "were not kept" in warnings[0]


@pytest.mark.django_db
def test_command_finds_a_forged_row_and_computes_it_anew(make, capsys):
    make.meetings(make.council(PRIZREN), 2)
    held()
    call_command("check_facts")
    assert "equals the records" in capsys.readouterr().out
    row = YearlyFigures.objects.get(kind="kksb", year=2025, area=PRIZREN)
    row.figures["meetings_held"] = [9, None, {}]
    del row.figures["established"]
    row.save()
    with pytest.raises(CommandError, match="2 kept figures differ"):
        call_command("check_facts")
    told = capsys.readouterr().err
    assert "kksb 2025 20 meetings_held: kept Figure(numerator=9" in told
    assert "counted Figure(numerator=2" in told
    assert "kksb 2025 20 established: kept None" in told
    call_command("check_facts", "--rebuild", "2025")
    assert set(YearlyFigures.objects.values_list("kind", "year")) == {
        (kind, 2025) for kind in ("klsp", "kksb", "evsb")
    }
    assert Touch.objects.count() == 1
    assert held() == 2


class Hand:
    """Does one thing after the other to the records; each step may find nothing to do."""

    def __init__(self, make):
        self.make = make
        places = [(PRIZREN, "kksb"), (PEJE, "kksb"), (DRAGASH, "kksb"), (PRIZREN, "klsp")]
        self.bodies = [make.council(code, kind=kind) for code, kind in places]
        self.by = UserFactory()
        self.number = 0

    def do(self, name, one, other, day):
        getattr(self, name)(one, other, date(2024, 1, 1) + timedelta(days=day))

    @staticmethod
    def pick(rows, number):
        found = list(rows.order_by("pk"))
        return found[number % len(found)] if found else None

    def body(self, number):
        return self.bodies[number % len(self.bodies)]

    def log(self, one, other, day):
        Meeting.objects.create(
            committee=self.body(one),
            starts_on=day,
            status="held" if other % 3 else "planned",
            incident_discussed=bool(other % 2),
        )

    def change(self, one, other, day):
        if meeting := self.pick(Meeting.objects, one):
            meeting.starts_on, meeting.committee = day, self.body(other)
            meeting.save()

    def join(self, one, other, _day):
        if meeting := self.pick(Meeting.objects, one):
            JointCommittee.objects.get_or_create(meeting=meeting, committee=self.body(other))

    def part(self, one, _other, _day):
        if row := self.pick(JointCommittee.objects, one):
            row.delete()

    def cancel(self, one, _other, _day):
        rows = Meeting.objects.filter(committee=self.body(one))
        rows.update(status="cancelled", incident_discussed=None)

    def member(self, one, other, _day):
        self.make.member(self.body(one), sex="fm"[other % 2])

    def leave(self, one, other, day):
        if row := self.pick(Membership.objects, one):
            if other % 2:
                row.until_on = day
                row.save()
            else:
                Seat.objects.filter(pk=row.seat_id).update(is_voting=False)

    def merge(self, one, other, _day):
        kept, gone = self.pick(Person.objects, one), self.pick(Person.objects, other)
        if kept and kept != gone:
            try:
                merge_persons.unasked(kept=kept, gone=gone, comment="e njëjta", by=self.by)
            except MergeRefused:
                Person.objects.filter(pk=kept.pk).update(sex="m")

    def concern(self, one, other, day):
        ConcernFactory(committee=self.body(one), meeting=None, raised_on=day)
        if other % 2:
            Concern.objects.filter(raised_on=day).update(
                status="resolved", answer="U krye.", answered_on=day + timedelta(days=other)
            )

    def act(self, one, other, day):
        if meeting := self.pick(Meeting.objects, one):
            traits = {"done": True} if other % 2 else {}
            ActionFactory(meeting=meeting, due_on=day, **traits)

    def report(self, one, other, _day):
        body = self.body(one)
        if not NilReport.objects.filter(committee=body).exists() and other % 2:
            NilReportFactory(committee=body, year=2025)
        CompensationReport.objects.update_or_create(
            committee=body, year=2025, defaults={"answer": ["yes", "no", "partly"][other % 3]}
        )

    def plan(self, one, other, _day):
        body = self.body(one)
        plan = WorkPlan.objects.filter(committee=body, year=2025).first()
        plan = plan or WorkPlanFactory(committee=body, year=2025, adopted=True)
        ActivityFactory(plan=plan, **({"done": True} if other % 2 else {}))
        if other % 5 == 0:
            Activity.objects.filter(plan=plan).first().delete()

    def pay(self, one, other, _day):
        body = self.body(one)
        run = body.settlement_runs.first() or SettlementRunFactory(committee=body, closed=True)
        if other % 2:
            PaymentFactory(run=run)

    def read_in(self, one, other, day):
        file = StringIO()
        writer = csv.writer(file)
        writer.writerow(["external_id", "committee", "date", "status", "topics"])
        for code in (PRIZREN, PEJE):
            self.number += 1
            status = ["held", "planned"][other % 2]
            writer.writerow([f"B{self.number}", f"kksb:{code}", day.isoformat(), status, "Raporti"])
        import_file("meetings", "b.csv", file.getvalue().encode(), user=None, dry_run=one % 5 == 0)

    def rule(self, one, other, day):
        if other % 2:
            Rule.objects.filter(kind="kksb").update(value=1 + one % 7)
        else:
            CountingRule.objects.filter(committee_kind="kksb").update(valid_from=day)

    def state(self, one, other, day):
        status = ["active", "suspended", "dissolved"][other % 3]
        Committee.objects.filter(pk=self.body(one).pk).update(status=status, status_on=day)

    def delete(self, one, _other, _day):
        for model in (Concern, Meeting, Membership, WorkPlan):
            row = self.pick(model.objects.filter(pk__isnull=False), one)
            if row and not any(
                relation.related_model._default_manager.filter(
                    **{relation.field.name: row}
                ).exists()
                for relation in model._meta.related_objects
                if not relation.hidden
            ):
                with connection.cursor() as cursor:
                    for through in model._meta.many_to_many:
                        table = through.m2m_db_table()
                        column = through.m2m_column_name()
                        cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [row.pk])  # noqa: S608
                    cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608
                return


STEPS = [
    *("log", "change", "join", "part", "cancel", "member", "leave", "merge", "concern", "act"),
    *("report", "plan", "pay", "read_in", "rule", "state", "delete"),
]


@pytest.mark.django_db
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(STEPS), st.integers(0, 9), st.integers(0, 9), st.integers(0, 729)
        ),
        min_size=4,
        max_size=10,
    )
)
def test_what_holds_equals_the_recount_whatever_was_done(make, steps):
    """All in one transaction, which reads between its own writings."""
    with back_to_nothing():
        hand = Hand(make)
        for name, one, other, day in steps:
            read_everything()
            hand.do(name, one, other, day)
            assert [str(wrong) for wrong in facts.differences()] == []
        read_everything()
        assert len(facts.holding(YEARS, list(every_area()), facts.Touches("kksb"))[YEARS[0]]) > 38


def read_everything():
    for kind in ("kksb", "klsp"):
        facts.figures([Period(kind, 2025), Period(kind, 2024)], set(every_area()))


@contextmanager
def back_to_nothing():
    """What is done inside leaves nothing behind, not even when it fails."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_reader_who_computed_before_a_writer_was_done_keeps_nothing_that_holds(make):
    council = make.council(PRIZREN)
    written, computed_first = threading.Event(), threading.Event()

    def write():
        try:
            with transaction.atomic():
                make.meetings(council, 2)
                written.set()
                assert computed_first.wait(20)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    assert written.wait(20)
    # The writer is not done: what it wrote is not there yet, and its note neither.
    assert held() is None
    assert YearlyFigures.objects.filter(kind="kksb", year=2025).count() > 38
    computed_first.set()
    writer.join()
    assert held() == 2
    assert list(facts.differences()) == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_writers_of_one_council_do_not_wait_for_each_other(make):
    council = make.council(PRIZREN)
    found, second_done = [], threading.Event()

    def write(number, wait_for):
        try:
            with transaction.atomic():
                make.meetings(council, 1, year=2024 + number)
                assert wait_for is None or wait_for.wait(20)
            found.append(number)
        finally:
            connections.close_all()

    first = threading.Thread(target=write, args=[0, second_done])
    first.start()
    second = threading.Thread(target=write, args=[1, None])
    second.start()
    second.join(20)
    second_done.set()
    first.join(20)
    assert found == [1, 0]
    assert held() == 1
    # Notes of finished transactions became one row for each place.
    assert not Touch.objects.filter(mark__gt=0).exists()


@pytest.mark.django_db(transaction=True)
def test_an_edit_shows_at_once_on_a_page_that_is_drawn_once(
    client, make, django_assert_num_queries
):
    council = make.council(PRIZREN)
    make.meetings(council, 2)
    page = "/en/figures/?kind=kksb&year=2025"
    assert shown_of(client.get(page)) == "2"
    # Two choices, the notes, the edition of the year, the demonstration mark.
    with django_assert_num_queries(5):
        assert shown_of(client.get(page)) == "2"
    make.meetings(council, 1, kind="extraordinary")
    assert shown_of(client.get(page)) == "3"
    Meeting.objects.filter(kind="extraordinary").update(kind="residents")
    assert shown_of(client.get(page)) == "2"
    assert "Kuvendet" not in client.get(page).content.decode()
    Rule.objects.filter(kind="kksb").update(name_en="Another rule")
    assert "Another rule asks for" in client.get(page).content.decode()
    assert "Another rule asks for" not in client.get(page.replace("/en/", "/sq/")).content.decode()


def shown_of(response):
    """Return the number of meetings that the chart shows of Prizren."""
    row = response.content.decode().split(f"municipality={PRIZREN}&amp;year=2025")[1]
    return row.split("<strong>")[1].split("</strong>")[0]


@pytest.mark.parametrize("name", NAMES)
def test_who_may_have_figures_computed_anew(world, name):
    assert may_recount(world.person(name)) == (name in {"osce_monitor", "administrator"})


@pytest.mark.django_db
def test_monitors_and_administrators_may_have_figures_computed_anew(client, make, monkeypatch):
    make.meetings(make.council(PRIZREN), 2)
    page = "/en/figures/?kind=kksb&year=2025"
    client.get(page)
    forge()
    assert shown_of(client.get(f"{page}&live=1")) == "9"
    assert "Compute the figures anew" not in client.get(page).content.decode()
    client.force_login(RoleGrantFactory(osce_monitor=True).user)
    text = client.get(page).content.decode()
    assert 'href="/en/figures/?kind=kksb&amp;year=2025&amp;live=1" rel="nofollow"' in text
    response = client.get(f"{page}&live=1")
    assert shown_of(response) == "2"
    assert "were computed anew from the records" in response.content.decode()
    file = f"/en/figures.json?{response.context['export_query']}"
    assert value_of(client.get(file)) == 2
    client.logout()
    assert value_of(client.get(file)) == 9


def value_of(response):
    """Return the number of meetings that a file holds of Prizren."""
    (value,) = {
        row["value"]
        for row in response.json()
        if (row["indicator"], row["area"]) == ("meetings_held", PRIZREN)
    }
    return value


def forge():
    row = YearlyFigures.objects.get(kind="kksb", year=2025, area=PRIZREN)
    row.figures["meetings_held"] = [9, None, {}]
    row.save()
