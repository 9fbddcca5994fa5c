from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.models import PersonalProfile
from core.forms import DateInput, LayoutMixin
from places.models import Community, ReligiousCommunity

# As a choice beside the codes of the reference data, none of which is called so.
WITHHELD = "-"


class AnswersForm(LayoutMixin, forms.Form):
    """The two questions; each may be left open, and each may be answered with «prefer not to»."""

    community = forms.ChoiceField(
        label=_("To which community do you belong?"), widget=forms.RadioSelect, required=False
    )
    religion = forms.ChoiceField(
        label=_("To which religious community do you belong?"),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.named = {"community": _named(Community), "religion": _named(ReligiousCommunity)}
        for name, rows in self.named.items():
            self.fields[name].choices = [
                (WITHHELD, _("I prefer not to say")),
                ("", _("I leave this question open")),
                *((code, row.name) for code, row in rows.items()),
            ]

    def clean(self):
        data = super().clean()
        if not data.get("community") and not data.get("religion") and not self.errors:
            raise ValidationError(
                _("Both questions are open. Answer one, or leave the page without saving.")
            )
        return data

    def answers(self):
        """Return the columns of the profile that the answers fill."""
        columns = {}
        for name, rows in self.named.items():
            said = self.cleaned_data[name]
            columns[name] = rows.get(said)
            columns[f"{name}_withheld"] = said == WITHHELD
        return columns


class DeclarationForm(AnswersForm):
    """What a person declares of themselves, with their consent."""

    consent = forms.BooleanField(
        label=_(
            "I agree that the portal keeps these answers. I can take this back at any time; they "
            "are erased at once."
        ),
        error_messages={
            "required": _("Without your consent nothing is kept. Tick the box, or leave the page.")
        },
    )

    @staticmethod
    def said(profile):
        """Return the stored answers as the form shows them."""
        return {
            name: WITHHELD
            if getattr(profile, f"{name}_withheld")
            else getattr(getattr(profile, name), "code", "")
            for name in ("community", "religion")
        }


class OnBehalfForm(AnswersForm):
    """What a person declared on a signed paper, entered by the secretary."""

    consent_given_on = forms.DateField(label=_("Consent signed on"), widget=DateInput)
    consent_paper = PersonalProfile._meta.get_field("consent_paper").formfield(required=True)

    field_order = ("consent_given_on", "consent_paper", "community", "religion")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].label = _("Community, as declared on the paper")
        self.fields["religion"].label = _("Religious community, as declared on the paper")
        for name in self.named:
            labels = {WITHHELD: _("Prefers not to say"), "": _("Left open on the paper")}
            field = self.fields[name]
            field.choices = [(code, labels.get(code, label)) for code, label in field.choices]

    def layout(self):
        return Layout(
            Fieldset(
                _("The signed paper"), Row(Column("consent_given_on"), Column("consent_paper"))
            ),
            "community",
            "religion",
        )

    def clean_consent_given_on(self):
        day = self.cleaned_data["consent_given_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day lies ahead."))
        return day


def _named(model):
    return {row.code: row for row in model.objects.order_by("position")}
