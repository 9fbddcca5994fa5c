"""The life of what a meeting asked somebody to do, from open to done, not done or withdrawn.

Minutes that say what came of an action close it, so its table stands here, and its pages in
`follow_up`. Locked minutes forbid no step: what came of it is said long after their approval.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from core.forms import CheckedFileField, ConfirmForm, DateInput, LayoutMixin, ReasonForm
from core.workflow import Transition, Workflow
from meetings.choices import CLOSED_ACTIONS, ActionStatus, FileKind
from meetings.file_kinds import FileKindField
from meetings.models import Action

OPEN = frozenset({ActionStatus.OPEN, ActionStatus.IN_PROGRESS})


class DoneForm(LayoutMixin, forms.Form):
    """Asks what came of it and when, and for a file that shows it."""

    result = forms.CharField(
        label=_("Result"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    done_on = forms.DateField(label=_("Done on"), widget=DateInput, initial=timezone.localdate)
    proof = CheckedFileField(
        label=_("Proof"),
        required=False,
        help_text=_("PDF, JPEG, PNG, DOCX, XLSX or ODT, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,.pdf,.docx,.xlsx,.odt"}),
    )
    proof_kind = FileKindField(initial=FileKind.LETTER)

    def __init__(self, *args, action=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.decided_on = action and action.decided_on

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        if self.decided_on and day < self.decided_on:
            raise ValidationError(_("This lies before the meeting that decided it."))
        return day


class WhyNotForm(LayoutMixin, forms.Form):
    """Asks why it was not done, or is no longer asked for."""

    result = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


def _closed_today(_action, by, result):
    return {"result": result, "done_on": timezone.localdate()}


ACTION = Workflow(
    Action,
    transitions=(
        Transition(
            name="take-up",
            label=_("Take it up"),
            sources=frozenset({ActionStatus.OPEN}),
            target=ActionStatus.IN_PROGRESS,
            action="answer",
            form=ConfirmForm,
            done=_("The action is in progress."),
        ),
        Transition(
            name="report-done",
            label=_("Report it as done"),
            sources=OPEN,
            target=ActionStatus.DONE,
            action="answer",
            form=DoneForm,
            done=_("The result is noted."),
            style="primary",
        ),
        Transition(
            name="not-done",
            label=_("It was not done"),
            sources=OPEN,
            target=ActionStatus.NOT_DONE,
            action="answer",
            form=WhyNotForm,
            writes=_closed_today,
            done=_("It is noted why the action was not done."),
        ),
        Transition(
            name="drop",
            label=_("Withdraw it"),
            sources=OPEN,
            target=ActionStatus.DROPPED,
            action="decide",
            form=WhyNotForm,
            writes=_closed_today,
            done=_("The action is withdrawn. Nobody is asked about it any more."),
            style="danger",
        ),
        Transition(
            name="reopen",
            label=_("Open it again"),
            sources=frozenset(CLOSED_ACTIONS),
            target=ActionStatus.OPEN,
            action="decide",
            form=ReasonForm,
            writes=lambda _action, by: {"result": "", "done_on": None},
            done=_("The action is open again. What was noted stays in its history."),
        ),
    ),
    recorded_by=record_transition,
    counter="version",
)
