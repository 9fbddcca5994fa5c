"""Every form of the portal: where its pages lie, in many states, and what they bring."""

import re
from contextlib import contextmanager
from html.parser import HTMLParser
from itertools import cycle, islice

from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from committees.mandates import STEPS
from committees.models import Membership
from concerns.choices import ResponseKind
from tests.addresses import routes
from tests.establishment.conftest import Office
from tests.factories.accounts import ApiTokenFactory, RoleGrantFactory, UserFactory
from tests.factories.committees import (
    MandateFactory,
    MembershipFactory,
    NominationFactory,
    ParticipationFactory,
    PersonalProfileFactory,
    SeatFactory,
    StruckMembershipFactory,
    TrainingFactory,
)
from tests.factories.compensation import (
    EntitlementFactory,
    PaymentFactory,
    SettlementLineFactory,
    SettlementRunFactory,
)
from tests.factories.concerns import ProjectFactory
from tests.factories.meetings import (
    ActionFactory,
    ActivityFactory,
    ConcernFactory,
    DismissalFactory,
    MeetingFactory,
    MinutesFactory,
    WorkPlanFactory,
)
from tests.factories.notices import MailFactory
from tests.factories.places import StationRegionFactory
from tests.factories.reports import EditionFactory, SavedViewFactory
from tests.files import PDF
from tests.roles import TODAY

# Libraries guard their own pages.
LIBRARIES = ("allauth.", "django.", "ninja.")
# Whom most forms are shown, the last first.
LIKELY = "osce_monitor mia_officer station_commander municipal_officer secretary administrator"
# Forms that cannot be tried so: "namespace:name": reason
UNTRIED = {
    "committees:account-person": "offers whom a search found; tests/committees/test_access.py",
    "committees:certificate-find": "leads to a page",
    "establishment:check": "compares a file",
    "meetings:evidence": "keeps a file for the next page",
    "meetings:evidence-attach": "needs the file that the page before kept",
    "publisher:open": "only before the portal opened; tests/publisher/test_opening.py",
    "meetings:import-preview": "needs the file that the page before kept",
    "establishment:chain-create": "its rows hang together; tests/establishment/test_pages.py",
    "meetings:nil-confirm": "a button without a page; tests/meetings/test_quarters.py",
    "reports:view-new": "everybody keeps views of their own",
    "notices:try-again": "a button without a page; tests/notices/test_outbox.py",
    "meetings:import": "keeps a file for the next page",
}
# What a form must be told beside what its page says, for something to be stored.
ALSO = {
    "accounts:change-address": {"email": "re@example.org"},
    "accounts:create": {"role": "osce_monitor"},
    "accounts:role-give": {"role": "osce_monitor"},
    "committees:membership-contact": {"email": "re@example.org", "phone": "044 123 456"},
    "committees:membership-hand-over": {"given_name": "Dea", "family_name": "Re"},
    "committees:membership-correct": {"confirmed": "1"},
    "committees:membership-strike": {"confirmed": "1"},
    "committees:membership-undo": {"confirmed": "1"},
    "committees:strike-take-back": {"confirmed": "1"},
    "committees:seat": {"given_name": "Dea", "family_name": "Re", "capacity": "resident"},
    "concerns:response": {"kind": ResponseKind.values[0]},
    "reports:declared": {"kind": "kksb", "purpose": "Raporti vjetor"},
}
# Where requests stand of which everything is tried.
PLACES = ("draft", "submitted", "region", "returned", "approved", "rejected")
# Parts of an address that say what to do, and not with which record.
CHOICES = {
    "extension": ["csv", "xlsx", "json"],
    "language": ["sr-latn"],
    "part": ["reasons"],
    "quarter": [1],
    "rule": ["without-attendance"],
    "step": [step.step.value for step in STEPS],
    "year": [TODAY.year],
}


