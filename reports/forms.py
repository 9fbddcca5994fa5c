from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from committees.filters import municipality_choices, region_choices
from core.forms import LayoutMixin
from reports.areas import Area
from reports.factsheets.words import KINDS as SHEET_KINDS
from reports.freezing import reason_hindrance, year_hindrance
from reports.models import Edition

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


class EditionForm(LayoutMixin, forms.ModelForm):
    """Which year of which kind of committee to freeze, and why once more."""

    class Meta:
        model = Edition
        fields = ("kind", "year", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": _("Needed from the second edition of a year on.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.plural) for kind in KINDS]
        self.fields["year"].initial = timezone.localdate().year - 1
        self.fields["year"].widget.attrs |= {"min": FIRST_YEAR, "max": timezone.localdate().year}

    def clean(self):
        data = super().clean()
        if "kind" in data and "year" in data:
            refuse = {
                "year": year_hindrance(data["kind"], data["year"]),
                "reason": reason_hindrance(data["kind"], data["year"], data.get("reason")),
            }
            for name, said in refuse.items():
                if said:
                    self.add_error(name, said)
        return data


class EditionReasonForm(LayoutMixin, forms.ModelForm):
    """Why there is a new edition, while it is a draft."""

    class Meta(EditionForm.Meta):
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        said = reason_hindrance(self.instance.kind, self.instance.year, reason)
        if said:
            raise forms.ValidationError(said)
        return reason


class AreaForm(LayoutMixin, forms.Form):
    """Of which area the figures are shown: a region, a municipality, or the whole country."""

    region = forms.ChoiceField(label=_("Police region"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("all")), *region_choices()]
        self.fields["municipality"].choices = [("", _("all")), *municipality_choices()]

    def area(self):
        """Return the area that was asked for; what is wrong is the whole country."""
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("municipality"):
            return Area(municipality=data["municipality"])
        return Area(region=data.get("region") or "")


class SheetForm(AreaForm):
    """Of what a fact sheet shall be."""

    kind = forms.ChoiceField(
        label=_("Body"), choices=[(kind.value, kind.plural) for kind in SHEET_KINDS]
    )
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=2100)
    edition = forms.IntegerField(
        label=_("Number of the edition"),
        min_value=1,
        required=False,
        help_text=_("Without a number: the edition that holds today."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    field_order = ("kind", "year", "region", "municipality", "language", "edition")

    @staticmethod
    def told(params):
        """Return what an address says, with last year's councils where it says nothing."""
        usual = {
            "kind": CommitteeKind.KKSB.value,
            "year": str(timezone.localdate().year - 1),
            "language": get_language(),
        }
        return usual | {name: value for name, value in params.items() if value}
