"""The three-valued answer: what it rests on, who is the majority, and what was only reported."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import Activity, WorkPlan
from meetings.yearly import YearOnRecord
from places.models import PopulationCount
from tests.factories.meetings import ActivityFactory, WorkPlanFactory
from tests.factories.places import (
    CommunityFactory,
    PopulationBaselineFactory,
    PopulationCountFactory,
)
from tests.plans.conftest import plan_page


@pytest.fixture
def census(world):
    """Three communities of the municipality by the latest of two censuses, the largest first."""
    now = PopulationBaselineFactory(name_en="Census now", counted_on=date(2090, 1, 1))
    before = PopulationBaselineFactory(name_en="Census before", counted_on=date(2080, 1, 1))
    communities = [CommunityFactory(name_en=name) for name in ("Large", "Small", "Absent")]
    for baseline, numbers in ((now, (900, 50)), (before, (10, 800))):
        PopulationCountFactory(
            baseline=baseline, municipality=world.here, community=None, persons=sum(numbers)
        )
        for community, persons in zip(communities, numbers, strict=False):
            PopulationCountFactory(
                baseline=baseline,
                municipality=world.here,
                community=community,
                persons=persons,
            )
    return communities


def answer_to(plan):
    return WorkPlan.objects.with_answer().get(pk=plan.pk).answer


@pytest.mark.parametrize(
    ("tagged", "answer"),
    [
        ([], "yes"),
        ([0], "yes"),
        ([1], "with_activities"),
        ([2], "with_activities"),
        ([0, 1], "with_activities"),
    ],
)
def test_majority_is_the_largest_community_of_the_latest_census(world, census, tagged, answer):
    plan = WorkPlanFactory(committee=world.kksb, adopted=True)
    ActivityFactory(plan=plan, communities=[census[index] for index in tagged])
    assert answer_to(plan) == answer


def test_the_same_community_is_majority_here_and_none_elsewhere(world, census):
    plan = WorkPlanFactory(committee=world.elsewhere, adopted=True)
    ActivityFactory(plan=plan, communities=[census[0]])
    assert answer_to(plan) == "with_activities"
    PopulationCountFactory(municipality=world.elsewhere.municipality, community=census[0])
    assert answer_to(plan) == "yes"


def test_majority_nowhere_leans_on_the_total(world, census):
    [found] = PopulationCount.objects.of_the_majority(world.here)
    assert (found.community, found.persons) == (census[0], 900)
    assert not PopulationCount.objects.of_the_majority(None)


@pytest.mark.parametrize(
    ("reported", "tagged", "answer", "said"),
    [
        (True, None, "with_activities", "As reported; no activities are on record."),
        (False, None, "yes", "As reported; no activities are on record."),
        (None, None, "yes", "Nobody reported what the plan contains"),
        (True, [], "yes", "No activity of the plan serves a non-majority community."),
        (False, [1], "with_activities", "It rests on these activities:"),
        (None, [0], "yes", "No activity of the plan serves a non-majority community."),
    ],
)
def test_answer_is_derived_where_there_are_activities_and_else_as_reported(
    world, keeper, census, reported, tagged, answer, said
):
    plan = WorkPlanFactory(committee=world.kksb, adopted=True, activities_for_communities=reported)
    if tagged is not None:
        ActivityFactory(plan=plan, communities=[census[index] for index in tagged])
    assert answer_to(plan) == answer
    page = keeper.get(plan_page(plan))
    assert page.context["answer"]["answer"] == answer
    assert said in page.text
    assert YearOnRecord("kksb", 2025).work_plan(world.kksb.pk) == answer


def test_page_names_the_activities_and_the_census(world, keeper, census):
    plan = WorkPlanFactory(committee=world.kksb, adopted=True)
    ActivityFactory(plan=plan, title="Për shumicën", communities=[census[0]])
    serving = ActivityFactory(plan=plan, title="Për të tjerët", communities=census)
    ActivityFactory(plan=plan, title="Për të gjithë")
    page = keeper.get(plan_page(plan))
    assert page.context["answer"]["activities"] == [serving]
    assert (
        f"Majority in {world.here.name}: Large (Census now). Every other community is a "
        "non-majority community there." in page.text
    )
    WorkPlanFactory(committee=world.elsewhere, adopted=True)
    keeper.force_login(world.person("administrator"))
    page = keeper.get(plan_page(WorkPlan.objects.get(committee=world.elsewhere)))
    assert "No census tells who is the majority here" in page.text


def test_draft_answers_no_whatever_it_contains(world, keeper, census):
    plan = WorkPlanFactory(committee=world.kksb, year=2026)
    ActivityFactory(plan=plan, communities=[census[1]])
    assert answer_to(plan) == "no"
    assert "The plan is not adopted yet." in keeper.get(plan_page(plan)).text


def test_dropped_activity_serves_nobody(world, census):
    plan = WorkPlanFactory(committee=world.kksb, adopted=True)
    ActivityFactory(plan=plan, communities=[census[1]], dropped=True)
    assert answer_to(plan) == "yes"


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.sets(st.integers(0, 2)), st.sampled_from(["planned", "done", "dropped"])),
        max_size=4,
    ),
    st.sampled_from([None, True, False]),
    st.booleans(),
)
def test_answer_equals_what_a_reader_would_say(world, census, drawn, reported, is_adopted):
    Activity.objects.all().delete()
    WorkPlan.objects.all().delete()
    plan = WorkPlanFactory(
        committee=world.kksb, adopted=is_adopted, activities_for_communities=reported
    )
    for tags, state in drawn:
        traits = {} if state == "planned" else {state: True}
        ActivityFactory(plan=plan, communities=[census[tag] for tag in tags], **traits)
    serves = any(tags & {1, 2} and state != "dropped" for tags, state in drawn)
    if not is_adopted:
        expected = "no"
    elif serves or (not drawn and reported):
        expected = "with_activities"
    else:
        expected = "yes"
    assert answer_to(plan) == expected