class Fields(HTMLParser):
    """The fields of the forms of a page that are sent by POST; blank ones are filled in.

    `texts` are those that take any text, with the number of signs that they take.
    """

    def __init__(self, page, *, fills):
        super().__init__()
        self.fills, self.values, self.within, self.select = fills, {}, False, None
        self.texts = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        is_ = dict(attributes)
        name = is_.get("name")
        if tag == "form":
            self.within = is_.get("method", "").lower() == "post"
        elif tag == "select" and self.within:
            self.select, self.takes_first = name, self.fills or "required" in is_
        elif tag == "option" and self.select and is_.get("value"):
            if "selected" in is_ or (self.takes_first and self.select not in self.values):
                self.values[self.select] = is_["value"]
        elif tag in ("input", "textarea") and self.within and name:
            self.keep(name, is_.get("type", "text"), is_)

    def handle_endtag(self, tag):
        if tag == "form":
            self.within = False
        elif tag == "select":
            self.select = None

    def keep(self, name, kind, is_):
        if kind == "text":
            self.texts[name] = int(is_.get("maxlength") or 1_000)
        if kind in ("checkbox", "radio"):
            if "checked" in is_ or "required" in is_ or self.fills:
                self.values.setdefault(name, is_.get("value", "on"))
        elif kind == "file":
            self.values[name] = "FILE"
        elif is_.get("value"):
            self.values[name] = is_["value"]
        elif kind != "hidden" and ("required" in is_ or self.fills):
            self.values[name] = {
                "date": TODAY.isoformat(),
                "email": "dikush@example.org",
                "number": is_.get("min") or "1",
                "time": "10:00",
            }.get(kind, "Fjala")


def forms():
    """Yield name, whole route and class of every address of ours that takes what is sent."""
    for name, route, view in routes():
        page = getattr(view, "view_class", None)
        if hasattr(page, "post") and not view.__module__.startswith(LIBRARIES):
            yield name, route, page


def invited(by=None):
    """Return an account whose owner has not set a password yet."""
    by = {"invited_at": timezone.now(), "invited_by": by or UserFactory()}
    return UserFactory(password=None, **by)


