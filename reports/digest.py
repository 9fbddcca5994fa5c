"""One mail a week to each OSCE monitor: what the last full week changed, in numbers and links.

The week is the one from Monday to Sunday before today, so that the mail says the same on whatever
day it is written. What changed is the difference between two days, read from the records of now: a
meeting recorded late counts as if it had been known. Nobody is named.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import RoleGrant, User
from committees.choices import CommitteeKind, CommitteeState
from committees.models import Committee
from meetings.findings import number_of_findings
from meetings.models import Meeting, NilReport
from meetings.pace import Standing
from meetings.quarters import Quarter
from notices.actions import write_mails
from reports.dashboard import Dashboard
from reports.models import Edition

COUNCIL = CommitteeKind.KKSB.value


@dataclass(frozen=True)
class Week:
    """The last full week before a day; `before` is the day on which what it changed still stood."""

    first: date
    last: date

    @classmethod
    def before_day(cls, day):
        first = day - timedelta(days=day.weekday() + 7)
        return cls(first, first + timedelta(days=6))

    @property
    def before(self):
        return self.first - timedelta(days=1)

    @property
    def span(self):
        return self.first, self.last


def write_digests():
    """Write the mails of this week; return how many monitors are told.

    Run as often as one likes: nobody is written to twice in a week.
    """
    today = timezone.localdate()
    news = news_of(Week.before_day(today))
    readers = list(_readers(today)) if any(news["numbers"].values()) else []
    year, week, _day = today.isocalendar()
    write_mails(
        "reports/mail/digest",
        readers,
        key=f"figures:{year}-W{week:02}",
        path=partial(reverse, "reports:dashboard"),
        context=news | {"site": settings.SITE_URL},
    )
    return len(readers)


def _readers(today):
    monitors = RoleGrant.objects.in_force(today).filter(role=Role.OSCE_MONITOR)
    users = User.objects.filter(is_active=True, wants_digest=True)
    return users.filter(pk__in=monitors.order_by().values("user")).order_by("pk")


def news_of(week):
    """Return the numbers of the week, and what the links of the mail need."""
    numbers = _changes_of_state(week) | _editions(week)
    numbers["pace"] = _changes_of_pace(week)
    numbers["nil"] = NilReport.objects.filter(confirmed_at__date__range=week.span).count()
    numbers["silent"] = _silent(week)
    numbers["findings"] = number_of_findings(Committee.objects.all(), week.last)
    return {"numbers": numbers, "week": week}


def _changes_of_state(week):
    """How many bodies came to be, ran out or ended within the week."""
    was, now = (
        dict(Committee.objects.with_state_on(day).order_by().values_list("pk", "state"))
        for day in (week.before, week.last)
    )
    new = [(was[pk], state) for pk, state in now.items() if state != was[pk]]
    states = [state for _before, state in new]
    founded = (CommitteeState.NOT_ESTABLISHED, CommitteeState.ESTABLISHED)
    return {
        "established": new.count(founded),
        "expired": states.count(CommitteeState.MANDATE_EXPIRED),
        "dissolved": states.count(CommitteeState.DISSOLVED),
    }


def _editions(week):
    out = Edition.objects.out().filter(reviewed_at__date__range=week.span)
    return {
        "published": out.filter(number=1).count(),
        "restated": out.filter(number__gt=1).count(),
    }


def _changes_of_pace(week):
    """How many councils stand otherwise to the number of meetings due than a week before.

    In the week in which the year begins all begin anew, and nobody changed.
    """
    year = week.last.year
    if week.before.year != year:
        return 0
    held = Meeting.objects.public().counting(COUNCIL).in_year(year).held()
    by_day = {
        day: held.filter(starts_on__gt=day).number_by_municipality(COUNCIL)
        for day in (week.before, week.last)
    }
    changed = 0
    for row in Dashboard(COUNCIL, year).councils:
        if row.held is not None:
            then, now = (
                _pace(row.standing, later.get(row.place.code, 0), day)
                for day, later in by_day.items()
            )
            changed += then != now
    return changed


def _pace(standing, later, day):
    """The pace as it was on the day: what was held later was still planned."""
    return Standing(
        standing.year,
        standing.due,
        max(standing.held - later, 0),
        standing.planned + later,
        standing.is_founded_this_year,
    ).pace(day)


def _silent(week):
    """How many councils said nothing of a quarter that ended within the week."""
    quarter = Quarter.of(week.first)
    if quarter.last > week.last:
        return 0
    days = (quarter.first, quarter.last)
    spoke = Meeting.objects.public().held().filter(starts_on__range=days)
    nil = NilReport.objects.filter(year=quarter.year, quarter=quarter.number)
    councils = Committee.objects.of_kind(COUNCIL).with_state_on(quarter.last)
    return (
        councils.filter(state=CommitteeState.ESTABLISHED)
        .exclude(pk__in=nil.values("committee"))
        .exclude(pk__in=spoke.values("committee"))
        .exclude(pk__in=spoke.filter(partners__isnull=False).values("partners"))
        .count()
    )
