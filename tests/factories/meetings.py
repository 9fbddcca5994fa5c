import hashlib
from datetime import date, timedelta

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.actions import digest_of
from committees.choices import CommitteeKind
from core.i18n import fold
from meetings.agendas import searchable
from meetings.choices import (
    PLAN_DAYS,
    ActionStatus,
    ActivityState,
    AgendaKind,
    AttendanceCode,
    Audience,
    CompensationAnswer,
    ConcernStatus,
    DatePrecision,
    FileKind,
    InstitutionKind,
    MeetingKind,
    MeetingStatus,
    MinutesStatus,
    Sensitivity,
    WorkPlanStatus,
)
from meetings.models import (
    Action,
    ActionProof,
    Activity,
    ActivityDocument,
    AgendaItem,
    Attendance,
    CalendarFeed,
    CompensationReport,
    Concern,
    ConcernCategory,
    CountingRule,
    Dismissal,
    Document,
    Institution,
    InstitutionSpelling,
    ItemText,
    JointCommittee,
    Meeting,
    Minutes,
    NilReport,
    Participant,
    Referral,
    SignedPaper,
    SignedRecord,
    StandingItem,
    WorkPlan,
)
from tests.factories.accounts import UserFactory
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.files import PDF


class ConcernCategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConcernCategory

    code = factory.Sequence("category-{}".format)
    position = factory.Sequence(lambda number: 100 + number)
    name_sq = factory.Sequence("Tema {}".format)
    name_sr = factory.Sequence("Tema {}".format)
    name_en = factory.Sequence("Theme {}".format)


class MeetingFactory(factory.django.DjangoModelFactory):
    """A regular meeting of 12 March 2025, held unless a trait says otherwise.

    `agenda` takes the titles of the agenda items, `partners` the further committees of a joint
    meeting.
    """

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    class Params:
        planned = factory.Trait(status=MeetingStatus.PLANNED)
        convened = factory.Trait(status=MeetingStatus.CONVENED)
        held = factory.Trait(status=MeetingStatus.HELD)
        postponed = factory.Trait(status=MeetingStatus.POSTPONED)
        cancelled = factory.Trait(status=MeetingStatus.CANCELLED)
        extraordinary = factory.Trait(kind=MeetingKind.EXTRAORDINARY)
        residents = factory.Trait(kind=MeetingKind.RESIDENTS)
        executive = factory.Trait(kind=MeetingKind.EXECUTIVE)
        undated = factory.Trait(starts_on=None, precision=DatePrecision.UNKNOWN)

    committee = factory.SubFactory(CommitteeFactory)
    kind = MeetingKind.REGULAR
    status = MeetingStatus.HELD
    starts_on = date(2025, 3, 12)
    place = "Salla e kuvendit"
    search_text = factory.LazyAttribute(lambda meeting: searchable(meeting.place, []))

    @factory.post_generation
    def partners(self, create, extracted, **_options):
        for committee in extracted or () if create else ():
            JointCommitteeFactory(meeting=self, committee=committee)

    @factory.post_generation
    def agenda(self, create, extracted, **_options):
        if not (create and extracted):
            return
        for position, title in enumerate(extracted, start=1):
            AgendaItemFactory(meeting=self, position=position, title=title)
        self.search_text = searchable(self.place, extracted)
        Meeting.objects.filter(pk=self.pk).update(search_text=self.search_text)


class JointCommitteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JointCommittee

    meeting = factory.SubFactory(MeetingFactory)
    committee = factory.SubFactory(CommitteeFactory)


class CountingRuleFactory(factory.django.DjangoModelFactory):
    """That executive meetings of local committees count, from a year on that no other rule has."""

    class Meta:
        model = CountingRule

    committee_kind = CommitteeKind.KLSP
    meeting_kind = MeetingKind.EXECUTIVE
    valid_from = factory.Sequence(lambda number: date(2030 + number, 1, 1))
    name_sq = "made for a test"


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda number: 100 + number)
    title = "Siguria në shkolla"


class StandingItemFactory(factory.django.DjangoModelFactory):
    """The report of the police commander, on every agenda of a kind of meeting."""

    class Meta:
        model = StandingItem

    committee_kind = CommitteeKind.KKSB
    meeting_kind = MeetingKind.REGULAR
    kind = AgendaKind.POLICE_REPORT
    position = 1
    valid_from = factory.Sequence(lambda number: date(2000, 1, 1) + timedelta(days=number))


class ItemTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ItemText

    item = factory.SubFactory(AgendaItemFactory)
    language = "sq"
    text = "Komandanti raportoi për gjendjen."


