from datetime import UTC, date, datetime

import factory
from django.utils import timezone

from committees.choices import (
    Capacity,
    CommitteeKind,
    CommitteeStatus,
    LegalBasis,
    Module,
    Office,
    ParticipationStatus,
    Sex,
    Subject,
    Task,
)
from committees.models import (
    Committee,
    Contact,
    Course,
    CourseNeed,
    Deadline,
    Mandate,
    Membership,
    Nomination,
    NumberSeries,
    Participation,
    Person,
    PersonalProfile,
    Rule,
    Seat,
    SeatTemplate,
    StruckMembership,
    Training,
)
from tests.factories.accounts import UserFactory
from tests.factories.places import MunicipalityFactory, PoliceStationFactory


class CommitteeFactory(factory.django.DjangoModelFactory):
    """A local committee in being since 2020; `kksb=True` makes it a municipal council."""

    class Meta:
        model = Committee
        skip_postgeneration_save = True

    class Params:
        klsp = factory.Trait(kind=CommitteeKind.KLSP)
        kksb = factory.Trait(
            kind=CommitteeKind.KKSB,
            slug=factory.Sequence("kksb-{}".format),
            name_sq=factory.Sequence("KKSB {}".format),
            registry_number="",
        )
        suspended = factory.Trait(status=CommitteeStatus.SUSPENDED, status_on=date(2025, 1, 1))
        dissolved = factory.Trait(status=CommitteeStatus.DISSOLVED, status_on=date(2025, 1, 1))

    kind = CommitteeKind.KLSP
    slug = factory.Sequence("klsp-{}".format)
    name_sq = factory.Sequence("KLSP Fshati {}".format)
    registry_number = factory.Sequence("KLSP-2020-{:04}".format)
    municipality = factory.SubFactory(MunicipalityFactory)
    station = factory.SubFactory(
        PoliceStationFactory, municipality=factory.SelfAttribute("..municipality")
    )
    established_on = date(2020, 1, 1)

    @factory.post_generation
    def settlements(self, create, extracted, **_options):
        if create and extracted:
            self.settlements.set(extracted)


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    committee = factory.SubFactory(CommitteeFactory)
    capacity = Capacity.RESIDENT
    position = factory.Sequence(lambda number: number % 1000)


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody whose sex nobody recorded; `woman=True` and `man=True` record it."""

    class Meta:
        model = Person

    class Params:
        woman = factory.Trait(given_name="Arta", sex=Sex.FEMALE)
        man = factory.Trait(given_name="Agron", sex=Sex.MALE)

    given_name = "Drita"
    family_name = factory.Sequence("Shembulli{}".format)


def seat_of(**fields):
    """Return the declaration of a seat on the committee of the membership."""
    return factory.SubFactory(SeatFactory, committee=factory.SelfAttribute("..committee"), **fields)


class MembershipFactory(factory.django.DjangoModelFactory):
    """A member since 2020; the office is a trait, the committee may be given without a seat."""

    class Meta:
        model = Membership

    class Params:
        committee = factory.SubFactory(CommitteeFactory)
        chair = factory.Trait(office=Office.CHAIR)
        deputy = factory.Trait(office=Office.DEPUTY)
        secretary = factory.Trait(office=Office.SECRETARY)
        police = factory.Trait(office=Office.POLICE, seat=seat_of(capacity=Capacity.POLICE_OFFICER))
        observer = factory.Trait(
            office=Office.OBSERVER,
            seat=seat_of(capacity=Capacity.INTERNATIONAL, is_voting=False),
        )

    person = factory.SubFactory(PersonFactory)
    seat = seat_of()
    from_on = date(2020, 1, 1)


class StruckMembershipFactory(factory.django.DjangoModelFactory):
    """A row that was entered by mistake and struck."""

    class Meta:
        model = StruckMembership

    class Params:
        committee = factory.SubFactory(CommitteeFactory)

    person = factory.SubFactory(PersonFactory)
    seat = seat_of()
    from_on = date(2020, 1, 1)
    number = factory.Sequence(lambda number: 900_000 + number)
    struck_at = factory.LazyFunction(timezone.now)
    struck_by = factory.SubFactory(UserFactory)
    struck_because = "Rresht i gabuar"


class RuleFactory(factory.django.DjangoModelFactory):
    """Six meetings a year for councils, as the law has it."""

    class Meta:
        model = Rule
        django_get_or_create = ("kind", "subject", "valid_from")

    kind = CommitteeKind.KKSB
    subject = Subject.MEETINGS_PER_YEAR
    value = 6
    valid_from = date(2012, 1, 1)
    name_sq = "made for a test"


class DeadlineFactory(factory.django.DjangoModelFactory):
    """The inaugural meeting is due on 1 July 2026 and was not held."""

    class Meta:
        model = Deadline

    committee = factory.SubFactory(CommitteeFactory)
    task = Task.INAUGURAL_MEETING
    due_on = date(2026, 7, 1)


class NumberSeriesFactory(factory.django.DjangoModelFactory):
    """A series that has given no number yet."""

    class Meta:
        model = NumberSeries

    prefix = factory.Sequence("SERIES{}".format)
    year = 2026


class SeatTemplateFactory(factory.django.DjangoModelFactory):
    """A place for youth on every council of a kind that the reference data says nothing of."""

    class Meta:
        model = SeatTemplate

    kind = CommitteeKind.EVSB
    capacity = Capacity.YOUTH
    position = factory.Sequence(lambda number: number % 1000)
    valid_from = date(2012, 1, 1)
    name_sq = "made for a test"


class MandateFactory(factory.django.DjangoModelFactory):
    """A mayor swore on 1 May 2026; `decided=True` takes every step up to the assembly."""

    class Meta:
        model = Mandate

    class Params:
        noticed = factory.Trait(notice_on=date(2026, 5, 11), notice_reference="Nr. 1")
        decided = factory.Trait(
            noticed=True,
            nominations_on=date(2026, 5, 18),
            decided_on=date(2026, 5, 25),
            decision_number="Nr. 2",
        )
        ended = factory.Trait(ended_on=date(2026, 6, 1), end_reason="the mayor resigned")

    municipality = factory.SubFactory(MunicipalityFactory)
    oath_on = date(2026, 5, 1)


class NominationFactory(factory.django.DjangoModelFactory):
    """Somebody proposed a member for a community."""

    class Meta:
        model = Nomination

    mandate = factory.SubFactory(MandateFactory)
    proposed_by = "Shoqata e Shembullit"
    received_on = date(2026, 5, 12)
    nominee_name = "Shpresa Fshehtina"


class CourseFactory(factory.django.DjangoModelFactory):
    """A course that nobody is asked to take."""

    class Meta:
        model = Course

    code = factory.Sequence("course-{}".format)
    module = Module.PARTNERSHIP
    position = factory.Sequence(lambda number: 100 + number)
    name_sq = factory.Sequence("Kursi {}".format)


class CourseNeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CourseNeed

    course = factory.SubFactory(CourseFactory)
    kind = CommitteeKind.EVSB


class TrainingFactory(factory.django.DjangoModelFactory):
    """Two days in May 2026, entered by headquarters."""

    class Meta:
        model = Training

    course = factory.SubFactory(CourseFactory)
    provider = "OSCE"
    from_on = date(2026, 5, 12)
    until_on = date(2026, 5, 13)
    place = factory.Sequence("Salla {}".format)


class ParticipationFactory(factory.django.DjangoModelFactory):
    """Somebody who took part; `certified=True` gives a certificate."""

    class Meta:
        model = Participation

    class Params:
        certified = factory.Trait(
            status=ParticipationStatus.CERTIFIED,
            certificate_number=factory.Sequence("CERT-2025-{:04}".format),
            certified_on=date(2026, 5, 20),
            code=factory.Sequence("code-{:020}".format),
        )

    training = factory.SubFactory(TrainingFactory)
    person = factory.SubFactory(PersonFactory)
    committee = factory.SubFactory(CommitteeFactory)


class ContactFactory(factory.django.DjangoModelFactory):
    """Somebody reached by mail and telephone."""

    class Meta:
        model = Contact

    person = factory.SubFactory(PersonFactory)
    email = factory.Sequence("anetar{}@example.org".format)
    phone = "+38344123456"
    noted_on = date(2026, 5, 1)
    noted_by = factory.SubFactory(UserFactory)


class PersonalProfileFactory(factory.django.DjangoModelFactory):
    """Somebody who prefers not to say; `paper=True` was recorded from a signed paper."""

    class Meta:
        model = PersonalProfile

    class Params:
        paper = factory.Trait(legal_basis=LegalBasis.PAPER, consent_paper="file 7")

    person = factory.SubFactory(PersonFactory)
    community_withheld = True
    legal_basis = LegalBasis.CONSENT
    consent_given_on = date(2026, 5, 1)
    declared_at = datetime(2026, 5, 1, 10, tzinfo=UTC)
    declared_by = factory.SubFactory(UserFactory)
