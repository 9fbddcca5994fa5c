"""The time and the kind of body that figures speak of."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import cached_property

from committees.choices import IN_BEING, Subject
from committees.models import Committee, Rule
from meetings.models import CountingRule, JointCommittee
from places.models import PopulationBaseline


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
        """(committee, municipality, its code, state on the reference day) of each of the kind."""
        return list(
            Committee.objects.of_kind(self.kind)
            .with_state_on(self.reference_day)
            .order_by()
            .values_list("pk", "municipality", "municipality__code", "state")
        )

    @cached_property
    def bodies(self):
        """The bodies in being on the reference day, as rows to count."""
        return Committee.objects.filter(
            pk__in=[pk for pk, _place, _code, state in self.states if state in IN_BEING]
        )

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
    def counting_kinds(self):
        """The kinds of meetings that count in the year toward the number that is due."""
        rules = CountingRule.objects.in_force_in(self.year).filter(committee_kind=self.kind)
        return list(rules.values_list("meeting_kind", flat=True).distinct())

    @cached_property
    def joined(self):
        """{meeting of the year: codes of the municipalities whose bodies joined its host}."""
        codes = defaultdict(set)
        rows = JointCommittee.objects.filter(
            meeting__starts_on__range=(self.first_day, self.last_day), committee__kind=self.kind
        )
        for meeting, code in rows.values_list("meeting", "committee__municipality__code"):
            codes[meeting].add(code)
        return codes

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
