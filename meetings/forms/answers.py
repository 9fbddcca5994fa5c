from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, LayoutMixin
from meetings.choices import CompensationAnswer
from meetings.forms.words import YES_NO_UNSAID


class AnswersForm(LayoutMixin, forms.Form):
    """The yearly answers of a committee: the steps of the work plan, and the compensation."""

    adopted_on = forms.DateField(
        label=_("Adopted by the committee on"), widget=DateInput, required=False
    )
    recommended_on = forms.DateField(
        label=_("Recommended to the assembly on"), widget=DateInput, required=False
    )
    assembly_approved_on = forms.DateField(
        label=_("Approved by the assembly on"), widget=DateInput, required=False
    )
    activities_for_communities = forms.TypedChoiceField(
        label=_("Does the plan contain activities for non-majority communities?"),
        choices=YES_NO_UNSAID,
        coerce=lambda value: value == "true",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(
        label=_("Were the members compensated?"),
        choices=[("", _("no answer yet")), *CompensationAnswer.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("Budget line, payment order, or why the duty does not apply."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    WORK_PLAN = (
        "adopted_on",
        "recommended_on",
        "assembly_approved_on",
        "activities_for_communities",
    )
    COMPENSATION = ("answer", "evidence")

    def __init__(self, *args, asks_compensation=True, **kwargs):
        """Where the answer on compensation follows from payments, it is not asked."""
        super().__init__(*args, **kwargs)
        if not asks_compensation:
            for name in self.COMPENSATION:
                del self.fields[name]

    def layout(self):
        asked = [name for name in self.COMPENSATION if name in self.fields]
        parts = [Fieldset(_("Compensation of the members"), *asked)] if asked else []
        return Layout(Fieldset(_("Work plan"), *self.WORK_PLAN), *parts)

    def clean_answer(self):
        answer = self.cleaned_data["answer"]
        if self.initial.get("answer") and not answer:
            raise ValidationError(_("An answer that was given can be changed, not taken back."))
        return answer

    def clean(self):
        data = super().clean()
        steps = [data.get(name) for name in self.WORK_PLAN[:3] if data.get(name)]
        if steps != sorted(steps):
            raise ValidationError(
                _("The dates are not in order: adopted, then recommended, then approved.")
            )
        if data.get("evidence") and not data.get("answer"):
            self.add_error("answer", _("Choose the answer that the evidence stands for."))
        return data

    def part(self, names):
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def initial_from(plan, report):
        """Return what is known of the year so far."""
        initial = {}
        if plan:
            initial |= {name: getattr(plan, name) for name in AnswersForm.WORK_PLAN}
            initial["activities_for_communities"] = {True: "true", False: "false"}.get(
                plan.activities_for_communities, ""
            )
        if report:
            initial |= {name: getattr(report, name) for name in AnswersForm.COMPENSATION}
        return initial
