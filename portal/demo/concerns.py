"""Concerns told to the end: one that climbed the ladder, a grave incident, a problem solved."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from committees.choices import Capacity
from committees.models import Committee
from concerns import actions
from concerns.choices import ResponseKind
from concerns.models import MunicipalResponse, ProblemRecord, Project
from concerns.workflow import PROJECT
from meetings.actions import register_concern
from meetings.choices import Reach, Sensitivity
from meetings.models import Concern, ConcernCategory
from meetings.workflow import CONCERN
from notices.models import Mail
from places.models import Community
from portal.demo.past import acting
from portal.demo.sign_ins import address

COUNCIL = "kksb-prizren"
ZONE = ZoneInfo("Europe/Belgrade")
BRIDGE = (
    "Ura mbi lumë në hyrje të fshatit nuk ka rrethojë; nxënësit e kalojnë çdo ditë.",
    "Most preko reke na ulazu u selo nema ogradu; učenici ga prelaze svakog dana.",
    "The bridge over the river into the village has no railing; pupils cross it every day.",
)
BRIDGE_ANSWER = (
    "Ministria financoi rrethojën; punimet kanë përfunduar.",
    "Ministarstvo je finansiralo ogradu; radovi su završeni.",
    "The ministry paid for the railing; the works are finished.",
)
NOT_OURS = "Rrethoja e urës nuk është në buxhetin e fshatit."
REGIONAL = "Ura është në rrugë rajonale."
GRAVES = "Gurët e varreve në varrezat e vjetra u gjetën të thyer në mëngjes."


def make_concerns(*, today):
    """Tell the stories, and publish what was resolved without an incident."""
    chair = User.objects.get(email=address("chair"))
    officer = User.objects.get(email=address("municipal-officer"))
    ministry = User.objects.get(email=address("mia-officer"))
    _bridge(today, chair=chair, officer=officer, ministry=ministry)
    _graves(today, officer=officer)
    _solve(officer)
    _publish(officer)
    # Nobody is told of what never happened.
    Mail.objects.filter(key__startswith="concern:").delete()


def _at(day):
    return datetime.combine(day, time(18), ZONE)


def _bridge(today, *, chair, officer, ministry):
    council = Committee.objects.get(slug=COUNCIL)
    chaired = Committee.objects.filter(kind="klsp", seats__memberships__person__user=chair)
    local = chaired.earliest("pk")
    raised_on = today - timedelta(days=120)
    concern = Concern(
        committee=local,
        raised_on=raised_on,
        raised_as=Capacity.SCHOOL,
        category=ConcernCategory.objects.get(code="road_condition"),
        settlement=local.settlements.first(),
        reach=Reach.ALL,
        sensitivity=Sensitivity.PUBLIC,
        description=BRIDGE[0],
    )
    with acting(officer, _at(raised_on)):
        register_concern.unasked(concern, [], by=officer)
        _step(concern, "refer", officer, NOT_OURS, receiver=f"committee:{council.pk}")
    with acting(officer, _at(raised_on + timedelta(days=14))):
        _step(concern, "take-up", officer)
        _step(concern, "refer", officer, REGIONAL, receiver="ministry:mia")
    with acting(ministry, _at(raised_on + timedelta(days=40))):
        _step(concern, "take-up", ministry)
        _step(concern, "answer", ministry, BRIDGE_ANSWER[0])
    with acting(officer, _at(raised_on + timedelta(days=44))):
        _step(concern, "answer", officer, BRIDGE_ANSWER[0])
        closing = {"answer": BRIDGE_ANSWER[0], "answered_on": raised_on + timedelta(days=44)}
        _step(concern, "resolve", officer, **closing)
        for language, said, done in zip(
            ("sr-latn", "en"), BRIDGE[1:], BRIDGE_ANSWER[1:], strict=True
        ):
            actions.save_text.unasked(concern, language, description=said, answer=done, by=officer)
        actions.publish.unasked(concern, by=officer)


def _step(concern, name, by, comment="", **facts):
    CONCERN.perform(concern, name, by=by, comment=comment, **facts)


def _graves(today, *, officer):
    council = Committee.objects.get(slug=COUNCIL)
    happened_on = today - timedelta(days=9)
    concern = Concern(
        committee=council,
        raised_on=happened_on,
        occurred_on=happened_on,
        raised_as=Capacity.STATION_COMMANDER,
        category=ConcernCategory.objects.get(code="cemetery_damage"),
        is_incident=True,
        is_serious=True,
        reach=Reach.NAMED,
        description=GRAVES,
    )
    with acting(officer, _at(happened_on)):
        register_concern.unasked(concern, Community.objects.filter(code="serb"), by=officer)
        _step(concern, "take-up", officer)
    for days, kind in ((1, ResponseKind.CONDEMNATION), (3, ResponseKind.VISIT)):
        day = happened_on + timedelta(days=days)
        with acting(officer, _at(day)):
            response = MunicipalResponse(concern=concern, kind=kind, taken_on=day)
            actions.record_response.unasked(response, by=officer)


def _solve(officer):
    """A problem worked through in four steps, and the project that came of it."""
    concern = (
        Concern.objects.filter(committee__slug=COUNCIL, is_serious=False).open().earliest("pk")
    )
    record = ProblemRecord(
        concern=concern,
        scanning="Banorët ankohen çdo javë; mbrëmjeve rruga është bosh dhe e errët.",
        analysis="Katër shtylla janë pa dritë që nga vjeshta; patrulla kalon vetëm ditën.",
        response="Ndriçimi ndërrohet me donator; patrullë në mbrëmje deri në maj.",
    )
    with acting(officer, timezone.now()):
        actions.save_problem.unasked(record, by=officer)
    project = Project.objects.create(
        committee=concern.committee,
        concern=concern,
        title="Ndriçim i ri me energji diellore",
        description="Dhjetë shtylla në rrugën e shkollës.",
    )
    begun_on = timezone.localdate() - timedelta(days=20)
    with acting(officer, _at(begun_on)):
        PROJECT.perform(
            project, "begin", by=officer, donor="OSBE", cost=Decimal("4850.00"), started_on=begun_on
        )


def _publish(officer):
    """Let residents read what was resolved; nobody writes a history of invented years."""
    answered = Concern.objects.filter(
        answered_on__isnull=False, sensitivity=Sensitivity.PUBLIC, published_at=None
    )
    # One answer of the coordinator's council still waits to be looked at.
    waiting = answered.filter(committee__slug=COUNCIL, status="resolved").latest("pk")
    answered.exclude(pk=waiting.pk).update(published_at=timezone.now(), published_by=officer)
