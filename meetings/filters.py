import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from committees.filters import PlaceFilter
from meetings.choices import Awaiting, MeetingKind, MeetingStatus
from meetings.models import Meeting

AWAITING = "awaiting"


class MeetingFilter(PlaceFilter):
    committee_kind = filters.ChoiceFilter(
        label=_("Kind of committee"), field_name="committee__kind", choices=CommitteeKind
    )
    # Set by links from a committee's page; a menu of hundreds of committees helps nobody.
    committee = filters.CharFilter(
        label=_("Committee"), field_name="committee__slug", widget=forms.HiddenInput
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
    incident = filters.ChoiceFilter(
        label=_("Incident or communities' concern discussed"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        method="with_incident",
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

    def in_year(self, queryset, _name, year):
        return queryset.in_year(int(year))

    def in_status(self, queryset, _name, status):
        if status == AWAITING:
            return queryset.awaiting_report(timezone.localdate())
        return queryset.filter(status=status)

    def with_incident(self, queryset, _name, answer):
        return queryset.filter(incident_discussed=answer == "yes")
