"""The demonstration shows everything there is, and never breaks the rules of the records."""

from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F, Q
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from accounts.choices import Role, Scope
from accounts.models import RoleGrant
from audit.models import AuditEvent
from committees.choices import (
    Capacity,
    CommitteeKind,
    CommitteeState,
    MandateStep,
    Office,
    ParticipationStatus,
    Sex,
)
from committees.mandates import standings
from committees.models import (
    Committee,
    Mandate,
    Membership,
    Nomination,
    Participation,
    Person,
    Seat,
    Training,
)
from committees.persons import alike_pairs, with_places
from compensation.models import Rate, SettlementRun
from compensation.yearly import answers_of
from core.policy import may
from core.uploads import checked
from establishment.choices import DecisionStatus, DocumentKind, Purpose, RequestStatus, Route
from establishment.evidence import hindrance
from establishment.models import Decision, EstablishmentRequest, Move, RequestDocument
from establishment.permissions import DECISIONS, FILINGS
from establishment.snapshot import changes_between
from establishment.timing import stays_of
from meetings.choices import (
    ActionStatus,
    ActivityState,
    AttendanceCode,
    CompensationAnswer,
    DatePrecision,
    MeetingKind,
    MeetingStatus,
    WorkPlanAnswer,
    WorkPlanStatus,
)
from meetings.findings import number_of_findings
from meetings.invitations import reach
from meetings.models import (
    Action,
    ActionProof,
    Activity,
    AgendaItem,
    Attendance,
    CompensationReport,
    Concern,
    Dismissal,
    JointCommittee,
    Meeting,
    WorkPlan,
)
from notices.models import Mail
from places.models import Municipality, PoliceStation
from places.working_days import WorkingDays
from portal.demo import DEMO_ACT, is_demo
from portal.demo.build import Country
from portal.demo.minutes import COUNCIL
from portal.demo.past import acting
from portal.demo.progress import Progress
from portal.demo.sign_ins import PASSWORD, SIGN_INS, address
from portal.demo.sizes import SMALL, Size, scaled
from reports.differences import between
from reports.models import Edition
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


def days_of_requests():
    """Every day that a request names, but the one by which it is to be decided."""
    request = EstablishmentRequest.objects
    return set().union(
        *(values(request, name) for name in ("submitted_on", "arrived_on", "decided_on")),
        *(values(request, name) for name in ("letter_on", "analysis_to", "consent_on")),
        values(Decision.objects, "decided_on"),
        values(Committee.objects, "established_on"),
    ) - {None}


def moments_of_requests():
    """Every moment at which something was done with a request."""
    return set().union(
        values(Move.objects, "moved_at"),
        values(EstablishmentRequest.objects, "status_at"),
        values(EstablishmentRequest.history, "history_date"),
        values(Committee.history, "history_date"),
        values(RequestDocument.objects, "uploaded_at"),
    ) - {None}


