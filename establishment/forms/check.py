from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import LayoutMixin


class CheckFileForm(LayoutMixin, forms.Form):
    """A file to be compared with the letters of a decision."""

    upload = forms.FileField(label=_("File of the letter (PDF)"), allow_empty_file=True)
