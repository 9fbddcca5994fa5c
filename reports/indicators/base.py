"""What an indicator is: declared once, computed in SQL, shown everywhere from the same object.

Every indicator answers, for one kind of committee and one year, with a `Figure` for each
municipality; the country and a region are sums of those. The figures are public: their
populations are rows that everybody may see, or counts of people that name nobody.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import reduce

from django.db.models import Count, F
from django.utils import timezone
from django.utils.functional import cached_property

from committees.choices import IN_BEING, CommitteeState, Subject
from committees.models import Committee, Rule
from meetings.yearly import NO_REPORT

# Categories that are no answer: nobody was there, or nobody said anything.
SILENCE = frozenset({NO_REPORT, CommitteeState.NOT_ESTABLISHED.value})


class Unit(StrEnum):
    """What the value of a figure counts."""

    COUNCILS = "councils"
    MEETINGS = "meetings"
    PERCENT = "percent"
    CONCERNS = "concerns"
    DAYS = "days"


class Counts(StrEnum):
    """What the categories of a figure count."""

    # One answer for each body; the answer of one body stands for its municipality.
    ANSWERS = "answers"
    # Records in each of a few states.
    STATES = "states"
    # Records by a name from the reference data, of which one may fall under several.
    NAMES = "names"


@dataclass(frozen=True)
class Period:
    """A calendar year of one kind of committee, with the rule then in force.

    Facts of state are read on `reference_day`: 31 December, or today in the running year.
    """

    kind: str
    year: int

    @property
    def last_day(self):
        return date(self.year, 12, 31)

    @property
    def reference_day(self):
        return min(self.last_day, timezone.localdate())

    @cached_property
    def states(self):
        """(committee, municipality code, state on the reference day) of every body of the kind."""
        return list(
            Committee.objects.of_kind(self.kind)
            .with_state_on(self.reference_day)
            .order_by()
            .values_list("pk", "municipality__code", "state")
        )

    @cached_property
    def bodies(self):
        """The bodies in being on the reference day, as rows to count."""
        return Committee.objects.filter(
            pk__in=[pk for pk, _code, state in self.states if state in IN_BEING]
        )

    @cached_property
    def rule(self):
        """The rule on meetings in a year, or None where no rule is known."""
        return (
            Rule.objects.in_force(self.last_day)
            .filter(kind=self.kind, subject=Subject.MEETINGS_PER_YEAR)
            .order_by("-valid_from")
            .first()
        )


@dataclass(frozen=True)
class Figure:
    """One answer: how many of how many, and how the categories share it.

    `numerator` None is «no data», which is never zero. `denominator` None: nothing to divide by.
    """

    numerator: int | None = None
    denominator: int | None = None
    counts: Counter = field(default_factory=Counter)

    def __add__(self, other):
        return Figure(
            _sum(self.numerator, other.numerator),
            _sum(self.denominator, other.denominator),
            self.counts + other.counts,
        )

    def packed(self):
        """Return the figure as plain data for a JSON column."""
        return [self.numerator, self.denominator, dict(self.counts)]

    @classmethod
    def unpacked(cls, data):
        """Return the figure that `packed` made the data of."""
        numerator, denominator, counts = data
        return cls(numerator, denominator, Counter(counts))

    @property
    def percent(self):
        """The share in percent, to one decimal; None without a denominator."""
        if self.numerator is None or not self.denominator:
            return None
        return round(100 * self.numerator / self.denominator, 1)

    @property
    def only_answer(self):
        """The answer of a municipality with one committee; None where there are several."""
        return next(iter(self.counts)) if self.counts.total() == 1 else None


def _sum(one, other):
    """Add two numbers of which each may be missing."""
    return other if one is None else one if other is None else one + other


def total(figures):
    """Sum figures; of none at all the sum is no data."""
    return reduce(Figure.__add__, figures, Figure())


@dataclass(frozen=True)
class Category:
    """An answer that an indicator sorts councils by."""

    key: str
    label: str
    tone: str
    symbol: str


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A declared measure; the methodology page prints these fields.

    `compute` returns `{municipality code: Figure}` for a period; municipalities that it leaves
    out have no committee of the kind, and no figure. `sum_up` returns the figure of several
    municipalities for a period where that is not the sum of theirs: a joint meeting counts once in
    each municipality, and once for the area. `named_by` returns `{key: name}` where the
    categories are reference data.
    """

    key: str
    title: str
    definition: str
    numerator: str
    denominator: str
    source: str
    unit: Unit
    compute: Callable
    legal_basis: str = ""
    version: int = 1
    reviewed_on: date
    categories: tuple[Category, ...] = ()
    counts: Counts = Counts.ANSWERS
    named_by: Callable | None = None
    needs_rule: bool = False
    missing: Figure | None = None
    sum_up: Callable | None = None

    def by_municipality(self, period, codes):
        """Return `{municipality code: Figure}` for the codes.

        A municipality without a committee of the kind has the figure `missing`, or none. Nothing
        is computed where the law asks nothing of the kind.
        """
        if self.needs_rule and period.rule is None:
            return {}
        figures = self.compute(period)
        if self.missing:
            figures = dict.fromkeys(codes, self.missing) | figures
        return {code: figures[code] for code in codes if code in figures}

    def of_area(self, period, figures):
        """Return the figure of the municipalities whose figures are given, by code."""
        whole = total(figures.values())
        if self.sum_up is None or whole.numerator is None:
            return whole
        return self.sum_up(period, list(figures))

    def value(self, figure):
        """The number that stands for a sum: a count, or a share in percent."""
        return figure.percent if self.unit is Unit.PERCENT else figure.numerator

    def value_of_one(self, figure):
        """The answer of one municipality: a category where there is one, else the number.

        Silence is no answer.
        """
        answer = self.answer_of(figure)
        if answer is None:
            return self.value(figure)
        return None if figure.numerator is None and answer in SILENCE else answer

    def answer_of(self, figure):
        """The answer of the only body that a figure speaks of; None where it is a number."""
        is_answer = self.categories and self.counts is Counts.ANSWERS
        return figure.only_answer if is_answer else None


def share(population, place, met):
    """The figure «met of population» by municipality: the numerator is a part by construction."""

    def compute(period):
        rows = (
            population(period)
            .order_by()
            .values(code=F(place))
            .annotate(rows=Count("pk"), met=Count("pk", filter=met))
        )
        return {row["code"]: Figure(row["met"], row["rows"]) for row in rows}

    return compute


def sorted_into(population, answer, figure_of):
    """Sort committees by an annotated answer; `figure_of` weighs a number of equal answers."""

    def compute(period):
        rows = (
            population(period)
            .order_by()
            .values("municipality__code", answer)
            .annotate(rows=Count("pk"))
        )
        figures = {}
        for row in rows:
            code, number = row["municipality__code"], row["rows"]
            figure = replace(figure_of(row[answer], number), counts=Counter({row[answer]: number}))
            figures[code] = figures.get(code, Figure()) + figure
        return figures

    return compute


def met_by(*answers, outside=()):
    """Weigh answers: `answers` are met, silence says nothing, `outside` is not judged at all."""

    def figure_of(answer, number):
        if answer in outside:
            return Figure()
        if answer in SILENCE:
            return Figure(None, number)
        return Figure(number if answer in answers else 0, number)

    return figure_of
