"""The life of a committee: every step from every state, with what it leaves behind."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from committees.choices import CommitteeStatus
from committees.models import Committee
from committees.workflow import LIFE
from core.workflow import TransitionRefused

# What the table allows; every other pair must be refused.
STEPS = {
    ("active", "suspend"): "suspended",
    ("active", "dissolve"): "dissolved",
    ("suspended", "resume"): "active",
    ("suspended", "dissolve"): "dissolved",
}
PAIRS = [(state, step.name) for state in CommitteeStatus.values for step in LIFE.transitions]
SINCE = date(2026, 6, 1)


@pytest.fixture
def officer(world):
    return world.person("municipal_officer")


@pytest.fixture
def make(world):
    def in_state(state):
        Committee.objects.filter(pk=world.klsp.pk).update(status=state)
        return Committee.objects.get(pk=world.klsp.pk)

    return in_state


def step_page(committee, step):
    return reverse("committees:transition", kwargs={"slug": committee.slug, "step": step})


@pytest.mark.parametrize(("state", "step"), STEPS)
def test_step_leaves_state_stamps_history_and_audit(make, officer, state, step):
    committee = make(state)
    LIFE.perform(committee, step, by=officer, comment="decision 12", status_on=SINCE)
    kept = Committee.objects.get(pk=committee.pk)
    assert (kept.status, kept.status_on) == (STEPS[state, step], SINCE)
    assert (kept.status_at, kept.status_by) == (timezone.now(), officer)
    row = kept.history.latest("history_id")
    assert (row.status, row.history_user, row.history_change_reason) == (
        kept.status,
        officer,
        "decision 12",
    )
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor) == (f"committee.{step}", officer.email)
    assert event.detail == {"before": state, "comment": "decision 12"}


@pytest.mark.parametrize(("state", "step"), [pair for pair in PAIRS if pair not in STEPS])
def test_step_outside_of_the_table_is_refused(make, officer, state, step):
    committee = make(state)
    before = committee.history.count()
    with pytest.raises(TransitionRefused, match="not open in the present state"):
        LIFE.perform(committee, step, by=officer, status_on=SINCE)
    kept = Committee.objects.get(pk=committee.pk)
    assert (kept.status, kept.status_on, kept.status_by) == (state, None, None)
    assert kept.history.count() == before


@pytest.mark.parametrize(("state", "step"), STEPS)
def test_step_without_the_right_is_refused(make, world, state, step):
    with pytest.raises(PermissionDenied):
        LIFE.perform(make(state), step, by=world.person("chair"), status_on=SINCE)
    assert Committee.objects.get(pk=world.klsp.pk).status == state


def test_of_two_people_one_wins_and_the_other_is_told(make, officer):
    mine, theirs = make("active"), make("active")
    LIFE.perform(mine, "suspend", by=officer, comment="no meetings", status_on=SINCE)
    with pytest.raises(TransitionRefused, match="Somebody else changed this record a moment ago"):
        LIFE.perform(theirs, "dissolve", by=officer, comment="no meetings", status_on=SINCE)
    assert Committee.objects.get(pk=mine.pk).status == "suspended"


def test_page_of_a_step_asks_day_and_reason_and_keeps_what_was_typed(make, officer, client):
    client.force_login(officer)
    committee = make("active")
    url = step_page(committee, "dissolve")
    assert 'value="2026-06-15"' in client.get(url).content.decode()
    page = client.post(url, {"status_on": "2026-06-01", "comment": ""})
    assert page.context["form"].errors.keys() == {"comment"}
    assert 'value="2026-06-01"' in page.content.decode()
    page = client.post(url, {"status_on": "never", "comment": "Nuk takohet"})
    assert page.context["form"].errors.keys() == {"status_on"}
    assert "Nuk takohet" in page.content.decode()
    committee.refresh_from_db()
    assert committee.status == "active"
    done = client.post(url, {"status_on": "2026-06-01", "comment": "Nuk takohet"}, follow=True)
    assert "The committee is dissolved. Its records stay." in done.content.decode()
    history = client.get(reverse("committees:history", args=[committee.slug]))
    assert "Nuk takohet" in history.content.decode()


@pytest.mark.parametrize("state", CommitteeStatus.values)
def test_offers_are_the_steps_of_the_state(make, officer, world, state):
    committee = make(state)
    offered = {offer.transition.name for offer in LIFE.offers(committee, officer)}
    assert offered == {step for before, step in STEPS if before == state}
    assert LIFE.offers(committee, world.person("chair")) == []
