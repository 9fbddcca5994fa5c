import django_filters as filters
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeStatus
from committees.models import Committee
from core.i18n import name_field
from places.models import Municipality, PoliceRegion


def regions(_request):
    return PoliceRegion.objects.order_by(name_field())


def municipalities(_request):
    return Municipality.objects.order_by(name_field())


class PlaceFilter(filters.FilterSet):
    """The part that the lists share: words, region, municipality (by code, as in addresses)."""

    q = filters.CharFilter(label=_("Search"), method="search")
    region = filters.ModelChoiceFilter(
        label=_("Police region"), queryset=regions, to_field_name="code", method="in_region"
    )
    municipality = filters.ModelChoiceFilter(
        label=_("Municipality"),
        queryset=municipalities,
        to_field_name="code",
        method="in_municipality",
    )

    # The way from a row to its committee's municipality.
    place = "municipality"

    def search(self, queryset, _name, text):
        return queryset.matching(text)

    def in_region(self, queryset, _name, region):
        return queryset.filter(**{f"{self.place}__region": region})

    def in_municipality(self, queryset, _name, municipality):
        return queryset.filter(**{self.place: municipality})


class CommitteeFilter(PlaceFilter):
    status = filters.ChoiceFilter(label=_("Status"), choices=CommitteeStatus)

    class Meta:
        model = Committee
        fields = ("q", "region", "municipality", "status")
