import hashlib
from datetime import date

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from concerns.choices import ProjectStatus, ResponseKind
from concerns.models import (
    ConcernDocument,
    ConcernText,
    MunicipalResponse,
    ProblemRecord,
    Project,
)
from meetings.choices import FileKind
from tests.factories.accounts import UserFactory
from tests.factories.committees import CommitteeFactory
from tests.factories.meetings import ConcernFactory
from tests.files import PDF


class ConcernTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConcernText

    concern = factory.SubFactory(ConcernFactory)
    language = "sr-latn"
    description = "Put je bez rasvete."


class ConcernDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConcernDocument

    concern = factory.SubFactory(ConcernFactory)
    kind = FileKind.OTHER
    file = factory.LazyFunction(lambda: ContentFile(PDF, name="letter.pdf"))
    name = "letter.pdf"
    content_type = "application/pdf"
    size = len(PDF)
    sha256 = hashlib.sha256(PDF).hexdigest()
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by = factory.SubFactory(UserFactory)


class MunicipalResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MunicipalResponse

    concern = factory.SubFactory(ConcernFactory, is_incident=True, is_serious=True)
    kind = ResponseKind.VISIT
    taken_on = date(2025, 3, 14)
    recorded_at = factory.LazyFunction(timezone.now)
    recorded_by = factory.SubFactory(UserFactory)


class ProblemRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProblemRecord

    concern = factory.SubFactory(ConcernFactory)
    scanning = "Çdo mëngjes veturat kalojnë shpejt para shkollës."


class ProjectFactory(factory.django.DjangoModelFactory):
    """Proposed, unless a trait says otherwise."""

    class Meta:
        model = Project

    class Params:
        running = factory.Trait(
            status=ProjectStatus.RUNNING,
            donor="OSBE",
            cost="1250.00",
            started_on=date(2025, 3, 1),
        )
        finished = factory.Trait(
            running=True,
            status=ProjectStatus.FINISHED,
            ended_on=date(2025, 9, 1),
            result="Kamerat punojnë.",
        )
        given_up = factory.Trait(
            status=ProjectStatus.GIVEN_UP, ended_on=date(2025, 9, 1), result="Pa donator."
        )

    committee = factory.SubFactory(CommitteeFactory)
    title = "Kamera te shkolla"
