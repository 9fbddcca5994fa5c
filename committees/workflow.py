"""The life of a committee: active, suspended, dissolved; each step with its day and reason."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from committees.choices import CommitteeStatus
from committees.models import Committee
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
