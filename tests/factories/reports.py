from datetime import UTC, date, datetime

import factory

from committees.choices import CommitteeKind
from reports.models import SavedView, Touch, YearlyFigures
from tests.factories.accounts import UserFactory


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
