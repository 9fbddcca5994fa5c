"""Numbers by quarter, what is late, and the indicator: each equal to a recount by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.models import Activity, WorkPlan
from plans.progress import quarters_of
from reports.indicators import Period
from reports.indicators.plans import plan_progress
from tests.factories.meetings import ActivityFactory, WorkPlanFactory
from tests.plans.conftest import plan_page

LAST_DAYS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
OPEN = {"planned", "in_progress"}
AN_ACTIVITY = st.tuples(
    st.integers(1, 4),
    st.sampled_from(["planned", "in_progress", "done", "dropped"]),
    st.none() | st.decimals(0, 999, places=2),
)
A_DAY = st.dates(date(2024, 12, 1), date(2026, 2, 1))
examples = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def plan_with(committee, drawn, **fields):
    Activity.objects.all().delete()
    WorkPlan.objects.all().delete()
    plan = WorkPlanFactory(committee=committee, **{"adopted": True} | fields)
    for quarter, state, budget in drawn:
        traits = {} if state == "planned" else {state: True}
        ActivityFactory(plan=plan, quarter=quarter, budget=budget, **traits)
    return plan


@examples
@given(st.lists(AN_ACTIVITY, max_size=6), A_DAY)
def test_numbers_by_quarter_equal_a_recount(world, drawn, today):
    plan = plan_with(world.kksb, drawn)
    activities = list(plan.activities.as_seen_on(today).in_order())
    for quarter in quarters_of(plan, activities, today):
        mine = [(state, budget) for number, state, budget in drawn if number == quarter.number]
        states = [state for state, _budget in mine]
        is_over = date(2025, *LAST_DAYS[quarter.number]) < today
        assert len(quarter.activities) == len(mine)
        assert quarter.standing == len(mine) - states.count("dropped")
        assert (quarter.done, quarter.dropped) == (states.count("done"), states.count("dropped"))
        assert quarter.late == (sum(state in OPEN for state in states) if is_over else 0)
        assert quarter.late == sum(row.is_late for row in quarter.activities)
        known = [budget for state, budget in mine if state != "dropped" and budget is not None]
        assert quarter.budget == (sum(known) if known else None)
        # The bar is as long as what stands, without a gap.
        before = 0
        for _state, number, starts in quarter.parts:
            assert (starts, number > 0) == (before, True)
            before += number
        assert before == quarter.standing


@examples
@given(st.lists(AN_ACTIVITY, max_size=6), A_DAY, st.booleans())
def test_indicator_equals_a_recount(world, drawn, today, is_adopted):
    plan_with(world.kksb, drawn, adopted=is_adopted)
    with time_machine.travel(today, tick=False):
        period = Period("kksb", 2025)
        found = plan_progress.by_municipality(period, [world.here.code])
        day = period.reference_day
    due = [
        state
        for quarter, state, _budget in drawn
        if is_adopted and state != "dropped" and date(2025, *LAST_DAYS[quarter]) <= day
    ]
    if due:
        figure = found[world.here.code]
        assert (figure.numerator, figure.denominator) == (due.count("done"), len(due))
        assert 0 <= figure.numerator <= figure.denominator
    else:
        assert found == {}


@examples
@given(st.integers(1, 4), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_to_do_is_what_runs_or_is_late(world, quarter, today):
    plan_with(world.kksb, [(quarter, "planned", None)])
    last = date(2025, *LAST_DAYS[quarter])
    first = date(2025, 3 * quarter - 2, 1)
    assert Activity.objects.to_do(today).exists() is (first <= today)
    assert Activity.objects.overdue(today).exists() is (last < today)
    assert Activity.objects.due_by(last).exists()
    assert not Activity.objects.due_by(last - timedelta(days=1)).exists()


def test_drafts_and_what_is_settled_are_nothing_to_do(world, today):
    ActivityFactory(plan__committee=world.kksb)
    plan_with(world.klsp, [(1, "done", None), (1, "dropped", None)])
    assert not Activity.objects.to_do(today).exists()


def test_page_says_the_numbers_and_the_budget(world, keeper):
    plan = plan_with(
        world.kksb,
        [(1, "done", Decimal("1200.50")), (1, "planned", None), (2, "dropped", Decimal(9))],
        year=2026,
        adopted_on="2026-01-10",
    )
    text = keeper.get(plan_page(plan)).text
    assert "1 of 2" in text
    assert "1,200.50" in text
    assert "late" in text
    first, second, *_rest = keeper.get(plan_page(plan)).context["quarters"]
    assert (first.late, second.standing, second.dropped) == (1, 0, 1)


@pytest.mark.parametrize(("name", "sees"), [("secretary", True), ("osce_monitor", False)])
def test_home_tells_the_keepers_what_is_due(signed_in, world, name, sees):
    plan = WorkPlanFactory(committee=world.kksb, year=2026, adopted_on="2026-01-10")
    late = ActivityFactory(plan=plan, title="Vonuar", quarter=1)
    running = ActivityFactory(plan=plan, title="Tani", quarter=2)
    ActivityFactory(plan=plan, title="Më vonë", quarter=3)
    page = signed_in(name).get("/en/")
    assert list(page.context["activities"]) == ([late, running] if sees else [])
    assert ("Activities of the work plans: due this quarter, or late" in page.text) is sees
