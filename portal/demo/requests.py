"""Requests to found or change local committees, at every place of their way up."""

from datetime import datetime, time
from functools import partial
from operator import itemgetter

from django.utils import timezone

from accounts.choices import Role
from accounts.models import RoleGrant
from committees.choices import CommitteeKind, CommitteeStatus
from committees.models import Committee
from establishment.actions import start_request
from establishment.choices import Purpose, Route
from establishment.workflow import WAY
from notices.models import Mail
from places.models import PoliceStation
from places.working_days import WorkingDays
from portal.demo import DEMO_ACT
from portal.demo.grounds import FIRST, read_grounds
from portal.demo.names import FURTHER_SETTLEMENTS
from portal.demo.papers import Papers
from portal.demo.past import acting
from portal.demo.stories import STORIES

FILINGS = ("submit", "resubmit", "withdraw")
OPENS, CLOSES = 8, 16


def make_requests(*, today, rng):
    """Let every story happen, each deed on its day; the accounts must be there already."""
    posts = Posts()
    cases = [
        Case(story, name, posts, rng)
        for story, name in zip(STORIES, rng.sample(FURTHER_SETTLEMENTS, len(STORIES)), strict=True)
    ]
    for moment, act in sorted(_deeds(cases, today, rng), key=itemgetter(0)):
        act(moment)
    # Nobody is told of what never happened.
    for case in cases:
        Mail.objects.filter(key__startswith=f"request:{case.request.pk}:").delete()


def _deeds(cases, today, rng):
    """Yield pairs (moment, function to call with it), in the office hours of working days."""
    days = WorkingDays.of_kosovo()
    zone = timezone.get_current_timezone()

    def moment(days_ago):
        hour = time(rng.randrange(OPENS, CLOSES), rng.randrange(60))
        return datetime.combine(days.after(today, -days_ago), hour, tzinfo=zone)

    for case in cases:
        yield moment(case.story.begun), case.begin
        for deed in case.story.way:
            yield moment(deed.days), partial(case.go, deed)


class Posts:
    """Who acts: the accounts of the demonstration by the posts that they hold."""

    def __init__(self):
        self.grounds = {
            station.code: ground for ground in read_grounds() for station in ground.stations
        }
        self.users = {
            (grant.role, grant.station_id, grant.region_id): grant.user
            for grant in RoleGrant.objects.filter(act=DEMO_ACT).select_related("user")
        }

    def filer(self, station, route):
        """The officer of the station where there is one and may file, otherwise the commander."""
        commander = self.users[Role.STATION_COMMANDER, station.pk, None]
        if route != Route.CITIZENS:
            return commander
        return self.users.get((Role.STATION_OFFICER, station.pk, None), commander)

    def holder(self, step):
        """Whoever decides at the level."""
        return self.users[step.role, step.station_id, step.region_id]


class Case:
    """One request on its way, as its story tells."""

    def __init__(self, story, name, posts, rng):
        self.story = story
        self.name = name
        self.posts = posts
        self.rng = rng
        self.ground = posts.grounds[story.station]
        self.station = PoliceStation.objects.get(code=story.station)
        self.filer = posts.filer(self.station, story.route)

    def begin(self, moment):
        """Write the draft."""
        story = self.story
        existing = _committee_that_is_there() if story.covers_existing else None
        settlements = [self.name[self.ground.language]]
        if existing:
            settlements += existing.settlements.values_list("name", flat=True)
        with acting(self.filer, moment):
            self.request = start_request.unasked(
                station=self.station,
                purpose=story.purpose,
                route=story.route,
                committee=None if story.route else existing,
                by=self.filer,
            )
            self.papers = Papers(self.request, self.ground, by=self.filer, rng=self.rng)
            if not story.route:
                self.papers.ask_for_area(settlements)
            elif story.is_half_filled:
                self.papers.ask_for_half(self.name, settlements)
            else:
                self.papers.ask_for_founding(self.name, settlements)

    def go(self, deed, moment):
        """Take a step of the workflow as the one whose step it is."""
        by = self.filer if deed.step in FILINGS else self.posts.holder(self.request.step)
        with acting(by, moment):
            if deed.step == "resubmit":
                self.papers.replace_police()
            reason = deed.reason[self.ground.language] if deed.reason else ""
            WAY.perform(self.request, deed.step, by=by, comment=reason)
        if deed.step == "approve" and self.story.purpose == Purpose.FOUNDING:
            _mark_as_invented(self.request.committee)


def _committee_that_is_there():
    """Return the first local committee of the station Prizren."""
    return Committee.objects.filter(
        kind=CommitteeKind.KLSP,
        status=CommitteeStatus.ACTIVE,
        municipality__code=FIRST,
        station__code="prizren",
    ).earliest("pk")


def _mark_as_invented(committee):
    """Put the act of the demonstration in the place of the decision, also in the history."""
    Committee.objects.filter(pk=committee.pk).update(act=DEMO_ACT)
    committee.history.exclude(act="").update(act=DEMO_ACT)
