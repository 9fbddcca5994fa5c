"""The registry of indicators, in the order in which they are shown."""

from reports.indicators.base import Counts, Figure, Indicator, Period, Unit, total
from reports.indicators.committees import established, women_share
from reports.indicators.concerns import (
    concerns_answered,
    concerns_by_community,
    concerns_by_theme,
    concerns_raised,
    concerns_waiting,
    days_to_answer,
)
from reports.indicators.follow_up import actions_on_time
from reports.indicators.meetings import (
    compensation_respected,
    incidents_discussed,
    meetings_held,
    meets_requirement,
    work_plan,
)
from reports.indicators.plans import plan_progress

# What the year says of the councils.
COUNCILS = (
    established,
    meetings_held,
    meets_requirement,
    incidents_discussed,
    work_plan,
    compensation_respected,
    women_share,
)
# What came of what was raised and planned.
FOLLOW_UP = (
    concerns_raised,
    concerns_answered,
    days_to_answer,
    concerns_waiting,
    concerns_by_theme,
    concerns_by_community,
    actions_on_time,
    plan_progress,
)
INDICATORS = COUNCILS + FOLLOW_UP

__all__ = [
    "COUNCILS",
    "FOLLOW_UP",
    "INDICATORS",
    "Counts",
    "Figure",
    "Indicator",
    "Period",
    "Unit",
    "total",
]
