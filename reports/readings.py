"""What an indicator says of one area in one year: a number, an answer, or why there is neither."""

from dataclasses import dataclass

from django.utils.formats import number_format

from committees.choices import IN_BEING, CommitteeState
from meetings.yearly import NO_REPORT, NOT_APPLICABLE
from reports.choices import Blank
from reports.indicators import INDICATORS, Figure, Indicator, Unit
from reports.indicators.base import Category

BY_KEY = {indicator.key: indicator for indicator in INDICATORS}
# What tells a silence from a zero, beside the indicator itself.
BEARINGS = (BY_KEY["established"], BY_KEY["meetings_held"])


@dataclass(frozen=True)
class Reading:
    """`value` is the number that is drawn, also of a category's share; `blank` says why not."""

    indicator: Indicator
    figure: Figure | None
    value: float | None = None
    category: Category | None = None
    blank: Blank | None = None

    @property
    def text(self):
        """The answer in a few signs: a number with its unit, or the symbol of what it lacks."""
        if self.category:
            return self.category.label
        return self.blank.symbol if self.value is None else in_figures(self.indicator, self.value)

    @property
    def words(self):
        """What a blank means; empty where there is a number above zero or an answer."""
        return self.blank.label if self.blank else ""

    @property
    def parts(self):
        """(numerator, denominator) of a number that is a part, or None."""
        if self.value is None or not self.figure.denominator:
            return None
        return self.figure.numerator, self.figure.denominator


def in_figures(indicator, value, *, signed=False):
    """Return a number with its unit in the reader's language; a real minus before negative ones."""
    if not indicator.is_share and value == int(value):
        value = int(value)
    number = number_format(abs(value), use_l10n=True)
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{number} %" if indicator.is_share else f"{sign}{number}"


def reading(indicator, figures, *, is_place=True):
    """Read an indicator in `{key: Figure}` of an area, which hold those of `BEARINGS` as well.

    `is_place` is false for a region or the country, which is never one body with one answer.
    """
    if "established" not in figures:
        # Every place has an answer to this one, where anything at all is on record.
        return Reading(indicator, None, blank=Blank.NO_RECORDS)
    figure = figures.get(indicator.key)
    answer = indicator.answer_of(figure) if figure and is_place else None
    blank = _blank(indicator, figure, answer, figures) if is_place else None
    if figure is None and indicator.rule:
        # Where a rule is known every body has an answer, if only that it said nothing.
        blank = blank if blank is Blank.NOT_ESTABLISHED else Blank.NOT_APPLICABLE
    if blank:
        return Reading(indicator, figure, blank=blank)
    if answer:
        category = next(c for c in indicator.categories if c.key == answer)
        return Reading(indicator, figure, category=category)
    value = indicator.value(figure) if figure else None
    if value is None:
        return Reading(indicator, figure, blank=Blank.NO_DATA)
    return Reading(indicator, figure, value, blank=None if value else Blank.ZERO)


def _blank(indicator, figure, answer, figures):
    """Say why a place has no number, where it has none: the body first, then its report."""
    if indicator.key == "established":
        return Blank.NOT_ESTABLISHED if answer == CommitteeState.NOT_ESTABLISHED else None
    states = figures["established"].counts
    if not any(states[state] for state in IN_BEING):
        return Blank.NOT_ESTABLISHED
    if answer == NOT_APPLICABLE:
        return Blank.NOT_APPLICABLE
    if figure and figure.numerator is not None and (answer or figure.denominator != 0):
        return None
    if not states[CommitteeState.ESTABLISHED]:
        return Blank.INACTIVE
    return _silence(indicator, figure, figures)


def _silence(indicator, figure, figures):
    """Say what an established body left open: all of the year, or only this."""
    if figure and figure.counts[NOT_APPLICABLE]:
        return Blank.NOT_APPLICABLE
    held = figures.get("meetings_held")
    if figure and figure.counts[NO_REPORT]:
        return Blank.NO_REPORT
    if indicator.unit is Unit.MEETINGS:
        # Of no meeting at all nothing can be said of a meeting.
        return Blank.NO_REPORT if held is None else Blank.NOT_APPLICABLE
    return Blank.NO_DATA
