"""Secret addresses of personal calendars: one for each person, a new one ends the old."""

import secrets

from django.dispatch import receiver
from django.http import Http404

from accounts.actions import digest_of, tell_owner
from accounts.choices import Change
from accounts.signals import access_ended
from audit.actions import append_event
from core.transactions import atomic
from meetings.models import CalendarFeed


@atomic()
def make_feed(user):
    """Make a new address and end the old one; return its key, which is shown once."""
    key = secrets.token_urlsafe(24)
    feed, _created = CalendarFeed.objects.update_or_create(
        user=user, defaults={"digest": digest_of(key)}
    )
    append_event("calendar.make", by=user, subject=feed)
    tell_owner(user, Change.CALENDAR_MADE, by=user)
    return key


@receiver(access_ended)
def end_feed(user, **_kwargs):
    """End the address; its owner makes another where one is still wanted."""
    CalendarFeed.objects.filter(user=user).delete()


def owner_of(key):
    """Return whose address it is; raises Http404 for an unknown one or a closed account."""
    feed = (
        CalendarFeed.objects.filter(digest=digest_of(key), user__is_active=True)
        .select_related("user")
        .first()
    )
    if feed is None:
        raise Http404
    return feed.user
