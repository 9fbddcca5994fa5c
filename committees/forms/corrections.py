from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from committees.actions.corrections import PERSON_FACTS
from committees.choices import EndReason
from committees.forms.members import OverlapMixin
from committees.models import Membership, Person
from core.forms import DateInput, LayoutMixin


class CorrectionForm(LayoutMixin, OverlapMixin, forms.ModelForm):
    """All that may have been entered wrongly of a member, and why it is changed."""

    given_name = Person._meta.get_field("given_name").formfield()
    family_name = Person._meta.get_field("family_name").formfield()
    sex = Person._meta.get_field("sex").formfield()
    reason = forms.CharField(
        label=_("Reason of the correction"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the history."),
    )

    class Meta:
        model = Membership
        fields = ("seat", "office", "from_on", "until_on", "end_reason", "end_note", "act")
        widgets = {"from_on": DateInput, "until_on": DateInput}

    def __init__(self, *args, corrects_person, **kwargs):
        super().__init__(*args, **kwargs)
        committee = self.instance.seat.committee
        self.fields["seat"].queryset = committee.seats.with_names().in_order()
        self.fields["end_reason"].choices = [("", "---------"), *EndReason.choices]
        for name in PERSON_FACTS:
            self.fields[name].initial = getattr(self.instance.person, name)
            self.fields[name].disabled = not corrects_person
        if not corrects_person:
            self.fields["family_name"].help_text = _(
                "The person sits on other committees too: whoever keeps the rosters of all of "
                "them corrects the name."
            )

    def layout(self):
        return Layout(
            Fieldset(_("Person"), Row(Column("given_name"), Column("family_name"), Column("sex"))),
            Fieldset(
                _("Appointment"),
                Row(Column("seat"), Column("office"), Column("from_on")),
                "act",
                *self.overlap_rows(),
            ),
            Fieldset(
                _("End of the membership, where it has one"),
                Row(Column("until_on"), Column("end_reason")),
                "end_note",
            ),
            "reason",
        )

    def facts(self):
        """Return what `plan_correction` is told."""
        names = [*PERSON_FACTS, *self._meta.fields]
        return {name: self.cleaned_data[name] for name in names} | {
            "overlap_reason": self.reason_of_overlap
        }

    def _post_clean(self):
        """The membership is checked as a whole by `plan_correction`."""
