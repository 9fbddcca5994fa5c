from datetime import UTC, date, datetime

import factory

from accounts.choices import Role
from committees.choices import CommitteeKind
from reports.choices import EditionStatus
from reports.models import (
    CountedPerson,
    DeclaredTable,
    Edition,
    ImportedTotal,
    SavedView,
    Touch,
    YearlyFigures,
)
from tests.factories.accounts import UserFactory
from tests.factories.committees import PersonFactory

FROZEN_AT = datetime(2026, 2, 1, 10, tzinfo=UTC)


class EditionFactory(factory.django.DjangoModelFactory):
    """A draft of some year; `in_review=True` is frozen without any figure, `out` published."""

    class Meta:
        model = Edition

    class Params:
        in_review = factory.Trait(
            status=EditionStatus.IN_REVIEW,
            cut_off=FROZEN_AT,
            declared={"rule": None, "indicators": {}},
            sha256=factory.LazyAttribute(
                lambda row: Edition(
                    kind=row.kind,
                    year=row.year,
                    cut_off=row.cut_off,
                    declared=row.declared,
                    figures={},
                    before={},
                ).computed_sha256()
            ),
        )
        out = factory.Trait(
            in_review=True,
            status=EditionStatus.PUBLISHED,
            number=1,
            reviewed_at=FROZEN_AT,
            reviewed_by=factory.SubFactory(UserFactory),
            reviewed_as=Role.MLGA_OFFICER,
        )

    kind = CommitteeKind.KKSB
    year = factory.Sequence(lambda number: 2000 + number % 20)
    prepared_at = FROZEN_AT
    prepared_by = factory.SubFactory(UserFactory)
    prepared_as = Role.OSCE_MONITOR


class ImportedTotalFactory(factory.django.DjangoModelFactory):
    """Twenty-two councils, as somebody said in a lecture of some year."""

    class Meta:
        model = ImportedTotal

    kind = CommitteeKind.KKSB
    year = factory.Sequence(lambda number: 1999 + number % 20)
    key = "bodies"
    numerator = 22
    source = "made for a test"


class TouchFactory(factory.django.DjangoModelFactory):
    """What one transaction noted of the councils of one municipality."""

    class Meta:
        model = Touch

    kind = CommitteeKind.KKSB
    place = "20"
    mark = factory.Sequence(lambda number: 1_000_000 + number)
    number = 1


class YearlyFiguresFactory(factory.django.DjangoModelFactory):
    """The figures of a past year of the councils of the country; they never hold."""

    class Meta:
        model = YearlyFigures

    kind = CommitteeKind.KKSB
    year = factory.Sequence(lambda number: 1000 + number)
    reference_day = date(2025, 12, 31)
    touches = 0
    computed_by = "made for a test"
    figures = factory.LazyFunction(lambda: {"meetings_held": [3, None, {}]})


class SavedViewFactory(factory.django.DjangoModelFactory):
    """The map of somebody's own; `role` makes it one of a role."""

    class Meta:
        model = SavedView

    name = factory.Sequence(lambda number: f"View {number}")
    page = "reports:map"
    query = "kind=kksb&year=2025"
    owner = factory.Maybe("role", None, factory.SubFactory(UserFactory))
    role = ""
    created_at = datetime(2026, 5, 1, 9, tzinfo=UTC)
    created_by = factory.SubFactory(UserFactory)


class DeclaredTableFactory(factory.django.DjangoModelFactory):
    """A year in which too few members were new for a table."""

    class Meta:
        model = DeclaredTable

    kind = CommitteeKind.KKSB
    year = factory.Sequence(lambda number: 2000 + number % 20)
    content = factory.LazyFunction(lambda: {"least": 10, "base": 5, "members": 7, "questions": {}})
    frozen_at = FROZEN_AT
    frozen_by = factory.SubFactory(UserFactory)


class CountedPersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CountedPerson

    table = factory.SubFactory(DeclaredTableFactory)
    person = factory.SubFactory(PersonFactory)
