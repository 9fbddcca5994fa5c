"""The life of minutes: draft, approved, published."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from core.forms import ConfirmForm, DateInput, ReasonForm
from core.workflow import Transition, Workflow
from meetings.choices import LOCKED, FileKind, MinutesStatus
from meetings.models import ItemText, Meeting, Minutes
from meetings.signing import sign, unsign


class ApproveForm(ConfirmForm):
    """Asks at which meeting the minutes were approved, or at least on which day."""

    adopted_at = forms.ModelChoiceField(
        label=_("Approved at the meeting"), queryset=Meeting.objects.none(), required=False
    )
    approved_on = forms.DateField(
        label=_("Approved on"),
        widget=DateInput,
        required=False,
        help_text=_("Only where they were not approved at a meeting listed here."),
    )

    field_order = ("adopted_at", "approved_on", "comment")

    def __init__(self, *args, minutes=None, **kwargs):
        super().__init__(*args, **kwargs)
        if minutes is None:
            return
        # Minutes of a meeting without a date may have been approved on any day.
        self.held_on = minutes.meeting.starts_on or date.min
        later = (
            Meeting.objects.held()
            .filter(committee=minutes.meeting.committee, starts_on__gt=self.held_on)
            .select_related("committee")
            .soonest_first()
        )
        field = self.fields["adopted_at"]
        field.queryset = later
        field.initial = later.first()
        field.label_from_instance = lambda meeting: f"{meeting.title}, {meeting.date_text}"

    def clean(self):
        data = super().clean()
        if data.get("adopted_at"):
            data["approved_on"] = data["adopted_at"].starts_on
        day = data.get("approved_on")
        if not day and "approved_on" not in self.errors:
            self.add_error("approved_on", _("Choose a meeting, or give the day."))
        elif day and not self.held_on <= day <= timezone.localdate():
            self.add_error("approved_on", _("The day lies between the meeting and today."))
        return data


class PublishForm(ConfirmForm):
    """Asks whether somebody has looked at what seems to tell of a private person."""

    is_reviewed = forms.BooleanField(
        label=_("I have looked at each of these places, and all of them may be public."),
    )

    field_order = ("is_reviewed", "comment")

    def __init__(self, *args, passages=None, **kwargs):
        super().__init__(*args, **kwargs)
        if passages == []:
            del self.fields["is_reviewed"]


def something_is_written(minutes):
    """Nobody approves empty minutes; short ones and a scan of signed ones are minutes as well."""
    meeting = minutes.meeting
    if meeting.summary or meeting.decisions or ItemText.objects.filter(item__meeting=meeting):
        return None
    if meeting.documents.filter(kind=FileKind.MINUTES).exists():
        return None
    return _("Nothing is written yet.")


def something_is_public(minutes):
    """Short minutes and scans stay with the committee: they may name anybody."""
    if ItemText.objects.filter(item__meeting=minutes.meeting, item__is_confidential=False).exists():
        return None
    return _(
        "Only minutes by item are published. Open the minutes again and write under the items what"
        " the public may read."
    )


MINUTES = Workflow(
    Minutes,
    transitions=(
        Transition(
            name="approve",
            label=_("Approve the minutes"),
            sources=frozenset({MinutesStatus.DRAFT}),
            target=MinutesStatus.APPROVED,
            action="change_status",
            needs=(something_is_written,),
            then=(sign,),
            form=ApproveForm,
            done=_("The minutes are approved. They and the record of the meeting are locked."),
        ),
        Transition(
            name="publish",
            label=_("Publish the minutes"),
            sources=frozenset({MinutesStatus.APPROVED}),
            target=MinutesStatus.PUBLISHED,
            action="change_status",
            needs=(something_is_public,),
            writes=lambda _minutes, by, **_asked: {},
            form=PublishForm,
            done=_("The minutes are public, without their confidential items."),
        ),
        Transition(
            name="reopen",
            label=_("Open the minutes again"),
            sources=frozenset(LOCKED),
            target=MinutesStatus.DRAFT,
            action="change_status",
            writes=lambda _minutes, by: {"approved_on": None, "adopted_at": None},
            then=(unsign,),
            form=ReasonForm,
            done=_("The minutes are a draft again."),
            style="danger",
        ),
    ),
    recorded_by=record_transition,
    counter="version",
)
