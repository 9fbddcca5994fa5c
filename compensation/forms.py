from decimal import Decimal

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from compensation.models import Entitlement, Rate, SettlementRun
from core.forms import DateInput, LayoutMixin
from places.models import Municipality


class RunForm(LayoutMixin, forms.ModelForm):
    """The period of a run."""

    class Meta:
        model = SettlementRun
        fields = ("from_on", "until_on")
        widgets = {"from_on": DateInput, "until_on": DateInput}

    def layout(self):
        return Layout(Row(Column("from_on"), Column("until_on")))


class PayForm(LayoutMixin, forms.Form):
    """What the treasury paid: all that is open, or to one member, or a part of that."""

    member = forms.TypedChoiceField(
        label=_("Paid to"), coerce=int, empty_value=None, required=False
    )
    amount = forms.DecimalField(
        label=_("Euro"),
        max_digits=8,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        help_text=_("Only for one member, and only where it is less than the open sum."),
    )
    paid_on = forms.DateField(label=_("Paid on"), widget=DateInput, initial=timezone.localdate)
    reference = forms.CharField(
        label=_("Payment order"),
        max_length=120,
        help_text=_("Number of the order or of the line in the treasury's system."),
    )

    def __init__(self, *args, members, **kwargs):
        """`members` are pairs of a membership and how it is called here."""
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", _("all members with an open sum")), *members]

    def layout(self):
        return Layout(
            Row(Column("member"), Column("amount")), Row(Column("paid_on"), Column("reference"))
        )

    def clean_paid_on(self):
        day = self.cleaned_data["paid_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day

    def clean(self):
        data = super().clean()
        if data.get("amount") and not data.get("member") and "member" not in self.errors:
            self.add_error("member", _("Choose the member to whom this sum was paid."))
        return data


class RuleForm(LayoutMixin, forms.ModelForm):
    """What rates and rules on who is entitled share: the place, the days, the act."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        field.queryset = Municipality.objects.permitted(user, "set_rates").order_by("name_sq")
        field.required = not is_administrator(user)
        if field.required:
            field.help_text, field.empty_label = "", None

    def fix(self, *names):
        """Show fields that are not changed any more; what is sent for them counts for nothing."""
        for name in names:
            self.fields[name].disabled = True


class RateForm(RuleForm):
    """A rate; of one that a closed run rests on only the last day and the act are changed."""

    class Meta:
        model = Rate
        fields = (
            "municipality",
            "committee_kind",
            "office",
            "meeting_kind",
            "amount",
            "valid_from",
            "valid_to",
            "source",
        )
        widgets = {"valid_from": DateInput, "valid_to": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_used = bool(self.instance.pk) and self.instance.is_used
        if self.is_used:
            self.fix(*Rate.KEY, "amount", "valid_from")

    def layout(self):
        return Layout(
            Row(Column("municipality"), Column("committee_kind")),
            Row(Column("office"), Column("meeting_kind")),
            "amount",
            Row(Column("valid_from"), Column("valid_to")),
            "source",
        )

    def clean_valid_to(self):
        """A rate does not end before a meeting that was settled by it."""
        last = self.cleaned_data["valid_to"]
        if last and self.is_used and self.instance.lines.filter(meeting__starts_on__gt=last):
            raise ValidationError(_("A closed run paid a later meeting by this rate."))
        return last


class EntitlementForm(RuleForm):
    """Whether whoever sits in a capacity is paid."""

    class Meta:
        model = Entitlement
        fields = (
            "municipality",
            "capacity",
            "is_entitled",
            "valid_from",
            "valid_to",
            "source",
        )
        widgets = {"valid_from": DateInput, "valid_to": DateInput}

    def layout(self):
        return Layout(
            Row(Column("municipality"), Column("capacity")),
            "is_entitled",
            Row(Column("valid_from"), Column("valid_to")),
            "source",
        )
