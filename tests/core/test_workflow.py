"""The machinery of lifecycles: preconditions, buttons, effects, and one transaction for all."""

from dataclasses import replace

import pytest

from audit.models import AuditEvent
from committees.choices import CommitteeStatus
from committees.models import Committee
from committees.workflow import LIFE
from core.workflow import TransitionRefused, Workflow

REASON = "A council without a successor stays."


def with_step(**changes):
    """Return the life of committees with a changed step «dissolve»."""
    return Workflow(
        Committee,
        tuple(
            replace(step, **changes) if step.name == "dissolve" else step
            for step in LIFE.transitions
        ),
        recorded_by=LIFE.recorded_by,
    )


@pytest.fixture
def officer(world):
    return world.person("municipal_officer")


def test_unknown_step_is_an_error_of_the_program(world, officer):
    with pytest.raises(KeyError, match="explode"):
        LIFE.perform(world.kksb, "explode", by=officer)


def test_precondition_refuses_with_its_reason_on_button_and_step(world, officer):
    life = with_step(needs=(lambda _committee: "", lambda _committee: REASON))
    offers = {offer.transition.name: offer for offer in life.offers(world.kksb, officer)}
    assert offers["dissolve"].reason == REASON
    assert offers["suspend"].reason == ""
    with pytest.raises(TransitionRefused) as refusal:
        life.perform(world.kksb, "dissolve", by=officer)
    assert str(refusal.value) == REASON
    assert Committee.objects.get(pk=world.kksb.pk).status == CommitteeStatus.ACTIVE


def test_effects_run_with_the_step(world, officer):
    told = []
    life = with_step(then=(lambda record, *, by, comment: told.append((record, by, comment)),))
    life.perform(world.kksb, "dissolve", by=officer, comment="merged")
    assert told == [(world.kksb, officer, "merged")]


def test_reason_of_any_length_is_kept_whole_in_the_history(world, officer):
    reason = "Arsyeja është e gjatë. " * 40
    LIFE.perform(world.kksb, "dissolve", by=officer, comment=reason)
    assert world.kksb.history.latest("history_id").history_change_reason == reason


def test_step_and_effects_stand_or_fall_together(world, officer):
    def fail(_record, **_facts):
        raise RuntimeError("no room")

    events = AuditEvent.objects.count()
    with pytest.raises(RuntimeError, match="no room"):
        with_step(then=(fail,)).perform(world.kksb, "dissolve", by=officer)
    kept = Committee.objects.get(pk=world.kksb.pk)
    assert (kept.status, kept.status_at) == (CommitteeStatus.ACTIVE, None)
    assert kept.history.count() == 1
    assert AuditEvent.objects.count() == events


def test_offers_take_one_query(world, officer, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(LIFE.offers(world.kksb, officer)) == 2


def test_state_without_steps_asks_nothing(world, officer, django_assert_num_queries):
    Committee.objects.filter(pk=world.kksb.pk).update(status=CommitteeStatus.DISSOLVED)
    world.kksb.refresh_from_db()
    with django_assert_num_queries(0):
        assert LIFE.offers(world.kksb, officer) == []
