from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerns.models import ConcernText, MunicipalResponse
from core.forms import CheckedFileField, DateInput, LayoutMixin
from meetings.choices import FileKind
from meetings.file_kinds import FileKindField
from meetings.models import Concern


class TextForm(LayoutMixin, forms.ModelForm):
    """The words of a concern in another language."""

    class Meta:
        model = ConcernText
        fields = ("description", "answer")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "answer": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, concern, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["description"].help_text = concern.description
        if concern.answer:
            self.fields["answer"].help_text = concern.answer
        else:
            del self.fields["answer"]


class ResponseForm(LayoutMixin, forms.ModelForm):
    """What the municipality did after a serious incident."""

    class Meta:
        model = MunicipalResponse
        fields = ("kind", "taken_on", "note")
        widgets = {"kind": forms.RadioSelect, "taken_on": DateInput}

    def clean_taken_on(self):
        day, concern = self.cleaned_data["taken_on"], self.instance.concern
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        if concern.occurred_on and day < concern.occurred_on:
            raise ValidationError(_("This lies before the incident."))
        return day

    def _get_validation_exclusions(self):
        # The concern is not asked for, but one response of a kind stands there once a day.
        return super()._get_validation_exclusions() - {"concern"}


class DocumentForm(LayoutMixin, forms.Form):
    """A file that proves something."""

    upload = CheckedFileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A photo, a letter or a report; no picture of a private person."),
    )
    kind = FileKindField(initial=FileKind.LETTER)


class RecurrenceForm(LayoutMixin, forms.Form):
    """After which concern this one came back; empty where after none."""

    before = forms.ModelChoiceField(
        label=gettext_lazy("Number of the earlier concern"),
        queryset=Concern.objects.none(),
        to_field_name="number",
        required=False,
        widget=forms.TextInput,
        error_messages={
            "invalid_choice": gettext_lazy(
                "No earlier concern of this municipality has this number."
            )
        },
    )

    def __init__(self, *args, concern, user, **kwargs):
        super().__init__(*args, **kwargs)
        earlier = Concern.objects.visible_to(user).filter(
            committee__municipality=concern.committee.municipality, pk__lt=concern.pk
        )
        self.fields["before"].queryset = earlier
