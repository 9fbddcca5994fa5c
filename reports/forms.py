from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from core.forms import LayoutMixin
from core.i18n import name_field
from places.models import Municipality, PoliceRegion

FIRST_YEAR = 1999
KINDS = [kind for kind in CommitteeKind if kind is not CommitteeKind.NATIONAL]


class DashboardForm(LayoutMixin, forms.Form):
    """What the dashboard shows: kind, year, area. A wrong value is said and left out."""

    kind = forms.ChoiceField(
        label=_("Body"), choices=[(kind.value, kind.plural) for kind in KINDS], required=False
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    region = forms.ModelChoiceField(
        label=_("Police region"), queryset=None, to_field_name="code", required=False
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=None, to_field_name="code", required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [
            (year, year) for year in range(timezone.localdate().year, FIRST_YEAR, -1)
        ]
        for name, model in (("region", PoliceRegion), ("municipality", Municipality)):
            self.fields[name].queryset = model.objects.order_by(name_field())
            self.fields[name].empty_label = _("all")

    def asked(self):
        """Return kind, year, region and municipality; what is missing or wrong has its default."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "kind": data.get("kind") or CommitteeKind.KKSB.value,
            "year": data.get("year") or timezone.localdate().year,
            "region": data.get("region"),
            "municipality": data.get("municipality"),
        }
