"""The work plans of all committees."""

from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from audit.actions import append_event
from core.views import PagesMixin, export_response
from meetings.choices import WorkPlanAnswer
from plans.exporting import WorkPlanResource
from plans.filters import WorkPlanFilter, plans_seen_by


class PlanList(PagesMixin, ListView):
    """Which committees planned their year, and how far they came."""

    template_name = "plans/plan_list.html"
    action = "view"

    def get_queryset(self):
        seen = plans_seen_by(self.request.user)
        self.filterset = WorkPlanFilter(self.request.GET, queryset=seen)
        return self.filterset.qs

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url=reverse("plans:list"),
            **kwargs,
        )
        for plan in context["object_list"]:
            plan.answer_label = WorkPlanAnswer(plan.answer).label
        return context


class PlanListExport(View):
    """The filtered plans as CSV, XLSX or JSON."""

    action = "view"

    def get(self, request, extension):
        rows = WorkPlanFilter(request.GET, queryset=plans_seen_by(request.user)).qs
        response = export_response(WorkPlanResource(), rows, "forumi-work-plans", extension)
        append_event(
            "export.plans", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response
