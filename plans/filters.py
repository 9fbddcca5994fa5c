import django_filters as filters
from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from committees.filters import PlaceFilter
from core.forms import LAST_YEAR
from meetings.choices import ActivityState, WorkPlanAnswer, WorkPlanStatus
from meetings.models import WorkPlan
from meetings.models.answers import FIRST_YEAR


def plans_seen_by(user):
    """The plans that the user sees, newest first, with answer and number of activities."""
    done = Q(activities__state=ActivityState.DONE)
    dropped = Q(activities__state=ActivityState.DROPPED)
    return (
        WorkPlan.objects.visible_to(user)
        .with_answer()
        .select_related("committee__municipality__region")
        .annotate(
            planned=Count("activities", filter=~dropped), done=Count("activities", filter=done)
        )
        .order_by("-year", "committee__kind", "committee__name_sq", "pk")
    )


class WorkPlanFilter(PlaceFilter):
    """Narrows the work plans of all committees."""

    kind = filters.ChoiceFilter(
        label=_("Kind of committee"), field_name="committee__kind", choices=CommitteeKind
    )
    year = filters.NumberFilter(
        label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, decimal_places=0
    )
    status = filters.ChoiceFilter(label=_("Status"), choices=WorkPlanStatus)
    answer = filters.ChoiceFilter(label=_("Answer"), choices=WorkPlanAnswer)
    committee = filters.CharFilter(
        max_length=200, label=_("Committee"), field_name="committee__slug", widget=forms.HiddenInput
    )

    place = "committee__municipality"

    class Meta:
        model = WorkPlan
        fields = ("q", "kind", "year", "status", "answer", "region", "municipality", "committee")
