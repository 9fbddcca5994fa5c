from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from committees.choices import CommitteeKind
from committees.filters import municipality_choices, region_choices
from core.forms import LAST_YEAR, LayoutMixin
from places.models import Municipality, PopulationBaseline
from reports.areas import Area
from reports.choices import SavedPage
from reports.factsheets.words import KINDS as SHEET_KINDS
from reports.freezing import reason_hindrance, year_hindrance
from reports.map import drawable
from reports.models import Edition, SavedView
from reports.years import years_offered

FIRST_YEAR = 1999
NAME_TAKEN = _("There is a view with this name already.")
KINDS = [kind for kind in CommitteeKind if kind is not CommitteeKind.NATIONAL]


class InRegionMixin:
    """A form that asks for a region and a municipality, of which one lies in the other."""

    def clean(self):
        """Say when the municipality lies elsewhere; what is wrong is left out."""
        data = super().clean()
        region, code = data.get("region"), data.get("municipality")
        if region and code:
            elsewhere = Municipality.objects.filter(code=code).exclude(region__code=region).first()
            if elsewhere:
                said = _("%(place)s is not in the police region that was chosen.")
                self.add_error("municipality", said % {"place": elsewhere.name})
        return data


class DashboardForm(InRegionMixin, LayoutMixin, forms.Form):
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
        # Asked for only where the form is drawn: most readers are shown what was drawn before.
        self.fields["year"].widget.choices = self.years_offered
        self.fields["region"].choices = [("", _("all")), *region_choices()]
        self.fields["municipality"].choices = [("", _("all")), *municipality_choices()]

    def years_offered(self):
        """The years that the list shows.

        The address takes earlier ones, of which nothing is known.
        """
        return [(year, year) for year in self._years]

    @cached_property
    def _years(self):
        kind = self.cleaned_data.get("kind") or CommitteeKind.KKSB.value
        return years_offered(kind, self.cleaned_data.get("year"))

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


class CensusForm(DashboardForm):
    """The same, with the population baseline that communities are compared with."""

    census = forms.ChoiceField(label=_("Population baseline"), required=False)

    def __init__(self, params):
        super().__init__(params)
        baselines = PopulationBaseline.objects.counting_communities().order_by("-counted_on")
        self.fields["census"].choices = [
            ("", _("the latest")),
            *((row.code, f"{row.name}, {row.counted_on:%Y}") for row in baselines),
        ]

    def asked(self):
        return super().asked() | {"census": self.cleaned_data.get("census") or ""}


class MapForm(DashboardForm):
    """What the map shows: one indicator of a kind of body in a year, always the whole country."""

    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    defaults = {"indicator": "meetings_held"}

    def __init__(self, params):
        params = self.defaults | {name: value for name, value in params.items() if value}
        super().__init__(params)
        self.fields["indicator"].choices = [(i.key, i.title) for i in drawable()]
        self.fields = {name: self.fields[name] for name in self.shown()}

    def shown(self):
        return ("kind", "indicator", "year")

    def asked(self):
        chosen = super().asked()
        return chosen | {"indicator": self.cleaned_data.get("indicator") or "meetings_held"}


class CompareForm(MapForm):
    """What is set side by side: up to three years, for municipalities, regions or kinds of body."""

    by = forms.ChoiceField(
        label=_("Side by side"),
        choices=[
            ("years", _("municipalities, by name")),
            ("regions", _("police regions")),
            ("kinds", _("kinds of body")),
        ],
        required=False,
    )
    beside = forms.TypedChoiceField(label=_("Beside it"), coerce=int, required=False)
    third = forms.TypedChoiceField(label=_("and the year"), coerce=int, required=False)
    defaults = {"indicator": "meetings_held", "by": "years"}

    def __init__(self, params):
        # Whoever leaves the field empty wants a year alone; only who never saw it is given one.
        before = {"beside": str(timezone.localdate().year - 1)}
        super().__init__(before | {name: params[name] for name in params})
        self.fields["indicator"].choices = [
            ("all", _("all indicators")),
            *self.fields["indicator"].choices,
        ]
        for name in ("beside", "third"):
            self.fields[name].choices = [("", "–"), *self.fields["year"].choices]
            self.fields[name].widget.choices = lambda: [("", "–"), *self.years_offered()]

    def shown(self):
        return ("by", "indicator", "kind", "year", "beside", "third", "region", "municipality")

    def asked(self):
        chosen = super().asked()
        years = [self.cleaned_data.get(name) for name in ("beside", "third")]
        years = [chosen.pop("year"), *(year for year in years if year)]
        return chosen | {
            "years": sorted(set(years), reverse=True),
            "by": self.cleaned_data.get("by") or "years",
        }


class SeriesForm(MapForm):
    """What is followed over the years: one indicator of an area, and who its peers are."""

    peers = forms.ChoiceField(
        label=_("Peers of a municipality"),
        choices=[("region", _("of the same police region")), ("size", _("of similar size"))],
        required=False,
    )

    def shown(self):
        return ("indicator", "kind", "region", "municipality", "peers")

    def asked(self):
        return super().asked() | {"peers": self.cleaned_data.get("peers") or "region"}


class SavedViewForm(LayoutMixin, forms.Form):
    """Asks for the name of a view, and for whom it is kept."""

    name = forms.CharField(label=_("Name"), max_length=80)
    role = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        help_text=_("Whoever holds the role sees the view among their own."),
    )
    address = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, user, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        shared = [(role.value, role.label) for role in Role if role in roles]
        self.fields["role"].choices = [("", _("only for me")), *shared]
        if not roles:
            del self.fields["role"]

    def clean_address(self):
        page = page_of(self.cleaned_data["address"])
        if page is None:
            raise forms.ValidationError(_("Of this page no view can be kept."))
        return page

    def clean(self):
        """A name stands once among the views of a person or a role."""
        data = super().clean()
        role = data.get("role", "")
        if SavedView.objects.named(data.get("name"), role=role, owner=self.user).exists():
            self.add_error("name", NAME_TAKEN)
        return data


class RenameForm(LayoutMixin, forms.Form):
    """Asks for another name of a kept view."""

    name = forms.CharField(label=_("Name"), max_length=80)

    def __init__(self, *args, view, **kwargs):
        super().__init__(*args, **kwargs)
        self.view = view

    def clean_name(self):
        name, view = self.cleaned_data["name"], self.view
        same = SavedView.objects.named(name, role=view.role, owner=view.owner)
        if same.exclude(pk=view.pk).exists():
            raise forms.ValidationError(NAME_TAKEN)
        return name


def page_of(address):
    """Return (page, query) of an address of this portal of which a view can be kept, or None."""
    try:
        parts = urlsplit(address)
        with translation.override(translation.get_language_from_path(parts.path)):
            page = resolve(parts.path).view_name
    except (ValueError, Resolver404):
        return None
    is_ours = not parts.scheme and not parts.netloc
    most = SavedView._meta.get_field("query").max_length
    if not is_ours or page not in SavedPage.values or len(parts.query) > most:
        return None
    return page, parts.query


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


class PurposeForm(LayoutMixin, forms.Form):
    """Of which kind of body a monitor wants the declarations counted, and what for."""

    kind = forms.ChoiceField(label=_("Body"), choices=[(kind.value, kind.plural) for kind in KINDS])
    purpose = forms.CharField(
        label=_("Purpose"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For what the numbers are needed, in a sentence. It is kept with your name."),
    )


class AreaForm(InRegionMixin, LayoutMixin, forms.Form):
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
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
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
