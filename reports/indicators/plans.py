"""Indicators of the annual work plans."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.choices import ActivityState
from meetings.models import Activity, WorkPlan
from reports.indicators.base import Indicator, LeftOut, Unit
from reports.indicators.measures import Share

PLACE = "plan__committee__municipality__code"


def _due(period):
    """Activities of the adopted plans of the year whose quarter was over on the reference day."""
    plans = WorkPlan.objects.adopted().of_year(period.year).filter(committee__in=period.bodies)
    return Activity.objects.due_by(period.reference_day).filter(plan__in=plans)


def _not_due(period):
    plans = WorkPlan.objects.adopted().of_year(period.year).filter(committee__in=period.bodies)
    return Activity.objects.filter(plan__in=plans).exclude(
        pk__in=_due(period).order_by().values("pk")
    )


plan_progress = Indicator(
    key="plan_progress",
    title=_("Progress of the work plans"),
    definition=_(
        "Activities of the adopted plans of the year that are done, of those whose quarter was "
        "over on the reference day: 31 December, or today in the running year. What is done late "
        "counts as done; what was dropped with a reason is not due. A body without an adopted "
        "plan, or without activities on record, has no figure."
    ),
    numerator=_("activities done"),
    denominator=_("activities due"),
    source=_("Work plans kept by the committees"),
    unit=Unit.PERCENT,
    reviewed_on=date(2026, 11, 27),
    measure=Share(_due, PLACE, Q(state=ActivityState.DONE)),
    left_out=(
        LeftOut(_("the quarter is not over yet, or it was dropped with a reason"), _not_due, PLACE),
    ),
)
