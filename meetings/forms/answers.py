from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import LayoutMixin
from meetings.choices import CompensationAnswer


class AnswersForm(LayoutMixin, forms.Form):
    """The yearly answer of a committee on the compensation of its members."""

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

    COMPENSATION = ("answer", "evidence")

    def __init__(self, *args, asks_compensation=True, **kwargs):
        """Where the answer on compensation follows from payments, it is not asked."""
        super().__init__(*args, **kwargs)
        if not asks_compensation:
            for name in self.COMPENSATION:
                del self.fields[name]

    def layout(self):
        asked = [name for name in self.COMPENSATION if name in self.fields]
        return Layout(*([Fieldset(_("Compensation of the members"), *asked)] if asked else []))

    def clean_answer(self):
        answer = self.cleaned_data["answer"]
        if self.initial.get("answer") and not answer:
            raise ValidationError(_("An answer that was given can be changed, not taken back."))
        return answer

    def clean(self):
        data = super().clean()
        if data.get("evidence") and not data.get("answer"):
            self.add_error("answer", _("Choose the answer that the evidence stands for."))
        return data

    @staticmethod
    def initial_from(report):
        """Return what is known of the year so far."""
        return {name: getattr(report, name) for name in AnswersForm.COMPENSATION} if report else {}
