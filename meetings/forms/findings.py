from django import forms
from django.utils.translation import gettext_lazy as _

from committees.filters import municipality_choices, region_choices
from core.forms import LayoutMixin
from meetings.findings import BY_CODE, RULES

OPEN, DISMISSED = "open", "dismissed"


class FindingFilter(LayoutMixin, forms.Form):
    """Which findings a page shows; a wrong value is said and left out."""

    rule = forms.ChoiceField(label=_("What was found"), required=False)
    region = forms.ChoiceField(label=_("Police region"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[(OPEN, _("to be mended")), (DISMISSED, _("dismissed with an explanation"))],
        required=False,
    )

    def __init__(self, params, *, committee=None):
        super().__init__({"state": OPEN} | {name: value for name, value in params.items() if value})
        every = [("", _("all"))]
        self.fields["rule"].choices = [*every, *((rule.code, rule.title) for rule in RULES)]
        if committee:
            del self.fields["region"], self.fields["municipality"]
        else:
            self.fields["region"].choices = [*every, *region_choices()]
            self.fields["municipality"].choices = [*every, *municipality_choices()]
        self.is_valid()

    @property
    def rules(self):
        """The rules that are asked for: one, or all."""
        code = self.cleaned_data.get("rule")
        return [BY_CODE[code]] if code else RULES

    @property
    def shows_dismissed(self):
        return self.cleaned_data.get("state") == DISMISSED

    def narrow(self, committees):
        """Return the committees of the area that is asked for."""
        region, place = (self.cleaned_data.get(name) for name in ("region", "municipality"))
        if region:
            committees = committees.filter(municipality__region__code=region)
        if place:
            committees = committees.filter(municipality__code=place)
        return committees


class DismissForm(LayoutMixin, forms.Form):
    """Asks why what was found is right as it is."""

    explanation = forms.CharField(
        label=_("Why it is right as it is"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_(
            "Everybody who reads this list reads it. If the record is changed later, the finding "
            "shows again."
        ),
    )
