"""The way of a plan: every step from every status by everybody, and what each leaves behind."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.models import AuditEvent
from core.workflow import TransitionRefused
from meetings.choices import WorkPlanStatus
from meetings.models import WorkPlan
from meetings.workflow import LIFE
from plans.actions import save_activity
from plans.workflow import PLAN
from tests.factories.meetings import MeetingFactory, WorkPlanFactory
from tests.plans.conftest import DAYS, plan_page
from tests.roles import CAST, NAMES, Somebody

# What the table allows; every other pair must be refused.
STEPS = {
    ("draft", "adopt"): "adopted",
    ("adopted", "recommend"): "recommended",
    ("adopted", "approve"): "approved",
    ("adopted", "inform"): "for_information",
    ("adopted", "reopen"): "draft",
    ("recommended", "approve"): "approved",
    ("recommended", "inform"): "for_information",
    ("recommended", "reopen"): "draft",
    ("for_information", "reopen"): "draft",
    ("approved", "reopen"): "draft",
}
PAIRS = [(state, step.name) for state in WorkPlanStatus.values for step in PLAN.transitions]
DAY = date(2026, 4, 1)
FACTS = {
    "adopt": {"adopted_on": DAY},
    "recommend": {"day": DAY},
    "approve": {"day": DAY},
    "inform": {"day": DAY},
    "reopen": {},
}
COLUMN = {
    "adopt": "adopted_on",
    "recommend": "recommended_on",
    "approve": "assembly_approved_on",
    "inform": "given_for_information_on",
}
KEEPERS = {"municipal_officer", "administrator", "chair", "deputy", "secretary"}


@pytest.mark.parametrize(("state", "step"), STEPS)
def test_step_leaves_state_day_stamps_history_and_audit(make, officer, state, step):
    plan = make(state)
    done = PLAN.perform(plan, step, by=officer, comment="pse", **FACTS[step])
    kept = WorkPlan.objects.get(pk=plan.pk)
    assert done.status == kept.status == kept.status_of_days == STEPS[state, step]
    assert (kept.status_at, kept.status_by) == (timezone.now(), officer)
    if step in COLUMN:
        assert getattr(kept, COLUMN[step]) == DAY
    row = kept.history.latest("history_id")
    assert (row.status, row.history_user, row.history_change_reason) == (
        kept.status,
        officer,
        "pse",
    )
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.detail["before"]) == (f"workplan.{step}", state)


@pytest.mark.parametrize("name", NAMES)
def test_every_step_from_every_state_by_everybody(make, world, name):
    """Only those who keep the records take a step, and only where the table has it."""
    user = world.person(name)
    plans = {
        state: make(state, year=2020 + number, **dict.fromkeys(days, "2021-01-01"))
        for number, (state, days) in enumerate(DAYS.items())
    }
    for state, step in PAIRS:
        plan = plans[state]
        facts = {key: date(2021, 2, 1) for key in FACTS[step]}
        if step == "adopt":
            facts = {"adopted_on": date(plan.year, 1, 1)}
        outcome = taken(plan, step, user, facts)
        wanted = STEPS.get((state, step), "not open") if name in KEEPERS else "not granted"
        assert outcome == wanted, (state, step)
        # Back to where the next pair begins.
        WorkPlan.objects.filter(pk=plan.pk).update(
            status=state,
            **dict.fromkeys(COLUMN.values()) | dict.fromkeys(DAYS[state], "2021-01-01"),
        )


def taken(plan, step, user, facts):
    plan = WorkPlan.objects.get(pk=plan.pk)
    try:
        return PLAN.perform(plan, step, by=user, **facts).status
    except PermissionDenied:
        return "not granted"
    except TransitionRefused as refusal:
        return "not open" if "not open in the present" in str(refusal.reason) else refusal.reason


def test_the_keepers_are_of_the_cast():
    assert set(CAST) >= KEEPERS
    assert all(isinstance(CAST[name], Somebody) for name in KEEPERS)


def test_reopened_plan_has_no_day_and_keeps_what_was_reported(make, officer):
    plan = make("approved", activities_for_communities=True)
    PLAN.perform(plan, "reopen", by=officer, comment="gabim")
    plan.refresh_from_db()
    assert [getattr(plan, name) for name in COLUMN.values()] == [None] * 4
    assert plan.activities_for_communities is True
    assert [row.status for row in plan.history.order_by("history_id")] == ["approved", "draft"]


@pytest.fixture
def meetings(world):
    """Meetings at which the plan of 2026 may and may not be adopted."""
    held = {"committee": world.kksb, "held": True}
    return {
        "this year": MeetingFactory(**held, starts_on=date(2026, 1, 20)),
        "year before": MeetingFactory(**held, starts_on=date(2025, 12, 1)),
        "joint": MeetingFactory(
            committee=world.elsewhere, partners=[world.kksb], starts_on=date(2026, 2, 2)
        ),
        "too early": MeetingFactory(**held, starts_on=date(2024, 12, 31)),
        "year after": MeetingFactory(**held, starts_on=date(2027, 1, 1)),
        "another council": MeetingFactory(
            committee=world.elsewhere, held=True, starts_on=date(2026, 1, 20)
        ),
        "not held": MeetingFactory(committee=world.kksb, planned=True, starts_on=date(2026, 3, 1)),
        "no date": MeetingFactory(committee=world.kksb, undated=True),
    }


@pytest.mark.parametrize("which", ["this year", "year before", "joint"])
def test_plan_is_adopted_at_a_meeting_and_takes_its_day(make, keeper, meetings, which):
    plan, meeting = make(), meetings[which]
    answered = keeper.post(
        plan_page(plan, "transition", step="adopt"), {"adopted_at": meeting.pk}, follow=True
    )
    plan.refresh_from_db()
    assert (plan.adopted_at, plan.adopted_on) == (meeting, meeting.starts_on)
    assert "The plan is adopted. What its activities say is fixed." in answered.text
    assert meeting.date_text in answered.text


def test_meeting_at_which_a_plan_was_adopted_stays_held(make, officer, meetings):
    plan, meeting = make(), meetings["this year"]
    facts = {"adopted_at": meeting, "adopted_on": meeting.starts_on}
    PLAN.perform(plan, "adopt", by=officer, **facts)
    with pytest.raises(TransitionRefused, match="Open the plan again first."):
        LIFE.perform(meeting, "retract", by=officer)
    plan.refresh_from_db()
    PLAN.perform(plan, "reopen", by=officer)
    assert LIFE.perform(meeting, "retract", by=officer).status == "planned"


@pytest.mark.parametrize(
    "which", ["too early", "year after", "another council", "not held", "no date"]
)
def test_meeting_of_another_council_or_year_is_refused_on_the_page_and_past_it(
    make, keeper, officer, meetings, which
):
    plan, meeting = make(), meetings[which]
    page = keeper.post(
        plan_page(plan, "transition", step="adopt"),
        {"adopted_at": meeting.pk, "comment": "më 20 janar"},
    )
    said = "This is no held meeting of this committee in the year of the plan or the year before."
    assert page.context["form"].errors["adopted_at"] == [said]
    assert "më 20 janar" in page.text
    with pytest.raises(TransitionRefused, match="no held meeting of this committee"):
        PLAN.perform(plan, "adopt", by=officer, adopted_at=meeting, adopted_on=DAY)
    plan.refresh_from_db()
    assert plan.status == "draft"


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({}, "adopted_on", "Choose a meeting, or give the day."),
        ({"adopted_on": "2026-06-16"}, "adopted_on", "This day has not come yet."),
        ({"adopted_on": "30.02.2026"}, "adopted_on", "Enter a valid date."),
        (
            {"adopted_on": "2024-12-31"},
            "adopted_on",
            "A plan is adopted in its own year or the year before: 2025 or 2026.",
        ),
    ],
)
def test_adoption_that_does_not_fit_says_why(make, keeper, typed, field, said):
    plan = make()
    page = keeper.post(plan_page(plan, "transition", step="adopt"), {"comment": "shënim"} | typed)
    assert page.context["form"].errors == {field: [said]}
    assert "shënim" in page.text
    plan.refresh_from_db()
    assert plan.status == "draft"


def test_day_beside_the_meeting_must_be_its_day(make, keeper, meetings):
    plan, meeting = make(), meetings["this year"]
    url = plan_page(plan, "transition", step="adopt")
    page = keeper.post(url, {"adopted_at": meeting.pk, "adopted_on": "2026-01-21"})
    assert page.context["form"].errors == {"adopted_on": ["The meeting was on another day."]}
    keeper.post(url, {"adopted_at": meeting.pk, "adopted_on": "2026-01-20"})
    plan.refresh_from_db()
    assert plan.status == "adopted"


def test_plan_without_activities_is_adopted_only_as_an_old_one(world, keeper, officer):
    plan = WorkPlanFactory(committee=world.kksb, year=2019)
    url = plan_page(plan, "transition", step="adopt")
    page = keeper.post(url, {"adopted_on": "2019-02-01"})
    assert "This plan has no activities." in page.context["form"].errors["only_dates"][0]
    with pytest.raises(TransitionRefused, match="has no activities"):
        PLAN.perform(plan, "adopt", by=officer, adopted_on=date(2019, 2, 1))
    keeper.post(
        url,
        {"adopted_on": "2019-02-01", "only_dates": "on", "activities_for_communities": "true"},
    )
    for step, day in (("recommend", "2019-02-15"), ("approve", "2019-03-20")):
        keeper.post(plan_page(plan, "transition", step=step), {"day": day})
    plan.refresh_from_db()
    assert (plan.adopted_on, plan.recommended_on, plan.assembly_approved_on) == (
        date(2019, 2, 1),
        date(2019, 2, 15),
        date(2019, 3, 20),
    )
    assert WorkPlan.objects.with_answer().get().answer == "with_activities"
    text = keeper.get(plan_page(plan)).text
    assert "As reported; no activities are on record." in text
    assert "Only the steps of this plan are known." in text


def test_plan_with_activities_is_not_asked_what_it_contains(make, keeper):
    form = keeper.get(plan_page(make(), "transition", step="adopt")).context["form"]
    assert list(form.fields) == ["adopted_at", "adopted_on", "comment"]


@pytest.mark.parametrize("step", ["recommend", "approve", "inform"])
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-01-31", "This day lies before a step that precedes it."),
        ("2026-06-16", "This day has not come yet."),
        ("", "This field is required."),
    ],
)
def test_later_step_keeps_the_order_of_the_days(make, keeper, step, day, said):
    plan = make("adopted")
    page = keeper.post(plan_page(plan, "transition", step=step), {"day": day})
    assert page.context["form"].errors["day"] == [said]
    plan.refresh_from_db()
    assert plan.status == "adopted"


def test_reopening_asks_the_reason(make, keeper):
    plan = make("adopted")
    url = plan_page(plan, "transition", step="reopen")
    assert "This field is required." in keeper.post(url, {"comment": ""}).text
    page = keeper.post(url, {"comment": "Mungon një veprimtari."}, follow=True)
    assert "The plan is a draft again." in page.text
    assert "Mungon një veprimtari." in keeper.get(plan_page(plan, "history")).text


def test_of_two_who_take_a_step_the_second_is_told(make, officer):
    plan = make("adopted")
    second = WorkPlan.objects.get(pk=plan.pk)
    PLAN.perform(plan, "inform", by=officer, day=DAY)
    with pytest.raises(TransitionRefused, match="Somebody else changed this record"):
        PLAN.perform(second, "approve", by=officer, day=DAY)
    second.refresh_from_db()
    assert second.status == "for_information"


def test_whoever_adopts_is_told_of_an_activity_written_meanwhile(make, officer):
    plan = make()
    seen = WorkPlan.objects.get(pk=plan.pk)
    activity = plan.activities.get()
    activity.title = "Tjetër"
    save_activity(activity, communities=[], by=officer)
    with pytest.raises(TransitionRefused, match="Somebody else changed this record"):
        PLAN.perform(seen, "adopt", by=officer, adopted_on=DAY)


def test_unknown_step_and_unknown_year_are_no_pages(make, keeper):
    plan = make()
    assert keeper.get(plan_page(plan, "transition", step="burn")).status_code == 404
    plan.year = 2025
    assert keeper.get(plan_page(plan)).status_code == 404
