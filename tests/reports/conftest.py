"""A small country of three councils, small enough to count by hand."""

from datetime import date

import pytest

from committees.models import Committee, Membership, Person, Seat
from meetings.models import CompensationReport, Meeting
from places.models import Community, Municipality, ReligiousCommunity
from reports.actions import begin_edition
from reports.workflow import EDITION
from tests.factories.accounts import RoleGrantFactory
from tests.factories.committees import PersonalProfileFactory
from tests.factories.meetings import WorkPlanFactory


@pytest.fixture
def monitor(make):
    return RoleGrantFactory(osce_monitor=True).user


@pytest.fixture
def ministry(make):
    return RoleGrantFactory(mlga_officer=True).user


@pytest.fixture
def publish(monitor, ministry):
    """Return a function that makes the edition of a year, prepared by one, reviewed by another."""

    def make_edition(year=2025, *, kind="kksb", reason=""):
        edition = begin_edition(kind, year, reason=reason, by=monitor)
        EDITION.perform(edition, "submit", by=monitor)
        return EDITION.perform(edition, "publish", by=ministry)

    return make_edition


@pytest.fixture
def make(reference):
    """Functions that make rows in as few words as a test needs."""
    return Maker()


@pytest.fixture
def declare():
    """A function that lets a person declare; «-» is withheld, "" left open."""

    def write(person, community="", religion=""):
        PersonalProfileFactory(
            person=person,
            community=Community.objects.filter(code=community).first(),
            community_withheld=community == "-",
            religion=ReligiousCommunity.objects.filter(code=religion).first(),
            religion_withheld=religion == "-",
        )

    return write


@pytest.fixture
def members(make, declare):
    """A function that seats people who declared these communities on a council.

    The last two of them sit on two neighbouring councils: of one alone there is no table.
    """
    others = []

    def seat(council, *communities, since=2020):
        if not others:
            others.extend(make.council(code) for code in ("06", "08"))
        bodies = [council] * (len(communities) - 2) + others
        bodies = bodies[-len(communities) :]
        persons = [make.member(body, since=since).person for body in bodies]
        for person, community in zip(persons, communities, strict=True):
            if community is not None:
                declare(person, community)
        return persons

    return seat


class Maker:
    """Makes the rows that figures are counted from."""

    def council(self, code, **fields):
        place = Municipality.objects.get(code=code)
        fields = {"kind": "kksb", "established_on": date(2010, 1, 1)} | fields
        return Committee.objects.create(
            municipality=place,
            name_sq=fields.pop("name_sq", f"Këshilli {place.name_sq}"),
            slug=f"{fields['kind']}-{code}-{Committee.objects.count()}",
            **fields,
        )

    def councils_of(self, *codes):
        """Councils of the municipalities, those that are there or new ones, by code."""
        return {
            code: Committee.objects.filter(municipality__code=code).first() or self.council(code)
            for code in codes
        }

    def meetings(self, committee, number, *, year=2025, **fields):
        fields = {"status": "held"} | fields
        return [
            Meeting.objects.create(
                committee=committee, starts_on=date(year, 1 + index % 12, 10), **fields
            )
            for index in range(number)
        ]

    def member(self, committee, sex="f", *, office="member", since=2020, until=None):
        seat = Seat.objects.create(committee=committee, is_voting=office != "observer")
        person = Person.objects.create(given_name="Ana", family_name="Berisha", sex=sex)
        return Membership.objects.create(
            person=person,
            seat=seat,
            office=office,
            from_on=date(since, 1, 1),
            until_on=until,
        )

    def plan(self, committee, *, year=2025, **fields):
        return WorkPlanFactory(committee=committee, year=year, **fields)

    def compensation(self, committee, answer, *, year=2025):
        return CompensationReport.objects.create(committee=committee, year=year, answer=answer)
