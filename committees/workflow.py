"""The lives of a committee (active, suspended, dissolved) and of a training's certificate."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from committees.choices import CommitteeStatus, ParticipationStatus
from committees.models import Committee, Participation
from committees.numbers import next_number
from core.forms import DateInput, ReasonForm
from core.workflow import Transition, Workflow


class DatedReasonForm(ReasonForm):
    """Asks since when, and why."""

    status_on = forms.DateField(label=_("Since"), widget=DateInput, initial=timezone.localdate)

    field_order = ("status_on", "comment")


LIFE = Workflow(
    Committee,
    transitions=(
        Transition(
            name="suspend",
            label=_("Suspend"),
            sources=frozenset({CommitteeStatus.ACTIVE}),
            target=CommitteeStatus.SUSPENDED,
            action="change_status",
            form=DatedReasonForm,
            done=_("The committee is suspended."),
        ),
        Transition(
            name="resume",
            label=_("Resume"),
            sources=frozenset({CommitteeStatus.SUSPENDED}),
            target=CommitteeStatus.ACTIVE,
            action="change_status",
            form=DatedReasonForm,
            done=_("The committee is active again."),
        ),
        Transition(
            name="dissolve",
            label=_("Dissolve"),
            sources=frozenset({CommitteeStatus.ACTIVE, CommitteeStatus.SUSPENDED}),
            target=CommitteeStatus.DISSOLVED,
            action="change_status",
            form=DatedReasonForm,
            done=_("The committee is dissolved. Its records stay."),
            style="danger",
        ),
    ),
    recorded_by=record_transition,
)


def has_ended(participation):
    """A certificate is not given before the training is over."""
    if participation.training.until_on > timezone.localdate():
        return _("The training is not over yet.")
    return None


def _certificate(participation, by):
    """The next number of the year, and a code for the check page."""
    today = timezone.localdate()
    return {
        "certificate_number": next_number("CERT", today.year),
        "certified_on": today,
        "code": participation.new_code(),
    }


CERTIFICATION = Workflow(
    Participation,
    transitions=(
        Transition(
            name="certify",
            label=_("Give the certificate"),
            sources=frozenset({ParticipationStatus.ATTENDED}),
            target=ParticipationStatus.CERTIFIED,
            action="change_status",
            needs=(has_ended,),
            writes=_certificate,
            done=_("The certificate has its number."),
            style="primary",
        ),
        Transition(
            name="withdraw",
            label=_("Withdraw the certificate"),
            sources=frozenset({ParticipationStatus.CERTIFIED}),
            target=ParticipationStatus.WITHDRAWN,
            action="change_status",
            form=ReasonForm,
            done=_("The certificate is withdrawn. Its check page says so."),
            style="danger",
        ),
        Transition(
            name="strike",
            label=_("Entered by mistake"),
            sources=frozenset({ParticipationStatus.ATTENDED}),
            target=ParticipationStatus.STRUCK,
            action="change_status",
            form=ReasonForm,
            done=_("The participation no longer counts."),
            style="danger",
        ),
        Transition(
            name="restore",
            label=_("It was no mistake"),
            sources=frozenset({ParticipationStatus.STRUCK}),
            target=ParticipationStatus.ATTENDED,
            action="change_status",
            form=ReasonForm,
            done=_("The participation counts again."),
        ),
    ),
    recorded_by=record_transition,
)
