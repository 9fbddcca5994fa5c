from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from committees.filters import municipality_choices, region_choices
from core.forms import LayoutMixin

FIRST_YEAR = 1999
KINDS = [kind for kind in CommitteeKind if kind is not CommitteeKind.NATIONAL]


class DashboardForm(LayoutMixin, forms.Form):
    """What the dashboard shows: kind, year, area. A wrong value is said and left out."""

    kind = forms.ChoiceField(
        label=_("Body"), choices=[(kind.value, kind.plural) for kind in KINDS], required=False
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False)
    region = forms.ChoiceField(label=_("Police region"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, params):
        defaults = {"kind": CommitteeKind.KKSB.value, "year": str(timezone.localdate().year)}
        super().__init__(defaults | {name: value for name, value in params.items() if value})
        self.fields["year"].choices = [
            (year, year) for year in range(timezone.localdate().year, FIRST_YEAR, -1)
        ]
        self.fields["region"].choices = [("", _("all")), *region_choices()]
        self.fields["municipality"].choices = [("", _("all")), *municipality_choices()]

    def asked(self):
        """Return kind, year, region and municipality; what is wrong has its default."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "kind": data.get("kind") or CommitteeKind.KKSB.value,
            "year": data.get("year") or timezone.localdate().year,
            "region": data.get("region"),
            "municipality": data.get("municipality"),
        }
