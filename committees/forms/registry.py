from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from committees.models import Committee
from core.forms import DateInput, LayoutMixin, LinesField, WordsField
from core.i18n import name_field
from places.models import PoliceStation


class PlaceSearchForm(LayoutMixin, forms.Form):
    """Words for a place: a municipality, a village, a committee or a police station."""

    q = WordsField(label=_("Find the forum of your place"))


class CommitteeForm(LayoutMixin, forms.ModelForm):
    """A row of the registry."""

    settlements = LinesField(
        label=_("Settlements covered"),
        required=False,
        help_text=_("One village or neighbourhood a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Committee
        fields = (
            "kind",
            "municipality",
            "station",
            "name_sq",
            "name_sr",
            "name_en",
            "registry_number",
            "established_on",
            "act",
        )
        widgets = {"established_on": DateInput}

    def __init__(self, *args, user, municipalities, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["municipality"].queryset = municipalities.order_by(name_field())
        self.fields["station"].queryset = PoliceStation.objects.order_by(name_field())
        self.fields["kind"].choices = [("", "---------"), *CommitteeKind.choices]
        if self.instance.pk:
            del self.fields["kind"]
            self.initial["settlements"] = "\n".join(
                place.name for place in self.instance.settlements.all()
            )

    def layout(self):
        is_new = "kind" in self.fields
        return Layout(
            Row(Column("kind"), Column("municipality")) if is_new else "municipality",
            Fieldset(_("Names"), "name_sq", Row(Column("name_sr"), Column("name_en"))),
            Fieldset(_("Place"), "station", "settlements"),
            Fieldset(
                _("Establishment"),
                Row(Column("registry_number"), Column("established_on")),
                "act",
            ),
        )

    def _get_validation_exclusions(self):
        """Kind and status are no fields here, but rules of the registry speak of them."""
        return super()._get_validation_exclusions() - {"kind", "status"}

    def clean(self):
        data = super().clean()
        station, place = data.get("station"), data.get("municipality")
        if station and place and station.municipality_id != place.pk:
            self.add_error("station", _("This station lies in another municipality."))
        return data


class RosterDateForm(LayoutMixin, forms.Form):
    """The day of which the roster is shown."""

    on = forms.DateField(label=_("Members on"), widget=DateInput)
