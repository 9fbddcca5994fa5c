import hashlib
import json

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CheckedFileField, DateInput, LayoutMixin, LinesField
from core.i18n import fold, name_field
from establishment.choices import DocumentKind, Purpose, Route
from establishment.models import EstablishmentRequest, ProposedMember
from places.models import Community, PoliceStation, ReligiousCommunity, Settlement


class StartForm(LayoutMixin, forms.Form):
    """Where a new committee is asked for, and who begins."""

    station = forms.ModelChoiceField(
        label=_("Police station"), queryset=PoliceStation.objects.none()
    )
    route = forms.ChoiceField(label=_("Who begins?"), choices=Route, widget=forms.RadioSelect)

    def __init__(self, *args, stations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["station"].queryset = stations.order_by(name_field())
        if len(stations) == 1:
            self.initial["station"] = stations[0]


class ChangeForm(LayoutMixin, forms.Form):
    """What is asked for a committee that is there."""

    purpose = forms.ChoiceField(
        label=_("What is asked"),
        choices=[choice for choice in Purpose.choices if choice[0] != Purpose.FOUNDING],
        widget=forms.RadioSelect,
    )


def not_ahead(day):
    """Refuse a day that has not come yet."""
    if day and day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))


class PartForm(LayoutMixin, forms.ModelForm):
    """One page of the draft.

    `as_read` is a mark of what the page showed: where somebody else saved the same page
    meanwhile, the form says so instead of writing over it.
    """

    as_read = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = EstablishmentRequest
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["as_read"] = self._mark = self._mark_of(self.initial)
        for name in self.Meta.fields:
            if isinstance(self.fields[name], forms.DateField):
                self.fields[name].validators.append(not_ahead)

    def _mark_of(self, values):
        shown = {name: values.get(name) for name in self.fields if name != "as_read"}
        said = json.dumps(shown, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def clean(self):
        data = super().clean()
        if data.get("as_read") not in ("", self._mark):
            # The next time the reader has seen the warning and may write over it.
            self.data = self.data.copy()
            self.data["as_read"] = self._mark
            raise ValidationError(
                _(
                    "Somebody else saved this page while you were writing. Your text is below and "
                    "not saved yet; save it to put it in place of theirs."
                )
            )
        return data

    def settlements(self):
        """Return the names of places that the page asks for; None where it asks for none."""
        return self.cleaned_data.get("places")


class AreaForm(PartForm):
    """The settlements that the committee shall cover, and its name in the official languages."""

    places = LinesField(
        label=_("Settlements covered"),
        required=False,
        help_text=_("One village or neighbourhood a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_namesake = forms.BooleanField(
        label=_("It is another place of the same name"),
        required=False,
        help_text=_("Tick this where a place of that name in another municipality is not meant."),
    )

    class Meta(PartForm.Meta):
        fields = ("name_sq", "name_sr", "name_en")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.is_founding:
            for name in self.Meta.fields:
                del self.fields[name]
        names = self.instance.settlements.order_by("name").values_list("name", flat=True)
        self.initial["places"] = "\n".join(names)
        self.initial["as_read"] = self._mark = self._mark_of(self.initial)

    def layout(self):
        # Asked only where a name is known elsewhere.
        namesake = ["is_namesake"] if self.errors.get("places") else []
        place = Fieldset(_("Area"), "places", *namesake)
        if not self.instance.is_founding:
            return Layout(place, "as_read")
        names = Fieldset(_("Proposed name"), Row(Column("name_sq"), Column("name_sr")), "name_en")
        return Layout(place, names, "as_read")

    def clean(self):
        data = super().clean()
        strangers = self._strangers(data.get("places") or [])
        if strangers and not data.get("is_namesake"):
            for place in strangers:
                self.add_error(
                    "places",
                    _("%(name)s is known as a settlement of the municipality of %(place)s.")
                    % {"name": place.name, "place": place.municipality},
                )
        return data

    def _strangers(self, names):
        """Settlements that are known by these names, but in other municipalities only."""
        keys = [fold(name) for name in names]
        here = self.instance.station.municipality
        known = Settlement.objects.filter(key__in=keys).select_related("municipality")
        own = {place.key for place in known if place.municipality == here}
        return [place for place in known if place.key not in own]


class ReasonsForm(PartForm):
    class Meta(PartForm.Meta):
        fields = ("reasons",)
        widgets = {"reasons": forms.Textarea(attrs={"rows": 8})}


class LetterForm(PartForm):
    """The residents' written request, with its scan."""

    upload = CheckedFileField(
        label=_("Scan of the letter"),
        required=False,
        help_text=_("PDF, photo or text document, at most 10 MB."),
    )

    class Meta(PartForm.Meta):
        fields = ("letter_on", "signatories", "contact_name", "contact_details")
        widgets = {"letter_on": DateInput}
        help_texts = {
            "contact_name": _("Seen by the station and the levels above it, by nobody else."),
        }

    kind = DocumentKind.LETTER

    def layout(self):
        return Layout(
            Row(Column("letter_on"), Column("signatories")),
            Row(Column("contact_name"), Column("contact_details")),
            "upload",
            "as_read",
        )


class AnalysisForm(PartForm):
    """The commander's security analysis: period, sources, conclusion."""

    upload = CheckedFileField(
        label=_("Analysis as a document"),
        required=False,
        help_text=_("PDF, photo or text document, at most 10 MB."),
    )

    class Meta(PartForm.Meta):
        fields = ("analysis_from", "analysis_to", "reported_cases", "field_reports", "analysis")
        widgets = {
            "analysis_from": DateInput,
            "analysis_to": DateInput,
            "reported_cases": forms.Textarea(attrs={"rows": 3}),
            "field_reports": forms.Textarea(attrs={"rows": 3}),
            "analysis": forms.Textarea(attrs={"rows": 6}),
        }

    kind = DocumentKind.ANALYSIS

    def layout(self):
        return Layout(
            Fieldset(_("Period"), Row(Column("analysis_from"), Column("analysis_to"))),
            Fieldset(_("Sources"), "reported_cases", "field_reports"),
            "analysis",
            "upload",
            "as_read",
        )


class AgreementForm(PartForm):
    """The recorded agreement of the community with what the commander asks for."""

    upload = CheckedFileField(
        label=_("Record of the agreement"),
        required=False,
        help_text=_("PDF, photo or text document, at most 10 MB."),
    )

    class Meta(PartForm.Meta):
        fields = ("consent_on", "consent_place", "consulted", "consent_form", "consent_note")
        widgets = {
            "consent_on": DateInput,
            "consulted": forms.Textarea(attrs={"rows": 4}),
            "consent_note": forms.Textarea(attrs={"rows": 3}),
        }

    kind = DocumentKind.CONSENT

    def layout(self):
        return Layout(
            Row(Column("consent_on"), Column("consent_place")),
            "consulted",
            "consent_form",
            "consent_note",
            "upload",
            "as_read",
        )


PARTS = {
    "area": AreaForm,
    "reasons": ReasonsForm,
    "letter": LetterForm,
    "analysis": AnalysisForm,
    "consent": AgreementForm,
}


class DocumentForm(LayoutMixin, forms.Form):
    """A file and what it is."""

    kind = forms.ChoiceField(label=_("What it is"), choices=DocumentKind)
    upload = CheckedFileField(label=_("File"))


class ProposedMemberForm(LayoutMixin, forms.ModelForm):
    """A seat, and who is proposed for it."""

    class Meta:
        model = ProposedMember
        fields = (
            "given_name",
            "family_name",
            "sex",
            "office",
            "capacity",
            "title",
            "represents_community",
            "represents_religion",
        )
        help_texts = {
            "given_name": _("Leave the names empty for a seat that is still empty."),
            "represents_community": _("What the seat stands for, not what the person is."),
            "title": _("What exactly the seat stands for, for example «school of the village»."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["represents_community"].queryset = Community.objects.order_by("position")
        self.fields["represents_religion"].queryset = ReligiousCommunity.objects.order_by(
            "position"
        )

    def layout(self):
        return Layout(
            Fieldset(_("Person"), Row(Column("given_name"), Column("family_name"), Column("sex"))),
            Fieldset(
                _("Seat"),
                Row(Column("office"), Column("capacity")),
                "title",
                Row(Column("represents_community"), Column("represents_religion")),
            ),
        )

    def clean(self):
        data = super().clean()
        names = (data.get("given_name", ""), data.get("family_name", ""))
        self.instance.name_key = fold(" | ".join(names))
        return data

    def _get_validation_exclusions(self):
        """The rule «nobody twice» speaks of columns that are no fields here."""
        return super()._get_validation_exclusions() - {"request", "name_key"}
