"""The life of a meeting. «Awaiting report» is no state: it is a date that has passed in silence."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from core.forms import DateInput, ReasonForm
from core.workflow import Transition, Workflow
from meetings.choices import MeetingStatus
from meetings.deadlines import meet_first_deadline
from meetings.models import Meeting


class NewDateForm(ReasonForm):
    """Asks for the new date, and why there is one."""

    starts_on = forms.DateField(label=_("New date"), widget=DateInput)

    field_order = ("starts_on", "comment")


def has_come(meeting):
    """A meeting cannot be reported before its day."""
    if meeting.starts_on > timezone.localdate():
        return _("Its day has not come yet. If it was held earlier, change the plan first.")
    return None


def moved(meeting, by, starts_on):
    """Take the last day along to a new date."""
    length = meeting.ends_on - meeting.starts_on if meeting.ends_on else None
    return {"starts_on": starts_on, "ends_on": starts_on + length if length else None}


def has_date(meeting):
    """Only a held meeting may be without a date."""
    if meeting.starts_on is None:
        return _("No date is known of it. Enter the date first.")
    return None


LIFE = Workflow(
    Meeting,
    transitions=(
        Transition(
            name="hold",
            label=_("Report on the meeting"),
            sources=frozenset({MeetingStatus.PLANNED, MeetingStatus.CONVENED}),
            target=MeetingStatus.HELD,
            action="report",
            needs=(has_come,),
            done=_("The meeting is on record as held."),
            style="primary",
        ),
        Transition(
            name="convene",
            label=_("Mark as convened"),
            sources=frozenset({MeetingStatus.PLANNED}),
            target=MeetingStatus.CONVENED,
            action="change_status",
            done=_("The meeting is convened."),
        ),
        Transition(
            name="postpone",
            label=_("Postpone"),
            sources=frozenset({MeetingStatus.PLANNED, MeetingStatus.CONVENED}),
            target=MeetingStatus.POSTPONED,
            action="change_status",
            form=ReasonForm,
            done=_("The meeting is postponed. It waits for a new date."),
        ),
        Transition(
            name="reschedule",
            label=_("Set a new date"),
            sources=frozenset({MeetingStatus.POSTPONED, MeetingStatus.CANCELLED}),
            target=MeetingStatus.PLANNED,
            action="change_status",
            writes=moved,
            form=NewDateForm,
            done=_("The meeting has a new date."),
        ),
        Transition(
            name="cancel",
            label=_("Cancel the meeting"),
            sources=frozenset(
                {MeetingStatus.PLANNED, MeetingStatus.CONVENED, MeetingStatus.POSTPONED}
            ),
            target=MeetingStatus.CANCELLED,
            action="change_status",
            form=ReasonForm,
            done=_("The meeting is cancelled."),
            style="danger",
        ),
        Transition(
            name="retract",
            label=_("It was not held"),
            sources=frozenset({MeetingStatus.HELD}),
            target=MeetingStatus.PLANNED,
            action="change_status",
            form=ReasonForm,
            needs=(has_date,),
            then=(meet_first_deadline,),
            done=_("The meeting no longer counts as held."),
            style="danger",
        ),
    ),
    recorded_by=record_transition,
    # A calendar tells a later step by it, and a form that somebody else was faster.
    counter="version",
)
