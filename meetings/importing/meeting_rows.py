"""The kind `meetings`: past and planned meetings with agenda, participants and themes."""

from types import SimpleNamespace

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.choices import Capacity
from meetings.agendas import searchable
from meetings.choices import DatePrecision, Evidence, MeetingKind, MeetingStatus
from meetings.deadlines import meet_first_deadlines
from meetings.importing import bulk
from meetings.importing.cells import (
    CapacityCell,
    Choice,
    CommitteeCell,
    DateOrPeriod,
    Lines,
    ManyCommittees,
    ManyNamed,
    Ordinal,
    PartialDate,
    Text,
    YesNo,
    in_list_order,
)
from meetings.importing.resource import Column, RecordResource
from meetings.importing.tables import Wrong
from meetings.models import AgendaItem, JointCommittee, Meeting, Minutes, Participant

LINE = 300
LINKS = ("categories", "communities_affected")
UPDATED = [
    *(
        "kind",
        "number_in_year",
        "status",
        "status_at",
        "status_by",
        "starts_on",
        "precision",
        "ends_on",
    ),
    *("place", "chaired_as", "incident_discussed", "decisions", "source"),
    *("called_as", "call_reason", "evidence", "known_from"),
    *("search_text", "version"),
]


class MeetingResource(RecordResource):
    """Meetings, known again by `external_id`."""

    named_by = "external_id"

    external_id = Column(
        "external_id",
        Text(60),
        gettext_lazy("Number of the meeting in your own list; it finds the meeting again."),
        required=True,
        is_key=True,
    )
    committee = Column(
        "committee",
        CommitteeCell("add_meeting"),
        gettext_lazy(
            "Registry number, kksb:20 (council of municipality 20) or klsp:20:NAME (Albanian name)."
        ),
        required=True,
        is_key=True,
    )
    kind = Column(
        "kind",
        Choice(*MeetingKind),
        gettext_lazy(
            "regular, extraordinary, residents or executive; empty is regular. "
            "Which of them count toward the six of a year is a rule of that year."
        ),
    )
    number_in_year = Column(
        "number_in_year",
        Ordinal(1, 366),
        gettext_lazy("Number of the meeting within its year: 3, III or III/2023."),
    )
    date = Column(
        "beside__date",
        DateOrPeriod(),
        gettext_lazy(
            "2023-05-24, several days as 2023-05-24/2023-05-26, only the month 2023-05 or the "
            "year 2023; unknown where a held meeting has no date, which then counts in no year."
        ),
        required=True,
    )
    joint_with = Column(
        "beside__joint_with",
        ManyCommittees(),
        gettext_lazy(
            "Further committees of a joint meeting between semicolons; it counts for each of them."
        ),
    )
    called_by = Column(
        "called_as",
        Choice(*Capacity),
        gettext_lazy("Capacity of whoever called an extraordinary meeting, for example mayor."),
    )
    call_reason = Column(
        "call_reason", Text(1000), gettext_lazy("Why an extraordinary meeting was called.")
    )
    status = Column(
        "status",
        Choice(
            MeetingStatus.HELD,
            MeetingStatus.PLANNED,
            MeetingStatus.CANCELLED,
            MeetingStatus.POSTPONED,
        ),
        gettext_lazy("held, planned, cancelled or postponed; empty is held."),
    )
    place = Column("place", Text(200), gettext_lazy("Where the meeting was."))
    chaired_by = Column(
        "beside__chair",
        CapacityCell(LINE),
        gettext_lazy(
            "Capacity of whoever chaired, for example mayor or deputy_mayor; "
            "other words are kept among the participants."
        ),
    )
    topics = Column(
        "beside__topics", Lines(LINE), gettext_lazy("Agenda, the items between semicolons.")
    )
    categories = Column(
        "beside__categories",
        ManyNamed("categories"),
        gettext_lazy("Themes between semicolons, by code or name: school_safety; violence."),
    )
    incident_discussed = Column(
        "incident_discussed",
        YesNo(),
        gettext_lazy(
            "yes when a security incident or a community's concern was discussed, "
            "no when not; empty when nobody said."
        ),
    )
    communities_affected = Column(
        "beside__communities_affected",
        ManyNamed("communities"),
        gettext_lazy("Communities between semicolons: serb; roma."),
    )
    participants = Column(
        "beside__participants",
        Lines(LINE),
        gettext_lazy("Institutions and capacities between semicolons, no private names."),
    )
    decisions = Column("decisions", Text(), gettext_lazy("Decisions and recommendations."))
    source = Column("source", Text(500), gettext_lazy("Where this is known from."))
    evidence = Column(
        "evidence",
        Choice(*Evidence),
        gettext_lazy("minutes, public_report, announcement or later_minutes; empty is not said."),
    )
    known_from = Column(
        "beside__known_from",
        Text(60),
        gettext_lazy("external_id of the later meeting whose minutes speak of this one."),
    )

    def before_import(self, _dataset, **_kwargs):
        """Read the meetings of the file that are stored already."""
        agenda = Prefetch("agenda", AgendaItem.objects.in_order())
        self._known = self._stored(
            "external_id", agenda, "participants", "partners", "joint_committees", *LINKS
        )
        self._minuted = set(Minutes.objects.values_list("meeting", flat=True))
        self._later = self._stored("known_from")
        self._in_file = set(self._texts("external_id"))

    def _texts(self, column):
        if column not in self.sheet.headers:
            return []
        at = self.sheet.headers.index(column)
        return [row[at] for row in self.sheet.rows if row[at]]

    def _stored(self, column, *parts):
        """Return the stored meetings that a column names, by their number in the source."""
        found = {}
        for batch in bulk.batches(self._texts(column)):
            stored = Meeting.objects.filter(external_id__in=batch).select_related("known_from")
            found |= {row.external_id: row for row in stored.prefetch_related(*parts)}
        return found

    def find(self):
        meeting = self._known.get(self.values["external_id"])
        if meeting is None:
            return None
        if meeting.committee_id != self.values["committee"].pk:
            raise Wrong(_("this number belongs to another meeting; give a number of its own"))
        if meeting.pk in self._minuted:
            raise Wrong(_("minutes are written for this meeting; change its record by hand"))
        meeting.committee = self.values["committee"]
        meeting.beside = SimpleNamespace(
            is_new=False,
            date=PartialDate(meeting.starts_on, meeting.precision, meeting.ends_on),
            chair=meeting.chaired_as,
            status=meeting.status,
            topics=[str(item) for item in meeting.agenda.all()],
            participants=[line.name for line in meeting.participants.all()],
            known_from=meeting.known_from.external_id if meeting.known_from else "",
            joint_with=sorted(meeting.partners.all(), key=lambda partner: partner.pk),
            joined_before=list(meeting.partners.all()),
            **{name: in_list_order(getattr(meeting, name).all()) for name in LINKS},
        )
        return meeting

    def make(self):
        meeting = Meeting(
            committee=self.values["committee"],
            external_id=self.values["external_id"],
            status=MeetingStatus.HELD,
        )
        meeting.beside = SimpleNamespace(
            is_new=True,
            date=None,
            chair="",
            topics=[],
            participants=[],
            categories=[],
            communities_affected=[],
            known_from="",
            joint_with=[],
            joined_before=[],
        )
        return meeting

    def claims(self):
        return [self.values["external_id"]]

    def complete(self, meeting):
        beside = meeting.beside
        meeting.starts_on, meeting.precision = beside.date.starts_on, beside.date.precision
        meeting.ends_on = beside.date.ends_on
        self._judge_date(meeting)
        if meeting.committee in beside.joint_with:
            self.wrong("joint_with", _("this is the committee of the meeting itself"))
        self._judge_origin(meeting)
        if "chaired_by" in self.values:
            beside.chair, words = self.values["chaired_by"]
            meeting.chaired_as = beside.chair
            if words and words not in beside.participants:
                beside.participants = [*beside.participants, words]

    def _judge_date(self, meeting):
        is_held = meeting.status == MeetingStatus.HELD
        if meeting.precision == DatePrecision.UNKNOWN:
            if not is_held:
                self.wrong("date", _("only a held meeting may have no date"))
        elif is_held and meeting.starts_on > timezone.localdate():
            self.wrong("date", _("a held meeting cannot lie in the future; is it planned?"))

    def _judge_origin(self, meeting):
        number = meeting.beside.known_from
        if not number:
            return
        meeting.evidence = meeting.evidence or Evidence.LATER_MINUTES
        if meeting.evidence != Evidence.LATER_MINUTES:
            self.wrong("evidence", _("with known_from this is later_minutes"))
        if number == meeting.external_id or number not in self._in_file | self._later.keys():
            self.wrong("known_from", _("no other meeting has this number in the source"))

    def store(self, new, changed):
        for meeting in [*new, *changed]:
            meeting.search_text = searchable(meeting.place, meeting.beside.topics)
        for meeting in changed:
            meeting.version += 1
            if meeting.status != meeting.beside.status:
                # The stamps speak of a step that no longer holds.
                meeting.status_at = meeting.status_by = None
        Meeting.objects.bulk_create(new)
        self._write_origin(new, changed)
        bulk.overwrite(Meeting, changed, UPDATED)
        for name in LINKS:
            field = Meeting._meta.get_field(name)
            bulk.link(field, [*new, *changed], lambda row, name=name: getattr(row.beside, name))
        bulk.remember(Meeting, new, by=self.user)
        bulk.remember(Meeting, changed, by=self.user, update=True)
        self._write_partners([*new, *changed])
        self._write_lines(AgendaItem, "title", "topics", [*new, *changed])
        self._write_lines(Participant, "name", "participants", [*new, *changed])
        meet_first_deadlines(self._touched([*new, *changed]))

    @staticmethod
    def _touched(meetings):
        """The committees that hold the meetings, or held them before the file said otherwise."""
        return {
            committee
            for meeting in meetings
            for committee in (
                meeting.committee,
                *meeting.beside.joint_with,
                *meeting.beside.joined_before,
            )
        }

    def _write_origin(self, new, changed):
        """Tie each meeting to the later one that speaks of it, now that both are stored."""
        stored = self._later | self._known | {meeting.external_id: meeting for meeting in new}
        for meeting in [*new, *changed]:
            meeting.known_from = stored.get(meeting.beside.known_from)
        bulk.overwrite(Meeting, [row for row in new if row.known_from], ["known_from"])

    def _write_partners(self, meetings):
        """Bring the committees of joint meetings to what the file says."""
        new = []
        for meeting in meetings:
            named = {row.committee_id: row for row in self._named_partners(meeting)}
            for committee in meeting.beside.joint_with:
                if named.pop(committee.pk, None) is None:
                    new.append(JointCommittee(meeting=meeting, committee=committee))
            for row in named.values():
                row._history_user = self.user
                row.delete()
        bulk.create(JointCommittee, new, by=self.user)

    @staticmethod
    def _named_partners(meeting):
        return [] if meeting.beside.is_new else meeting.joint_committees.all()

    def _write_lines(self, model, column, name, meetings):
        """Bring the numbered lines of the meetings to what the file says."""
        new, changed = [], []
        for meeting in meetings:
            stored = {line.position: line for line in self._stored_lines(meeting, model)}
            for position, text in enumerate(getattr(meeting.beside, name), start=1):
                line = stored.pop(position, None)
                if line is None:
                    new.append(model(meeting=meeting, position=position, **{column: text}))
                elif str(line) != text:
                    setattr(line, column, text)
                    changed.append(line)
            for line in stored.values():
                line._history_user = self.user
                line.delete()
        bulk.create(model, new, by=self.user)
        bulk.update(model, changed, [column], by=self.user)

    @staticmethod
    def _stored_lines(meeting, model):
        if meeting.beside.is_new:
            return []
        return (meeting.agenda if model is AgendaItem else meeting.participants).all()
