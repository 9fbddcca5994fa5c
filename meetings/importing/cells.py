"""How the cells of a column are read: each class turns text into a value or raises `Wrong`."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import EmailField
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from committees.choices import Capacity
from committees.telephones import international, readable
from core.forms import FIRST_YEAR, LAST_YEAR, YEARS
from core.i18n import fold
from meetings.choices import DatePrecision
from meetings.importing.tables import Wrong
from meetings.models.answers import FIRST_YEAR as FIRST_MEETINGS

FULL = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d\d:\d\d(?::\d\d)?)?")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\.?")
MONTH = re.compile(r"(\d{4})-(\d{1,2})")
YEAR = re.compile(r"(\d{4})(?:\.0+)?")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
WHOLE = re.compile(r"\+?(\d{1,9})(?:\.0+)?")
# What a spreadsheet shows where a formula failed.
FAILED = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}


def refuse_formula(text):
    """Raise `Wrong` for what a spreadsheet would calculate; signed numbers are none."""
    if text in FAILED or (text.startswith(("=", "+", "@")) and not NUMBER.fullmatch(text)):
        raise Wrong(_("this is a formula; put its value into the cell"))


@cache
def words_of(choices):
    """Return `{word: choice}` with the codes of the choices and their labels in any language."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words |= {fold(str(choice.label)): choice for choice in choices}
    return words | {fold(choice.value): choice for choice in choices}


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date as far as it is known; `starts_on` is the first day of the period, or None."""

    starts_on: date | None
    precision: str
    ends_on: date | None = None

    def __str__(self):
        if self.starts_on is None:
            return str(_("unknown"))
        shape = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%Y-%m"}.get(self.precision)
        first = self.starts_on.strftime(shape or "%Y-%m-%d")
        return f"{first}/{self.ends_on:%Y-%m-%d}" if self.ends_on else first


class Cell(Widget):
    """A cell; `render` is how the preview writes its value."""

    # Whether what a spreadsheet would calculate is refused before the cell is read.
    refuses_formulas = True

    def render(self, value, obj=None, **_kwargs):
        return "" if value is None else str(value)


class Text(Cell):
    """Plain text up to the length of its column."""

    def __init__(self, most=None):
        self.most = most

    def clean(self, value, row=None, **_kwargs):
        if self.most and len(value) > self.most:
            raise Wrong(
                _("this is %(length)s characters long; at most %(most)s are kept")
                % {"length": len(value), "most": self.most}
            )
        return value


class Email(Cell):
    """An e-mail address, kept in small letters."""

    def clean(self, value, row=None, **_kwargs):
        try:
            return EmailField().clean(value).lower()
        except ValidationError:
            raise Wrong(_("this is no e-mail address; write it as name@example.org")) from None


class Telephone(Cell):
    """A telephone number; its sign of addition makes it no formula."""

    refuses_formulas = False

    def clean(self, value, row=None, **_kwargs):
        try:
            return international(value.removesuffix(".0"))
        except ValidationError as refusal:
            raise Wrong(refusal.message) from None

    def render(self, value, obj=None, **_kwargs):
        return readable(value) if value else ""


class Lines(Text):
    """Several texts between semicolons."""

    def clean(self, value, row=None, **kwargs):
        lines = [line.strip() for line in value.split(";")]
        return [super(Lines, self).clean(line) for line in dict.fromkeys(lines) if line]

    def render(self, value, obj=None, **_kwargs):
        return "; ".join(str(item) for item in value or ())


class Choice(Cell):
    """One of the choices, by its code or by its label in any language."""

    def __init__(self, *choices):
        self.choices = choices

    def clean(self, value, row=None, **_kwargs):
        try:
            return words_of(self.choices)[fold(value)]
        except KeyError:
            codes = ", ".join(choice.value for choice in self.choices)
            raise Wrong(_("use one of: %(codes)s") % {"codes": codes}) from None

    def render(self, value, obj=None, **_kwargs):
        return str(type(self.choices[0])(value).label) if value else ""


class YesNo(Cell):
    """Yes or no in any of the languages; an empty cell is neither."""

    WORDS = dict.fromkeys(("yes", "po", "da", "true"), True) | dict.fromkeys(
        ("no", "jo", "ne", "false"), False
    )

    def clean(self, value, row=None, **_kwargs):
        try:
            return self.WORDS[fold(value)]
        except KeyError:
            raise Wrong(_("write yes or no, or leave the cell empty")) from None

    def render(self, value, obj=None, **_kwargs):
        return {True: _("yes"), False: _("no")}.get(value, "")


class Number(Cell):
    """A whole number between two bounds."""

    def __init__(self, low, high):
        self.low = low
        self.high = high

    def clean(self, value, row=None, **_kwargs):
        whole = WHOLE.fullmatch(value)
        if not whole or not self.low <= int(whole[1]) <= self.high:
            raise Wrong(
                _("give a number from %(low)s to %(high)s") % {"low": self.low, "high": self.high}
            )
        return int(whole[1])


class Ordinal(Number):
    """A number within a year as people write it: `3`, `III` or `III/2023`."""

    WRITTEN = re.compile(r"(?:nr\.?\s*)?([ivxl]+|\d+)(?:\.0+)?(?:\s*/\s*(\d{4}))?", re.IGNORECASE)
    ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}

    def clean(self, value, row=None, **kwargs):
        written = self.WRITTEN.fullmatch(value.strip())
        if not written:
            return super().clean(value, row, **kwargs)
        text, year = written.groups()
        date = (row or {}).get("date", "")
        if year and year not in date:
            raise Wrong(_("the number names the year %(year)s, the date another") % {"year": year})
        number = text if text.isdigit() else str(self._roman(text.lower()))
        return super().clean(number, row, **kwargs)

    def _roman(self, text):
        """Return the value of a Roman number; a smaller sign before a larger one is taken off."""
        values = [self.ROMAN[sign] for sign in text]
        return sum(
            -value if value < later else value
            for value, later in zip(values, [*values[1:], 0], strict=True)
        )


class YearOfRecord(Cell):
    """A calendar year for which there may be an answer by now."""

    def clean(self, value, row=None, **_kwargs):
        return Number(FIRST_MEETINGS, timezone.localdate().year + 1).clean(value)


class Day(Cell):
    """A full date."""

    def clean(self, value, row=None, **_kwargs):
        found = full_date(value)
        if found is None:
            raise Wrong(_("give a date such as 2023-05-24"))
        return found


class PastDay(Day):
    """A full date that is not still to come."""

    def clean(self, value, row=None, **kwargs):
        found = super().clean(value)
        if found > timezone.localdate():
            raise Wrong(_("this date lies in the future"))
        return found


class DateOrPeriod(Cell):
    """A date, a month, a year, or in words that no date is known."""

    UNKNOWN = {"unknown", "i panjohur", "e panjohur", "nepoznat", "nepoznato"}

    def clean(self, value, row=None, **_kwargs):
        if fold(value) in self.UNKNOWN:
            return PartialDate(None, DatePrecision.UNKNOWN)
        found = self._read(value)
        if found.starts_on.year < FIRST_MEETINGS:
            said = _("before %(year)s there was no such committee: look at the year again")
            raise Wrong(said % {"year": FIRST_MEETINGS})
        return found

    def _read(self, value):
        if found := full_date(value):
            return PartialDate(found, DatePrecision.DAY)
        first, _slash, last = value.partition("/")
        if (begin := full_date(first.strip())) and (end := full_date(last.strip())) and begin < end:
            return PartialDate(begin, DatePrecision.DAY, end)
        if (month := MONTH.fullmatch(value)) and (
            first := plausible(int(month[1]), int(month[2]), 1)
        ):
            return PartialDate(first, DatePrecision.MONTH)
        if (year := YEAR.fullmatch(value)) and (first := plausible(int(year[1]), 1, 1)):
            return PartialDate(first, DatePrecision.YEAR)
        raise Wrong(_("give a date such as 2023-05-24, 2023-05 or 2023"))


class MunicipalityCell(Cell):
    """A code or any spelling of a municipality."""

    def clean(self, value, row=None, tables=None, **_kwargs):
        return tables.municipality(value)


class CommitteeCell(Cell):
    """A committee on which the user may perform the action."""

    def __init__(self, action):
        self.action = action

    def clean(self, value, row=None, tables=None, **_kwargs):
        return tables.committee(value, self.action)


class ManyCommittees(Cell):
    """Several committees between semicolons, whoever keeps them."""

    def clean(self, value, row=None, tables=None, **_kwargs):
        found = {tables.any_committee(text) for text in Lines().clean(value)}
        return sorted(found, key=lambda committee: committee.pk)

    def render(self, value, obj=None, **_kwargs):
        return Lines().render(value)


class Named(Cell):
    """A row of the reference data, by its code or its name in any language."""

    def __init__(self, table):
        self.table = table

    def clean(self, value, row=None, tables=None, **_kwargs):
        return tables.named(self.table, value)


class ManyNamed(Named):
    """Several of them between semicolons, in the order of the reference data."""

    def clean(self, value, row=None, tables=None, **_kwargs):
        found = {tables.named(self.table, text) for text in Lines().clean(value)}
        return in_list_order(found)

    def render(self, value, obj=None, **_kwargs):
        return Lines().render(value)


class CapacityCell(Choice):
    """A capacity and the words for it, which say more where it is none of the known ones."""

    def __init__(self, most):
        super().__init__(*Capacity)
        self.words = Text(most)

    def clean(self, value, row=None, **_kwargs):
        known = words_of(self.choices).get(fold(value))
        return (known, "") if known else (Capacity.OTHER, self.words.clean(value))


def in_list_order(rows):
    return sorted(rows, key=lambda row: row.position)


def full_date(text):
    """Return the day of `2023-05-24` or `24.05.2023`, or None."""
    if found := FULL.fullmatch(text):
        year, month, day = found.groups()
    elif found := DOTTED.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    return plausible(int(year), int(month), int(day))


def plausible(year, month, day):
    """Return the date, or None where there is no such day; refuse what no form takes either."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Wrong(_("give a day between the years %(first)s and %(last)s") % YEARS)
    if not 1 <= month <= 12:
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None
