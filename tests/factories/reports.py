from datetime import date

import factory

from committees.choices import CommitteeKind
from reports.models import Touch, YearlyFigures


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
