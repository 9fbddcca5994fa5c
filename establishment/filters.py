import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.filters import PlaceFilter
from establishment.choices import CHAIN_CHOICES, Purpose, RequestStatus
from establishment.models import EstablishmentRequest


class RequestFilter(PlaceFilter):
    """What the list of requests can be narrowed by; «mine» is what waits for the reader."""

    status = filters.ChoiceFilter(label=_("Status"), choices=RequestStatus)
    level = filters.ChoiceFilter(label=_("At level"), choices=CHAIN_CHOICES, method="at_level")
    purpose = filters.ChoiceFilter(label=_("What is asked"), choices=Purpose)
    # Set by links from a committee's page.
    committee = filters.CharFilter(
        max_length=200, label=_("Committee"), field_name="committee__slug", widget=forms.HiddenInput
    )
    overdue = filters.BooleanFilter(
        label=_("Overdue only"), method="only_overdue", widget=forms.CheckboxInput
    )
    mine = filters.BooleanFilter(
        label=_("Waiting for me only"), method="only_mine", widget=forms.CheckboxInput
    )

    place = "station__municipality"

    class Meta:
        model = EstablishmentRequest
        fields = (
            "q",
            "status",
            "level",
            "region",
            "municipality",
            "purpose",
            "committee",
            "overdue",
            "mine",
        )

    def in_region(self, queryset, _name, code):
        """By the region in which the request was submitted; a draft has none yet."""
        return queryset.filter(region__code=code)

    def at_level(self, queryset, _name, role):
        return queryset.filter(status=RequestStatus.AT_LEVEL, step__role=role)

    def only_overdue(self, queryset, _name, value):
        return queryset.overdue(timezone.localdate()) if value else queryset

    def only_mine(self, queryset, _name, value):
        return queryset.waiting_for(self.request.user) if value else queryset
