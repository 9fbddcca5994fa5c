import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from committees.filters import PlaceFilter
from core.forms import LAST_YEAR
from meetings.choices import Awaiting, MeetingKind, MeetingStatus
from meetings.models import Meeting

AWAITING = "awaiting"


class MeetingFilter(PlaceFilter):
    committee_kind = filters.ChoiceFilter(
        label=_("Kind of committee"), method="of_kind", choices=CommitteeKind
    )
    # Set by links from a committee's page; a menu of hundreds of committees helps nobody.
    committee = filters.CharFilter(
        max_length=200, label=_("Committee"), method="of_committee", widget=forms.HiddenInput
    )
    year = filters.NumberFilter(
        label=_("Year"), method="in_year", min_value=1999, max_value=LAST_YEAR, decimal_places=0
    )
    kind = filters.ChoiceFilter(label=_("Kind of meeting"), choices=MeetingKind)
    status = filters.ChoiceFilter(
        label=_("Status"),
        choices=[*MeetingStatus.choices, (AWAITING, Awaiting.label)],
        method="in_status",
    )
    incident = filters.ChoiceFilter(
        label=_("Incident or communities' concern discussed"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        method="with_incident",
    )

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

    def of_kind(self, queryset, _name, kind):
        return queryset.of_kind(kind)

    def of_committee(self, queryset, _name, slug):
        return queryset.taking_part(committee__slug=slug)

    def in_region(self, queryset, _name, code):
        return queryset.taking_part(committee__municipality__region__code=code)

    def in_municipality(self, queryset, _name, code):
        return queryset.taking_part(committee__municipality__code=code)

    def in_year(self, queryset, _name, year):
        return queryset.in_year(int(year))

    def in_status(self, queryset, _name, status):
        if status == AWAITING:
            return queryset.awaiting_report(timezone.localdate())
        return queryset.filter(status=status)

    def with_incident(self, queryset, _name, answer):
        return queryset.filter(incident_discussed=answer == "yes")
