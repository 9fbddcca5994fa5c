"""The kind `meetings`: past and planned meetings with agenda, participants and themes."""

from types import SimpleNamespace

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.agendas import searchable
from meetings.choices import MeetingKind, MeetingStatus
from meetings.deadlines import meet_first_deadlines
from meetings.importing import bulk
from meetings.importing.cells import (
    CapacityCell,
    Choice,
    CommitteeCell,
    DateOrPeriod,
    Lines,
    ManyNamed,
    Number,
    PartialDate,
    Text,
    YesNo,
    in_list_order,
)
from meetings.importing.resource import Column, RecordResource
from meetings.importing.tables import Wrong
from meetings.models import AgendaItem, Meeting, Minutes, Participant

LINE = 300
LINKS = ("categories", "communities_affected")
UPDATED = [
    *("kind", "number_in_year", "status", "status_at", "status_by", "starts_on", "precision"),
    *("place", "chaired_as", "incident_discussed", "decisions", "source"),
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
            "Regular and extraordinary meetings count toward the six of a year."
        ),
    )
    number_in_year = Column(
        "number_in_year", Number(1, 366), gettext_lazy("Number of the meeting within its year.")
    )
    date = Column(
        "beside__date",
        DateOrPeriod(),
        gettext_lazy("2023-05-24, or only the month 2023-05, or only the year 2023."),
        required=True,
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

    def before_import(self, _dataset, **_kwargs):
        """Read the meetings of the file that are stored already."""
        at = self.sheet.headers.index("external_id")
        self._known = {}
        agenda = Prefetch("agenda", AgendaItem.objects.in_order())
        for batch in bulk.batches([row[at] for row in self.sheet.rows]):
            stored = Meeting.objects.filter(external_id__in=batch).prefetch_related(
                agenda, "participants", *LINKS
            )
            self._known |= {meeting.external_id: meeting for meeting in stored}
        self._minuted = set(Minutes.objects.values_list("meeting", flat=True))

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
            date=PartialDate(meeting.starts_on, meeting.precision),
            chair=meeting.chaired_as,
            status=meeting.status,
            topics=[str(item) for item in meeting.agenda.all()],
            participants=[line.name for line in meeting.participants.all()],
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
        )
        return meeting

    def claims(self):
        return [self.values["external_id"]]

    def complete(self, meeting):
        beside = meeting.beside
        meeting.starts_on, meeting.precision = beside.date.starts_on, beside.date.precision
        if meeting.status == MeetingStatus.HELD and meeting.starts_on > timezone.localdate():
            self.wrong("date", _("a held meeting cannot lie in the future; is it planned?"))
        if "chaired_by" in self.values:
            beside.chair, words = self.values["chaired_by"]
            meeting.chaired_as = beside.chair
            if words and words not in beside.participants:
                beside.participants = [*beside.participants, words]

    def store(self, new, changed):
        for meeting in [*new, *changed]:
            meeting.search_text = searchable(meeting.place, meeting.beside.topics)
        for meeting in changed:
            meeting.version += 1
            if meeting.status != meeting.beside.status:
                # The stamps speak of a step that no longer holds.
                meeting.status_at = meeting.status_by = None
        Meeting.objects.bulk_create(new)
        bulk.overwrite(Meeting, changed, UPDATED)
        for name in LINKS:
            field = Meeting._meta.get_field(name)
            bulk.link(field, [*new, *changed], lambda row, name=name: getattr(row.beside, name))
        bulk.remember(Meeting, new, by=self.user)
        bulk.remember(Meeting, changed, by=self.user, update=True)
        self._write_lines(AgendaItem, "title", "topics", [*new, *changed])
        self._write_lines(Participant, "name", "participants", [*new, *changed])
        meet_first_deadlines({meeting.committee for meeting in [*new, *changed]})

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
