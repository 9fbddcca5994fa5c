"""The registry of indicators, in the order in which they are shown."""

from reports.indicators.base import Counts, Indicator, LeftOut, Unit
from reports.indicators.committees import (
    bodies_in_being,
    established,
    members_serving,
    women_share,
)
from reports.indicators.concerns import (
    concerns_answered,
    concerns_by_community,
    concerns_by_theme,
    concerns_raised,
    concerns_resolved,
    concerns_waiting,
    days_to_answer,
)
from reports.indicators.figures import Figure, total
from reports.indicators.flags import FLAGS
from reports.indicators.follow_up import actions_on_time
from reports.indicators.meetings import (
    compensation_respected,
    incidents_discussed,
    meetings_held,
    meets_requirement,
    work_plan,
)
from reports.indicators.period import Period
from reports.indicators.plans import plan_progress
from reports.indicators.seats import (
    diverse_bodies,
    diversity_index,
    nonmajority_share,
    religious_representatives,
    seats_by_community,
    unrepresented_communities,
)
from reports.indicators.working import (
    attendance_rate,
    days_to_decision,
    interpretation,
    meetings_with_residents,
    police_present,
    quorum_reached,
    reporting_rate,
    trained_members,
)

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
# Who sits on them, and for whom.
COMPOSITION = (
    bodies_in_being,
    members_serving,
    seats_by_community,
    nonmajority_share,
    unrepresented_communities,
    religious_representatives,
    diverse_bodies,
    diversity_index,
)
# How they work.
WORKING = (
    attendance_rate,
    police_present,
    quorum_reached,
    interpretation,
    meetings_with_residents,
    trained_members,
    reporting_rate,
    days_to_decision,
)
# What came of what was raised and planned.
FOLLOW_UP = (
    concerns_raised,
    concerns_answered,
    concerns_resolved,
    days_to_answer,
    concerns_waiting,
    concerns_by_theme,
    concerns_by_community,
    actions_on_time,
    plan_progress,
)
INDICATORS = COUNCILS + COMPOSITION + WORKING + FOLLOW_UP
# Everything that is counted by one of the declarations, with the notes on quality.
COUNTED = INDICATORS + FLAGS

__all__ = [
    "COMPOSITION",
    "COUNTED",
    "COUNCILS",
    "FLAGS",
    "FOLLOW_UP",
    "INDICATORS",
    "WORKING",
    "Counts",
    "Figure",
    "Indicator",
    "LeftOut",
    "Period",
    "Unit",
    "total",
]
