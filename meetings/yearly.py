"""What a year says of each committee: did it report, how often did it meet, what did it answer."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import cached_property

from meetings.choices import CompensationAnswer, MeetingStatus, WorkPlanAnswer
from meetings.models import (
    CompensationReport,
    CountingRule,
    JointCommittee,
    Meeting,
    NilReport,
    WorkPlan,
)

NO_REPORT = "no_report"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Met:
    """Equal meetings of the same committees: how many there were, and how they were reported."""

    committees: frozenset
    status: str
    kind: str
    incident_discussed: bool | None
    number: int


class YearOnRecord:
    """What was reported on a year of the committees of a kind; each part is read once.

    Committees stand in it by their primary keys. Figures are public, so executive meetings are
    not in it: they neither count nor end a silence.
    """

    def __init__(self, kind, year):
        self.kind, self.year = kind, year

    @cached_property
    def counting_kinds(self):
        """The kinds of meetings that count in the year toward the number that is due."""
        rules = CountingRule.objects.in_force_in(self.year).filter(committee_kind=self.kind)
        return set(rules.order_by().values_list("meeting_kind", flat=True))

    @cached_property
    def joined(self):
        """{meeting of the year: the committees of the kind that joined its host}."""
        found = defaultdict(set)
        rows = JointCommittee.objects.filter(
            meeting__in=Meeting.objects.in_year(self.year), committee__kind=self.kind
        )
        for meeting, committee in rows.values_list("meeting", "committee"):
            found[meeting].add(committee)
        return dict(found)

    def _met(self, meetings):
        """Put the meetings of the year among some together to `Met`."""
        of_year = meetings.in_year(self.year).order_by()
        told = "status", "kind", "incident_discussed"
        alone = of_year.filter(committee__kind=self.kind).exclude(pk__in=self.joined)
        counted = alone.values_list("committee", *told).annotate(Count("pk"))
        found = [Met(frozenset({host}), *rest) for host, *rest in counted]
        together = of_year.filter(pk__in=self.joined)
        for pk, host, kind, *rest in together.values_list(
            "pk", "committee", "committee__kind", *told
        ):
            hosts = {host} if kind == self.kind else set()
            found.append(Met(frozenset(self.joined[pk] | hosts), *rest, 1))
        return found

    @cached_property
    def meetings(self):
        """The meetings of which somebody said what became of them."""
        return self._met(Meeting.objects.public().spoken_of())

    def held(self, kinds):
        """The meetings of some kinds that were held."""
        return [
            met for met in self.meetings if met.status == MeetingStatus.HELD and met.kind in kinds
        ]

    def to_come(self, today):
        """The meetings from today on that are still to be held and will count."""
        to_come = self._met(Meeting.objects.public().upcoming(today))
        return [met for met in to_come if met.kind in self.counting_kinds]

    @cached_property
    def times_met(self):
        """{committee: how often it met as it counts}; a joint meeting is one for each."""
        times = Counter()
        for met in self.held(self.counting_kinds):
            for committee in met.committees:
                times[committee] += met.number
        return times

    @cached_property
    def compensation(self):
        """{committee: the answer on compensation that was reported by hand}."""
        reports = CompensationReport.objects.of_year(self.year).filter(committee__kind=self.kind)
        return dict(reports.values_list("committee", "answer"))

    @cached_property
    def spoken_on_meetings(self):
        """The committees of whose meetings in the year somebody said something.

        A reported meeting, also a cancelled or a joint one, ends the silence, and so do a
        confirmed quarter without one and the answer that no compensation was due because no
        meeting was held: then the zero is a zero.
        """
        nil = NilReport.objects.filter(year=self.year, committee__kind=self.kind)
        none_held = {
            committee
            for committee, answer in self.compensation.items()
            if answer == CompensationAnswer.NOT_APPLICABLE
        }
        return none_held.union(
            nil.values_list("committee", flat=True), *(met.committees for met in self.meetings)
        )

    @cached_property
    def spoken(self):
        """The committees of which somebody reported anything on the year."""
        return self.spoken_on_meetings | self.compensation.keys()

    @cached_property
    def plans(self):
        """{committee: the three-valued answer that follows from its work plan}."""
        plans = WorkPlan.objects.of_year(self.year).filter(committee__kind=self.kind)
        return dict(plans.with_answer().order_by().values_list("committee", "answer"))

    def requirement(self, committee, established_on, due):
        """Did it meet as often as is due: yes, no, no report, or not applicable when founded."""
        if established_on and established_on.year == self.year:
            return NOT_APPLICABLE
        if self.times_met[committee] >= due:
            return "yes"
        return "no" if committee in self.spoken_on_meetings else NO_REPORT

    def work_plan(self, committee):
        """The answer on the work plan; whoever reported on the year without any plan has none.

        Where no plan of the kind is on record for the year, nobody was asked: silence is no «no».
        """
        is_asked = self.plans and committee in self.spoken
        return self.plans.get(committee, WorkPlanAnswer.NO.value if is_asked else NO_REPORT)
