"""The invented country of the CSV files beside this module, and the figures expected of it."""

import csv
import re
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path

from committees.models import Course, Seat
from meetings.models import ConcernCategory
from places.models import Community, Municipality, PoliceStation, ReligiousCommunity
from reports.areas import Area
from reports.indicators import Figure
from tests.factories.accounts import UserFactory
from tests.factories.committees import (
    CommitteeFactory,
    MembershipFactory,
    ParticipationFactory,
    PersonFactory,
    TrainingFactory,
)
from tests.factories.compensation import PaymentFactory, SettlementRunFactory
from tests.factories.establishment import EstablishmentRequestFactory, StepFactory
from tests.factories.meetings import (
    ActionFactory,
    ActivityFactory,
    AgendaItemFactory,
    AttendanceFactory,
    CompensationReportFactory,
    ConcernFactory,
    ItemTextFactory,
    MeetingFactory,
    NilReportFactory,
    WorkPlanFactory,
)

HERE = Path(__file__).parent
KINDS, YEARS = ("kksb", "klsp"), (2024, 2025)
# How many municipalities lie in each region, counted in `places/data/municipalities.csv`.
IN_REGION = {
    "ferizaj": 5,
    "gjakove": 3,
    "gjilan": 7,
    "mitrovice-jug": 3,
    "mitrovice-veri": 4,
    "peje": 3,
    "prishtine": 7,
    "prizren": 4,
}
# These two have a figure where there is no body at all.
OF_NOBODY = {"established": 0, "compensation_respected": None}


def rows(name, here=HERE):
    """Return the lines of a file; an empty cell is None."""
    with (here / f"{name}.csv").open() as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        return [{key: value or None for key, value in line.items()} for line in lines]


def area_of(column):
    if column == "country":
        return Area()
    return Area(municipality=column) if column.isdigit() else Area(region=column)


def number_of(text):
    if text in ("-", ""):
        return None
    return float(text) if "." in text else int(text)


def figure_of(cell):
    """Return the figure that a cell of the expectation stands for."""
    number, _space, categories = cell.partition(" ")
    numerator, _slash, denominator = number.partition("/")
    counts = {name: int(count) for name, count in re.findall(r"(\w+) (\d+)", categories)}
    return Figure(number_of(numerator), number_of(denominator), Counter(counts))


def expected(kind, year):
    """Return `{area: {key of the indicator: Figure}}` of a year, for all 47 areas."""
    codes = [f"{number:02}" for number in range(1, 39)]
    sizes = {Area(): 38} | {Area(region=name): size for name, size in IN_REGION.items()}
    sizes |= {Area(municipality=code): 1 for code in codes}
    found = {
        area: {
            key: Figure(numerator, size, Counter(not_established=size))
            for key, numerator in OF_NOBODY.items()
        }
        for area, size in sizes.items()
    }
    for line in rows("expected"):
        if (line.pop("kind"), line.pop("year")) != (kind, str(year)):
            continue
        key = line.pop("indicator")
        for column, cell in line.items():
            if cell:
                found[area_of(column)][key] = figure_of(cell)
    return found


def build():
    """Put the country on record; the reference data must be there."""
    return Builder().build()


