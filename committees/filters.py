from functools import cache

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind, CommitteeStatus, MandateStep
from committees.models import Committee, Course, Membership, Training
from core.forms import DateInput, WordsField, refuse_far
from core.i18n import name_field, sort_key
from places.models import Municipality, PoliceRegion


def region_choices():
    """Pairs (code, name) of the police regions, in the reader's alphabet."""
    return named_choices(PoliceRegion)


def municipality_choices():
    """Pairs (code, name) of the municipalities, in the reader's alphabet."""
    return named_choices(Municipality)


def named_choices(model):
    pairs = model.objects.values_list("code", name_field())
    return sorted(pairs, key=lambda pair: sort_key(pair[1]))


class WordsFilter(filters.CharFilter):
    """A search for a few words."""

    field_class = WordsField


class DayFilter(filters.DateFilter):
    """A day, within the years that a form takes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=DateInput, validators=[refuse_far], **kwargs)


class PlaceFilter(filters.FilterSet):
    """The part that the lists share: words, region, municipality (by code, as in addresses)."""

    q = WordsFilter(label=_("Search"), method="search")
    region = filters.ChoiceFilter(label=_("Police region"), method="in_region")
    municipality = filters.ChoiceFilter(label=_("Municipality"), method="in_municipality")

    # The way from a row to its committee's municipality.
    place = "municipality"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read at most once: the form asks for its choices at every check and every drawing.
        self.filters["region"].extra["choices"] = cache(region_choices)
        self.filters["municipality"].extra["choices"] = cache(municipality_choices)

    def search(self, queryset, _name, text):
        return queryset.matching(text)

    def in_region(self, queryset, _name, code):
        return queryset.filter(**{f"{self.place}__region__code": code})

    def in_municipality(self, queryset, _name, code):
        return queryset.filter(**{f"{self.place}__code": code})


class CommitteeFilter(PlaceFilter):
    status = filters.ChoiceFilter(label=_("Status"), choices=CommitteeStatus)

    class Meta:
        model = Committee
        fields = ("q", "region", "municipality", "status")


class BeyondTermFilter(PlaceFilter):
    """Narrows the list of members whose term is over."""

    kind = filters.ChoiceFilter(
        label=_("Kind"), field_name="seat__committee__kind", choices=CommitteeKind
    )

    place = "seat__committee__municipality"

    class Meta:
        model = Membership
        fields = ("q", "kind", "region", "municipality")


class MandateFilter(PlaceFilter):
    """Narrows the municipalities whose mandates one watches.

    What follows from dates and rules is narrowed in the rows that `committees.mandates` makes.
    """

    step = filters.ChoiceFilter(label=_("Step"), choices=MandateStep, method="of_rows")
    overdue = filters.BooleanFilter(
        label=_("Overdue only"), widget=forms.CheckboxInput, method="of_rows"
    )
    missing = filters.BooleanFilter(
        label=_("Without a council only"), widget=forms.CheckboxInput, method="of_rows"
    )

    class Meta:
        model = Municipality
        fields = ("q", "region", "municipality", "step", "overdue", "missing")

    def in_region(self, queryset, _name, code):
        return queryset.filter(region__code=code)

    def in_municipality(self, queryset, _name, code):
        return queryset.filter(code=code)

    def of_rows(self, queryset, _name, _value):
        return queryset


class TrainingFilter(PlaceFilter):
    """What the list of trainings can be narrowed by."""

    course = filters.ModelChoiceFilter(
        label=_("Course"), queryset=lambda _request: Course.objects.order_by("position")
    )
    year = filters.NumberFilter(label=_("Year"), method="in_year", min_value=1990, max_value=2100)

    class Meta:
        model = Training
        fields = ("q", "course", "year", "region", "municipality")

    def in_year(self, queryset, _name, year):
        return queryset.in_year(int(year))


class CoverageFilter(PlaceFilter):
    """Which committees the overview of trained members shows."""

    class Meta:
        model = Committee
        fields = ("q", "region", "municipality")
