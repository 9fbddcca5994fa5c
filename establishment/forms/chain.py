from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from core.forms import DateInput, LayoutMixin
from core.i18n import name_field
from establishment.choices import CHAIN_CHOICES
from establishment.models import Chain
from places.models import PoliceRegion

MOST_LEVELS = 20


class RegionForm(LayoutMixin, forms.Form):
    """The police region of a station that has none confirmed."""

    region = forms.ModelChoiceField(label=_("Police region"), queryset=PoliceRegion.objects.none())
    valid_from = forms.DateField(label=_("First day"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = PoliceRegion.objects.order_by(name_field())


class ChainForm(LayoutMixin, forms.ModelForm):
    """The first day of a new chain, and the act behind it."""

    class Meta:
        model = Chain
        fields = ("valid_from", "act")
        widgets = {"valid_from": DateInput}

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if day <= timezone.localdate():
            raise ValidationError(_("A new chain begins tomorrow or later."))
        return day


class LevelForm(LayoutMixin, forms.Form):
    """A level of a new chain; without an order it is left out."""

    order = forms.IntegerField(label=_("Order"), min_value=1, max_value=MOST_LEVELS, required=False)
    role = forms.ChoiceField(label=_("Office"), choices=CHAIN_CHOICES)
    name_sq = forms.CharField(label=_("Name in Albanian"), max_length=200, required=False)
    name_sr = forms.CharField(label=_("Name in Serbian"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    working_days = forms.IntegerField(
        label=_("Working days to decide"), min_value=1, max_value=250, initial=10
    )

    def clean(self):
        data = super().clean()
        if data.get("order"):
            for name in ("name_sq", "name_sr", "name_en"):
                if not data.get(name):
                    self.add_error(name, _("A level has a name in each language."))
        return data


class BaseLevelFormSet(forms.BaseFormSet):
    def clean(self):
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("order")]
        orders = [row["order"] for row in rows]
        roles = [row["role"] for row in rows if "role" in row]
        if len(rows) < 2:
            raise ValidationError(_("A chain has two levels or more."))
        if len(set(orders)) < len(orders):
            raise ValidationError(_("Two levels have the same place in the order."))
        if len(set(roles)) < len(roles):
            raise ValidationError(_("An office is a level of a chain only once."))
        if self.levels()[-1].get("role") != Role.GENERAL_DIRECTOR:
            raise ValidationError(_("The last level is the General Director, who decides."))

    def levels(self):
        """Return the levels in their order, as mappings of their columns."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("order")]
        return [
            {name: value for name, value in row.items() if name != "order"}
            for row in sorted(rows, key=lambda row: row["order"])
        ]


LevelFormSet = formset_factory(
    LevelForm, formset=BaseLevelFormSet, extra=0, max_num=MOST_LEVELS, absolute_max=MOST_LEVELS
)