class MinutesFactory(factory.django.DjangoModelFactory):
    """A draft, unless a trait says otherwise."""

    class Meta:
        model = Minutes

    class Params:
        approved = factory.Trait(status=MinutesStatus.APPROVED, approved_on=date(2025, 5, 14))
        published = factory.Trait(status=MinutesStatus.PUBLISHED, approved_on=date(2025, 5, 14))

    meeting = factory.SubFactory(MeetingFactory)


class SignedRecordFactory(factory.django.DjangoModelFactory):
    """What was signed of a meeting of which nobody noted any attendance."""

    class Meta:
        model = SignedRecord

    minutes = factory.SubFactory(MinutesFactory, approved=True)
    listed = 0
    taken = 0


class SignedPaperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SignedPaper

    record = factory.SubFactory(SignedRecordFactory)
    audience = Audience.INSIDERS
    language = "sq"
    content = factory.LazyFunction(dict)


class InstitutionFactory(factory.django.DjangoModelFactory):
    """A directorate that answers through the committee; `answered_as` gives it a post."""

    class Meta:
        model = Institution

    code = factory.Sequence("institution-{}".format)
    kind = InstitutionKind.DIRECTORATE
    name_sq = factory.Sequence("Drejtoria {}".format)
    name_sr = factory.Sequence("Direkcija {}".format)
    name_en = factory.Sequence("Directorate {}".format)
    position = factory.Sequence(lambda number: 100 + number)


class InstitutionSpellingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InstitutionSpelling

    institution = factory.SubFactory(InstitutionFactory)
    text = factory.Sequence("Drejtoria e njohur {}".format)
    key = factory.LazyAttribute(lambda spelling: fold(spelling.text))


class ActionFactory(factory.django.DjangoModelFactory):
    """An open one; a trait gives it another state."""

    class Meta:
        model = Action

    class Params:
        in_progress = factory.Trait(status=ActionStatus.IN_PROGRESS)
        done = factory.Trait(
            status=ActionStatus.DONE, result="U riparua.", done_on=date(2025, 4, 1)
        )
        not_done = factory.Trait(
            status=ActionStatus.NOT_DONE, result="Nuk ka buxhet.", done_on=date(2025, 4, 1)
        )
        dropped = factory.Trait(
            status=ActionStatus.DROPPED, result="Nuk duhet më.", done_on=date(2025, 4, 1)
        )

    meeting = factory.SubFactory(MeetingFactory)
    text = factory.Sequence("Të ndriçohet rruga {}".format)
    addressee = "Drejtoria e Shërbimeve Publike"


class ActionProofFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionProof

    action = factory.SubFactory(ActionFactory, done=True)
    kind = FileKind.OTHER
    file = factory.LazyFunction(lambda: ContentFile(PDF, name="proof.pdf"))
    name = "proof.pdf"
    content_type = "application/pdf"
    size = len(PDF)
    sha256 = hashlib.sha256(PDF).hexdigest()
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by = factory.SubFactory(UserFactory)


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda number: 100 + number)
    name = "KFOR"


