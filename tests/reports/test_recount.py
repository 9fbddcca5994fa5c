"""The figures in SQL equal a plain recount in Python, whatever is on record."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.models import Committee, Seat
from meetings.models import JointCommittee
from places.models import Community, Municipality
from reports.areas import Area, every_area
from reports.indicators import INDICATORS, Figure, Period, total
from reports.live import computed
from tests.factories.committees import CommitteeFactory, MembershipFactory, PersonFactory
from tests.factories.meetings import (
    ActionFactory,
    ActivityFactory,
    AttendanceFactory,
    CompensationReportFactory,
    ConcernFactory,
    MeetingFactory,
    NilReportFactory,
    WorkPlanFactory,
)
from tests.reports.recount import Recount
from tests.reports.worked.country import KINDS, YEARS, build

pytestmark = pytest.mark.django_db
# Of several places these are no sums: a median is of all rows, a mean of all bodies.
NO_SUMS = {"days_to_answer", "days_to_decision", "diversity_index"}
# A joint meeting is in the figure of each place and in that of the country once.
OF_MEETINGS = {
    "meetings_held",
    "incidents_discussed",
    "police_present",
    "quorum_reached",
    "interpretation",
    "meetings_with_residents",
}
FIRST = date(2024, 9, 1)


def unlike(kind, year):
    """Return where the computed figures of a year are not those of the plain recount."""
    found, again = computed(Period(kind, year), INDICATORS), Recount(kind, year)
    differences = []
    for area, codes in every_area().items():
        wanted = {
            key: Figure(numerator, denominator, Counter(counts))
            for key, (numerator, denominator, counts) in again.of(codes).items()
        }
        differences += [
            (area.key or "country", key, found[area].get(key), wanted.get(key))
            for key in found[area].keys() | wanted.keys()
            if found[area].get(key) != wanted.get(key)
        ]
    return differences


def test_recount_of_the_worked_years_is_what_is_computed(reference):
    build()
    for kind in KINDS:
        for year in YEARS:
            assert unlike(kind, year) == [], (kind, year)


class Random:
    """A random country of a few bodies in four places, one of them without a region."""

    def __init__(self, draw):
        self.draw = draw
        self.communities = list(Community.objects.all())

    def day(self, span=700):
        return FIRST + timedelta(days=self.draw.randrange(span))

    def chance(self, percent):
        return self.draw.randrange(100) < percent

    def build(self):
        self.bodies = [
            self.body(number, kind, code)
            for number, (kind, code) in enumerate(
                [("kksb", "20"), ("kksb", "17"), ("kksb", "01"), ("klsp", "20"), ("klsp", "05")]
            )
            if self.chance(85)
        ]
        self.members = [m for body in self.bodies for m in self.roster(body)]
        for _number in range(self.draw.randrange(12) if self.bodies else 0):
            self.meeting()
        for body in self.bodies:
            self.yearly(body)
        for number in range(self.draw.randrange(8) if self.bodies else 0):
            self.concern(number)

    def body(self, number, kind, code):
        status = self.draw.choice(["active", "active", "suspended", "dissolved"])
        return CommitteeFactory(
            kind=kind,
            municipality=Municipality.objects.get(code=code),
            station=None,
            slug=f"random-{number}",
            registry_number="",
            established_on=self.draw.choice([None, date(2015, 1, 1), self.day()]),
            status=status,
            status_on=None if status == "active" else self.day(),
        )

    def roster(self, body):
        for _number in range(self.draw.randrange(4)):
            seat = Seat.objects.create(
                committee=body,
                is_voting=self.chance(85),
                represents_community=self.draw.choice([None, *self.communities]),
                capacity=self.draw.choice(["resident", "police_officer"]),
            )
            # Two at once now and then: one seat, two members.
            for _holder in range(1 + self.chance(20)):
                begun = self.day() - timedelta(days=self.draw.randrange(500))
                yield MembershipFactory(
                    committee=body,
                    seat=seat,
                    person=PersonFactory(sex=self.draw.choice(["", "f", "m"])),
                    office=self.draw.choice(["member", "observer", "police"]),
                    from_on=begun,
                    until_on=self.draw.choice([None, begun + timedelta(days=300)]),
                    mandate_until_on=self.draw.choice([None, begun + timedelta(days=200)]),
                )

    def meeting(self):
        host = self.draw.choice(self.bodies)
        meeting = MeetingFactory(
            committee=host,
            kind=self.draw.choice(["regular", "extraordinary", "residents", "executive"]),
            status=self.draw.choice(["held", "held", "held", "cancelled", "planned"]),
            starts_on=self.day(),
            precision=self.draw.choice(["day", "day", "month", "year"]),
            incident_discussed=self.draw.choice([None, True, False]),
        )
        for partner in self.bodies:
            if partner != host and self.chance(20):
                JointCommittee.objects.create(meeting=meeting, committee=partner)
        for member in self.members:
            if self.chance(40):
                code = self.draw.choice(["present", "absent", "represented", "unknown"])
                AttendanceFactory(meeting=meeting, membership=member, code=code)
        if self.chance(50):
            due = meeting.starts_on + timedelta(days=self.draw.randrange(100))
            done = due + timedelta(days=self.draw.choice([-1, 0, 1]))
            closed = {"status": "done", "done_on": done, "result": "Po."}
            ActionFactory(meeting=meeting, due_on=due, **(closed if self.chance(50) else {}))

    def yearly(self, body):
        if self.chance(50):
            plan = WorkPlanFactory(committee=body, adopted=self.chance(70))
            for quarter in range(1, 1 + self.draw.randrange(4)):
                ActivityFactory(
                    plan=plan,
                    quarter=quarter,
                    communities=self.draw.sample(self.communities, self.draw.randrange(2)),
                    **self.draw.choice([{}, {"done": True}, {"dropped": True}]),
                )
        if self.chance(40):
            answer = self.draw.choice(["yes", "no", "partly", "not_applicable"])
            CompensationReportFactory(committee=body, answer=answer)
        if self.chance(30):
            NilReportFactory(committee=body, quarter=self.draw.randrange(1, 5))

    def concern(self, number):
        raised = self.day()
        closed = {"answer": "Po.", "answered_on": raised + timedelta(self.draw.randrange(200))}
        status = self.draw.choice(["open", "resolved", "no_action"])
        ConcernFactory(
            number=f"R-{number}",
            committee=self.draw.choice(self.bodies),
            meeting=None,
            raised_on=raised,
            status=status,
            category=None,
            sensitivity=self.draw.choice(["public", "internal", "confidential"]),
            communities=self.draw.sample(self.communities, self.draw.randrange(3)),
            **({} if status == "open" else closed),
        )


@settings(
    max_examples=8,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    report_multiple_bugs=False,
)
@given(draw=st.randoms(use_true_random=False))
def test_figures_of_any_records_are_those_of_a_plain_recount(reference, draw):
    with transaction.atomic():
        Random(draw).build()
        for kind in KINDS:
            assert unlike(kind, 2025) == []
            check_sums(kind)
            check_receipts(kind)
        transaction.set_rollback(True)


def check_sums(kind):
    """The country is the sum of its municipalities where it should be, and nowhere more."""
    found = computed(Period(kind, 2025), INDICATORS)
    is_joint = JointCommittee.objects.exists()
    by_key = defaultdict(list)
    for area, of_area in found.items():
        if area.municipality:
            for key, figure in of_area.items():
                by_key[key].append(figure)
    for key, figure in found[Area()].items():
        added = total(by_key[key])
        if figure.denominator is not None and figure.numerator is not None:
            assert figure.numerator <= figure.denominator, key
        if key in OF_MEETINGS and is_joint:
            assert figure.numerator <= added.numerator, key
        elif key not in NO_SUMS:
            assert figure == added, key


def check_receipts(kind):
    """No record stands twice on a receipt; a body owes a word for each quarter of the year."""
    areas = every_area()
    period = Period(kind, 2025)
    for indicator in INDICATORS:
        most = 4 if indicator.key == "reporting_rate" else 1
        for codes in (areas[Area()], areas[Area(region="prizren")], ["20"]):
            entries = indicator.entries(period, codes)
            times = Counter((entry.model, entry.pk) for entry in entries)
            assert all(number <= most for number in times.values()), indicator.key


def test_a_joint_meeting_makes_the_country_less_than_the_sum(reference):
    build()
    assert Committee.objects.exists()
    found = computed(Period("kksb", 2024), INDICATORS)
    for key in ("meetings_held", "incidents_discussed", "police_present", "quorum_reached"):
        added = total(f[key] for area, f in found.items() if area.municipality and key in f)
        assert found[Area()][key].numerator == added.numerator - 1, key
