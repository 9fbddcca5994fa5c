from django import forms

from accounts.models import User
from core.forms import LayoutMixin


class AccessForm(LayoutMixin, forms.ModelForm):
    """The address at which somebody of the roster is invited, and the language of the mail."""

    class Meta:
        model = User
        fields = ("email", "language")

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def validate_unique(self):
        """An address that has an account already is that account."""
