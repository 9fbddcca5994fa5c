"""The demonstration shows everything there is, and never breaks the rules of the records."""

from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Q
from django.test import Client, TestCase

from accounts.choices import Role, Scope
from accounts.models import RoleGrant
from committees.choices import Capacity, CommitteeKind, CommitteeState, Office, Sex
from committees.models import Committee, Membership, Person, Seat
from core.policy import may
from meetings.choices import (
    AttendanceCode,
    CompensationAnswer,
    DatePrecision,
    MeetingKind,
    MeetingStatus,
    WorkPlanAnswer,
)
from meetings.models import AgendaItem, Attendance, CompensationReport, Concern, Meeting, WorkPlan
from places.models import Municipality, PoliceStation
from portal.demo import DEMO_ACT, is_demo
from portal.demo.build import Country
from portal.demo.progress import Progress
from portal.demo.sign_ins import PASSWORD, SIGN_INS
from portal.demo.sizes import SMALL, Size, scaled
from tests.factories.accounts import UserFactory
from tests.factories.committees import CommitteeFactory

TINY = Size(councils=3, local_committees=4, years=4)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("Europe/Belgrade"))


def attended_without_membership():
    """Attendance of somebody who was not a member on the day of the meeting."""
    return Attendance.objects.filter(
        Q(membership__from_on__gt=F("meeting__starts_on"))
        | Q(membership__until_on__lt=F("meeting__starts_on"))
    )


def values(queryset, field):
    return set(queryset.order_by().values_list(field, flat=True))


class TestSmallSet(TestCase):
    """What `make run` shows, built once on a day late in the year."""

    today = date(2026, 11, 21)

    @classmethod
    def setUpTestData(cls):
        clock = time_machine.travel(noon(cls.today), tick=False)
        clock.start()
        cls.addClassCleanup(clock.stop)
        call_command("load_reference_data", stdout=StringIO())
        cls.output = StringIO()
        call_command("load_demo", stdout=cls.output)

    def test_it_is_a_demonstration(self):
        assert is_demo()
        assert values(Committee.objects, "act") == {DEMO_ACT}

    def test_says_what_was_made(self):
        lines = self.output.getvalue().splitlines()
        assert "      94 committees" in lines
        assert f"{Meeting.objects.count():>8,} meetings" in lines
        assert f"{len(SIGN_INS):>8,} users" in lines

    def test_34_of_38_councils(self):
        councils = Committee.objects.of_kind(CommitteeKind.KKSB)
        without = Municipality.objects.exclude(pk__in=councils.values("municipality"))
        assert councils.count() == SMALL.councils
        assert values(without, "region__code") == {"mitrovice-veri"}
        assert without.count() == 4

    def test_committees_in_every_state(self):
        states = Counter(Committee.objects.with_state_on(self.today).values_list("kind", "state"))
        assert states == {
            (CommitteeKind.KKSB, CommitteeState.ESTABLISHED): 33,
            (CommitteeKind.KKSB, CommitteeState.MANDATE_EXPIRED): 1,
            (CommitteeKind.KLSP, CommitteeState.ESTABLISHED): 58,
            (CommitteeKind.KLSP, CommitteeState.INACTIVE): 1,
            (CommitteeKind.KLSP, CommitteeState.DISSOLVED): 1,
        }

    def test_every_kind_of_record_is_there(self):
        assert values(Meeting.objects, "status") == set(MeetingStatus)
        assert values(Meeting.objects, "kind") == set(MeetingKind)
        assert values(Meeting.objects, "precision") == set(DatePrecision)
        assert values(Meeting.objects, "incident_discussed") == {True, False, None}
        assert values(Attendance.objects, "code") == set(AttendanceCode)
        assert values(WorkPlan.objects.with_answer(), "answer") == set(WorkPlanAnswer)
        assert values(CompensationReport.objects, "answer") == set(CompensationAnswer)
        assert values(Concern.objects, "is_incident") == {True, False}
        assert Concern.objects.filter(communities__isnull=False).exists()
        assert values(Person.objects, "sex") == {"", Sex.FEMALE, Sex.MALE}
        assert values(Membership.objects, "office") == set(Office)

    def test_councils_differ_this_year(self):
        of_year = Meeting.objects.of_kind(CommitteeKind.KKSB).in_year(2026)
        held = Counter(of_year.held().counting().values_list("committee", flat=True))
        assert sum(number >= 6 for number in held.values()) >= 5
        assert sum(number == 5 for number in held.values()) >= 2
        assert sum(1 < number < 5 for number in held.values()) >= 5
        silent = of_year.awaiting_report(self.today).exclude(committee__in=held)
        assert values(silent, "committee")
        assert of_year.upcoming(self.today).exists()

    def test_coordinator_finds_work(self):
        of_prizren = Meeting.objects.filter(committee__slug="kksb-prizren")
        assert of_prizren.awaiting_report(self.today).exists()
        assert of_prizren.upcoming(self.today).exists()

    def test_nothing_is_held_in_the_future(self):
        assert not Meeting.objects.held().filter(starts_on__gte=self.today).exists()
        assert not Attendance.objects.exclude(meeting__status=MeetingStatus.HELD).exists()
        assert not WorkPlan.objects.filter(
            Q(adopted_on__gt=self.today)
            | Q(recommended_on__gt=self.today)
            | Q(assembly_approved_on__gt=self.today)
        ).exists()

    def test_only_members_attend(self):
        assert Attendance.objects.exists()
        assert not attended_without_membership().exists()
        assert not Attendance.objects.exclude(
            membership__seat__committee=F("meeting__committee")
        ).exists()

    def test_nobody_meets_before_the_beginning_or_after_the_end(self):
        for committee in Committee.objects.exclude(status_on=None):
            assert not committee.meetings.filter(starts_on__gt=committee.status_on).exists()
        assert not Meeting.objects.filter(starts_on__lt=F("committee__established_on")).exists()

    def test_not_applicable_where_no_meeting_was_held(self):
        for report in CompensationReport.objects.all():
            held = report.committee.meetings.held().in_year(report.year).exists()
            assert held == (report.answer != CompensationAnswer.NOT_APPLICABLE)

    def test_one_person_a_seat(self):
        in_force = Membership.objects.in_force(self.today)
        assert max(Counter(in_force.values_list("seat", flat=True)).values()) == 1

    def test_seats_of_a_council(self):
        seats = Seat.objects.filter(committee__slug="kksb-prizren")
        assert values(seats, "capacity") >= {
            Capacity.MAYOR,
            Capacity.STATION_COMMANDER,
            Capacity.DEPUTY_MAYOR_COMMUNITIES,
            Capacity.COORDINATOR,
            Capacity.WOMEN_NGO,
            Capacity.YOUTH,
            Capacity.KLSP,
        }
        communities = seats.exclude(represents_community=None)
        assert values(communities, "represents_community__code") == {
            *("albanian", "bosniak", "turkish", "roma")
        }

    def test_serbian_where_it_is_spoken(self):
        titles = AgendaItem.objects.filter(meeting__committee__slug="kksb-partesh")
        assert titles.filter(title="Usvajanje prethodnog zapisnika").exists()
        assert not titles.filter(title="Miratimi i procesverbalit të kaluar").exists()

    def test_meetings_are_found_by_their_agenda(self):
        assert Meeting.objects.matching("siguria ne shkolla").exists()

    def test_leaves_no_history(self):
        for model in (Committee, Person, Membership, Meeting, Attendance):
            assert not model.history.exists()

    def test_everybody_can_sign_in(self):
        for email, _label, password in SIGN_INS:
            assert password == PASSWORD
            assert Client().login(email=email, password=password), email
            assert EmailAddress.objects.filter(email=email, verified=True, primary=True).exists()

    def test_every_role_and_scope_has_an_account(self):
        grants = RoleGrant.objects.in_force(self.today)
        assert values(grants, "role") == set(Role)
        assert {Role(role).scope for role in values(grants, "role")} == set(Scope)

    def test_offices_have_accounts(self):
        offices = {
            (member.person.user.email.partition("@")[0], member.seat.committee.kind, member.office)
            for member in Membership.objects.in_force(self.today)
            .exclude(person__user=None)
            .select_related("person__user", "seat__committee")
        }
        assert offices == {
            ("coordinator", CommitteeKind.KKSB, Office.SECRETARY),
            ("member", CommitteeKind.KKSB, Office.MEMBER),
            ("chair", CommitteeKind.KLSP, Office.CHAIR),
            ("police-representative", CommitteeKind.KLSP, Office.POLICE),
        }
        coordinator = get_user_model().objects.get(email="coordinator@demo.example")
        assert may(coordinator, "add_meeting", Committee.objects.get(slug="kksb-prizren"))

    def test_a_second_time_is_refused(self):
        with pytest.raises(CommandError, match="demonstration data already"):
            call_command("load_demo")


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    "today",
    [date(2026, 1, 1), date(2026, 12, 10), date(2026, 12, 31), date(2028, 2, 29)],
    ids=str,
)
def test_holds_on_any_day_of_the_year(today):
    with time_machine.travel(noon(today), tick=False):
        Country(TINY, seed=1).build()
    assert not Meeting.objects.held().filter(starts_on__gte=today).exists()
    assert Meeting.objects.upcoming(today).filter(starts_on__lt=today + timedelta(90)).exists()
    assert Attendance.objects.exists()
    assert not attended_without_membership().exists()


