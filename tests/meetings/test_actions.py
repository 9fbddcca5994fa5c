"""Writing meetings: versions, rosters, what follows from concerns; all or nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from core.i18n import fold
from meetings.actions import (
    EditConflict,
    change_plan,
    plan_meeting,
    report_meeting,
    write_concerns,
)
from meetings.agendas import searchable
from meetings.models import Attendance, Concern, Meeting
from tests.factories.committees import MembershipFactory
from tests.factories.meetings import ConcernCategoryFactory, ConcernFactory, MeetingFactory
from tests.factories.places import CommunityFactory

HELD_ON = date(2026, 3, 10)


@pytest.fixture
def by(world):
    return world.person("secretary")


@pytest.fixture
def member(world):
    return MembershipFactory(committee=world.kksb)


def log(world, by, attendance=None, **changes):
    facts = {"starts_on": HELD_ON, "place": "Shkolla e Mesme"} | changes
    return report_meeting.unasked(
        Meeting(committee=world.kksb, **facts),
        agenda=["Siguria në shkolla", "Të ndryshme"],
        participants=["KFOR"],
        attendance=attendance or {},
        version=None,
        by=by,
    )


def again(meeting, by, **changes):
    facts = {
        "agenda": ["Siguria në shkolla"],
        "participants": [],
        "attendance": {},
        "version": meeting.version,
    }
    return report_meeting.unasked(Meeting.objects.get(pk=meeting.pk), by=by, **facts | changes)


def test_planned_meeting_is_searched_by_place_and_agenda(world, by):
    plan_meeting.unasked(
        Meeting(committee=world.kksb, starts_on=date(2026, 9, 1), place="Žur"),
        agenda=["Qentë endacakë"],
        by=by,
    )
    for typed in ("zur", "ŽUR", "qente endacake"):
        assert Meeting.objects.matching(typed).exists(), typed
    assert searchable("Žur", ["Qentë"]) == fold("Žur | Qentë")
    assert AuditEvent.objects.latest("pk").action == "meeting.plan"


def test_logged_meeting_is_born_held_and_stamped(world, by, member):
    meeting = log(world, by, {member: ("present", "")})
    kept = Meeting.objects.get(pk=meeting.pk)
    assert (kept.status, kept.status_at, kept.status_by) == ("held", timezone.now(), by)
    assert [item.title for item in kept.agenda.all()] == ["Siguria në shkolla", "Të ndryshme"]
    assert [row.name for row in kept.participants.all()] == ["KFOR"]
    assert kept.attendance.get().code == "present"


def test_report_on_a_planned_meeting_takes_the_step(world, by):
    meeting = MeetingFactory(committee=world.kksb, convened=True, starts_on=HELD_ON)
    again(meeting, by)
    kept = Meeting.objects.get(pk=meeting.pk)
    # The step counts, and so does the record that is written with it.
    assert (kept.status, kept.status_by, kept.version) == ("held", by, 3)
    actions = AuditEvent.objects.filter(
        subject_type="meetings.Meeting", subject_key=str(kept.pk)
    ).order_by("pk")
    assert [event.action for event in actions] == ["meeting.hold", "meeting.report"]
    assert kept.history.filter(status="held").exists()


def test_second_editor_is_told_and_changes_nothing(world, by, member):
    meeting = log(world, by, {member: ("present", "")})
    stale = Meeting.objects.get(pk=meeting.pk)
    again(meeting, by, agenda=["E para"])
    stale.place = "Diku tjetër"
    with pytest.raises(EditConflict) as conflict:
        report_meeting.unasked(
            stale,
            agenda=["E dyta"],
            participants=[],
            attendance={member: ("absent", "")},
            version=stale.version,
            by=by,
        )
    assert conflict.value.current.place == "Shkolla e Mesme"
    kept = Meeting.objects.get(pk=meeting.pk)
    assert (kept.place, kept.version) == ("Shkolla e Mesme", 2)
    assert [item.title for item in kept.agenda.all()] == ["E para"]
    with pytest.raises(EditConflict):
        change_plan.unasked(stale, agenda=[], version=None, by=by)


def test_saving_the_same_again_leaves_the_parts_and_their_history_alone(world, by, member):
    meeting = log(world, by, {member: ("represented", "Toger")})
    row = meeting.attendance.get()
    again(
        meeting,
        by,
        agenda=["Siguria në shkolla", "Të ndryshme"],
        attendance={member: ("represented", "Toger")},
    )
    assert meeting.attendance.get() == row
    assert row.history.count() == 1
    assert meeting.agenda.first().history.count() == 1
    again(Meeting.objects.get(pk=meeting.pk), by, attendance={member: ("late", "")})
    assert [version.code for version in row.history.order_by("history_id")] == [
        "represented",
        "late",
    ]
    assert meeting.agenda.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (
            HELD_ON + timedelta(days=1),
            None,
            "was not a member on 10.03.2026: the membership began on 11.03.2026.",
        ),
        (
            date(2026, 1, 1),
            HELD_ON - timedelta(days=1),
            "the membership ran from 01.01.2026 to 09.03.2026.",
        ),
    ],
)
def test_nobody_attends_before_joining_or_after_leaving(world, by, first, last, said):
    stranger = MembershipFactory(committee=world.kksb, from_on=first, until_on=last)
    with pytest.raises(ValidationError) as error:
        log(world, by, {stranger: ("present", "")})
    [message] = error.value.messages
    assert str(stranger.person) in message
    assert said in message
    assert not Meeting.objects.exists()
    assert not Attendance.objects.exists()


days = st.integers(-3, 3).map(lambda number: HELD_ON + timedelta(days=number))
spans = st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[1] >= span[0])


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drawn=st.lists(spans, min_size=1, max_size=3), held_on=days)
def test_attendance_never_lies_outside_of_membership(world, by, drawn, held_on):
    with transaction.atomic():
        members = [
            MembershipFactory(committee=world.kksb, from_on=first, until_on=last)
            for first, last in drawn
        ]
        strangers = [
            (first, last)
            for first, last in drawn
            if held_on < first or (last is not None and last < held_on)
        ]
        attendance = dict.fromkeys(members, ("present", ""))
        if strangers:
            with pytest.raises(ValidationError) as error:
                log(world, by, attendance, starts_on=held_on)
            assert len(error.value.messages) == len(strangers)
        else:
            log(world, by, attendance, starts_on=held_on)
        rows = Attendance.objects.select_related("membership", "meeting")
        assert len(rows) == (0 if strangers else len(drawn))
        for row in rows:
            assert row.membership.from_on <= row.meeting.starts_on
        transaction.set_rollback(True)


def test_concern_makes_the_meeting_one_with_an_incident_discussed(world, by):
    meeting = log(world, by, incident_discussed=False)
    theme, communities = ConcernCategoryFactory(), CommunityFactory.create_batch(2)
    concern = Concern(description="Drita nuk punon", category=theme)
    write_concerns.unasked(meeting, [(concern, communities)], by=None)
    kept = Meeting.objects.get(pk=meeting.pk)
    assert kept.incident_discussed is True
    assert list(kept.categories.all()) == [theme]
    assert set(kept.communities_affected.all()) == set(communities)
    assert set(kept.concerns.get().communities.all()) == set(communities)


def test_confidential_concern_sets_no_public_tag(world, by):
    meeting = log(world, by, incident_discussed=False)
    kept = ConcernFactory(meeting=meeting, sensitivity="confidential")
    told = Concern(description=kept.description, category=kept.category)
    write_concerns.unasked(meeting, [(told, [CommunityFactory()])], by=None)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert meeting.incident_discussed is False
    assert not meeting.categories.exists()
    assert not meeting.communities_affected.exists()


def test_without_concerns_what_was_said_of_incidents_stays(world, by):
    for said in (True, False, None):
        meeting = log(world, by, incident_discussed=said)
        write_concerns.unasked(meeting, [], by=None)
        assert Meeting.objects.get(pk=meeting.pk).incident_discussed is said


def test_line_that_is_too_long_is_cut_to_its_column(world, by):
    meeting = log(world, by)
    again(meeting, by, agenda=["x" * 400], participants=["y" * 400])
    assert len(meeting.agenda.get().title) == len(meeting.participants.get().name) == 300
