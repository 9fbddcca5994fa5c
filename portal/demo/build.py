"""Makes up a country: committees, members, meetings, yearly answers and requests, from one seed."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import cycle, islice

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from committees.choices import CommitteeKind, CommitteeStatus
from committees.models import Committee, Mandate, Membership, Training
from compensation.models import SettlementRun
from core.i18n import fold
from core.transactions import atomic
from establishment.models import EstablishmentRequest
from meetings.choices import CompensationAnswer, MeetingStatus
from meetings.models import Action, CompensationReport, ConcernCategory, WorkPlan
from places.models import Settlement
from portal.demo import DEMO_ACT
from portal.demo.accounts import make_accounts
from portal.demo.calendars import COUNCIL_HABITS, LATE, LOCAL_HABITS, Habit, calendar
from portal.demo.compensation import make_compensation
from portal.demo.concerns import make_concerns
from portal.demo.contacts import make_contacts
from portal.demo.declarations import make_declarations
from portal.demo.editions import make_editions
from portal.demo.files import make_files
from portal.demo.follow_up import make_follow_up
from portal.demo.grounds import Ground, read_grounds
from portal.demo.invitations import convene_next_meeting
from portal.demo.mandates import make_exceptions, make_mandates
from portal.demo.minutes import make_minutes
from portal.demo.names import SETTLEMENTS
from portal.demo.oddities import make_oddities
from portal.demo.opening import open_to_all
from portal.demo.plans import make_plans
from portal.demo.progress import Progress
from portal.demo.records import DATE_HALF_KNOWN, Recorder
from portal.demo.requests import make_requests
from portal.demo.rosters import council_seats, local_seats, memberships
from portal.demo.sign_ins import DOMAIN
from portal.demo.texts import EVIDENCE
from portal.demo.trainings import make_trainings
from portal.demo.views import make_views
from portal.demo.writer import WRITTEN, Writer
from reports.models import Edition

# Places in the list of committees where something out of the ordinary is shown.
EXPIRED, FOUNDED_LATER = 20, {7: 1, 15: 2}
WITHOUT_SMALLEST_COMMUNITY = 5
SUSPENDED, DISSOLVED, OUT_OF = 17, 41, 60
# How long ago those came to their end.
EXPIRED_SINCE, ENDED_SINCE = timedelta(days=100), timedelta(days=200)
SAME_HABIT = 0.6
COMPENSATION = {
    CompensationAnswer.YES: 18,
    CompensationAnswer.PARTLY: 4,
    CompensationAnswer.NO: 10,
}


@dataclass(eq=False)
class Body:
    """A committee in the making; `closed_on` is the last day on which it has members."""

    committee: Committee
    ground: Ground
    habit: Habit
    closed_on: date | None = None
    members: list[Membership] = field(default_factory=list)

    @property
    def last_day(self):
        """The last day on which it can meet."""
        ended_on = self.committee.status_on
        return min(day for day in (self.closed_on, ended_on, date.max) if day)

    def members_on(self, day):
        return [
            membership
            for membership in self.members
            if membership.from_on <= day
            and (membership.until_on is None or day <= membership.until_on)
        ]


class Country:
    """The whole demonstration, built step by step with one source of chance."""

    def __init__(self, size, seed):
        self.size = size
        self.rng = random.Random(seed)  # noqa: S311 -- invented data, the same for one seed
        self.today = timezone.localdate()
        self.first_year = self.today.year - size.years + 1
        self.grounds = read_grounds()[: size.councils]
        self.categories = {category.code: category for category in ConcernCategory.objects.all()}
        self.writer = Writer()

    @atomic()
    def build(self, stream=None):
        """Write everything and return how many rows of each model were made."""
        bodies = [*self.councils(), *self.local_committees()]
        for body in bodies:
            self.write_roster(body)
        self.writer.flush()
        progress = Progress(stream, len(bodies))
        for body in bodies:
            self.write_years(body)
            self.writer.flush_when_full()
            progress.step()
        self.writer.flush()
        self.writer.keep_numbers()
        self.writer.tell_planner()
        make_accounts(from_on=date(self.first_year, 1, 1), today=self.today)
        open_to_all()
        make_minutes()
        make_concerns(today=self.today)
        make_follow_up(today=self.today)
        make_plans(bodies, today=self.today)
        make_requests(today=self.today, rng=self.rng)
        make_mandates(today=self.today)
        make_exceptions(today=self.today)
        make_trainings(today=self.today)
        make_contacts(today=self.today)
        convene_next_meeting(today=self.today)
        make_oddities(today=self.today)
        make_compensation(today=self.today)
        make_files(today=self.today)
        make_views(today=self.today)
        make_declarations(today=self.today, rng=self.rng)
        make_editions(today=self.today)
        return {
            **{model: model.objects.count() for model in WRITTEN},
            Action: Action.objects.count(),
            Mandate: Mandate.objects.count(),
            User: User.objects.filter(email__endswith=f"@{DOMAIN}").count(),
            EstablishmentRequest: EstablishmentRequest.objects.count(),
            Training: Training.objects.count(),
            SettlementRun: SettlementRun.objects.count(),
            Edition: Edition.objects.count(),
        }

    def councils(self):
        habits = list(islice(cycle(COUNCIL_HABITS), len(self.grounds) - 1))
        self.rng.shuffle(habits)
        # Where the coordinator signs in there is always something to do.
        habits.insert(0, LATE)
        for index, (ground, habit) in enumerate(zip(self.grounds, habits, strict=True)):
            place = ground.municipality
            is_expired = index == EXPIRED
            yield Body(
                Committee(
                    kind=CommitteeKind.KKSB,
                    slug=f"kksb-{slugify(fold(place.name_sq))}",
                    name_sq=f"KKSB {place.name_sq}",
                    name_sr=f"OSBZ {place.name_sr}",
                    name_en=f"MCSC {place.name_en}",
                    municipality=place,
                    station=ground.stations[0],
                    established_on=date(self.first_year - 1 + FOUNDED_LATER.get(index, 0), 12, 10),
                    act=DEMO_ACT,
                ),
                ground,
                habit,
                closed_on=self.today - EXPIRED_SINCE if is_expired else None,
            )

    def local_committees(self):
        stations = [(ground, station) for ground in self.grounds for station in ground.stations]
        # One station after another, so that a few committees do not all lie in one place.
        found = islice(cycle(stations), self.size.local_committees)
        names = defaultdict(lambda: self._settlement_names())
        for index, (ground, station) in enumerate(found):
            name = next(names[ground.municipality])
            yield self._local_committee(index, ground, station, *name)

    def _settlement_names(self):
        """Yield names for the settlements of one municipality; when all are used, with numbers."""
        shuffled = self.rng.sample(SETTLEMENTS, len(SETTLEMENTS))
        yield from shuffled
        number = 2
        while True:
            yield from ((f"{sq} {number}", f"{sr} {number}") for sq, sr in shuffled)
            number += 1

    def _local_committee(self, index, ground, station, name_sq, name_sr):
        status = {
            SUSPENDED: CommitteeStatus.SUSPENDED,
            DISSOLVED: CommitteeStatus.DISSOLVED,
        }.get(index % OUT_OF, CommitteeStatus.ACTIVE)
        ended_on = None if status == CommitteeStatus.ACTIVE else self.today - ENDED_SINCE
        established_on = self._founding_day(is_early=index == 0 or ended_on is not None)
        place = slugify(fold(ground.municipality.name_sq))
        committee = Committee(
            kind=CommitteeKind.KLSP,
            slug=f"klsp-{slugify(fold(name_sq))}-{place}",
            registry_number=f"KLSP-{established_on.year}-{index + 1:04}",
            name_sq=f"KLSP {name_sq}",
            name_sr=f"LOJB {name_sr}",
            name_en=f"LPSC {name_sq}",
            municipality=ground.municipality,
            station=station,
            established_on=established_on,
            act=DEMO_ACT,
            status=status,
            status_on=ended_on,
        )
        settlement = Settlement(municipality=ground.municipality, name=name_sq)
        self.writer.add(
            settlement, Committee.settlements.through(committee=committee, settlement=settlement)
        )
        return Body(
            committee,
            ground,
            LOCAL_HABITS[index % len(LOCAL_HABITS)],
            closed_on=ended_on if status == CommitteeStatus.DISSOLVED else None,
        )

    def _founding_day(self, *, is_early):
        """Return a day of the year before the first one, or for some of a later year."""
        year = self.first_year - 1
        if not is_early and self.rng.random() < 0.3:
            year = self.rng.randrange(self.first_year, self.today.year)
        return date(year, self.rng.randint(1, 12), self.rng.randint(1, 28))

    def write_roster(self, body):
        self.writer.add(body.committee)
        if body.committee.kind == CommitteeKind.KKSB:
            index = self.grounds.index(body.ground)
            seats = council_seats(
                body.committee,
                body.ground,
                without_smallest=index % WITHOUT_SMALLEST_COMMUNITY == 1,
            )
        else:
            seats = local_seats(body.committee, body.ground)
        persons = {}
        for seat, office in seats:
            self.writer.add(seat)
            holders = memberships(seat, office, body, today=self.today, rng=self.rng)
            body.members += holders
            self.writer.add(*holders)
            persons |= {id(holder.person): holder.person for holder in holders}
        self.writer.add(*persons.values())

    def write_years(self, body):
        """Write the meetings of a committee, and the yearly answers of a council."""
        years = range(self.first_year, self.today.year + 2)
        dates = calendar(
            {year: self._habit_in(year, body) for year in years},
            years=years,
            first=body.committee.established_on,
            last=body.last_day,
            today=self.today,
            rng=self.rng,
        )
        recorder = Recorder(body, writer=self.writer, categories=self.categories, rng=self.rng)
        is_old = body.committee.established_on.year < self.first_year
        for day, status in dates:
            half_known = (
                is_old and day.year == self.first_year and self.rng.random() < DATE_HALF_KNOWN
            )
            recorder.record(day, status, half_known=half_known)
        if body.committee.kind == CommitteeKind.KKSB:
            for year in range(
                max(self.first_year, body.committee.established_on.year + 1), self.today.year + 1
            ):
                of_year = [(day, status) for day, status in dates if day.year == year]
                self._write_answers(body, year, of_year)

    def _habit_in(self, year, body):
        """Most committees keep their habit; in the running year all do."""
        if year >= self.today.year or self.rng.random() < SAME_HABIT:
            return body.habit
        is_council = body.committee.kind == CommitteeKind.KKSB
        return self.rng.choice(COUNCIL_HABITS if is_council else LOCAL_HABITS)

    def _write_answers(self, body, year, dates):
        held = [day for day, status in dates if status == MeetingStatus.HELD]
        if held and self.rng.random() < 0.7:
            self.writer.add(self._adopted_plan(body.committee, year, held[0]))
        elif self.rng.random() < 0.6:
            self.writer.add(WorkPlan(committee=body.committee, year=year))
        if held:
            answer = self.rng.choices(list(COMPENSATION), list(COMPENSATION.values()))[0]
            evidence = "" if answer == CompensationAnswer.NO else EVIDENCE[body.ground.language]
        elif year < self.today.year or not dates:
            answer, evidence = CompensationAnswer.NOT_APPLICABLE, ""
        else:
            return
        self.writer.add(
            CompensationReport(
                committee=body.committee, year=year, answer=answer, evidence=evidence
            )
        )

    def _adopted_plan(self, committee, year, adopted_on):
        recommended_on = adopted_on + timedelta(days=14)
        approved_on = adopted_on + timedelta(days=45)
        is_approved = approved_on <= self.today and self.rng.random() < 0.7
        plan = WorkPlan(
            committee=committee,
            year=year,
            adopted_on=adopted_on,
            recommended_on=recommended_on if recommended_on <= self.today else None,
            assembly_approved_on=approved_on if is_approved else None,
            activities_for_communities=self.rng.random() < 0.25,
        )
        vars(plan).update(status=plan.status_of_days)
        return plan
