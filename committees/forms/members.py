from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.choices import Capacity
from committees.models import Membership, Person, Seat
from core.forms import DateInput, LayoutMixin
from places.models import Community, ReligiousCommunity


class MemberForm(LayoutMixin, forms.ModelForm):
    """A person who takes a seat: who, what the seat stands for, from when."""

    given_name = Person._meta.get_field("given_name").formfield()
    family_name = Person._meta.get_field("family_name").formfield()
    sex = Person._meta.get_field("sex").formfield()
    capacity = forms.ChoiceField(label=_("Capacity"), choices=Capacity)
    title = Seat._meta.get_field("title").formfield()
    represents_community = forms.ModelChoiceField(
        label=_("Represents the community"),
        queryset=Community.objects.order_by("position"),
        required=False,
    )
    represents_religion = forms.ModelChoiceField(
        label=_("Represents the religious community"),
        queryset=ReligiousCommunity.objects.order_by("position"),
        required=False,
    )

    class Meta:
        model = Membership
        fields = ("office", "from_on", "act")
        widgets = {"from_on": DateInput}

    def layout(self):
        return Layout(
            Fieldset(_("Person"), Row(Column("given_name"), Column("family_name"), Column("sex"))),
            Fieldset(
                _("Seat"),
                Row(Column("capacity"), Column("title")),
                Row(Column("represents_community"), Column("represents_religion")),
            ),
            Fieldset(_("Appointment"), Row(Column("office"), Column("from_on")), "act"),
        )

    def clean(self):
        data = super().clean()
        if data.get("represents_community") and data.get("represents_religion"):
            raise ValidationError(
                _("A seat stands for a community or for a religious community, not for both.")
            )
        return data

    def person(self):
        """Return the new person that the form describes."""
        names = ("given_name", "family_name", "sex")
        return Person(**{name: self.cleaned_data[name] for name in names})

    def seat(self):
        """Return the seat that the form describes, not yet placed on a committee."""
        names = ("capacity", "title", "represents_community", "represents_religion")
        return Seat(**{name: self.cleaned_data[name] for name in names})

    def _post_clean(self):
        """The membership is checked as a whole by `seat_member`, when it has person and seat."""


class EndMembershipForm(LayoutMixin, forms.Form):
    """The last day of a membership and the reason."""

    until_on = forms.DateField(label=_("Last day"), widget=DateInput, initial=timezone.localdate)
    end_reason = forms.CharField(label=_("Reason"), max_length=200)