class AttendanceFactory(factory.django.DjangoModelFactory):
    """A member of the meeting's own committee, present."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    membership = factory.SubFactory(
        MembershipFactory, committee=factory.SelfAttribute("..meeting.committee")
    )
    code = AttendanceCode.PRESENT


class CalendarFeedFactory(factory.django.DjangoModelFactory):
    """A calendar address; its key is `key`."""

    class Meta:
        model = CalendarFeed

    class Params:
        key = factory.Sequence("calendar-key-{}".format)

    user = factory.SubFactory(UserFactory)
    digest = factory.LazyAttribute(lambda feed: digest_of(feed.key))


class ConcernFactory(factory.django.DjangoModelFactory):
    """A worry, no incident; `communities` takes those affected."""

    class Meta:
        model = Concern
        skip_postgeneration_save = True

    class Params:
        in_progress = factory.Trait(status=ConcernStatus.IN_PROGRESS)
        resolved = factory.Trait(
            status=ConcernStatus.RESOLVED, answer="U ndriçua.", answered_on=date(2025, 5, 1)
        )
        between_meetings = factory.Trait(
            meeting=None, committee=factory.SubFactory(CommitteeFactory)
        )
        published = factory.Trait(
            resolved=True,
            sensitivity=Sensitivity.PUBLIC,
            published_at=factory.LazyFunction(timezone.now),
            published_by=factory.SubFactory(UserFactory),
        )

    number = factory.Sequence("SHQ-2000-{:04}".format)
    meeting = factory.SubFactory(MeetingFactory, incident_discussed=True)
    committee = factory.SelfAttribute("meeting.committee")
    holder_committee = factory.SelfAttribute("committee")
    raised_on = factory.LazyAttribute(
        lambda concern: concern.meeting.starts_on if concern.meeting else date(2025, 3, 12)
    )
    category = factory.SubFactory(ConcernCategoryFactory)
    description = "Rruga është pa ndriçim."

    @factory.post_generation
    def communities(self, create, extracted, **_options):
        if create and extracted:
            self.communities.set(extracted)


class ReferralFactory(factory.django.DjangoModelFactory):
    """A concern of a local committee, passed to a council that has not answered."""

    class Meta:
        model = Referral

    concern = factory.SubFactory(ConcernFactory)
    from_committee = factory.SelfAttribute("concern.committee")
    to_committee = factory.SubFactory(CommitteeFactory, kksb=True)
    reason = "Nuk është në kompetencën tonë."
    passed_at = factory.LazyFunction(timezone.now)
    passed_by = factory.SubFactory(UserFactory)


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    meeting = factory.SubFactory(MeetingFactory)
    kind = FileKind.OTHER
    file = factory.LazyFunction(lambda: ContentFile(PDF, name="minutes.pdf"))
    name = "minutes.pdf"
    content_type = "application/pdf"
    size = len(PDF)
    sha256 = hashlib.sha256(PDF).hexdigest()
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by = factory.SubFactory(UserFactory)


class WorkPlanFactory(factory.django.DjangoModelFactory):
    """The answer «no»; `adopted=True` makes it «yes», `with_activities=True` the third one.

    The status is the one that the days tell.
    """

    class Meta:
        model = WorkPlan

    class Params:
        adopted = factory.Trait(adopted_on=date(2025, 2, 1))
        recommended = factory.Trait(adopted_on=date(2025, 2, 1), recommended_on=date(2025, 2, 15))
        approved = factory.Trait(
            adopted_on=date(2025, 2, 1), assembly_approved_on=date(2025, 3, 20)
        )
        for_information = factory.Trait(
            adopted_on=date(2025, 2, 1), given_for_information_on=date(2025, 3, 20)
        )
        with_activities = factory.Trait(
            adopted_on=date(2025, 2, 1), activities_for_communities=True
        )

    committee = factory.SubFactory(CommitteeFactory, kksb=True)
    year = 2025
    adopted_on = recommended_on = assembly_approved_on = given_for_information_on = None
    status = factory.LazyAttribute(
        lambda plan: next(
            (status for name, status in PLAN_DAYS.items() if getattr(plan, name)),
            WorkPlanStatus.DRAFT,
        )
    )


class ActivityFactory(factory.django.DjangoModelFactory):
    """A planned one of the first quarter, for everybody; `communities` takes whom it serves."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    class Params:
        done = factory.Trait(state=ActivityState.DONE, done_on=date(2025, 3, 1))
        dropped = factory.Trait(state=ActivityState.DROPPED, drop_reason="Nuk ka buxhet.")
        in_progress = factory.Trait(state=ActivityState.IN_PROGRESS)

    plan = factory.SubFactory(WorkPlanFactory)
    position = factory.Sequence(lambda number: number)
    title = factory.Sequence("Vizitë në shkollën {}".format)
    quarter = 1

    @factory.post_generation
    def communities(self, create, extracted, **_options):
        if create and extracted:
            self.communities.set(extracted)


class ActivityDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActivityDocument

    activity = factory.SubFactory(ActivityFactory)
    kind = FileKind.OTHER
    file = factory.LazyFunction(lambda: ContentFile(PDF, name="evidence.pdf"))
    name = "evidence.pdf"
    content_type = "application/pdf"
    size = len(PDF)
    sha256 = hashlib.sha256(PDF).hexdigest()
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by = factory.SubFactory(UserFactory)


class CompensationReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CompensationReport

    committee = factory.SubFactory(CommitteeFactory, kksb=True)
    year = 2025
    answer = CompensationAnswer.YES


class NilReportFactory(factory.django.DjangoModelFactory):
    """A quarter of 2025 without a meeting, confirmed."""

    class Meta:
        model = NilReport

    committee = factory.SubFactory(CommitteeFactory)
    year = 2025
    quarter = factory.Sequence(lambda number: number % 4 + 1)
    confirmed_at = factory.LazyFunction(timezone.now)
    confirmed_by = factory.SubFactory(UserFactory)


class DismissalFactory(factory.django.DjangoModelFactory):
    """A meeting without attendance, dismissed with an explanation."""

    class Meta:
        model = Dismissal

    class Params:
        meeting = factory.SubFactory(MeetingFactory)

    rule = "without-attendance"
    record = "meetings.Meeting"
    record_id = factory.SelfAttribute("meeting.pk")
    committee = factory.SelfAttribute("meeting.committee")
    explanation = "Lista e pjesëmarrjes u dogj."
    dismissed_at = factory.LazyFunction(timezone.now)
    dismissed_by = factory.SubFactory(UserFactory)
