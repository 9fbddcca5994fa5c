import django_filters as filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from committees.filters import PlaceFilter
from committees.models import Committee
from meetings.choices import Awaiting, MeetingKind, MeetingStatus
from meetings.models import Meeting

AWAITING = "awaiting"


class MeetingFilter(PlaceFilter):
    committee_kind = filters.ChoiceFilter(
        label=_("Kind of committee"), field_name="committee__kind", choices=CommitteeKind
    )
    committee = filters.ModelChoiceFilter(
        label=_("Committee"),
        queryset=lambda request: Committee.objects.visible_to(request.user),
        to_field_name="slug",
        method="of_committee",
    )
    year = filters.NumberFilter(
        label=_("Year"), method="in_year", min_value=1999, max_value=2100, decimal_places=0
    )
    kind = filters.ChoiceFilter(label=_("Kind of meeting"), choices=MeetingKind)
    status = filters.ChoiceFilter(
        label=_("Status"),
        choices=[*MeetingStatus.choices, (AWAITING, Awaiting.label)],
        method="in_status",
    )
    incident = filters.BooleanFilter(
        label=_("Incident or communities' concern discussed"), field_name="incident_discussed"
    )

    place = "committee__municipality"

    class Meta:
        model = Meeting
        fields = (
            "q",
            "committee_kind",
            "region",
            "municipality",
            "committee",
            "year",
            "kind",
            "status",
            "incident",
        )

    def of_committee(self, queryset, _name, committee):
        return queryset.of(committee)

    def in_year(self, queryset, _name, year):
        return queryset.in_year(int(year))

    def in_status(self, queryset, _name, status):
        if status == AWAITING:
            return queryset.awaiting_report(timezone.localdate())
        return queryset.filter(status=status)
