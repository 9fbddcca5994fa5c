"""What pages under a plan share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from committees.views.under import breadcrumbs
from core.views import PolicyMixin
from meetings.models import Activity, WorkPlan


def trail(committee, year, *further):
    """Committees › … › Plan and answers › 2026 › …"""
    answers = (_("Plan and answers"), reverse("meetings:answers", args=[committee.slug]))
    plan = (str(year), reverse("plans:detail", args=[committee.slug, year]) if further else None)
    return breadcrumbs(committee, answers, plan, *further)


class UnderPlanMixin(PolicyMixin):
    """A page under the plan of the address, on which the user may do the view's action."""

    heading = ""

    @cached_property
    def plan(self):
        plan = get_object_or_404(
            WorkPlan.objects.visible_to(self.request.user)
            .select_related("committee__municipality__region", "adopted_at")
            .with_answer()
            .with_actions(self.request.user),
            committee__slug=self.kwargs["committee"],
            year=self.kwargs["year"],
        )
        self.require(self.action, plan)
        return plan

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            # Whoever may not is told so before anything is read.
            self.plan  # noqa: B018
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "plan": self.plan,
            "committee": self.plan.committee,
            "heading": self.heading,
            "cancel_url": self.plan.get_absolute_url(),
            "breadcrumbs": trail(
                self.plan.committee, self.plan.year, *([(self.heading, None)] * bool(self.heading))
            ),
        }


class UnderActivityMixin(UnderPlanMixin):
    """A page under an activity of the plan of the address."""

    @cached_property
    def activity(self):
        return get_object_or_404(
            Activity.objects.visible_to(self.request.user)
            .filter(plan=self.plan)
            .select_related("plan__committee"),
            pk=self.kwargs["pk"],
        )

    def get_context_data(self, **kwargs):
        back = self.activity.get_absolute_url()
        further = [(self.activity.title, back if self.heading else None)]
        if self.heading:
            further.append((self.heading, None))
        return super().get_context_data(**kwargs) | {
            "activity": self.activity,
            "cancel_url": back,
            "breadcrumbs": trail(self.plan.committee, self.plan.year, *further),
        }
