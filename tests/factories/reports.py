from datetime import UTC, datetime

import factory

from accounts.choices import Role
from committees.choices import CommitteeKind
from reports.choices import EditionStatus
from reports.models import Edition, ImportedTotal
from tests.factories.accounts import UserFactory

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
