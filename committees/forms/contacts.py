"""How a member is reached: fields of the forms of a member, and a form of its own."""

from crispy_forms.layout import Column, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from committees.telephones import TelephoneField
from core.forms import LayoutMixin


class ContactFieldsMixin(forms.Form):
    """Asks for the e-mail address and the telephone of a person."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Invitations to meetings go here. Only those who keep the roster see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = TelephoneField(
        label=_("Telephone"), required=False, help_text=_("For example 044 123 456.")
    )

    def contact_rows(self):
        return [Row(Column("email"), Column("phone"))]

    def contact(self):
        return {name: self.cleaned_data[name] for name in ("email", "phone")}


class ContactForm(LayoutMixin, ContactFieldsMixin):
    """At least one way in which a member is reached."""

    def clean(self):
        data = super().clean()
        if not self.errors and not any(self.contact().values()):
            raise ValidationError(_("Give an e-mail address or a telephone number."))
        return data
