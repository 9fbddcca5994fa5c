from allauth.mfa.webauthn.forms import AddWebAuthnForm
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.choices import KeyScope, Role
from accounts.giving import refuse_past, refuse_second_holder
from accounts.models import RoleGrant, User
from accounts.permissions import is_administrator, roles_to_give
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


MAIL_OF_ANOTHER = _("Mail reaches the owner of the account in this language.")


class NameForm(LayoutMixin, forms.ModelForm):
    """The name of an owner, and the language of their mail."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "language")
        help_texts = {"language": MAIL_OF_ANOTHER}

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
    """A role for a user: what it reaches over, from when, by which act.

    The roles to choose from are those that `by` may give.
    """

    beside = forms.BooleanField(label=_("Give it as well"), required=False)

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

    def __init__(self, *args, by, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        if user:
            self.instance.user = user
        may_give = roles_to_give(by)
        choices = self.fields["role"].choices
        self.fields["role"].choices = [pair for pair in choices if pair[0] in ("", *may_give)]
        self.initial.setdefault("from_on", timezone.localdate())
        for name in ("region", "municipality", "station"):
            self.fields[name].queryset = self.fields[name].queryset.order_by(name_field())
        self.fields["acting_for"].queryset = (
            RoleGrant.objects.visible_to(by)
            .in_force(timezone.localdate())
            .filter(acting_for=None, role__in=may_give)
            .exclude(user=user)
            .with_scope()
            .select_related("user")
            .order_by("role", "user__last_name", "pk")
        )

    def _post_clean(self):
        """Ask of the whole role what is asked of no single field."""
        super()._post_clean()
        if self.errors:
            return
        try:
            refuse_past(self.instance)
            if not self.cleaned_data["beside"]:
                refuse_second_holder(self.instance)
        except forms.ValidationError as error:
            self.add_error(None, error)

    def layout(self):
        asked = self.is_bound and ("beside" in self.errors or "beside" in self.data)
        return Layout(
            "role",
            "region",
            "municipality",
            "station",
            *(["beside"] if asked else []),
            Row(Column("from_on"), Column("until_on")),
            "acting_for",
            "act",
        )


class NewAccountForm(RoleGrantForm):
    """A new account and its role, which an administrator may give later.

    Who fills posts of stations and regions makes an account for such a post only; the owner of an
    address that has an account already gets the role with that one.
    """

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    first_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    language = forms.ChoiceField(
        label=_("Preferred language"),
        choices=settings.LANGUAGES,
        initial="sq",
        help_text=MAIL_OF_ANOTHER,
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        if is_administrator(by):
            self.fields["role"].required = False
            self.fields["role"].help_text = _("You can give it later.")
            self.fields["from_on"].required = False

    def clean_email(self):
        """Addresses are kept in small letters, so that none is taken twice."""
        return self.cleaned_data["email"].lower()

    def clean(self):
        """Say of whom the address is where no role is given: there would be nothing to do."""
        cleaned = super().clean()
        email = cleaned.get("email")
        if not cleaned.get("role"):
            if email and User.objects.filter(email=email).exists():
                self.add_error("email", User._meta.get_field("email").error_messages["unique"])
        elif not cleaned.get("from_on") and "from_on" not in self.errors:
            self.add_error("from_on", self.fields["from_on"].error_messages["required"])
        elif account := User.objects.filter(email=email).first():
            self.instance.user = account
        return cleaned

    def _post_clean(self):
        if self.cleaned_data.get("role") or "role" in self.errors:
            super()._post_clean()

    @property
    def account(self):
        """What was said of the owner."""
        names = ("email", "first_name", "last_name", "language")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def role(self):
        """What was said of the role; empty where none is given."""
        if not self.cleaned_data["role"]:
            return {}
        return {k: v for k, v in self.cleaned_data.items() if k not in self.account}

    def layout(self):
        return Layout(
            "email",
            Row(Column("first_name"), Column("last_name")),
            "language",
            *super().layout().fields,
        )


class WaitingRolesField(forms.ModelMultipleChoiceField):
    """Roles that wait, each with what an administrator has to know to confirm it."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, grant):
        said = _("%(grant)s, from %(day)s. Given by %(giver)s. %(act)s")
        day = date_format(grant.from_on, "SHORT_DATE_FORMAT")
        facts = {"grant": grant, "day": day, "giver": grant.given_by, "act": grant.act}
        return (said % facts).strip()


class WaitingRolesForm(LayoutMixin, forms.Form):
    """Which of the roles that wait are confirmed."""

    grants = WaitingRolesField(label=_("Roles that wait to be confirmed"), queryset=None)

    def __init__(self, *args, grants, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grants"].queryset = grants


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
