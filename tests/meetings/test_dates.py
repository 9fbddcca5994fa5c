"""Dates that are half known or span days: on the forms, in the workflow, in calendars."""

from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from core.workflow import TransitionRefused
from meetings.models import Meeting
from meetings.workflow import LIFE
from tests.factories.committees import MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.meetings.test_record import page, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(world, client):
    client.force_login(world.person("secretary"))
    return client


def test_meeting_without_any_date_is_logged_and_corrected_later(keeper, world):
    typed = record(precision="unknown", starts_on="", evidence="public_report")
    assert keeper.post(page("log", world.kksb), typed).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.starts_on, meeting.precision, meeting.status) == (None, "unknown", "held")
    form = keeper.get(page("report", world.kksb, meeting)).context["form"]
    assert form["precision"].value() == "unknown"
    keeper.post(page("report", world.kksb, meeting), record(version=1, precision="year"))
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.date_text) == (date(2026, 6, 1), "2026")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"precision": "unknown"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2026-05-31"}, "__all__"),
        ({"ends_on": "2026-06-03", "precision": "month"}, "__all__"),
    ],
)
def test_date_that_contradicts_itself_is_refused(keeper, world, typed, field):
    response = keeper.post(page("log", world.kksb), record(**typed))
    assert field in response.context["form"].errors
    assert not Meeting.objects.exists()


def test_nobody_attends_on_a_day_that_nobody_knows(keeper, world):
    member = MembershipFactory(committee=world.kksb)
    typed = record(precision="unknown", starts_on="", **{f"attendance_{member.pk}": "present"})
    response = keeper.post(page("log", world.kksb), typed)
    assert "leave it open where no date is known" in str(response.context["form"].errors)
    assert not Meeting.objects.exists()


def test_later_meeting_is_chosen_among_those_of_the_committee(keeper, world):
    later = MeetingFactory(committee=world.kksb)
    foreign = MeetingFactory()
    for chosen, saved in ((foreign, False), (later, True)):
        typed = record(evidence="later_minutes", known_from=chosen.pk)
        response = keeper.post(page("log", world.kksb), typed)
        assert (response.status_code == 302) is saved
    assert Meeting.objects.exclude(known_from=None).get().known_from == later
    contradiction = record(evidence="minutes", known_from=later.pk)
    response = keeper.post(page("log", world.kksb), contradiction)
    assert "Only a meeting known from later minutes" in str(response.context["form"].errors)


def test_meeting_without_a_date_cannot_become_a_plan(world):
    meeting = MeetingFactory(committee=world.kksb, undated=True)
    with pytest.raises(TransitionRefused, match="Enter the date first"):
        LIFE.perform(meeting, "retract", by=world.person("secretary"), comment="gabim")
    assert Meeting.objects.get().status == "held"


def test_last_day_moves_with_the_first(world):
    meeting = MeetingFactory(
        committee=world.kksb,
        postponed=True,
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 7, 3),
    )
    LIFE.perform(
        meeting,
        "reschedule",
        by=world.person("secretary"),
        comment="",
        starts_on=date(2026, 8, 30),
    )
    assert (meeting.starts_on, meeting.ends_on) == (date(2026, 8, 30), date(2026, 9, 1))


def test_calendar_spans_the_days_and_leaves_out_what_has_none(client, world):
    MeetingFactory(
        committee=world.kksb,
        planned=True,
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 7, 3),
    )
    MeetingFactory(committee=world.kksb, undated=True)
    feed = client.get(reverse("meetings:calendar", args=[world.kksb.slug])).content
    [event] = Calendar.from_ical(feed).walk("VEVENT")
    # The end of an event is the day after its last one (RFC 5545, 3.6.1).
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 7, 1), date(2026, 7, 4))


def test_list_puts_what_has_no_date_last(client, world):
    undated = MeetingFactory(committee=world.kksb, undated=True)
    dated = MeetingFactory(committee=world.kksb)
    assert list(Meeting.objects.newest_first()) == [dated, undated]
    assert list(Meeting.objects.soonest_first()) == [dated, undated]
    listed = client.get(reverse("meetings:list"), {"committee": world.kksb.slug})
    assert list(listed.context["object_list"]) == [dated, undated]
