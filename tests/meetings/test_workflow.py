"""The life of a meeting: every step from every state, with what it leaves behind."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from core.workflow import TransitionRefused
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.workflow import LIFE
from tests.factories.meetings import MeetingFactory

# What the table allows; every other pair must be refused.
STEPS = {
    ("planned", "hold"): "held",
    ("planned", "convene"): "convened",
    ("planned", "postpone"): "postponed",
    ("planned", "cancel"): "cancelled",
    ("convened", "hold"): "held",
    ("convened", "postpone"): "postponed",
    ("convened", "cancel"): "cancelled",
    ("postponed", "cancel"): "cancelled",
    ("postponed", "reschedule"): "planned",
    ("cancelled", "reschedule"): "planned",
    ("held", "retract"): "planned",
}
# Nobody reports on a meeting that is called off, so there the policy speaks first.
UNREPORTABLE = {("postponed", "hold"), ("cancelled", "hold")}
PAIRS = [
    (state, step.name)
    for state in MeetingStatus.values
    for step in LIFE.transitions
    if (state, step.name) not in UNREPORTABLE
]
FACTS = {"reschedule": {"starts_on": date(2026, 12, 1)}}


@pytest.fixture
def officer(world):
    return world.person("municipal_officer")


@pytest.fixture
def make(world):
    return lambda state: MeetingFactory(
        committee=world.kksb, status=state, starts_on=date(2026, 3, 2)
    )


def step_page(meeting, step):
    return reverse(
        "meetings:transition",
        kwargs={"committee": meeting.committee.slug, "meeting": meeting.public_id, "step": step},
    )


@pytest.mark.parametrize(("state", "step"), [pair for pair in PAIRS if pair in STEPS])
def test_step_leaves_state_stamps_history_and_audit(make, officer, state, step):
    meeting = make(state)
    done = LIFE.perform(meeting, step, by=officer, comment="the reason", **FACTS.get(step, {}))
    kept = Meeting.objects.get(pk=meeting.pk)
    assert done.status == kept.status == STEPS[state, step]
    assert (kept.status_at, kept.status_by) == (timezone.now(), officer)
    assert kept.starts_on == FACTS.get(step, {}).get("starts_on", date(2026, 3, 2))
    row = kept.history.latest("history_id")
    assert (row.status, row.history_user, row.history_change_reason, row.history_type) == (
        kept.status,
        officer,
        "the reason",
        "~",
    )
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor, event.subject_key) == (
        f"meeting.{step}",
        officer.email,
        str(kept.pk),
    )
    assert event.detail == {"before": state, "comment": "the reason"}


@pytest.mark.parametrize(("state", "step"), [pair for pair in PAIRS if pair not in STEPS])
def test_step_outside_of_the_table_is_refused(make, officer, state, step):
    meeting = make(state)
    events = AuditEvent.objects.count()
    with pytest.raises(TransitionRefused, match="not open in the present state"):
        LIFE.perform(meeting, step, by=officer)
    kept = Meeting.objects.get(pk=meeting.pk)
    assert (kept.status, kept.status_at, kept.status_by) == (state, None, None)
    assert AuditEvent.objects.count() == events
    assert kept.history.count() == 1


@pytest.mark.parametrize(("state", "step"), [*STEPS, *sorted(UNREPORTABLE)])
def test_step_without_the_right_is_refused(make, world, state, step):
    meeting = make(state)
    by = world.person("member")
    with pytest.raises(PermissionDenied, match="Your roles do not include"):
        LIFE.perform(meeting, step, by=by)
    assert Meeting.objects.get(pk=meeting.pk).status == state


def test_meeting_called_off_cannot_be_reported_even_by_its_keeper(make, officer):
    for state, step in UNREPORTABLE:
        with pytest.raises(PermissionDenied):
            LIFE.perform(make(state), step, by=officer)


def test_of_two_people_one_wins_and_the_other_is_told(make, officer, client):
    meeting = make("planned")
    seen_by_the_other = Meeting.objects.get(pk=meeting.pk)
    LIFE.perform(meeting, "cancel", by=officer, comment="snow")
    with pytest.raises(TransitionRefused, match="Somebody else changed this record a moment ago"):
        LIFE.perform(seen_by_the_other, "postpone", by=officer, comment="snow")
    kept = Meeting.objects.get(pk=meeting.pk)
    assert kept.status == "cancelled"
    assert kept.history.count() == 2
    assert AuditEvent.objects.filter(action="meeting.postpone").count() == 0


def test_page_of_a_step_asks_for_the_reason_and_keeps_what_was_typed(make, officer, client):
    client.force_login(officer)
    meeting = make("postponed")
    url = step_page(meeting, "reschedule")
    page = client.post(url, {"starts_on": "31.02.2026", "comment": "Sallë e zënë"})
    assert page.context["form"].errors.keys() == {"starts_on"}
    assert "Sallë e zënë" in page.content.decode()
    assert 'value="31.02.2026"' in page.content.decode()
    page = client.post(url, {"starts_on": "2026-10-01", "comment": ""})
    assert page.context["form"].errors.keys() == {"comment"}
    assert 'value="2026-10-01"' in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == "postponed"


def test_page_of_a_step_that_is_not_open_says_so(make, officer, client):
    client.force_login(officer)
    meeting = make("held")
    page = client.post(step_page(meeting, "cancel"), {"comment": "Gabim"})
    assert "This step is not open in the present state." in page.content.decode()
    assert "Gabim" in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == "held"


def test_meeting_is_held_only_by_its_record(make, officer, client):
    """The step «hold» has no page of its own: a day that lies ahead cannot be confirmed away."""
    client.force_login(officer)
    meeting = make("planned")
    response = client.post(step_page(meeting, "hold"), {"comment": ""})
    assert response.url == reverse(
        "meetings:report",
        kwargs={"committee": meeting.committee.slug, "meeting": meeting.public_id},
    )
    meeting.refresh_from_db()
    assert meeting.status == "planned"


def test_unknown_step_is_no_page(make, officer, client):
    client.force_login(officer)
    response = client.get(step_page(make("planned"), "explode"))
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.parametrize("state", MeetingStatus.values)
def test_offers_are_the_steps_of_the_state(make, officer, world, state):
    meeting = make(state)
    offered = {offer.transition.name for offer in LIFE.offers(meeting, officer)}
    assert offered == {step for before, step in STEPS if before == state}
    assert LIFE.offers(meeting, world.person("member")) == []


def test_steps_that_undo_or_stop_something_ask_for_a_reason():
    for step in ("postpone", "cancel", "retract", "reschedule"):
        assert LIFE.get(step).form.base_fields["comment"].required


def test_a_meeting_to_come_is_not_held_yet(world, officer):
    meeting = MeetingFactory(committee=world.kksb, status="planned", starts_on=date(2027, 1, 1))
    [offer] = [one for one in LIFE.offers(meeting, officer) if one.transition.name == "hold"]
    assert "has not come yet" in str(offer.reason)
    with pytest.raises(TransitionRefused, match="has not come yet"):
        LIFE.perform(meeting, "hold", by=officer)
    assert Meeting.objects.get(pk=meeting.pk).status == "planned"
