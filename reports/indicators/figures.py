"""What an indicator answers: how many of how many, and how the categories share it."""

from collections import Counter
from dataclasses import dataclass, field

from committees.choices import CommitteeState
from meetings.yearly import NO_REPORT

# Categories that are no answer: nobody was there, or nobody said anything.
SILENCE = frozenset({NO_REPORT, CommitteeState.NOT_ESTABLISHED.value})


@dataclass(frozen=True)
class Figure:
    """One answer: how many of how many, and how the categories share it.

    `numerator` None is «no data», which is never zero. `denominator` None: nothing to divide by.
    """

    numerator: int | None = None
    denominator: int | None = None
    counts: Counter = field(default_factory=Counter)

    def packed(self):
        """Return the figure as plain data for a JSON column."""
        return [self.numerator, self.denominator, dict(self.counts)]

    @classmethod
    def unpacked(cls, data):
        """Return the figure that `packed` made the data of, its counts in the order of their keys.

        PostgreSQL keeps no order: else an answer would tell whether it was kept or just computed.
        """
        numerator, denominator, counts = data
        return cls(numerator, denominator, Counter(dict(sorted(counts.items()))))

    def times(self, number):
        """Return the sum of a number of figures like this one; None stays no data."""
        numbers = (part and part * number for part in (self.numerator, self.denominator))
        counts = {key: count * number for key, count in self.counts.items()}
        return Figure(*numbers, Counter(counts))

    @property
    def percent(self):
        """The share in percent, to one decimal; None without a denominator."""
        if self.numerator is None or not self.denominator:
            return None
        return round(100 * self.numerator / self.denominator, 1)

    @property
    def only_answer(self):
        """The answer of a municipality with one committee; None where there are several.

        A committee that was dissolved is none beside the one that was founded after it. The counts
        name both: of villages they say how many committees there are, and how many are no more.
        """
        gone = CommitteeState.DISSOLVED.value
        there = {key: number for key, number in self.counts.items() if key != gone} or self.counts
        return next(iter(there)) if sum(there.values()) == 1 else None


def _sum(one, other):
    """Add two numbers of which each may be missing."""
    return other if one is None else one if other is None else one + other


def total(figures):
    """Sum figures; of none at all the sum is no data."""
    numerator = denominator = None
    counts = Counter()
    for figure in figures:
        numerator = _sum(numerator, figure.numerator)
        denominator = _sum(denominator, figure.denominator)
        if figure.counts:
            counts.update(figure.counts)
    return Figure(numerator, denominator, counts)
