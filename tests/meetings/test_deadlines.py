"""The first held meeting of a new committee meets its inaugural deadline."""

from datetime import date

import pytest
from django.urls import reverse

from committees.choices import CommitteeStatus
from committees.models import Committee, Deadline
from meetings.actions import plan_meeting, report_meeting
from meetings.importing.run import import_file
from meetings.models import Meeting
from meetings.workflow import LIFE
from tests.factories.committees import DeadlineFactory
from tests.factories.meetings import MeetingFactory

FIRST, SECOND = date(2026, 5, 4), date(2026, 6, 8)


@pytest.fixture
def by(world):
    return world.person("secretary")


@pytest.fixture
def deadline(world):
    return DeadlineFactory(committee=world.klsp)


def report(meeting, by):
    return report_meeting.unasked(
        meeting, agenda=[], participants=[], attendance={}, version=meeting.version, by=by
    )


def log(committee, by, starts_on=FIRST, **fields):
    return report(Meeting(committee=committee, starts_on=starts_on, **fields), by)


def retract(meeting, by):
    return LIFE.perform(Meeting.objects.get(pk=meeting.pk), "retract", by=by, comment="a slip")


def done_on(deadline):
    deadline.refresh_from_db()
    return deadline.done_on


def test_first_held_meeting_is_the_inaugural_one(world, by, deadline):
    log(world.klsp, by)
    assert done_on(deadline) == FIRST
    log(world.klsp, by, SECOND)
    assert done_on(deadline) == FIRST


def test_earlier_meeting_that_is_logged_later_becomes_the_first(world, by, deadline):
    log(world.klsp, by, SECOND)
    assert done_on(deadline) == SECOND
    log(world.klsp, by, FIRST)
    assert done_on(deadline) == FIRST


def test_planned_meeting_meets_nothing_until_it_is_reported(world, by, deadline):
    meeting = plan_meeting.unasked(Meeting(committee=world.klsp, starts_on=FIRST), agenda=[], by=by)
    LIFE.perform(meeting, "convene", by=by)
    assert done_on(deadline) is None
    report(Meeting.objects.get(pk=meeting.pk), by)
    assert done_on(deadline) == FIRST


@pytest.mark.parametrize("step", ["postpone", "cancel"])
def test_meeting_that_is_called_off_meets_nothing(world, by, deadline, step):
    meeting = MeetingFactory(committee=world.klsp, planned=True, starts_on=FIRST)
    LIFE.perform(meeting, step, by=by, comment="snow")
    assert done_on(deadline) is None


def test_meeting_that_was_not_held_after_all_opens_the_deadline_again(world, by, deadline):
    first, second = log(world.klsp, by), log(world.klsp, by, SECOND)
    retract(first, by)
    assert done_on(deadline) == SECOND
    retract(second, by)
    assert done_on(deadline) is None


def test_corrected_date_is_the_date_of_the_deadline(world, by, deadline):
    meeting = log(world.klsp, by)
    meeting.starts_on = SECOND
    report(meeting, by)
    assert done_on(deadline) == SECOND


@pytest.mark.parametrize("precision", ["month", "year"])
def test_date_of_which_the_day_is_not_known_does_not_count(world, by, deadline, precision):
    log(world.klsp, by, precision=precision)
    assert done_on(deadline) is None
    log(world.klsp, by, SECOND)
    assert done_on(deadline) == SECOND


def test_other_committees_are_left_alone(world, by, deadline):
    others = [DeadlineFactory(committee=world.kksb), DeadlineFactory(committee=world.elsewhere)]
    others.append(DeadlineFactory())
    meeting = log(world.klsp, by)
    assert done_on(deadline) == FIRST
    assert [done_on(other) for other in others] == [None, None, None]
    log(world.kksb, by, SECOND)
    retract(meeting, by)
    assert done_on(deadline) is None
    assert [done_on(other) for other in others] == [SECOND, None, None]


def test_committee_without_a_deadline_gets_none(world, by):
    log(world.klsp, by)
    assert not world.klsp.deadlines.exists()


def test_history_tells_when_the_deadline_was_met_and_nothing_twice(world, by, deadline):
    meeting = log(world.klsp, by)
    log(world.klsp, by, SECOND)
    assert [row.done_on for row in deadline.history.order_by("history_id")] == [None, FIRST]
    retract(meeting, by)
    assert [row.done_on for row in deadline.history.order_by("history_id")] == [
        None,
        FIRST,
        SECOND,
    ]


def test_report_through_the_page_meets_the_deadline_and_its_retraction_opens_it(
    client, world, by, deadline
):
    client.force_login(by)
    committee = {"committee": world.klsp.slug}
    client.post(
        reverse("meetings:log", kwargs=committee),
        {
            "kind": "regular",
            "precision": "day",
            "starts_on": "2026-05-04",
            "concerns-TOTAL_FORMS": 0,
            "concerns-INITIAL_FORMS": 0,
        },
    )
    meeting = Meeting.objects.of(world.klsp).get()
    assert done_on(deadline) == FIRST
    assert "Inaugural meeting" not in client.get(world.klsp.get_absolute_url()).content.decode()
    url = reverse(
        "meetings:transition", kwargs={**committee, "meeting": meeting.public_id, "step": "retract"}
    )
    client.post(url, {"comment": "a slip of the pen"})
    assert done_on(deadline) is None
    assert "Inaugural meeting" in client.get(world.klsp.get_absolute_url()).content.decode()


def test_imported_meeting_meets_the_deadline_as_well(world, deadline):
    boss = world.person("administrator")
    file = (
        "external_id,committee,date,status\n"
        f"A1,{world.klsp.registry_number},2026-05,held\n"
        f"A2,{world.klsp.registry_number},{SECOND},held\n"
    )
    report = import_file("meetings", "file.csv", file.encode(), user=boss)
    assert report.problems == []
    assert done_on(deadline) == SECOND


def test_dissolved_committee_owes_nothing(world, deadline):
    assert list(Deadline.objects.open()) == [deadline]
    Committee.objects.filter(pk=world.klsp.pk).update(status=CommitteeStatus.DISSOLVED)
    assert list(Deadline.objects.open()) == []