class Builder:
    """Makes the records of each file, and remembers them by their codes."""

    def build(self):
        self.clerk = UserFactory()
        self.committees, self.seats, self.members, self.meetings = {}, {}, {}, {}
        self.concerns = {}
        for name in (
            *("committees", "memberships", "meetings", "attendance", "minutes", "concerns"),
            *("actions", "plans", "compensation", "nil_reports", "certificates", "requests"),
        ):
            for line in rows(name):
                getattr(self, name.rstrip("s") if name != "minutes" else name)(**line)
        return self

    def committee(self, code, kind, municipality, established_on, status, status_on):
        self.committees[code] = CommitteeFactory(
            kind=kind,
            municipality=Municipality.objects.get(code=municipality),
            station=None,
            slug=f"worked-{code.lower()}",
            name_sq=f"Trupi {code}",
            registry_number="",
            established_on=established_on,
            status=status,
            status_on=status_on,
        )

    def membership(self, code, committee, seat, capacity, represents, votes, sex, **fields):
        if seat not in self.seats:
            places = {"community": Community, "religion": ReligiousCommunity}
            stands_for = represents and places[capacity].objects.get(code=represents)
            self.seats[seat] = Seat.objects.create(
                committee=self.committees[committee],
                capacity=capacity,
                is_voting=votes == "yes",
                **({f"represents_{capacity}": stands_for} if represents else {}),
            )
        fields["mandate_until_on"] = fields.pop("term_until")
        person = PersonFactory(sex=sex or "")
        seat = self.seats[seat]
        self.members[code] = MembershipFactory(
            committee=seat.committee, seat=seat, person=person, **fields
        )

    def meeting(self, code, committee, joined_by, incident, reported_on, **fields):
        fields["starts_on"] = fields.pop("date")
        if reported_on:
            moment = datetime.combine(date.fromisoformat(reported_on), time(10), UTC)
            fields |= {"status_at": moment, "status_by": self.clerk}
        self.meetings[code] = MeetingFactory(
            committee=self.committees[committee],
            incident_discussed={"yes": True, "no": False}.get(incident),
            partners=[self.committees[joined_by]] if joined_by else [],
            **fields,
        )

    def attendance(self, meeting, marks):
        for mark in marks.split("; "):
            member, code = mark.split()
            AttendanceFactory(
                meeting=self.meetings[meeting], membership=self.members[member], code=code
            )

    def minutes(self, meeting, items):
        for languages in items.split("; "):
            item = AgendaItemFactory(meeting=self.meetings[meeting])
            for language in languages.split():
                ItemTextFactory(item=item, language=language)

    def concern(self, code, committee, meeting, theme, communities, status, **fields):
        self.concerns[code] = ConcernFactory(
            committee=self.committees[committee],
            meeting=self.meetings.get(meeting),
            status=status,
            category=theme and ConcernCategory.objects.get(code=theme),
            answer="U përgjigj." if fields["answered_on"] else "",
            duplicate_of=self.concerns["c2"] if status == "duplicate" else None,
            communities=Community.objects.filter(code__in=(communities or "").split()),
            **fields,
        )

    def action(self, code, meeting, **fields):
        ActionFactory(
            meeting=self.meetings[meeting],
            text=code,
            result="U raportua." if fields["done_on"] else "",
            **fields,
        )

    def plan(self, committee, year, reported_for_communities, activities, **days):
        days = {name: date.fromisoformat(day) for name, day in days.items() if day}
        plan = WorkPlanFactory(
            committee=self.committees[committee],
            year=int(year),
            activities_for_communities=True if reported_for_communities else None,
            **days,
        )
        for text in (activities or "").split("; "):
            if text:
                self.activity(plan, *text.split())

    def activity(self, plan, quarter, state, *words):
        done_on, communities = (words[0], words[1:]) if state == "done" else (None, words)
        ActivityFactory(
            plan=plan,
            quarter=int(quarter),
            state=state,
            done_on=done_on,
            drop_reason="Pa buxhet." if state == "dropped" else "",
            communities=Community.objects.filter(code__in=communities),
        )

    def compensation(self, committee, year, answer, due, paid, meetings):
        body = self.committees[committee]
        if answer:
            CompensationReportFactory(committee=body, year=int(year), answer=answer)
        if due:
            run = SettlementRunFactory(
                closed=True,
                committee=body,
                from_on=f"{year}-01-01",
                until_on=f"{year}-12-31",
                total=due,
            )
            run.meetings.set(self.meetings[code] for code in meetings.split())
            member = next(m for m in self.members.values() if m.seat.committee_id == body.pk)
            PaymentFactory(run=run, membership=member, amount=paid)

    def nil_report(self, committee, year, quarters):
        for quarter in quarters.split():
            NilReportFactory(
                committee=self.committees[committee], year=int(year), quarter=int(quarter)
            )

    def certificate(self, member, course, certified_on):
        membership = self.members[member]
        ParticipationFactory(
            training=TrainingFactory(course=Course.objects.get(code=course)),
            person=membership.person,
            committee=membership.seat.committee,
            **({"certified": True, "certified_on": certified_on} if certified_on else {}),
        )

    def request(self, committee, submitted_on, decided_on):
        body, station = self.committees[committee], PoliceStation.objects.first()
        EstablishmentRequestFactory(
            status="approved",
            committee=body,
            station=station,
            step=StepFactory(request=EstablishmentRequestFactory(station=station)),
            submitted_on=submitted_on,
            decided_on=decided_on,
        )
