"""What an invented meeting leaves on record."""

from collections import Counter
from datetime import time, timedelta

from django.utils import timezone

from committees.choices import Capacity, CommitteeKind, Office
from meetings.agendas import searchable
from meetings.choices import (
    AttendanceCode,
    ConcernStatus,
    DatePrecision,
    MeetingKind,
    MeetingStatus,
    Reach,
    Sensitivity,
)
from meetings.models import AgendaItem, Attendance, Concern, Meeting, Participant
from portal.demo.texts import (
    CLOSING,
    COUNCIL_PLACES,
    GUESTS,
    LOCAL_PLACES,
    OPENING,
    OTHER_STAND_INS,
    POLICE_STAND_INS,
    REPORT,
    SQ,
    SR,
    SUMMARY,
    THEMES,
    WORK_PLAN,
)

COUNCIL_KINDS = {MeetingKind.REGULAR: 93, MeetingKind.EXTRAORDINARY: 7}
LOCAL_KINDS = {MeetingKind.REGULAR: 72, MeetingKind.RESIDENTS: 22, MeetingKind.EXECUTIVE: 6}
CODES = {
    AttendanceCode.PRESENT: 74,
    AttendanceCode.ABSENT: 8,
    AttendanceCode.EXCUSED: 8,
    AttendanceCode.LATE: 3,
    AttendanceCode.LEFT_EARLY: 2,
    AttendanceCode.REPRESENTED: 4,
    AttendanceCode.UNKNOWN: 1,
}
CONCERN_RAISED = 0.3
NEW, ANSWERED, DAYS = 40, 0.78, (12, 25, 40, 65, 110)
CODES_OF = {SQ: "sq", SR: "sr-latn"}
CLOSINGS = (ConcernStatus.RESOLVED, ConcernStatus.NO_ACTION, ConcernStatus.NOT_COMPETENT)
CLOSING_WEIGHTS = (85, 8, 7)
DATE_HALF_KNOWN = 0.06
POLICE = {Capacity.STATION_COMMANDER, Capacity.POLICE_OFFICER}


