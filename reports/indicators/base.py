"""What an indicator is: declared once, computed in SQL, shown everywhere from the same object.

Every indicator answers, for one kind of committee and one year, with a `Figure` for any set of
municipalities: it is put together from parts, each of which names the municipalities whose figures
it goes into, so that a joint meeting counts in both and in the country once. The parts of single
records are the receipt of a figure. The figures are public: their populations are rows that
everybody may see, or counts of people that name nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from committees.choices import Subject
from reports.indicators.figures import SILENCE, Figure, total
from reports.indicators.measures import Measure
from reports.wording import Wording


class Unit(StrEnum):
    """What the value of a figure counts."""

    COUNCILS = "councils"
    MEETINGS = "meetings"
    PERCENT = "percent"
    CONCERNS = "concerns"
    DAYS = "days"
    MEMBERS = "members"
    SEATS = "seats"
    COMMUNITIES = "communities"
    RECORDS = "records"
    # A number from 0 to 1.
    INDEX = "index"


class Counts(StrEnum):
    """What the categories of a figure count."""

    # One answer for each body; the answer of one body stands for its municipality.
    ANSWERS = "answers"
    # Records in each of a few states.
    STATES = "states"
    # Records by a name from the reference data, of which one may fall under several.
    NAMES = "names"


@dataclass(frozen=True)
class Category:
    """An answer that an indicator sorts councils by."""

    key: str
    label: str
    tone: str
    symbol: str


@dataclass(frozen=True)
class LeftOut:
    """Records that one could expect in a figure and that are not in it, and why."""

    reason: str
    rows: Callable
    place: str


@dataclass(frozen=True, kw_only=True)
class Indicator(Wording):
    """A declared measure; the methodology page prints these fields.

    `measure` gives the parts of its figures for a period. A municipality that no part names has no
    committee of the kind: its figure is `missing`, or there is none. `named_by` returns
    `{key: name}` where the categories are reference data. `rule` names what the law must speak of
    for there to be a figure. `left_out` says what the figures do not hold.
    """

    key: str
    title: str
    definition: str
    numerator: str
    denominator: str
    source: str
    unit: Unit
    measure: Measure
    legal_basis: str = ""
    formula: str = ""
    version: int = 1
    reviewed_on: date
    categories: tuple[Category, ...] = ()
    counts: Counts = Counts.ANSWERS
    named_by: Callable | None = None
    rule: Subject | None = None
    needs_census: bool = False
    missing: Figure | None = None
    left_out: tuple[LeftOut, ...] = ()

    def parts(self, period):
        """Return the parts of its figures; none where the law asks nothing of the kind."""
        if self.rule and self.rule not in period.rules:
            return []
        if self.needs_census and period.baseline is None:
            return []
        if self.key not in period.parts:
            period.parts[self.key] = self.measure.parts(period)
        return period.parts[self.key]

    def by_municipality(self, period, codes):
        """Return `{municipality code: Figure}` for those of the codes that have a figure."""
        if not period.has_records:
            return {}
        of_place = {code: [] for code in codes}
        for part in self.parts(period):
            for code in part.codes & of_place.keys():
                of_place[code].append(part.figure)
        figures = {
            code: self.measure.combine(within) if within else self.missing
            for code, within in of_place.items()
        }
        return {code: figure for code, figure in figures.items() if figure is not None}

    def of_area(self, period, codes):
        """Return the one figure of several municipalities: no part goes into it twice."""
        if not period.has_records:
            return Figure()
        codes = frozenset(codes)
        parts = [part for part in self.parts(period) if part.codes & codes]
        return self.sum_up(parts, codes)

    def sum_up(self, parts, codes):
        """Put the parts together to a figure, with what stands for municipalities without any."""
        figure = self.measure.combine([part.figure for part in parts])
        if self.missing is None:
            return figure
        silent = codes.difference(*(part.codes for part in parts))
        return total([figure, *[self.missing] * len(silent)])

    def entries(self, period, codes):
        """Return the records that the figure of the municipalities counts."""
        if not self.parts(period):
            return []
        codes = frozenset(codes)
        return [entry for entry in self.measure.entries(period) if entry.codes & codes]

    @property
    def is_share(self):
        return self.unit is Unit.PERCENT

    @property
    def is_answered(self):
        return bool(self.categories) and self.counts is Counts.ANSWERS

    def value_of_one(self, figure):
        """The answer of one municipality: a category where there is one, else the number.

        Silence is no answer.
        """
        answer = self.answer_of(figure)
        if answer is None:
            return self.value(figure)
        return None if figure.numerator is None and answer in SILENCE else answer
