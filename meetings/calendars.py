"""Meetings as a calendar (RFC 5545) that programs subscribe to.

A meeting keeps its UID for good and raises its SEQUENCE with every change, so that a changed date
moves and a cancelled meeting is struck out instead of standing twice.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vText,
)

from meetings.choices import DatePrecision, MeetingStatus
from meetings.models import AgendaItem

# Nobody writes down when a meeting ends; calendars want to know.
USUAL_LENGTH = timedelta(hours=2)
# How far back a feed reaches.
BACK = timedelta(days=180)
_STATUS = {
    MeetingStatus.PLANNED: "TENTATIVE",
    MeetingStatus.POSTPONED: "TENTATIVE",
    MeetingStatus.CANCELLED: "CANCELLED",
}


def calendar_of(meetings, name, *, reader):
    """Return the calendar as bytes, with what the reader may read of each agenda.

    Meetings of which no day is known are left out.
    """
    agenda = Prefetch("agenda", AgendaItem.objects.visible_to(reader).in_order())
    calendar = Calendar()
    calendar.add("prodid", "-//Forumi//Forumi//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The library knows this property for none of its own and would write the text as it is.
    calendar.add("x-wr-calname", vText(name))
    since = timezone.localdate() - BACK
    for meeting in (
        meetings.filter(precision=DatePrecision.DAY, starts_on__gte=since)
        .with_committees()
        .prefetch_related(agenda)
        .soonest_first()
    ):
        calendar.add_component(_event(meeting))
    calendar.add_component(_zone())
    return calendar.to_ical()


def invitation_to(meeting, address, *, method, agenda, has_link):
    """Return the entry that puts the meeting into one person's calendar, or takes it out (iTIP).

    `method` is `REQUEST` or `CANCEL`. The entry has the UID of the feeds and names nobody but the
    committee and the one who is written to. It asks for no answer: nobody would read it.
    """
    event = _event(meeting)
    if not has_link:
        event.pop("url")
    event.pop("description", None)
    if agenda:
        event.add("description", _("Agenda:\n%(items)s") % {"items": "\n".join(agenda)})
    event.pop("status", None)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = meeting.committee.full_name
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["role"] = "REQ-PARTICIPANT"
    attendee.params["rsvp"] = "FALSE"
    event.add("attendee", attendee, encode=0)
    calendar = Calendar()
    calendar.add("prodid", "-//Forumi//Forumi//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_zone())
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _event(meeting):
    event = Event()
    event.add("uid", f"meeting-{meeting.public_id}@{settings.SITE_URL.partition('://')[2]}")
    event.add("sequence", meeting.version)
    event.add("dtstamp", timezone.now())
    names = ", ".join(committee.full_name for committee in meeting.committees)
    event.add("summary", f"{names}: {meeting.title}")
    event.add("status", _STATUS.get(meeting.status, "CONFIRMED"))
    if meeting.start_time:
        zone = timezone.get_default_timezone()
        start = datetime.combine(meeting.starts_on, meeting.start_time, tzinfo=zone)
        event.add("dtstart", start)
        event.add("dtend", start + USUAL_LENGTH)
    else:
        event.add("dtstart", meeting.starts_on)
        if meeting.ends_on:
            event.add("dtend", meeting.ends_on + timedelta(days=1))
    if meeting.place:
        event.add("location", meeting.place)
    agenda = "\n".join(
        f"{number}. {item}" for number, item in enumerate(meeting.agenda.all(), start=1)
    )
    if agenda:
        event.add("description", _("Agenda:\n%(items)s") % {"items": agenda})
    event.add("url", f"{settings.SITE_URL}{meeting.get_absolute_url()}")
    return event


def _zone():
    """Describe the time zone by the rule of the European Union, in force since 1996.

    The library lists every change of the clock instead, at hours that other programs misread.
    """
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, 1, 2),
        (TimezoneStandard(), "CET", 10, 3, 2, 1),
    ):
        part.add("tzname", name)
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone
