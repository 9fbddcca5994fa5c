from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerns.models import ProblemRecord
from concerns.models.problem import PARTS
from core.forms import DateInput, LayoutMixin

HELPED = [
    ("", gettext_lazy("not said")),
    ("true", gettext_lazy("yes")),
    ("false", gettext_lazy("no")),
]


class ProblemForm(LayoutMixin, forms.ModelForm):
    """The four steps of SARA, written one after the other."""

    has_helped = forms.TypedChoiceField(
        label=gettext_lazy("Did it help?"),
        choices=HELPED,
        coerce=lambda value: value == "true",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = ProblemRecord
        fields = (*PARTS, "assessed_on", "has_helped")
        widgets = {"assessed_on": DateInput} | {
            name: forms.Textarea(attrs={"rows": 4}) for name in PARTS
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        helped = self.instance.has_helped
        self.initial["has_helped"] = "" if helped is None else str(helped).lower()

    def clean_assessed_on(self):
        day = self.cleaned_data["assessed_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day
