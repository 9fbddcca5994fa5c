"""The registry of indicators, in the order in which they are shown."""

from reports.indicators.base import Figure, Indicator, Period, Unit, total
from reports.indicators.committees import established, women_share
from reports.indicators.follow_up import actions_on_time
from reports.indicators.meetings import (
    compensation_respected,
    incidents_discussed,
    meetings_held,
    meets_requirement,
    work_plan,
)

INDICATORS = (
    established,
    meetings_held,
    meets_requirement,
    incidents_discussed,
    work_plan,
    compensation_respected,
    women_share,
    actions_on_time,
)

__all__ = ["INDICATORS", "Figure", "Indicator", "Period", "Unit", "total"]