class TestSmallSet(TestCase):
    """What `make run` shows, built once on a day late in the year."""

    today = date(2026, 11, 21)

    @classmethod
    def setUpTestData(cls):
        media = cls.enterClassContext(TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=media))
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
        assert "      96 committees" in lines
        assert f"{Meeting.objects.count():>8,} meetings" in lines
        assert f"{get_user_model().objects.count():>8,} users" in lines
        assert "      15 establishment requests" in lines

    def test_editions_in_every_state_but_draft(self):
        made = Edition.objects.order_by("kind", "year", "pk")
        assert values(made, "status") == {"in_review", "published", "superseded"}
        first, second = made.filter(kind="kksb", year=self.today.year - 2)
        assert (first.status, second.number) == ("superseded", 2)
        assert second.reason
        assert [row.change_text for row in between(first, second).rows if row.area == ""][0] == "+1"
        for row in made:
            assert row.prepared_by != row.reviewed_by
            assert row.computed_sha256() == row.sha256

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
            (CommitteeKind.KLSP, CommitteeState.ESTABLISHED): 60,
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
        assert values(WorkPlan.objects, "status") == set(WorkPlanStatus)
        assert values(Activity.objects, "state") == set(ActivityState)
        assert values(Activity.objects, "quarter") == {1, 2, 3, 4}
        assert values(CompensationReport.objects, "answer") == set(CompensationAnswer)
        assert values(Concern.objects, "is_incident") == {True, False}
        assert Concern.objects.filter(communities__isnull=False).exists()
        assert values(Person.objects, "sex") == {"", Sex.FEMALE, Sex.MALE}
        assert values(Membership.objects, "office") == set(Office)

    def test_plans_tell_their_way(self):
        plans = {plan.year: plan for plan in WorkPlan.objects.filter(committee__slug=COUNCIL)}
        last, this, following = (plans[year] for year in (2025, 2026, 2027))
        assert (last.status, following.status) == (WorkPlanStatus.APPROVED, WorkPlanStatus.DRAFT)
        assert last.adopted_at.committee == last.committee
        assert this.activities.to_do(self.today).exists()
        assert values(following.activities, "state") == {ActivityState.PLANNED}
        seen = WorkPlan.objects.with_answer().get(pk=this.pk)
        assert seen.answer == WorkPlanAnswer.WITH_ACTIVITIES
        only_days = WorkPlan.objects.adopted().filter(activities=None)
        assert only_days.exclude(activities_for_communities=None).exists()

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
            | Q(given_for_information_on__gt=self.today)
        ).exists()
        assert not Activity.objects.filter(done_on__gt=self.today).exists()

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

    def test_mandates_in_every_step(self):
        rows = standings(Municipality.objects.all(), today=self.today, asked={})
        assert {row.mandate is None for row in rows} == {False}
        assert {row.step for row in rows} == {
            MandateStep.NOTICE,
            MandateStep.NOMINATIONS,
            MandateStep.IN_FORCE,
        }
        assert {row.is_overdue for row in rows if row.has_council} == {True, False}
        never = [row for row in rows if not row.has_council]
        assert [row.days_since_oath for row in never] == [200] * 4
        assert Nomination.objects.filter(mandate__municipality__code="20").exists()
        for mandate in Mandate.objects.all():
            mandate.full_clean()

    def test_one_member_serves_beyond_the_term_and_two_rows_look_alike(self):
        late = Membership.objects.beyond_term(self.today)
        assert values(late, "seat__committee__slug") == {"kksb-prizren"}
        persons = Person.objects.filter(memberships__seat__committee__municipality__code="20")
        pairs = alike_pairs(with_places(persons.distinct().order_by("pk")))
        assert any(pair.is_same_name and pair.is_same_place for pair in pairs)

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

    def test_oddities_are_there(self):
        joint = JointCommittee.objects.get()
        assert joint.committee != joint.meeting.committee
        assert joint.meeting.status == MeetingStatus.HELD
        urgent = Meeting.objects.filter(kind=MeetingKind.EXTRAORDINARY).exclude(call_reason="")
        assert urgent.exists()
        assert Meeting.objects.get(precision=DatePrecision.UNKNOWN).known_from == joint.meeting
        dismissal = Dismissal.objects.get()
        assert Dismissal.objects.with_lapse([Meeting, Committee, Membership]).get().lapsed is False
        assert dismissal.committee == joint.meeting.committee
        assert number_of_findings(Committee.objects.all(), self.today) > 0

    def test_has_a_history_only_of_what_people_did(self):
        """Nobody entered the past by hand: what requests founded, oddities, one correction."""
        by_hand = AuditEvent.objects.filter(action__in=["meeting.report", "meeting.convene"])
        meetings = {str(pk) for pk in values(Meeting.history, "id")}
        assert meetings == values(by_hand, "subject_key")
        assert len(meetings) == 5
        assert not Attendance.history.exists()
        founded = set(Decision.objects.values_list("committee", flat=True))
        assert set(Committee.history.values_list("id", flat=True)) == founded
        members = Membership.objects.filter(seat__committee__in=founded)
        assert values(Membership.history, "id") == values(members, "pk")
        assert values(Person.history, "id") == values(members, "person")

    def test_actions_in_every_state_some_overdue_and_one_answered_by_the_police(self):
        assert values(Action.objects, "status") == set(ActionStatus)
        assert f"{Action.objects.count():>8,} actions" in self.output.getvalue().splitlines()
        assert Action.objects.overdue(self.today).count() > 10
        assert not Action.objects.filter(done_on__gt=self.today).exists()
        assert not Action.objects.filter(done_on__lt=F("meeting__starts_on")).exists()
        assert not Action.objects.filter(due_on__lt=F("meeting__starts_on")).exists()
        assert values(Action.objects.unrecognised(), "addressee") == {
            "Kompania e parkingjeve",
            "Preduzeće za parkinge",
        }
        proof = ActionProof.objects.get()
        commander = get_user_model().objects.get(email=address("station-commander"))
        assert (proof.action.status_by, proof.uploaded_by) == (commander, commander)
        assert [row.status for row in proof.action.history.order_by("history_id")][-2:] == [
            "in_progress",
            "done",
        ]

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

    def test_requests_of_every_kind(self):
        requests = EstablishmentRequest.objects
        assert values(requests, "status") == set(RequestStatus)
        assert values(requests.filter(status=RequestStatus.DRAFT), "route") == set(Route)
        assert values(requests, "purpose") == {Purpose.FOUNDING, Purpose.AREA}
        assert set(requests.values_list("number", flat=True)) == {
            f"K-2026-{number:04}" for number in range(1, requests.count() + 1)
        }

    def test_only_drafts_are_incomplete(self):
        for request in EstablishmentRequest.objects.all():
            assert bool(hindrance(request)) == (request.status == RequestStatus.DRAFT), request

    def test_station_without_a_region_waits_for_one(self):
        request = EstablishmentRequest.objects.get(status=RequestStatus.SUBMITTED)
        assert not request.station.regions.exists()
        assert request.region is None
        assert not request.steps.exists()

    def test_nobody_decides_on_what_they_filed_or_at_two_levels(self):
        for request in EstablishmentRequest.objects.all():
            filers = values(request.moves.filter(name__in=FILINGS), "moved_by")
            decided = request.moves.filter(name__in=DECISIONS)
            deciders = values(decided, "moved_by")
            assert filers.isdisjoint(deciders)
            assert len(set(decided.values_list("moved_by", "step"))) == len(deciders)
            assert not decided.filter(grant=None).exists()

    def test_moves_follow_one_another_without_a_gap(self):
        for request in EstablishmentRequest.objects.all():
            moves = list(request.moves.order_by("number"))
            assert [move.number for move in moves] == list(range(1, request.version + 1))
            assert moves == sorted(moves, key=lambda move: move.moved_at)
            states = [RequestStatus.DRAFT, *(move.after for move in moves)]
            assert [move.before for move in moves] == states[:-1]
            assert request.status == states[-1]
            assert request.status_at == (moves[-1].moved_at if moves else None)

    def test_deadlines_agree_with_the_moves(self):
        days = WorkingDays.of_kosovo()
        for request in EstablishmentRequest.objects.filter(status=RequestStatus.AT_LEVEL):
            stays = stays_of(request.moves.order_by("number"), days, self.today)
            here = [stay for stay in stays if stay.step == request.step and stay.is_at_level]
            left = days.between(self.today, request.due_on)
            assert request.arrived_on == here[-1].began_on
            assert sum(stay.days for stay in here) + left == request.step.working_days

    def test_approved_requests_found_committees(self):
        approved = EstablishmentRequest.objects.filter(status=RequestStatus.APPROVED)
        assert approved.count() == 2
        for request in approved:
            committee, decision = request.committee, request.decision
            assert committee.registry_number.startswith(f"KLSP-{request.decided_on.year}-")
            assert committee.established_on == decision.decided_on == request.decided_on
            assert committee.deadlines.open().filter(due_on__gte=self.today).exists()
            assert decision.status == DecisionStatus.VALID
            assert values(decision.letters, "language") == {"sq", "sr-latn", "en"}
            members = Membership.objects.of(committee).in_force(self.today)
            assert members.count() == request.members.named().count()

    def test_correction_shows_what_changed(self):
        request = EstablishmentRequest.objects.get(round=2)
        before, after = (move.submitted for move in request.moves.exclude(submitted=None))
        (change,) = changes_between(before, after)
        assert "police representative" in change["before"]
        assert change["before"] != change["after"]

    def test_requests_wait_for_every_level(self):
        waiting = {
            account: EstablishmentRequest.objects.waiting_for(
                get_user_model().objects.get(email=address(account))
            )
            for account in (
                *("station-officer", "station-commander", "regional-director"),
                *("community-policing", "general-director"),
            )
        }
        assert all(waiting.values())
        at_region = waiting["regional-director"]
        soon = WorkingDays.of_kosovo().after(self.today, 2)
        assert at_region.overdue(self.today).exists()
        assert at_region.filter(due_on__range=(self.today, soon)).exists()
        assert values(waiting["station-officer"], "status") == {RequestStatus.RETURNED}

    def test_citizens_enclose_their_letter(self):
        for request in EstablishmentRequest.objects.filter(route=Route.CITIZENS):
            letters = request.documents.filter(kind=DocumentKind.LETTER)
            assert letters.exists() == (request.status != RequestStatus.DRAFT)

    def test_trainings_are_certified_or_wait_for_it(self):
        assert values(Participation.objects, "status") == {
            ParticipationStatus.ATTENDED,
            ParticipationStatus.CERTIFIED,
        }
        numbers = Participation.objects.certified().values_list("certificate_number", flat=True)
        for year in {number.split("-")[1] for number in numbers}:
            given = sorted(int(n.split("-")[2]) for n in numbers if n.split("-")[1] == year)
            assert given == list(range(1, len(given) + 1))
        assert not Training.objects.exclude(provider__contains=DEMO_ACT).exists()

    def test_runs_are_paid_partly_paid_and_in_the_making(self):
        runs = list(SettlementRun.objects.with_paid().order_by("from_on"))
        assert [run.shown_status.label for run in runs] == ["paid", "closed", "draft"]
        assert 0 < runs[1].paid < runs[1].total
        assert all(run.total == sum(line.amount for line in run.lines.all()) for run in runs[:2])
        assert not Rate.objects.exclude(source__contains=DEMO_ACT).exists()
        assert answers_of(runs[0].committee) == {runs[0].from_on.year: CompensationAnswer.PARTLY}

    def test_nobody_is_told_of_what_never_happened(self):
        """The one thing that is told of is the invitation to the meeting that was convened."""
        [meeting] = Meeting.objects.filter(status_by__email=address("chair"))
        assert meeting.status == MeetingStatus.CONVENED
        mails = Mail.objects.filter(key__startswith=f"meeting:{meeting.pk}:invite:")
        assert mails.count() == Mail.objects.count()
        told = {mail.recipient.partition("@")[0] for mail in mails.select_related("to")}
        noted = {name for name in told if name.startswith("anetari-")}
        assert told - noted == {*("chair", "police-representative", "mysafir")}
        # Some members have an account, some an address that was noted, and some neither.
        assert noted
        assert reach(meeting).missed
        assert all("METHOD:REQUEST" in mail.attachment for mail in mails)
        # The terminal of the first start belongs to the sign-ins.
        assert not Mail.objects.due(timezone.now()).exists()

    def test_who_filed_elsewhere_cannot_sign_in(self):
        absent = get_user_model().objects.filter(is_active=False)
        assert absent.count() == 3
        assert values(absent, "email").isdisjoint(email for email, *_rest in SIGN_INS)
        assert not any(user.has_usable_password() for user in absent)

    def test_a_second_time_is_refused(self):
        with pytest.raises(CommandError, match="demonstration data already"):
            call_command("load_demo")


