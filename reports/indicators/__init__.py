"""The registry of indicators, in the order in which they are shown."""

from reports.indicators.base import Figure, Indicator, Period, Unit, total
from reports.indicators.committees import established, women_share
from reports.indicators.meetings import (
    compensation_respected,
    incidents_discussed,
    meetings_held,
    meets_requirement,
    work_plan,
)
from reports.indicators.plans import plan_progress

INDICATORS = (
    established,
    meetings_held,
    meets_requirement,
    incidents_discussed,
    work_plan,
    plan_progress,
    compensation_respected,
    women_share,
)

__all__ = ["INDICATORS", "Figure", "Indicator", "Period", "Unit", "total"]