@pytest.mark.usefixtures("reference")
def test_one_seed_makes_one_country():
    assert made(seed=1) == made(seed=1)
    assert made(seed=1) != made(seed=2)


def made(seed):
    """Build, take down what came of it, and undo it."""
    with transaction.atomic():
        counts = Country(TINY, seed).build()
        meetings = list(
            Meeting.objects.order_by("pk").values_list("committee__slug", "starts_on", "status")
        )
        transaction.set_rollback(True)
    return dict(counts), meetings


@pytest.mark.usefixtures("reference")
def test_refuses_beside_real_committees():
    CommitteeFactory(act="Decision 01/2024")
    with pytest.raises(CommandError, match="not demonstration data"):
        call_command("load_demo")
    assert Committee.objects.count() == 1
    assert not is_demo()


@pytest.mark.django_db
def test_refuses_without_places():
    PoliceStation.objects.all().delete()
    Municipality.objects.all().delete()
    with pytest.raises(CommandError, match="load_reference_data"):
        call_command("load_demo")


@pytest.mark.usefixtures("reference")
def test_leaves_other_accounts_alone():
    UserFactory(email="first@example.org")
    call_command("load_demo", scale=0.01, stdout=StringIO())
    assert get_user_model().objects.count() == 1 + len(SIGN_INS)
    assert not Client().login(email="first@example.org", password=PASSWORD)


@pytest.mark.parametrize(
    ("scale", "size"),
    [(1, Size(38, 400, 12)), (0.1, Size(4, 40, 12)), (2, Size(38, 800, 12))],
)
def test_scale_is_proportional(scale, size):
    assert scaled(scale) == size


def test_bar_fills():
    stream = StringIO()
    progress = Progress(stream, total=2)
    progress.step()
    assert stream.getvalue() == f"\r[{'#' * 20}{' ' * 20}] 1/2 committees"
    progress.step()
    assert stream.getvalue().endswith(f"\r[{'#' * 40}] 2/2 committees\n")