def with_factor():
    """Return an account whose owner signs in with a second factor."""
    user = UserFactory()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def records(world, owner):
    """Return {the word before a record's key in an address: what leads to each record}.

    What can only be somebody's own is the owner's.
    """
    PersonalProfileFactory(person=owner.person)
    council, station = world.kksb, world.klsp.station
    at = {"committee": council}
    StationRegionFactory(station=station, region=world.here.region)
    office = Office(station, world.here.region)
    requests = [office.at(place) for place in PLACES]
    mandates = [MandateFactory(municipality=world.here), MandateFactory(ended=True)]
    meetings = [
        MeetingFactory(**at, planned=True, starts_on="2026-07-01"),
        MeetingFactory(**at, planned=True, starts_on="2026-06-01"),
        MeetingFactory(**at, held=True, starts_on="2026-05-04", agenda=["Siguria"]),
        MeetingFactory(**at, cancelled=True, starts_on="2026-04-01"),
        MeetingFactory(**at, held=True, starts_on="2026-03-02"),
    ]
    MinutesFactory(meeting=meetings[2], published=True)
    MinutesFactory(meeting=meetings[4])
    training = TrainingFactory(**at)
    plans = [
        WorkPlanFactory(**at, year=2026),
        WorkPlanFactory(**at, year=2025, adopted=True),
    ]
    activities = [ActivityFactory(plan=plan) for plan in plans]
    runs = [
        SettlementRunFactory(**at),
        SettlementRunFactory(**at, closed=True, from_on="2025-10-01", until_on="2025-12-31"),
    ]
    concerns = [
        ConcernFactory(**at, meeting=None, is_incident=True, is_serious=True),
        ConcernFactory(**at, meeting=None, published=True),
    ]
    persons = Membership.objects.of(council).order_by("pk")
    twin = MembershipFactory(committee=world.klsp)
    PersonalProfileFactory(person=MembershipFactory(**at).person, paper=True)
    former = MembershipFactory(**at, until_on="2026-01-31", end_reason="replaced")
    MembershipFactory(seat=former.seat, from_on="2026-02-01", took_over_from=former)
    line = SettlementLineFactory(run=runs[1], membership=persons[0])
    runs[1].meetings.add(line.meeting)

    def below(rows, owner="committee", name="committee", key="slug"):
        return [{name: getattr(getattr(row, owner), key), "pk": row.pk} for row in rows]

    def alone(rows, name="pk", key="pk"):
        return [{name: getattr(row, key)} for row in rows]

    members = [{"committee": council.slug, "pk": row.pk} for row in persons]
    proposed = [row for request in requests for row in request.members.all()[:1]]
    papers = [row for request in requests for row in request.documents.all()[:1]]
    return {
        "": [{}],
        "committees": [
            {"committee": body.slug, "slug": body.slug} for body in (world.kksb, world.klsp)
        ],
        "mandates": [{"pk": row.pk, "mandate": row.pk} for row in mandates],
        "nominations": below([NominationFactory(mandate=mandates[0])], "mandate", "mandate", "pk"),
        "persons": [{"one": persons[0].person_id, "other": twin.person_id}],
        "seats": below([SeatFactory(**at)]),
        "members": [*members, *below(proposed, "request", "number", "number")],
        "struck": [{"committee": council.slug, "pk": StruckMembershipFactory(**at).pk}],
        "documents": below(papers, "request", "number", "number"),
        "trainings": [*alone([training]), *below([training])],
        "participations": alone([ParticipationFactory(training=training, **at)]),
        "requests": alone(requests, "number", "number"),
        "stations": alone([world.nearby], "station", "code"),
        "meetings": [
            {"committee": council.slug, "meeting": meeting.public_id} for meeting in meetings
        ],
        "fix-it": alone(meetings),
        "check": [{"code": "x"}],
        "dismissals": alone([DismissalFactory(meeting=meetings[2])]),
        "concerns": alone(concerns, "number", "number"),
        "projects": below([ProjectFactory(**at), ProjectFactory(**at, running=True)]),
        "actions": alone(
            [ActionFactory(meeting=meetings[2]), ActionFactory(meeting=meetings[2], done=True)]
        ),
        "plans": [
            {"committee": world.klsp.slug, "year": TODAY.year},
            *({"committee": council.slug, "year": row.year} for row in plans),
        ],
        "activities": [
            {"committee": row.plan.committee.slug, "year": row.plan.year, "pk": row.pk}
            for row in activities
        ],
        "rates": alone([line.rate]),
        "entitled": alone([EntitlementFactory(municipality=world.here)]),
        "compensation": below(runs),
        "payments": alone([PaymentFactory(run=runs[1], membership=persons[0], amount="4.00")]),
        "views": alone([SavedViewFactory(role="osce_monitor")]),
        "editions": alone([EditionFactory(year=2025), EditionFactory(year=2024, in_review=True)]),
        "keys": alone([ApiTokenFactory(user=owner)]),
        "mail": alone([MailFactory()]),
        "users": alone(
            [office.station_officer, UserFactory(is_active=False), invited(), with_factor()]
        ),
        "roles": alone(
            [
                RoleGrantFactory(osce_monitor=True),
                RoleGrantFactory(
                    mia_officer=True,
                    user=office.general_director,
                    given_at=timezone.now(),
                    given_by=office.station_officer,
                    confirmed_at=None,
                ),
            ]
        ),
    }


def addresses(route, view, leads):
    """Return the addresses of a form: each record, and each step from a state that knows it."""
    names = re.findall(r"<\w+:(\w+)>", route)
    chosen = [
        name for name in names if name in CHOICES and not (name == "year" and "plans" in route)
    ]
    own = [name for name in names if name not in chosen]
    before = route[: route.index(f":{own[-1]}>")] if own else ""
    word = re.findall(r"(?:^|/)([\w-]+)(?=/)", before)[-1] if own else ""
    found = [row for row in leads[word] if set(own) <= set(row)]
    values = CHOICES | workflow_steps(view)
    kwargs = [{name: row[name] for name in own} for row in found]
    for name in chosen:
        # Each record with one of the choices, and each choice with one of the records.
        number = max(len(kwargs), len(values[name]))
        pairs = islice(zip(cycle(kwargs), cycle(values[name]), strict=False), number)
        kwargs = [row | {name: value} for row, value in pairs]
    return kwargs


def workflow_steps(view):
    workflow = getattr(view, "workflow", None)
    return {"step": [step.name for step in workflow.transitions]} if workflow else {}


@contextmanager
def aside():
    """Take back whatever happens."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def upload():
    return SimpleUploadedFile("shkresa.pdf", PDF, "application/pdf")
