"""How records become the parts of figures: added up in SQL, or one by one for the receipt.

A measure has two readings of the same rows: `parts` adds up what it can in the database, `entries`
gives each record with what it adds. That both give the same figures is tested for every indicator.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

from django.db.models import BooleanField, Case, Count, F, Q, Value, When

from committees.models import Committee
from meetings.models import Meeting
from reports.indicators.figures import SILENCE, Figure, total


@dataclass(frozen=True)
class Part:
    """An addend of figures, and the municipalities whose figures it goes into."""

    codes: frozenset
    figure: Figure


@dataclass(frozen=True)
class Entry(Part):
    """The part of one record."""

    model: type
    pk: int


class Measure:
    """Gives the parts of the figures of a period, and the records behind them."""

    combine = staticmethod(total)

    def entries(self, period):
        raise NotImplementedError

    def parts(self, period):
        return gathered(self.entries(period), self.combine)


def gathered(parts, combine=total):
    """Put the parts of the same municipalities together where they are plain sums."""
    if combine is not total:
        return list(parts)
    figures = defaultdict(list)
    for part in parts:
        figures[part.codes].append(part.figure)
    return [Part(codes, total(found)) for codes, found in figures.items()]


@dataclass(frozen=True)
class Share(Measure):
    """«Met of population»: the numerator is a part of the denominator by construction."""

    population: Callable
    place: str
    met: Q

    def parts(self, period):
        rows = (
            self.population(period)
            .order_by()
            .values(within=F(self.place))
            .annotate(rows=Count("pk"), met=Count("pk", filter=self.met))
        )
        return [Part(frozenset({row["within"]}), Figure(row["met"], row["rows"])) for row in rows]

    def entries(self, period):
        is_met = Case(
            When(self.met, then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        rows = self.population(period).order_by("pk").annotate(is_met=is_met)
        return [
            Entry(frozenset({code}), Figure(int(met), 1), rows.model, pk)
            for pk, code, met in rows.values_list("pk", self.place, "is_met")
        ]


@dataclass(frozen=True)
class Answers(Measure):
    """Bodies sorted by what each of them answers; `figure_of` weighs a number of equal answers."""

    answer: Callable
    figure_of: Callable

    def parts(self, period):
        answers = Counter((body.code, self.answer(period, body)) for body in period.in_being)
        return [
            Part(frozenset({code}), self._weighed(answer, number))
            for (code, answer), number in answers.items()
        ]

    def entries(self, period):
        return [
            Entry(
                frozenset({body.code}),
                self._weighed(self.answer(period, body), 1),
                Committee,
                body.pk,
            )
            for body in sorted(period.in_being)
        ]

    def _weighed(self, answer, number):
        figure = self.figure_of(answer, number)
        return replace(figure, counts=Counter({answer: number}))


def met_by(*answers, outside=()):
    """Weigh answers: `answers` are met, silence says nothing, `outside` is not judged at all."""

    def figure_of(answer, number):
        if answer in outside:
            return Figure()
        if answer in SILENCE:
            return Figure(None, number)
        return Figure(number if answer in answers else 0, number)

    return figure_of


@dataclass(frozen=True)
class OfMeetings(Measure):
    """Meetings of the year weighed one by one; a joint one is in the figures of all who took part.

    `weigh` makes a figure of the values of `fields`; `zeros` gives the entries of bodies that said
    something, for municipalities without a meeting.
    """

    meetings: Callable
    weigh: Callable
    fields: tuple = ()
    zeros: Callable | None = None

    def entries(self, period):
        joined = period.on_record.joined
        meetings = self.meetings(period).filter(Q(committee__kind=period.kind) | Q(pk__in=joined))
        rows = meetings.order_by("starts_on", "pk").values_list(
            "pk", "committee__kind", "committee", *self.fields
        )
        entries = []
        for pk, kind, host, *values in rows:
            hosts = {host} if kind == period.kind else set()
            within = period.codes_of(joined.get(pk, set()) | hosts)
            entries.append(Entry(within, self.weigh(*values), Meeting, pk))
        return with_zeros(entries, self.zeros(period)) if self.zeros else entries


def with_zeros(parts, zeros):
    """Put those of the zeros before the parts for whose municipalities there is no part."""
    met = frozenset().union(*(part.codes for part in parts))
    return [zero for zero in zeros if not zero.codes & met] + parts


@dataclass(frozen=True)
class OnRecord(Measure):
    """Meetings of some kinds that were held, weighed by the mark that an incident was discussed.

    The parts are put together from what is on record of the year, without a look at each meeting.
    """

    kinds: Callable
    weigh: Callable
    zeros: Callable | None = None

    def parts(self, period):
        numbers = Counter()
        for met in period.on_record.held(self.kinds(period)):
            numbers[period.codes_of(met.committees), met.incident_discussed] += met.number
        parts = [
            Part(codes, self.weigh(mark).times(number)) for (codes, mark), number in numbers.items()
        ]
        return gathered(with_zeros(parts, self.zeros(period)) if self.zeros else parts)

    def entries(self, period):
        each = OfMeetings(self._meetings, self.weigh, ("incident_discussed",), self.zeros)
        return each.entries(period)

    def _meetings(self, period):
        held = Meeting.objects.public().held().in_year(period.year)
        return held.filter(kind__in=self.kinds(period))


@dataclass(frozen=True)
class EachRow(Measure):
    """Rows weighed one by one, where the figure is more than a share or an answer."""

    population: Callable
    place: str
    weigh: Callable
    fields: tuple = ()
    combine: Callable = total

    def entries(self, period):
        rows = self.population(period).order_by("pk")
        return [
            Entry(frozenset({code}), self.weigh(*values), rows.model, pk)
            for pk, code, *values in rows.values_list("pk", self.place, *self.fields)
        ]


@dataclass(frozen=True)
class Listed(Measure):
    """Entries that a function lists by itself."""

    listed: Callable
    combine: Callable = total

    def entries(self, period):
        return self.listed(period)


def middle(figures):
    """Return the median of the numerators, without a decimal where it is a whole number."""
    numbers = [figure.numerator for figure in figures]
    if not numbers:
        return Figure()
    found = median(numbers)
    return Figure(int(found) if found == int(found) else found)
