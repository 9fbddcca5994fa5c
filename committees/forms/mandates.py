from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.choices import MandateStep
from committees.models import Mandate, Nomination
from core.forms import DateInput, LayoutMixin
from core.i18n import sort_key


def not_to_come(day):
    """Refuse a day after today: what is recorded has happened."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet."))


class MandatesOpenForm(LayoutMixin, forms.Form):
    """One oath date, and the municipalities whose mayors swore on it."""

    oath_on = forms.DateField(
        label=_("Day of the mayors' oath"), widget=DateInput, validators=[not_to_come]
    )
    municipalities = forms.ModelMultipleChoiceField(
        label=_("Municipalities"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one municipality.")},
    )

    def __init__(self, *args, municipalities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].queryset = municipalities
        places = sorted(municipalities, key=lambda place: sort_key(place.name))
        self.fields["municipalities"].choices = [(place.pk, place.name) for place in places]
        self.initial.setdefault("municipalities", [place.pk for place in places])


class OathForm(LayoutMixin, forms.Form):
    """The day of the oath, corrected."""

    oath_on = forms.DateField(
        label=_("Day of the mayor's oath"), widget=DateInput, validators=[not_to_come]
    )


class StepForm(LayoutMixin, forms.Form):
    """The day of a step and where it is written down."""

    day = forms.DateField(label=_("Day"), widget=DateInput, validators=[not_to_come])
    reference = forms.CharField(label=_("Reference"), max_length=200, required=False)

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reference"].label = Mandate._meta.get_field(step.reference).verbose_name
        # A decision without its number cannot be looked up.
        self.fields["reference"].required = step.step == MandateStep.DECISION


class MandateEndForm(LayoutMixin, forms.Form):
    """The last day of a mandate and the reason."""

    ended_on = forms.DateField(
        label=_("Last day of the mandate"), widget=DateInput, validators=[not_to_come]
    )
    end_reason = forms.CharField(label=_("Reason for the end"), max_length=200)


class NominationForm(LayoutMixin, forms.ModelForm):
    """Who was proposed by whom, for what."""

    class Meta:
        model = Nomination
        fields = (
            "proposed_by",
            "capacity",
            "represents_community",
            "represents_religion",
            "received_on",
            "nominee_name",
        )
        widgets = {"received_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("represents_community", "represents_religion"):
            self.fields[name].queryset = self.fields[name].queryset.order_by("position")
        self.fields["received_on"].validators.append(not_to_come)

    def layout(self):
        return Layout(
            "proposed_by",
            Row(Column("capacity"), Column("received_on")),
            Row(Column("represents_community"), Column("represents_religion")),
            "nominee_name",
        )
