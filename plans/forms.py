from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.forms import CheckedFileField, DateInput, LayoutMixin
from meetings.choices import ActivityState, FileKind
from meetings.file_kinds import FileKindField
from meetings.models import Activity
from meetings.models.plans import QUARTERS
from places.models import Community
from plans.workflow import not_to_come


class StartForm(LayoutMixin, forms.Form):
    """Asks whether the activities of last year are taken over."""

    from_last_year = forms.BooleanField(
        label=_("Begin with the activities of last year's plan, as planned"), required=False
    )

    def __init__(self, *args, has_last_year, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_last_year:
            del self.fields["from_last_year"]


class ActivityForm(LayoutMixin, forms.ModelForm):
    """What an activity says."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Activity
        fields = ("title", "quarter", "communities", "responsible", "budget")
        widgets = {
            "quarter": forms.RadioSelect,
            "communities": forms.CheckboxSelectMultiple,
            "responsible": forms.TextInput(attrs={"list": "responsible-known"}),
        }
        help_texts = {
            "communities": _("Tick none when it is for everybody."),
            "responsible": _("A directorate, the police station, a school …"),
            "budget": _("Leave it empty where none is known; 0 means that it costs nothing."),
        }
        localized_fields = ("budget",)

    field_order = ("title", "quarter", "communities", "responsible", "budget", "version")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quarter"] = forms.TypedChoiceField(
            label=_("Quarter"),
            coerce=int,
            choices=[(number, str(number)) for number in QUARTERS],
            widget=forms.RadioSelect,
        )
        self.fields["communities"].queryset = Community.objects.order_by("position")
        self.fields["budget"].validators.append(
            MinValueValidator(0, _("A budget is not below zero."))
        )
        self.fields["budget"].widget.attrs["inputmode"] = "decimal"
        self.fields["version"].initial = self.instance.version
        self.order_fields(self.field_order)

    def layout(self):
        return Layout(
            "title",
            "quarter",
            "communities",
            Row(
                Column("responsible", css_class="col-md-8"), Column("budget", css_class="col-md-4")
            ),
            "version",
        )

    def activity(self):
        """Return the activity as typed, with the version that its writer saw."""
        activity = self.save(commit=False)
        activity.version = self.cleaned_data["version"]
        return activity


class ProgressForm(LayoutMixin, forms.ModelForm):
    """What came of an activity, and what shows it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    document = CheckedFileField(
        label=_("File that shows it"),
        required=False,
        help_text=_("PDF, JPEG, PNG, DOCX, XLSX or ODT, at most 10 MB."),
    )
    document_kind = FileKindField(initial=FileKind.SHEET)

    class Meta:
        model = Activity
        fields = ("state", "done_on", "drop_reason", "evidence")
        widgets = {
            "state": forms.RadioSelect,
            "done_on": DateInput,
            "evidence": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "done_on": _("Only for what is done."),
            "drop_reason": _("Only for what is dropped."),
            "evidence": _("What was done, with whom, how many took part; no names of persons."),
        }

    field_order = (
        "state",
        "done_on",
        "drop_reason",
        "evidence",
        "document",
        "document_kind",
        "version",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].validators.append(not_to_come)
        self.fields["version"].initial = self.instance.version

    def clean(self):
        data = super().clean()
        state, day, reason = (data.get(name) for name in ("state", "done_on", "drop_reason"))
        is_done, is_dropped = state == ActivityState.DONE, state == ActivityState.DROPPED
        if is_done and not day and "done_on" not in self.errors:
            self.add_error("done_on", _("Say on which day it was done."))
        elif day and not is_done:
            self.add_error("done_on", _("Only what is done has a day."))
        elif day and day.year < self.instance.plan.year:
            self.add_error("done_on", _("This day lies before the year of the plan."))
        if is_dropped and not reason:
            self.add_error("drop_reason", _("Say why it was dropped."))
        elif reason and not is_dropped:
            self.add_error("drop_reason", _("Only what is dropped has a reason."))
        return data

    def activity(self):
        """Return the activity as typed, with the version that its writer saw."""
        activity = self.save(commit=False)
        activity.version = self.cleaned_data["version"]
        return activity
