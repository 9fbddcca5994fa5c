"""Parts of addresses: what no address of ours holds finds no page, and reaches no view."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class Code(StringConverter):
    """A code that cannot be guessed, as it stands on letters, sheets and in calendar addresses."""

    regex = "[A-Za-z0-9_:-]{1,100}"


class Extension(StringConverter):
    """The ending of a file."""

    regex = "[a-z0-9]{1,8}"


register_converter(Code, "code")
register_converter(Extension, "extension")
