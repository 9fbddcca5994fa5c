"""The way of an annual work plan from the draft through the committee to the assembly."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_transition
from core.forms import ConfirmForm, DateInput, ReasonForm
from core.workflow import Transition, TransitionRefused, Workflow
from meetings.choices import PLAN_DAYS, WorkPlanStatus
from meetings.forms.words import YES_NO_UNSAID
from meetings.models import Meeting, WorkPlan

ANOTHER_MEETING = _(
    "This is no held meeting of this committee in the year of the plan or the year before."
)
NO_ACTIVITY = _(
    "This plan has no activities. Add them first, or say that only its dates are known."
)


def adoption_span(plan):
    """Return the first and the last day on which a plan can be adopted.

    Plans are adopted in their year, or before it together with the schedule of the year.
    """
    return date(plan.year - 1, 1, 1), date(plan.year, 12, 31)


def adoption_meetings(plan):
    """Held meetings of the committee, joint ones included, at which the plan can be adopted."""
    return Meeting.objects.held().of(plan.committee).filter(starts_on__range=adoption_span(plan))


def not_to_come(day):
    """Refuse a day after today: what is recorded has happened."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet."))


class AdoptForm(ConfirmForm):
    """Asks at which meeting the plan was adopted, or at least on which day.

    Of an old plan often only the day is known: then it may be said whether it had activities for
    communities.
    """

    adopted_at = forms.ModelChoiceField(
        label=_("Adopted at the meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": ANOTHER_MEETING,
        },
    )
    adopted_on = forms.DateField(
        label=_("Adopted on"),
        widget=DateInput,
        required=False,
        validators=[not_to_come],
        help_text=_("Only where it was not adopted at a meeting listed here."),
    )
    only_dates = forms.BooleanField(
        label=_("Only the dates of this plan are known; its activities are not on record."),
        required=False,
    )
    activities_for_communities = forms.TypedChoiceField(
        label=_("Does the plan contain activities for non-majority communities?"),
        choices=YES_NO_UNSAID,
        coerce=lambda value: value == "true",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    field_order = (
        "adopted_at",
        "adopted_on",
        "only_dates",
        "activities_for_communities",
        "comment",
    )

    def __init__(self, *args, plan=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        if plan is None:
            return
        field = self.fields["adopted_at"]
        field.queryset = adoption_meetings(plan).select_related("committee").newest_first()
        field.label_from_instance = lambda meeting: f"{meeting.title}, {meeting.date_text}"
        if plan.activities.exists():
            del self.fields["only_dates"], self.fields["activities_for_communities"]

    def clean(self):
        data = super().clean()
        if "only_dates" in self.fields and not data.get("only_dates"):
            self.add_error("only_dates", NO_ACTIVITY)
        if self.errors.keys() & {"adopted_at", "adopted_on"}:
            return data
        meeting, day = data.get("adopted_at"), data.get("adopted_on")
        first, last = adoption_span(self.plan)
        if meeting and day and day != meeting.starts_on:
            self.add_error("adopted_on", _("The meeting was on another day."))
        elif meeting:
            data["adopted_on"] = meeting.starts_on
        elif not day:
            self.add_error("adopted_on", _("Choose a meeting, or give the day."))
        elif not first <= day <= last:
            self.add_error(
                "adopted_on",
                _("A plan is adopted in its own year or the year before: %(before)s or %(year)s.")
                % {"before": first.year, "year": last.year},
            )
        return data


def adoption(plan, by, only_dates=False, activities_for_communities=None, **day):
    """Write the day and the meeting; whoever comes without the form meets the same rules."""
    if not only_dates and not plan.activities.exists():
        raise TransitionRefused(NO_ACTIVITY)
    meeting = day.get("adopted_at")
    if meeting and not adoption_meetings(plan).filter(pk=meeting.pk).exists():
        raise TransitionRefused(
            AdoptForm.base_fields["adopted_at"].error_messages["invalid_choice"]
        )
    reported = {"activities_for_communities": activities_for_communities} if only_dates else {}
    return day | reported


class DayForm(ConfirmForm):
    """Asks on which day a later step was taken."""

    day = forms.DateField(label=_("Day"), widget=DateInput, validators=[not_to_come])

    field_order = ("day", "comment")

    def __init__(self, *args, plan=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_day(self):
        day = self.cleaned_data["day"]
        known = (self.plan.adopted_on, self.plan.recommended_on)
        if any(earlier and day < earlier for earlier in known):
            raise forms.ValidationError(_("This day lies before a step that precedes it."))
        return day


def writes_day(name):
    """Return what writes the day of a step to its column."""
    return lambda _plan, by, day: {name: day}


PLAN = Workflow(
    WorkPlan,
    transitions=(
        Transition(
            name="adopt",
            label=_("Record the adoption"),
            sources=frozenset({WorkPlanStatus.DRAFT}),
            target=WorkPlanStatus.ADOPTED,
            action="change_status",
            form=AdoptForm,
            writes=adoption,
            done=_("The plan is adopted. What its activities say is fixed."),
            style="primary",
        ),
        Transition(
            name="recommend",
            label=_("Recommend to the assembly"),
            sources=frozenset({WorkPlanStatus.ADOPTED}),
            target=WorkPlanStatus.RECOMMENDED,
            action="change_status",
            form=DayForm,
            writes=writes_day("recommended_on"),
            done=_("The plan is recommended to the assembly."),
        ),
        Transition(
            name="approve",
            label=_("Record the approval of the assembly"),
            sources=frozenset({WorkPlanStatus.ADOPTED, WorkPlanStatus.RECOMMENDED}),
            target=WorkPlanStatus.APPROVED,
            action="change_status",
            form=DayForm,
            writes=writes_day("assembly_approved_on"),
            done=_("The plan is approved by the assembly."),
        ),
        Transition(
            name="inform",
            label=_("Given to the assembly for information"),
            sources=frozenset({WorkPlanStatus.ADOPTED, WorkPlanStatus.RECOMMENDED}),
            target=WorkPlanStatus.FOR_INFORMATION,
            action="change_status",
            form=DayForm,
            writes=writes_day("given_for_information_on"),
            done=_("The assembly has the plan for information."),
        ),
        Transition(
            name="reopen",
            label=_("Open the plan again"),
            sources=frozenset(set(WorkPlanStatus) - {WorkPlanStatus.DRAFT}),
            target=WorkPlanStatus.DRAFT,
            action="change_status",
            form=ReasonForm,
            writes=lambda _plan, by: {"adopted_at": None, **dict.fromkeys(PLAN_DAYS)},
            done=_("The plan is a draft again. Its steps are recorded anew."),
            style="danger",
        ),
    ),
    recorded_by=record_transition,
    # Who wrote an activity meanwhile, or took a step back and forth, was faster.
    counter="version",
)
