"""A council with a quarter of meetings, small enough to count by hand."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from committees.choices import Capacity, Office
from committees.models import Committee, Membership
from compensation.models import SettlementRun
from compensation.workflow import RUN
from tests.factories.accounts import RoleGrantFactory
from tests.factories.committees import MembershipFactory, SeatFactory
from tests.factories.compensation import RateFactory, SettlementRunFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory

DAYS = (date(2026, 1, 20), date(2026, 2, 17), date(2026, 3, 17))


@dataclass
class Council:
    """Writes what a run is computed from, in as few words as a test needs."""

    committee: Committee
    members: dict[str, Membership] = field(default_factory=dict)

    def member(self, name, *, office=Office.MEMBER, capacity=Capacity.RESIDENT, **days):
        # Behind the seat of the world, wherever the factory has come to in its numbers.
        place = 1000 + len(self.members)
        seat = SeatFactory(committee=self.committee, capacity=capacity, position=place)
        self.members[name] = MembershipFactory(
            seat=seat, office=office, person__given_name=name, person__family_name="Paguari", **days
        )
        return self.members[name]

    def meeting(self, day, *, approved=True, codes=None, **fields):
        """A held meeting; everybody was present, unless `codes` says otherwise by name."""
        meeting = MeetingFactory(committee=self.committee, starts_on=day, **fields)
        for member in Membership.objects.of(self.committee).in_force(day):
            code = (codes or {}).get(member.person.given_name, "present")
            if code:
                AttendanceFactory(meeting=meeting, membership=member, code=code)
        if approved:
            MinutesFactory(meeting=meeting, approved=True)
        return meeting

    def rate(self, amount, **fields):
        fields = {"municipality": self.committee.municipality, "amount": Decimal(amount)} | fields
        return RateFactory(**fields)

    def run(self, **fields):
        return SettlementRunFactory(committee=self.committee, **fields)

    def close(self, run, by):
        return RUN.perform(SettlementRun.objects.get(pk=run.pk), "close", by=by)


@pytest.fixture
def council(world):
    """The council of the tables, with its one member, a chair, a mayor and three meetings.

    The chair is paid 20 euro and the others 10.50; the mayor is a public official.
    """
    council = Council(world.kksb)
    council.members["Shpresa"] = Membership.objects.of(world.kksb).get()
    council.member("Arta", office=Office.CHAIR)
    council.member("Mira", capacity=Capacity.MAYOR)
    council.rate("10.50")
    council.rate("20.00", office=Office.CHAIR)
    council.meeting(DAYS[0])
    council.meeting(DAYS[1], codes={"Shpresa": "excused", "Arta": "late"})
    council.meeting(DAYS[2], codes={"Shpresa": "represented", "Arta": "left_early"})
    return council


@pytest.fixture
def officer(world):
    """Somebody who may settle, beside the cast of the tables."""
    return RoleGrantFactory(administrator=True).user


@pytest.fixture
def closed(council, officer):
    """The closed run of the quarter: Arta is owed 60, Shpresa 10.50."""
    return council.close(council.run(), officer)
