from functools import cache

import django_filters as filters
from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.filters import DayFilter, PlaceFilter, named_choices
from core.i18n import name_field
from meetings.choices import ActionStatus, InstitutionKind
from meetings.models import Action, Institution

OPEN, UNKNOWN = "to_do", "unknown"


def institution_choices():
    """Pairs (code, name) of the institutions, and of what is none that the portal knows."""
    return [*named_choices(Institution), (UNKNOWN, _("not recognised"))]


class ActionFilter(PlaceFilter):
    """What the list of actions can be narrowed by; «mine» is what the reader answers for."""

    status = filters.ChoiceFilter(
        label=_("Status"),
        choices=[(OPEN, _("not closed")), *ActionStatus.choices],
        method="in_status",
    )
    institution = filters.ChoiceFilter(label=_("Institution"), method="of_institution")
    kind = filters.ChoiceFilter(
        label=_("Kind of institution"), field_name="institution__kind", choices=InstitutionKind
    )
    due_from = DayFilter(
        label=pgettext_lazy("action", "Due from"),
        field_name="due_on",
        lookup_expr="gte",
    )
    due_to = DayFilter(
        label=pgettext_lazy("action", "Due until"),
        field_name="due_on",
        lookup_expr="lte",
    )
    # Set by links from overviews and from a committee's page.
    committee = filters.CharFilter(
        max_length=200,
        label=_("Committee"),
        field_name="meeting__committee__slug",
        widget=forms.HiddenInput,
    )
    overdue = filters.BooleanFilter(
        label=_("Overdue only"), method="only_overdue", widget=forms.CheckboxInput
    )
    mine = filters.BooleanFilter(
        label=_("Only those that I answer for"), method="only_mine", widget=forms.CheckboxInput
    )

    sort = filters.ChoiceFilter(
        label=_("Sort by"),
        empty_label=_("most pressing first"),
        choices=[
            ("decided", _("last decided first")),
            ("institution", _("by institution")),
            ("committee", _("by committee")),
        ],
        method="in_order",
    )

    place = "meeting__committee__municipality"

    class Meta:
        model = Action
        fields = (
            "q",
            "status",
            "institution",
            "kind",
            "region",
            "municipality",
            "committee",
            "due_from",
            "due_to",
            "sort",
            "overdue",
            "mine",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["institution"].extra["choices"] = cache(institution_choices)

    def in_status(self, queryset, _name, status):
        return queryset.open() if status == OPEN else queryset.filter(status=status)

    def of_institution(self, queryset, _name, code):
        if code == UNKNOWN:
            return queryset.unrecognised()
        return queryset.filter(institution__code=code)

    def only_overdue(self, queryset, _name, value):
        return queryset.overdue(timezone.localdate()) if value else queryset

    def only_mine(self, queryset, _name, value):
        return queryset.permitted(self.request.user, "own") if value else queryset

    def in_order(self, queryset, _name, order):
        first = {
            "decided": F("meeting__starts_on").desc(nulls_last=True),
            "institution": F(f"institution__{name_field()}").asc(nulls_last=True),
            "committee": F("meeting__committee__name_sq").asc(),
        }[order]
        return queryset.order_by(
            first, F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "-pk"
        )
