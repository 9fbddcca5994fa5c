"""One mail a week to whoever answers for actions: how many are overdue or soon due, and where.

The mail says numbers and addresses only. Where nobody holds the post that answers for an action,
chair and secretary of its committee are told.
"""

from collections import defaultdict
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant, User
from committees.choices import Office
from committees.models import Membership
from meetings.models import Action
from notices.actions import write_mails

SOON = timedelta(days=14)
OFFICES = (Office.CHAIR, Office.SECRETARY)


def write_digests():
    """Write the mails of this week; return how many people have something to answer for.

    Run as often as one likes: nobody is written to twice in a week.
    """
    today = timezone.localdate()
    parts = _parts(today)
    year, week, _day = today.isocalendar()
    for user, own in parts.items():
        write_mails(
            "follow_up/mail/digest",
            [user],
            key=f"actions:{year}-W{week:02}",
            path=partial(reverse, "follow_up:list"),
            context={
                "parts": own,
                "total": sum(part["overdue"] + part["soon"] for part in own),
                "site": settings.SITE_URL,
            },
        )
    return len(parts)


def _parts(today):
    """Return {user: what waits}, their own actions first and then those that nobody answers for."""
    due = Action.objects.open().filter(due_on__lte=today + SOON)
    waiting = {action.pk: action for action in due.select_related("meeting__committee")}
    parts, answered = defaultdict(list), set()
    for user in _candidates(today):
        own = set(due.permitted(user, "own").values_list("pk", flat=True))
        answered |= own
        if own:
            parts[user].append(_part([waiting[pk] for pk in own], today, mine="on"))
    orphans = defaultdict(list)
    for pk in waiting.keys() - answered:
        orphans[waiting[pk].meeting.committee].append(waiting[pk])
    for committee, actions in orphans.items():
        for user in _officers(committee, today):
            part = _part(actions, today, committee=committee.slug)
            parts[user].append(part | {"committee": committee})
    return parts


def _part(actions, today, **narrowed):
    """Count the actions, and say how the list is narrowed to them."""
    overdue = sum(action.due_on < today for action in actions)
    days = {"status": "to_do", "due_from": today, "due_to": today + SOON}
    return {
        "overdue": overdue,
        "soon": len(actions) - overdue,
        "overdue_query": urlencode(narrowed | {"overdue": "on"}),
        "soon_query": urlencode(narrowed | days),
    }


def _candidates(today):
    """Whoever may answer for an action: by a role, or as chair or secretary of a committee."""
    granted = RoleGrant.objects.in_force(today).order_by().values("user")
    seated = Membership.objects.in_force(today).filter(office__in=OFFICES)
    active = User.objects.filter(is_active=True).order_by("pk")
    return active.filter(pk__in=granted) | active.filter(
        pk__in=seated.order_by().values("person__user")
    )


def _officers(committee, today):
    seated = Membership.objects.of(committee).in_force(today).filter(office__in=OFFICES)
    users = User.objects.filter(pk__in=seated.order_by().values("person__user"), is_active=True)
    return users.order_by("pk")
