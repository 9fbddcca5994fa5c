"""The life of a meeting.

«Awaiting report» is no state: it is a date that has passed in silence.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from core.forms import ConfirmForm, DateInput, LinesField, ReasonForm
from core.workflow import Transition, Workflow
from meetings.agendas import bring_open_matters
from meetings.choices import MeetingStatus
from meetings.deadlines import meet_first_deadline
from meetings.invitations import call_off, invite
from meetings.models import Meeting, Minutes
from meetings.numbering import number_on

MOST_GUESTS = 30


class NewDateForm(ReasonForm):
    """Asks for the new date, and why there is one."""

    starts_on = forms.DateField(label=_("New date"), widget=DateInput)

    field_order = ("starts_on", "comment")


class ConveneForm(ConfirmForm):
    """Asks who is invited beside the members."""

    invited_emails = LinesField(
        label=_("Guests to invite by mail"),
        required=False,
        help_text=_(
            "One e-mail address a line, at most 30. Guests get day, place and the public agenda."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("invited_emails", "comment")

    def clean_invited_emails(self):
        addresses = list(dict.fromkeys(self.cleaned_data["invited_emails"]))
        if len(addresses) > MOST_GUESTS:
            raise ValidationError(_("These are more than 30 addresses."))
        wrong = [address for address in addresses if not _is_address(address)]
        if wrong:
            raise ValidationError(
                [_("This is no e-mail address: %(text)s") % {"text": text} for text in wrong]
            )
        return addresses


def _is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _guests(_meeting, by, invited_emails=None):
    """The guests as lines; whoever convenes without the form leaves them as they are."""
    return {} if invited_emails is None else {"invited_emails": "\n".join(invited_emails)}


def has_come(meeting):
    """A meeting cannot be reported before its day."""
    if meeting.starts_on > timezone.localdate():
        return _("Its day has not come yet. If it was held earlier, change the plan first.")
    return None


def moved(meeting, by, starts_on):
    """Take the last day along to a new date; in another year the meeting is counted anew."""
    length = meeting.ends_on - meeting.starts_on if meeting.ends_on else None
    return {
        "starts_on": starts_on,
        "ends_on": starts_on + length if length else None,
        "number_in_year": number_on(meeting, starts_on, was_on=meeting.starts_on),
    }


def minutes_are_open(meeting):
    """What approved minutes tell of was held."""
    if Minutes.objects.locked().filter(meeting=meeting):
        return _("The minutes of this meeting are approved. Open them again first.")
    return None


def carries_no_plan(meeting):
    """A plan is adopted at a meeting that was held."""
    if meeting.adopted_plans.exists():
        return _("A work plan was adopted at this meeting. Open the plan again first.")
    return None


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
            label=_("Convene"),
            sources=frozenset({MeetingStatus.PLANNED}),
            target=MeetingStatus.CONVENED,
            action="change_status",
            form=ConveneForm,
            writes=_guests,
            then=(bring_open_matters, invite),
            done=_("The meeting is convened."),
        ),
        Transition(
            name="postpone",
            label=_("Postpone"),
            sources=frozenset({MeetingStatus.PLANNED, MeetingStatus.CONVENED}),
            target=MeetingStatus.POSTPONED,
            action="change_status",
            form=ReasonForm,
            then=(call_off,),
            done=_("The meeting is postponed. It waits for a new date."),
        ),
        Transition(
            name="reschedule",
            label=_("Set a new date"),
            sources=frozenset({MeetingStatus.POSTPONED, MeetingStatus.CANCELLED}),
            target=MeetingStatus.PLANNED,
            action="change_status",
            form=NewDateForm,
            writes=moved,
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
            then=(call_off,),
            done=_("The meeting is cancelled."),
            style="danger",
        ),
        Transition(
            name="retract",
            label=_("It was not held"),
            sources=frozenset({MeetingStatus.HELD}),
            target=MeetingStatus.PLANNED,
            action="change_status",
            needs=(has_date, minutes_are_open, carries_no_plan),
            form=ReasonForm,
            then=(meet_first_deadline,),
            done=_("The meeting no longer counts as held."),
            style="danger",
        ),
    ),
    recorded_by=record_transition,
    # A calendar tells a later step by it, and a form that somebody else was faster.
    counter="version",
)
