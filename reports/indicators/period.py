"""The time and the kind of body that figures speak of."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.functional import cached_property

from committees.choices import IN_BEING, Subject
from committees.models import Committee, Membership, Rule
from compensation.yearly import answers_in
from meetings.models import CompensationReport, Dismissal, Meeting, NilReport, WorkPlan
from meetings.yearly import YearOnRecord
from places.models import PopulationBaseline


class Body(NamedTuple):
    """A committee of the kind, and what it was on the reference day."""

    pk: int
    place: int
    code: str
    established_on: date | None
    state: str


def first_year(kind):
    """Return the first year of which anything of the kind is on record, or None."""
    committees = {"committee__kind": kind}
    dated = (
        (Committee.objects.of_kind(kind), "established_on"),
        (Membership.objects.filter(seat__committee__kind=kind), "from_on"),
        (Meeting.objects.public().of_kind(kind), "starts_on"),
    )
    years = [
        rows.exclude(**{day: None}).order_by().values_list(ExtractYear(day)) for rows, day in dated
    ] + [
        model.objects.filter(**committees).order_by().values_list("year")
        for model in (WorkPlan, CompensationReport, NilReport)
    ]
    return min((year for (year,) in years[0].union(*years[1:])), default=None)


@dataclass(frozen=True)
class Period:
    """A calendar year of one kind of committee, with the rules then in force.

    Facts of state are read on `reference_day`: 31 December, or today in the running year.
    `census` is the code of the population baseline to compare with; without one it is the latest
    that counts communities. What several indicators read is read once.
    """

    kind: str
    year: int
    census: str = ""

    @property
    def first_day(self):
        return date(self.year, 1, 1)

    @property
    def last_day(self):
        return date(self.year, 12, 31)

    @property
    def reference_day(self):
        return min(self.last_day, timezone.localdate())

    @property
    def so_far(self):
        """The first and the last day of what the year holds by now."""
        return self.first_day, self.reference_day

    @cached_property
    def states(self):
        """Each committee of the kind as a `Body`, those that are not in being as well."""
        found = Committee.objects.of_kind(self.kind).with_state_on(self.reference_day).order_by()
        fields = "pk", "municipality", "municipality__code", "established_on", "state"
        return [Body(*row) for row in found.values_list(*fields)]

    @cached_property
    def has_records(self):
        """Whether anything of the kind that is on record lies in the year or before it.

        Of the years before nothing is known: they are no data, and never «not established».
        """
        if any(
            body.established_on and body.established_on <= self.last_day for body in self.states
        ):
            return True
        first = first_year(self.kind)
        return first is not None and first <= self.year

    @cached_property
    def in_being(self):
        """The bodies in being on the reference day, as they stand in `states`."""
        return [body for body in self.states if body.state in IN_BEING]

    @cached_property
    def bodies(self):
        """The bodies in being on the reference day, as rows to count."""
        return Committee.objects.filter(pk__in=[body.pk for body in self.in_being])

    @cached_property
    def code_of(self):
        """{committee of the kind: code of its municipality}."""
        return {body.pk: body.code for body in self.states}

    def codes_of(self, committees):
        """Return the codes of the municipalities of several committees of the kind."""
        # One that was entered since the states were read is none yet.
        return frozenset(self.code_of[pk] for pk in committees if pk in self.code_of)

    @cached_property
    def rules(self):
        """The rules in force on the last day of the year, by what they speak of."""
        return {
            rule.subject: rule
            for rule in Rule.objects.in_force(self.last_day)
            .filter(kind=self.kind)
            .order_by("valid_from")
        }

    @property
    def rule(self):
        """The rule on meetings in a year, or None where no rule is known."""
        return self.rules.get(Subject.MEETINGS_PER_YEAR)

    @cached_property
    def on_record(self):
        """What the committees reported on the year."""
        return YearOnRecord(self.kind, self.year)

    @cached_property
    def derived_compensation(self):
        """{committee: the answer on compensation that follows from its closed runs}."""
        return answers_in(self.kind, self.year)

    @cached_property
    def dismissed(self):
        """{rule of findings: the meetings for which somebody explained that they do fit}."""
        found = defaultdict(set)
        rows = Dismissal.objects.standing(Meeting).values_list("rule", "record_id")
        for rule, meeting in rows:
            found[rule].add(meeting)
        return found

    @cached_property
    def baseline(self):
        """The population baseline that communities are compared with, or None."""
        counted = PopulationBaseline.objects.counting_communities()
        if self.census:
            counted = counted.filter(code=self.census)
        return counted.order_by("-counted_on").first()

    @cached_property
    def parts(self):
        """What the figures of the indicators are put together from, as far as it was asked."""
        return {}
