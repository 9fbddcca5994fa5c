from datetime import UTC, date, datetime

import factory
from django.core.files.base import ContentFile

from accounts.choices import Role
from committees.choices import Office
from establishment.choices import DocumentKind, Purpose, RequestStatus, Route
from establishment.models import (
    Chain,
    Decision,
    DecisionLetter,
    EstablishmentRequest,
    Level,
    Move,
    ProposedMember,
    RequestDocument,
    Step,
)
from tests.factories.accounts import UserFactory
from tests.factories.committees import CommitteeFactory
from tests.factories.places import PoliceStationFactory
from tests.files import PDF


class ChainFactory(factory.django.DjangoModelFactory):
    """A chain that begins in a year to come; the reference data holds the one in force."""

    class Meta:
        model = Chain

    valid_from = factory.Sequence(lambda number: date(2030 + number % 900, 1, 1))


class LevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Level

    chain = factory.SubFactory(ChainFactory)
    order = 1
    role = Role.GENERAL_DIRECTOR
    name_sq = "Drejtori i Përgjithshëm"
    name_sr = "Generalni direktor"
    name_en = "General Director"


class EstablishmentRequestFactory(factory.django.DjangoModelFactory):
    """The draft of a citizens' request; `commander=True` makes it the commander's."""

    class Meta:
        model = EstablishmentRequest
        skip_postgeneration_save = True

    class Params:
        commander = factory.Trait(
            route=Route.COMMANDER,
            analysis_from=date(2026, 1, 1),
            analysis_to=date(2026, 3, 31),
            reported_cases="Dymbëdhjetë raste",
            analysis="Rritje e vjedhjeve",
            consent_on=date(2026, 4, 10),
            consent_place="Shkolla",
            consulted="kryetari i fshatit",
            consent_form="show_of_hands",
        )
        change = factory.Trait(
            purpose=Purpose.DISSOLUTION,
            route="",
            committee=factory.SubFactory(
                CommitteeFactory, station=factory.SelfAttribute("..station")
            ),
        )

    number = factory.Sequence("K-2020-{:04}".format)
    route = Route.CITIZENS
    station = factory.SubFactory(PoliceStationFactory)
    name_sq = factory.Sequence("KLSP Zhur {}".format)
    name_sr = factory.Sequence("LOJB Žur {}".format)
    reasons = "Fshati kërkon më shumë siguri"
    letter_on = date(2026, 4, 1)
    signatories = 64
    contact_name = "Shpresa Fshehtina"

    @factory.post_generation
    def settlements(self, create, extracted, **_options):
        if create and extracted:
            self.settlements.set(extracted)


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Step

    request = factory.SubFactory(EstablishmentRequestFactory)
    order = 1
    role = Role.GENERAL_DIRECTOR
    working_days = 10
    name_sq = "Drejtori i Përgjithshëm"
    is_last = True


class MoveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Move

    request = factory.SubFactory(EstablishmentRequestFactory)
    number = factory.Sequence(lambda number: number % 1000 + 1)
    name = "submit"
    before = RequestStatus.DRAFT
    after = RequestStatus.SUBMITTED
    round = 1
    moved_at = datetime(2026, 6, 1, 10, tzinfo=UTC)
    moved_by = factory.SubFactory(UserFactory)


class ProposedMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProposedMember

    class Params:
        police = factory.Trait(office=Office.POLICE)
        empty = factory.Trait(given_name="", family_name="")

    request = factory.SubFactory(EstablishmentRequestFactory)
    given_name = "Drita"
    family_name = factory.Sequence("Anëtarja{}".format)
    position = factory.Sequence(lambda number: number % 1000)


class RequestDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RequestDocument

    request = factory.SubFactory(EstablishmentRequestFactory)
    kind = DocumentKind.LETTER
    file = factory.LazyFunction(lambda: ContentFile(PDF, name="kerkesa.pdf"))
    name = "kerkesa.pdf"
    content_type = "application/pdf"
    size = len(PDF)
    sha256 = "0" * 64
    uploaded_at = datetime(2026, 6, 1, 9, tzinfo=UTC)
    uploaded_by = factory.SubFactory(UserFactory)


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    request = factory.SubFactory(EstablishmentRequestFactory)
    committee = factory.SubFactory(CommitteeFactory)
    number = factory.Sequence("V-2020-{:04}".format)
    decided_on = date(2026, 6, 1)
    code = factory.Sequence("code-of-decision-{}".format)


class DecisionLetterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DecisionLetter

    decision = factory.SubFactory(DecisionFactory)
    language = "sq"
    content = factory.LazyFunction(lambda: {"number": "V-2020-0001"})
    pdf = PDF
    sha256 = factory.Sequence("{:064}".format)
