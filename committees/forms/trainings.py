from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.models import Course, Membership, Training
from core.forms import DateInput, LayoutMixin
from core.i18n import name_field
from places.models import Municipality


class TrainingForm(LayoutMixin, forms.ModelForm):
    """A course as it was held."""

    class Meta:
        model = Training
        fields = (
            "course",
            "provider",
            "trainers",
            "from_on",
            "until_on",
            "place",
            "municipality",
        )
        widgets = {"from_on": DateInput, "until_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = Course.objects.order_by("position")
        self.fields["municipality"].queryset = Municipality.objects.order_by(name_field())

    def layout(self):
        return Layout(
            "course",
            Row(Column("provider"), Column("trainers")),
            Row(Column("from_on"), Column("until_on")),
            Row(Column("place"), Column("municipality")),
        )


class ParticipantsForm(LayoutMixin, forms.Form):
    """Which members of a committee took part: several at once."""

    members = forms.ModelMultipleChoiceField(
        label=_("Members who took part"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one member.")},
    )

    def __init__(self, *args, training, committee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = candidates(training, committee)
        self.fields["members"].label_from_instance = lambda member: f"{member.person}"

    def persons(self):
        """Return whoever was ticked, each once."""
        return list(
            {member.person_id: member.person for member in self.cleaned_data["members"]}.values()
        )


def candidates(training, committee):
    """Members on the last day of the training or today who are not noted yet."""
    of_committee = Membership.objects.of(committee)
    days = (training.until_on, timezone.localdate())
    there = Q()
    for day in days:
        there |= Q(pk__in=of_committee.in_force(day).values("pk"))
    return (
        of_committee.filter(there)
        .exclude(person__in=training.participations.values("person"))
        .select_related("person")
        .in_order()
    )


class CertificateForm(LayoutMixin, forms.Form):
    """What stands on a certificate: its number and its code."""

    number = forms.CharField(
        label=_("Certificate number"), max_length=30, help_text=_("For example CERT-2026-0001.")
    )
    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("It stands below the number on the paper.")
    )
