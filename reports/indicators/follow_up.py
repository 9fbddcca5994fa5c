"""The indicator of what came of the meetings: were actions done when they were due?"""

from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.choices import ActionStatus, MeetingKind
from meetings.models import Action
from reports.indicators.base import Indicator, LeftOut, Unit
from reports.indicators.measures import Share

PLACE = "meeting__committee__municipality__code"


def _due(period):
    """Actions whose day came in the year, of public meetings of committees of the kind."""
    return (
        Action.objects.filter(
            meeting__committee__kind=period.kind,
            due_on__range=period.so_far,
        )
        .exclude(status=ActionStatus.DROPPED)
        .exclude(meeting__kind=MeetingKind.EXECUTIVE)
    )


actions_on_time = Indicator(
    key="actions_on_time",
    title=_("Actions done on time"),
    definition=_(
        "Of the actions whose due date lies in the year, up to today in the running one, those "
        "that were done by that date. An action without a due date is left out, and so are one "
        "that the committee withdrew and those of executive meetings. An action of a joint "
        "meeting counts for the host."
    ),
    numerator=_("actions done by their due date"),
    denominator=_("actions due in the year"),
    source=_("Actions decided at meetings, and what was reported of them"),
    unit=Unit.PERCENT,
    reviewed_on=date(2026, 11, 27),
    measure=Share(
        _due,
        PLACE,
        Q(status=ActionStatus.DONE, done_on__lte=F("due_on")),
    ),
    left_out=(
        LeftOut(
            _("withdrawn by the committee"),
            lambda period: Action.objects.filter(
                meeting__committee__kind=period.kind,
                due_on__range=period.so_far,
                status=ActionStatus.DROPPED,
            ),
            PLACE,
        ),
        LeftOut(
            _("without a due date, of a meeting of the year"),
            lambda period: Action.objects.filter(
                meeting__committee__kind=period.kind,
                meeting__starts_on__range=period.so_far,
                due_on=None,
            ),
            PLACE,
        ),
    ),
)