class Recorder:
    """Hands the meetings of one committee to the writer, in the order of their dates."""

    def __init__(self, body, *, writer, categories, rng):
        self.body = body
        self.writer = writer
        self.categories = categories
        self.rng = rng
        self.language = body.ground.language
        self.is_council = body.committee.kind == CommitteeKind.KKSB
        self.numbers = Counter()

    def record(self, day, status, *, half_known=False):
        """Write one meeting; of a half-known date only the record itself is left."""
        meeting = self._meeting(day, status)
        themes = self.rng.sample(THEMES, self.rng.choice((1, 2, 2)))
        agenda = self._agenda(meeting, themes)
        meeting.search_text = searchable(meeting.place, agenda)
        # Of an old record nobody knows any more why the meeting was called.
        if meeting.kind == MeetingKind.EXTRAORDINARY and not half_known:
            meeting.called_as = Capacity.MAYOR
            meeting.call_reason = themes[0].concern[self.language]
        self.writer.add(
            meeting,
            *(
                AgendaItem(meeting=meeting, position=position, title=title)
                for position, title in enumerate(agenda, start=1)
            ),
        )
        if status != MeetingStatus.HELD:
            return
        self._minutes(meeting, themes)
        if half_known:
            self._forget_day(meeting)
        else:
            self._people(meeting)
        if meeting.kind == MeetingKind.RESIDENTS:
            meeting.residents_women = self.rng.randint(2, 18)
            meeting.residents_men = self.rng.randint(5, 30)

    def _meeting(self, day, status):
        kinds = COUNCIL_KINDS if self.is_council else LOCAL_KINDS
        # Nobody plans an extraordinary meeting months ahead.
        kind = (
            self._one_of(kinds)
            if status == MeetingStatus.HELD or not self.is_council
            else MeetingKind.REGULAR
        )
        places = COUNCIL_PLACES if self.is_council else LOCAL_PLACES
        return Meeting(
            committee=self.body.committee,
            kind=kind,
            number_in_year=self._number(day.year, kind, status),
            status=status,
            starts_on=day,
            start_time=time(self.rng.choice((10, 11, 13) if self.is_council else (16, 17, 18))),
            place=self.rng.choice(places)[self.language],
        )

    def _number(self, year, kind, status):
        off = (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)
        if kind != MeetingKind.REGULAR or status in off:
            return None
        self.numbers[year] += 1
        return self.numbers[year]

    def _agenda(self, meeting, themes):
        lines = [OPENING, REPORT, *(theme.title for theme in themes), CLOSING]
        if self.is_council and meeting.number_in_year == 1:
            lines.insert(1, WORK_PLAN)
        return [line[self.language] for line in lines]

    def _minutes(self, meeting, themes):
        titles = ", ".join(theme.title[self.language].lower() for theme in themes)
        meeting.summary = SUMMARY[self.language].format(themes=titles)
        meeting.decisions = themes[0].decision[self.language]
        for theme in themes:
            self._link(Meeting.categories, meeting=meeting, concerncategory=self._category(theme))
        if self.rng.random() < CONCERN_RAISED:
            meeting.incident_discussed = True
            self._concern(meeting, themes[0])
        elif self.rng.random() < 0.8:
            meeting.incident_discussed = False

    def _concern(self, meeting, theme):
        concern = Concern(
            meeting=meeting,
            committee=meeting.committee,
            holder_committee=meeting.committee,
            raised_on=meeting.starts_on,
            language=CODES_OF[self.language],
            category=self._category(theme),
            description=theme.concern[self.language],
            is_incident=theme.is_incident,
            **self._answer(meeting, theme),
            sensitivity=Sensitivity.INTERNAL if theme.is_incident else Sensitivity.PUBLIC,
        )
        self.writer.number(concern)
        resident = self.body.ground.communities
        affected = self.rng.sample(resident, self.rng.randint(0, min(2, len(resident))))
        concern.reach = Reach.NAMED if affected else Reach.NONE_KNOWN
        self.writer.add(concern)
        for community in affected:
            self._link(Concern.communities, concern=concern, community=community)
            self._link(Meeting.communities_affected, meeting=meeting, community=community)

    def _answer(self, meeting, theme):
        """Let most of what was raised some time ago have its answer."""
        waited = (timezone.localdate() - meeting.starts_on).days
        if waited < NEW or self.rng.random() > ANSWERED:
            return {}
        return {
            "status": self.rng.choices(CLOSINGS, CLOSING_WEIGHTS)[0],
            "answer": theme.decision[self.language],
            "answered_on": meeting.starts_on + timedelta(days=min(self.rng.choice(DAYS), waited)),
        }

    def _forget_day(self, meeting):
        """Leave only the month or the year of the date, as in old records."""
        meeting.precision = self.rng.choice((DatePrecision.MONTH, DatePrecision.YEAR))
        month = 1 if meeting.precision == DatePrecision.YEAR else meeting.starts_on.month
        meeting.starts_on = meeting.starts_on.replace(day=1, month=month)
        meeting.start_time = None

    def _people(self, meeting):
        seated = self.body.members_on(meeting.starts_on)
        chair = self._chair(seated)
        if chair:
            meeting.chaired_by = chair
            meeting.chaired_as = chair.seat.capacity
        if self.is_council and self.rng.random() < 0.15:
            meeting.opened_as = Capacity.COORDINATOR
        for membership in seated:
            code = AttendanceCode.PRESENT if membership is chair else self._one_of(CODES)
            stand_in = ""
            if code == AttendanceCode.REPRESENTED:
                police = membership.seat.capacity in POLICE
                ranks = POLICE_STAND_INS if police else OTHER_STAND_INS
                stand_in = self.rng.choice(ranks)[self.language]
            self.writer.add(
                Attendance(
                    meeting=meeting, membership=membership, code=code, represented_by=stand_in
                )
            )
        guests = self.rng.sample(GUESTS, self.rng.choice((0, 0, 1, 2)))
        self.writer.add(
            *(
                Participant(meeting=meeting, position=position, name=guest[self.language])
                for position, guest in enumerate(guests, start=1)
            )
        )

    def _chair(self, seated):
        """Return who chaired: a third of the time it was the deputy."""
        wish = Office.DEPUTY if self.rng.random() < 0.35 else Office.CHAIR
        return next((member for member in seated if member.office == wish), None)

    def _category(self, theme):
        return self.categories[theme.category]

    def _link(self, relation, **ends):
        self.writer.add(relation.through(**ends))

    def _one_of(self, weights):
        return self.rng.choices(list(weights), list(weights.values()))[0]
