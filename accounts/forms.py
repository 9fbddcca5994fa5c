from allauth.mfa.webauthn.forms import AddWebAuthnForm
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import KeyScope, Role
from accounts.models import RoleGrant, User
from accounts.posts import grants_of
from core.forms import DateInput, LayoutMixin
from core.i18n import name_field


class LanguageForm(LayoutMixin, forms.ModelForm):
    """The language in which mail reaches the user; of a monitor, whether the weekly one does."""

    class Meta:
        model = User
        fields = ("language", "wants_digest")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not any(grant.role == Role.OSCE_MONITOR for grant in grants_of(self.instance)):
            del self.fields["wants_digest"]


class AccountForm(LayoutMixin, forms.ModelForm):
    """A new account."""

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "language")

    def clean_email(self):
        """Addresses are kept in small letters, so that none is taken twice."""
        return self.cleaned_data["email"].lower()

    def layout(self):
        return Layout("email", Row(Column("first_name"), Column("last_name")), "language")


class NameForm(LayoutMixin, forms.ModelForm):
    """The name of an owner, and the language of their mail."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "language")

    def layout(self):
        return Layout(Row(Column("first_name"), Column("last_name")), "language")


class AddressForm(LayoutMixin, forms.ModelForm):
    """Another e-mail address for an account."""

    class Meta:
        model = User
        fields = ("email",)

    def clean_email(self):
        """Addresses are kept in small letters, so that none is taken twice."""
        email = self.cleaned_data["email"].lower()
        if email == self.initial["email"]:
            raise forms.ValidationError(_("The account has this address already."))
        return email


class SendForm(LayoutMixin, forms.Form):
    """Asks nothing but to be sent."""


class ReasonForm(LayoutMixin, forms.Form):
    """Why an account is closed or opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class RoleGrantForm(LayoutMixin, forms.ModelForm):
    """A role for a user: what it reaches over, from when, by which act."""

    class Meta:
        model = RoleGrant
        fields = (
            "role",
            "region",
            "municipality",
            "station",
            "from_on",
            "until_on",
            "acting_for",
            "act",
        )
        widgets = {"from_on": DateInput, "until_on": DateInput}
        help_texts = {
            "region": _("Only for a regional director."),
            "municipality": _("Only for a municipal officer."),
            "station": _("Only for a station commander or a station's officer."),
            "acting_for": _("Only for somebody who stands in; decisions then read «X for Y»."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.user = user
        self.initial.setdefault("from_on", timezone.localdate())
        for name in ("region", "municipality", "station"):
            self.fields[name].queryset = self.fields[name].queryset.order_by(name_field())
        self.fields["acting_for"].queryset = (
            RoleGrant.objects.in_force(timezone.localdate())
            .filter(acting_for=None)
            .exclude(user=user)
            .with_scope()
            .select_related("user")
            .order_by("role", "user__last_name", "pk")
        )

    def layout(self):
        return Layout(
            "role",
            Row(Column("region"), Column("municipality"), Column("station")),
            Row(Column("from_on"), Column("until_on")),
            "acting_for",
            "act",
        )


class EndGrantForm(LayoutMixin, forms.Form):
    """The last day of a role, or its end at once."""

    until_on = forms.DateField(
        label=_("Last day"), widget=DateInput, initial=timezone.localdate, required=False
    )
    at_once = forms.BooleanField(label=_("It ends now, and not with the day"), required=False)

    def clean(self):
        if not self.cleaned_data.get("at_once") and not self.cleaned_data.get("until_on"):
            self.add_error("until_on", _("Say with which day it ends, or that it ends now."))


class SecurityKeyForm(AddWebAuthnForm):
    """A new security key or passkey; the library has no translatable name for its first field."""

    name = forms.CharField(label=_("Name of the key"), required=False)


class TokenForm(LayoutMixin, forms.Form):
    """A name for a new key to the JSON interface, and what it opens."""

    name = forms.CharField(label=_("What is the key for?"), max_length=80)
    scope = forms.ChoiceField(
        label=_("What does it open?"),
        choices=KeyScope,
        initial=KeyScope.FIGURES,
        widget=forms.RadioSelect,
        help_text=_("Choose no more than the program needs."),
    )