# The calendar is that of the program, and the small set above is built on both databases.
@pytest.mark.once
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
    assert values(SettlementRun.objects, "status") == {"closed", "draft"}
    assert SettlementRun.objects.closed().count() == 2
    assert Attendance.objects.exists()
    assert not attended_without_membership().exists()
    assert values(EstablishmentRequest.objects, "status") == set(RequestStatus)
    assert EstablishmentRequest.objects.overdue(today).exists()
    assert max(days_of_requests()) < today
    assert max(moments_of_requests()) < noon(today)
    for document in RequestDocument.objects.all():
        with document.file.open() as file:
            assert checked(file).content_type == document.content_type


@pytest.mark.usefixtures("reference")
def test_clock_and_history_are_given_back():
    user, moment = UserFactory(), noon(date(2020, 5, 4))
    with acting(user, moment):
        committee = CommitteeFactory()
        assert timezone.localdate() == date(2020, 5, 4)
    other = CommitteeFactory()
    assert timezone.localdate() > date(2020, 5, 4)
    made, by_nobody = committee.history.get(), other.history.get()
    assert (made.history_date, made.history_user) == (moment, user)
    assert by_nobody.history_user is None


# The chance is that of the program, and the small set above is built on both databases.
@pytest.mark.once
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
        requests = list(
            EstablishmentRequest.objects.order_by("pk", "members__pk").values_list(
                *("number", "name_sq", "status", "status_at", "due_on", "members__name_key")
            )
        )
        transaction.set_rollback(True)
    return counts, meetings, requests


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
    assert get_user_model().objects.filter(is_active=True).count() == 1 + len(SIGN_INS)
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
