"""Who keeps the annual work plan of a committee; who reads it is said with the meetings."""

from committees.permissions import insiders
from core.policy import in_state, register
from meetings.choices import WorkPlanStatus
from meetings.models import Activity, ActivityDocument, WorkPlan
from meetings.permissions import file_of, keeping, on

register(
    WorkPlan,
    {
        # What was adopted is not rewritten: it is opened again first.
        "edit": keeping & in_state(WorkPlanStatus.DRAFT),
        "change_status": keeping,
        "record_progress": keeping,
        # It names those who wrote.
        "view_history": insiders("committee", "committee__"),
    },
)
register(
    Activity,
    {
        action: on(WorkPlan, "plan", action)
        for action in ("view", "edit", "record_progress", "view_history")
    },
)
register(
    ActivityDocument,
    {"view": file_of(Activity, "activity", view="view", names="view_history")},
)
