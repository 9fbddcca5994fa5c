"""Telephone numbers, kept in the international form of ITU-T E.164: +38344123456."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

INTERNATIONAL = r"^\+[1-9][0-9]{6,14}$"
# Kosovo (+383, since 2016): eight digits, of which mobile numbers begin with 4, others with 2 or 3.
_KOSOVO = re.compile(r"\+383[234]\d{7}")
# In local form, and as a spreadsheet leaves a number: without the zero or the sign.
_BEGINNINGS = ((r"00", "+"), (r"0", "+383"), (r"(?=383\d{8}$)", "+"), (r"(?=[234]\d{7}$)", "+383"))
_PUNCTUATION = re.compile(r"[\s./()\u2010-\u2015-]")


def international(text):
    """Return the number in its international form; raises ValidationError where it is none."""
    number = _PUNCTUATION.sub("", text.replace("(0)", ""))
    for beginning, full in _BEGINNINGS:
        if re.match(beginning, number):
            number = re.sub(beginning, full, number, count=1)
            break
    is_number = re.match(INTERNATIONAL, number) and number.isascii()
    if not is_number or (number.startswith("+383") and not _KOSOVO.fullmatch(number)):
        raise ValidationError(
            _(
                "This is no telephone number. Write it as 044 123 456, or with the code of the "
                "country: +383 44 123 456."
            )
        )
    return number


def readable(number):
    """Return a number of Kosovo in groups, as people read it: +383 44 123 456."""
    if not _KOSOVO.fullmatch(number):
        return number
    return f"+383 {number[4:6]} {number[6:9]} {number[9:]}"


class TelephoneField(forms.CharField):
    """Takes a telephone number in any usual form; cleans to the international one."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 40, **kwargs})

    def clean(self, value):
        text = super().clean(value)
        return international(text) if text else ""

    def prepare_value(self, value):
        return readable(value) if value else value
