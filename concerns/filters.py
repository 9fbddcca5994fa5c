from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.filters import DayFilter, PlaceFilter, named_choices
from core.i18n import sort_key
from meetings.choices import CLOSED_CONCERNS, ConcernStatus
from meetings.models import Concern, ConcernCategory
from places.models import Community

OPEN, DONE = "all_open", "all_closed"
AGES = (
    (30, _("older than 30 days")),
    (90, _("older than 90 days")),
    (180, _("older than 180 days")),
)


def category_choices():
    """Pairs (code, name) of the wider categories, in the reader's alphabet."""
    rows = ConcernCategory.objects.filter(parent=None)
    return sorted(((row.code, row.name) for row in rows), key=lambda pair: sort_key(pair[1]))


class ConcernFilter(PlaceFilter):
    """Narrows the register of concerns."""

    status = filters.ChoiceFilter(
        label=_("Status"),
        choices=[(OPEN, _("all that are open")), (DONE, _("all that are closed"))]
        + list(ConcernStatus.choices),
        method="in_status",
    )
    category = filters.ChoiceFilter(label=_("Theme"), method="in_category")
    community = filters.ChoiceFilter(label=_("Community affected"), method="of_community")
    incident = filters.ChoiceFilter(
        label=_("Kind"),
        choices=[
            ("serious", _("serious incidents")),
            ("yes", _("incidents")),
            ("no", _("worries")),
        ],
        method="with_incident",
    )
    age = filters.ChoiceFilter(label=_("Open for"), choices=AGES, method="older_than")
    raised_from = DayFilter(label=_("Raised from"), field_name="raised_on", lookup_expr="gte")
    raised_to = DayFilter(label=_("Raised until"), field_name="raised_on", lookup_expr="lte")
    committee = filters.CharFilter(
        max_length=200, label=_("Committee"), field_name="committee__slug", widget=forms.HiddenInput
    )
    mine = filters.BooleanFilter(
        label=_("Only those that lie with me"), method="held_by_me", widget=forms.CheckboxInput
    )

    place = "committee__municipality"

    class Meta:
        model = Concern
        fields = (
            "q",
            "status",
            "category",
            "community",
            "incident",
            "region",
            "municipality",
            "age",
            "raised_from",
            "raised_to",
            "committee",
            "mine",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["category"].extra["choices"] = category_choices
        self.filters["community"].extra["choices"] = lambda: named_choices(Community)

    def in_status(self, queryset, _name, status):
        if status == OPEN:
            return queryset.open()
        if status == DONE:
            return queryset.filter(status__in=CLOSED_CONCERNS)
        return queryset.filter(status=status)

    def in_category(self, queryset, _name, code):
        return queryset.filter(Q(category__code=code) | Q(category__parent__code=code))

    def of_community(self, queryset, _name, code):
        return queryset.filter(communities__code=code)

    def with_incident(self, queryset, _name, answer):
        if answer == "serious":
            return queryset.filter(is_serious=True)
        return queryset.filter(is_incident=answer == "yes")

    def older_than(self, queryset, _name, days):
        since = timezone.localdate() - timedelta(days=int(days))
        return queryset.open().filter(raised_on__lt=since)

    def held_by_me(self, queryset, _name, only_mine):
        return queryset.permitted(self.request.user, "handle") if only_mine else queryset
