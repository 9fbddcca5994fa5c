"""Calendar feeds, read back by a parser that did not write them."""

from datetime import date, datetime, time, timedelta

import pytest
import vobject
from django.urls import reverse

from meetings.actions import change_plan
from meetings.models import CalendarFeed, Meeting
from meetings.workflow import LIFE
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.roles import TODAY

AHEAD = TODAY + timedelta(days=30)
# A line of more than 75 octets, with letters of two octets and marks that the format reserves.
PLACE = "Shtëpia e kulturës; kati i dytë, salla «Čaršija» — rruga e dëshmorëve, Prizren, pa numër"


def events(response):
    """Return the events of a feed by the number of their meeting."""
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(response.content.decode())
    found = getattr(calendar, "vevent_list", [])
    return {event.uid.value.partition("@")[0].removeprefix("meeting-"): event for event in found}


@pytest.fixture
def meeting(world):
    return MeetingFactory(
        committee=world.kksb,
        planned=True,
        starts_on=AHEAD,
        start_time=time(10, 30),
        place=PLACE,
        number_in_year=3,
    )


def feed(client, world):
    return events(client.get(reverse("meetings:calendar", args=[world.kksb.slug])))


def test_event_says_what_when_and_where_in_local_time(client, world, meeting):
    AgendaItemFactory(meeting=meeting, position=1, title="Siguria në shkolla")
    AgendaItemFactory(meeting=meeting, position=2, title="Ndriçimi; rruga, sheshi")
    [event] = feed(client, world).values()
    assert event.summary.value == f"{world.kksb.full_name}: regular meeting no. 3"
    assert event.location.value == PLACE
    assert event.description.value == "Agenda:\n1. Siguria në shkolla\n2. Ndriçimi; rruga, sheshi"
    # The parser builds the zone from the feed; in July it is two hours ahead of UTC.
    start = event.dtstart.value
    assert start.replace(tzinfo=None) == datetime.combine(AHEAD, time(10, 30))
    assert start.utcoffset() == timedelta(hours=2)
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2)
    assert event.url.value.endswith(meeting.get_absolute_url())


def test_name_of_a_calendar_may_hold_what_the_format_reserves(client, world, meeting):
    world.kksb.name_sq = "KKSB; Prizren,\r\nX-EVIL:1"
    world.kksb.save()
    response = client.get(reverse("meetings:calendar", args=[world.kksb.slug]))
    calendar = vobject.readOne(response.content.decode())
    assert calendar.x_wr_calname.value.startswith("KKSB; Prizren,")
    assert not hasattr(calendar, "x_evil")


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 6, 30), 2),
        (date(2026, 10, 24), 2),
        (date(2026, 10, 26), 1),
        (date(2027, 3, 27), 1),
        (date(2027, 3, 29), 2),
    ],
)
def test_clock_of_summer_and_winter(client, world, day, hours):
    meeting = MeetingFactory(
        committee=world.kksb, planned=True, starts_on=day, start_time=time(10, 30)
    )
    start = feed(client, world)[meeting.public_id].dtstart.value
    assert (start.time(), start.utcoffset()) == (time(10, 30), timedelta(hours=hours))


def test_lines_are_folded_and_the_time_zone_is_described(client, world, meeting):
    content = client.get(reverse("meetings:calendar", args=[world.kksb.slug])).content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"BEGIN:VTIMEZONE" in content
    assert b"TZID:Europe/Belgrade" in content


def test_meeting_without_a_time_takes_the_day(client, world):
    meeting = MeetingFactory(committee=world.kksb, planned=True, starts_on=AHEAD)
    assert feed(client, world)[meeting.public_id].dtstart.value == AHEAD


def test_change_and_cancellation_keep_the_uid_and_raise_the_sequence(client, world, meeting):
    by = world.person("secretary")
    first = feed(client, world)[meeting.public_id]
    meeting.starts_on = AHEAD + timedelta(days=7)
    change_plan.unasked(meeting, agenda=[], version=meeting.version, by=by)
    second = feed(client, world)[meeting.public_id]
    LIFE.perform(Meeting.objects.get(pk=meeting.pk), "cancel", by=by, comment="mjegull")
    third = feed(client, world)[meeting.public_id]
    assert first.uid.value == second.uid.value == third.uid.value
    assert int(first.sequence.value) < int(second.sequence.value) < int(third.sequence.value)
    assert second.dtstart.value.date() == AHEAD + timedelta(days=7)
    assert [event.status.value for event in (first, second, third)] == [
        "TENTATIVE",
        "TENTATIVE",
        "CANCELLED",
    ]


def test_days_that_nobody_knows_and_days_long_gone_are_left_out(client, world, meeting):
    MeetingFactory(committee=world.kksb, starts_on=date(2026, 6, 1), precision="month")
    MeetingFactory(committee=world.kksb, starts_on=TODAY - timedelta(days=200))
    assert feed(client, world).keys() == {meeting.public_id}


def test_public_feeds_hold_what_is_public_whoever_asks(signed_in, world, meeting):
    MeetingFactory(committee=world.kksb, planned=True, executive=True, starts_on=AHEAD)
    other = MeetingFactory(committee=world.klsp, planned=True, starts_on=AHEAD)
    MeetingFactory(committee=world.elsewhere, planned=True, starts_on=AHEAD)
    client = signed_in("secretary")
    assert feed(client, world).keys() == {meeting.public_id}
    region = events(client.get(reverse("meetings:calendar-region", args=[world.here.region.code])))
    assert region.keys() == {meeting.public_id, other.public_id}
    assert client.get(reverse("meetings:calendar", args=["nowhere"])).status_code == 404


def secret_address(client):
    return client.post(reverse("meetings:calendar-create")).context["address"]


def test_secret_address_shows_the_meetings_of_ones_committees(signed_in, world, meeting):
    executive = MeetingFactory(committee=world.kksb, planned=True, executive=True, starts_on=AHEAD)
    MeetingFactory(committee=world.elsewhere, planned=True, starts_on=AHEAD)
    client = signed_in("member")
    address = secret_address(client)
    client.logout()
    assert events(client.get(address)).keys() == {meeting.public_id, executive.public_id}


def test_new_address_ends_the_old_and_a_closed_account_ends_both(signed_in, world, meeting):
    client = signed_in("member")
    first, second = secret_address(client), secret_address(client)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    feed_row = CalendarFeed.objects.get()
    assert feed_row.digest not in second
    feed_row.user.is_active = False
    feed_row.user.save()
    client.logout()
    assert client.get(second).status_code == 404


def test_membership_that_ended_shows_nothing_any_more(signed_in, world, meeting):
    client = signed_in("member ended")
    assert events(client.get(secret_address(client))) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_feed_asks_as_often_for_three_meetings_as_for_one(
    client, world, count, django_assert_num_queries
):
    for number in range(count):
        MeetingFactory(committee=world.kksb, planned=True, starts_on=AHEAD + timedelta(days=number))
    with django_assert_num_queries(4):
        client.get(reverse("meetings:calendar", args=[world.kksb.slug]))
