"""The life of a small project: proposed, running with a donor, finished or given up."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from concerns.choices import ProjectStatus
from concerns.models import Project
from core.forms import DateInput, LayoutMixin, ReasonForm
from core.workflow import Transition, Workflow


def _past(day, project=None):
    """Return the day of an end; raises where it lies ahead or before the beginning."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet."))
    if project and project.started_on and day < project.started_on:
        raise forms.ValidationError(_("It cannot have ended before it began."))
    return day


class FundForm(LayoutMixin, forms.Form):
    """Asks who pays how much, and since when it runs."""

    donor = forms.CharField(label=_("Donor"), max_length=200)
    cost = forms.DecimalField(label=_("Cost in euro"), max_digits=10, decimal_places=2, min_value=0)
    started_on = forms.DateField(label=_("Begun on"), widget=DateInput)

    def __init__(self, *args, project=None, **kwargs):
        super().__init__(*args, **kwargs)
        if project is not None:
            for name in self.fields:
                self.fields[name].initial = getattr(project, name)

    def clean_started_on(self):
        return _past(self.cleaned_data["started_on"])


class EndForm(LayoutMixin, forms.Form):
    """Asks what came of it, or why it was given up, and on which day."""

    ended_on = forms.DateField(label=_("Ended on"), widget=DateInput, initial=timezone.localdate)
    result = forms.CharField(
        label=_("Result or reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, project=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project

    def clean_ended_on(self):
        return _past(self.cleaned_data["ended_on"], self.project)


PROJECT = Workflow(
    Project,
    transitions=(
        Transition(
            name="begin",
            label=_("Begin"),
            sources=frozenset({ProjectStatus.PROPOSED}),
            target=ProjectStatus.RUNNING,
            action="edit",
            form=FundForm,
            done=_("The project is running."),
            style="primary",
        ),
        Transition(
            name="finish",
            label=_("Finish"),
            sources=frozenset({ProjectStatus.RUNNING}),
            target=ProjectStatus.FINISHED,
            action="edit",
            form=EndForm,
            done=_("The project is finished."),
            style="primary",
        ),
        Transition(
            name="give-up",
            label=_("Give up"),
            sources=frozenset({ProjectStatus.PROPOSED, ProjectStatus.RUNNING}),
            target=ProjectStatus.GIVEN_UP,
            action="edit",
            form=EndForm,
            done=_("The project is given up."),
            style="danger",
        ),
        Transition(
            name="propose-again",
            label=_("Propose it again"),
            sources=frozenset({ProjectStatus.FINISHED, ProjectStatus.GIVEN_UP}),
            target=ProjectStatus.PROPOSED,
            action="edit",
            writes=lambda _project, by: {"ended_on": None, "result": ""},
            form=ReasonForm,
            done=_("The project is proposed again."),
        ),
    ),
    recorded_by=record_transition,
)
