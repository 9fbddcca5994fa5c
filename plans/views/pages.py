"""The page of a plan, its beginning, its steps, its history, and what is taken from it."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from audit.actions import append_event
from committees.views.under import CommitteeStepMixin
from core.views import (
    KeptTextMixin,
    TransitionMixin,
    buttons_of,
    export_response,
    versions_of,
)
from core.workflow import TransitionRefused
from meetings.models import Activity, ActivityDocument, WorkPlan
from meetings.models.answers import FIRST_YEAR
from plans import actions
from plans.exporting import ActivityResource
from plans.forms import StartForm
from plans.papers import plan_paper
from plans.progress import answer_of, majority_text, quarters_of, timeline_of
from plans.views.under import UnderPlanMixin, trail
from plans.workflow import PLAN


def activities_of(plan, user):
    """Return the activities as every page of the plan shows them."""
    return list(
        plan.activities.visible_to(user)
        .as_seen_on(timezone.localdate())
        .in_order()
        .prefetch_related(
            "communities", Prefetch("documents", ActivityDocument.objects.visible_to(user))
        )
    )


class PlanDetail(UnderPlanMixin, TemplateView):
    """Where the plan stands, what it answers and why, and what came of each quarter."""

    action = "view"
    template_name = "plans/plan_detail.html"

    def get_context_data(self, **kwargs):
        plan, user = self.plan, self.request.user
        activities = activities_of(plan, user)
        may_fill = plan.can_edit and not activities
        return super().get_context_data(
            quarters=quarters_of(plan, activities, timezone.localdate()),
            has_activities=bool(activities),
            timeline=timeline_of(plan),
            answer=answer_of(plan, activities),
            majority=majority_text(plan.committee.municipality),
            buttons=buttons_of(
                PLAN.offers(plan, user), "plans:transition", plan.committee.slug, plan.year
            ),
            plan_before=actions.plan_before(plan) if may_fill else None,
            **kwargs,
        )


class PlanOfYear(CommitteeStepMixin, View):
    """Leads to the plan of a year, or to where one begins it."""

    action = "answer"

    def get(self, request, **_kwargs):
        year, slug = request.GET.get("year", ""), self.committee.slug
        if year.isascii() and year.isdigit() and is_year_of_plans(int(year)):
            return redirect("plans:start", slug, year)
        messages.error(request, _("There are no plans of this year."))
        return redirect("meetings:answers", slug)


def is_year_of_plans(year):
    """Say whether a plan of the year can be there: of the past, or of the next year at most."""
    return FIRST_YEAR <= year <= timezone.localdate().year + 1


class PlanStart(KeptTextMixin, CommitteeStepMixin, FormView):
    """Begins the draft of a year; where there is a plan, it is shown."""

    form_class = StartForm
    action = "answer"
    template_name = "plans/plan_start.html"

    def dispatch(self, request, *args, **kwargs):
        year = kwargs["year"]
        if not is_year_of_plans(year):
            raise Http404
        if request.user.is_authenticated and self.committee.work_plans.filter(year=year).exists():
            return redirect("plans:detail", self.committee.slug, year)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def plan_before(self):
        return actions.plan_before(WorkPlan(committee=self.committee, year=self.kwargs["year"]))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"has_last_year": self.plan_before is not None}

    def get_context_data(self, **kwargs):
        year = self.kwargs["year"]
        return super().get_context_data(
            committee=self.committee,
            year=year,
            submit_label=_("Begin the plan"),
            cancel_url=reverse("meetings:answers", args=[self.committee.slug]),
            breadcrumbs=trail(self.committee, year),
            **kwargs,
        )

    def form_valid(self, form):
        plan = actions.begin_plan(
            self.committee, self.kwargs["year"], **form.cleaned_data, by=self.request.user
        )
        messages.success(self.request, _("The draft is there. Add what the year shall bring."))
        return redirect(plan)


class PlanCopy(UnderPlanMixin, TemplateView):
    """Takes the activities of the year before into an empty draft."""

    action = "edit"
    template_name = "plans/plan_copy.html"

    @property
    def heading(self):
        return _("Take over last year's activities")

    def get_context_data(self, **kwargs):
        earlier = actions.plan_before(self.plan)
        return super().get_context_data(
            earlier=earlier,
            activities=earlier.activities.standing().in_order() if earlier else [],
            **kwargs,
        )

    def post(self, request, **_kwargs):
        try:
            actions.copy_last_year(self.plan, by=request.user)
        except TransitionRefused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("Last year's activities are in the draft, as planned."))
        return redirect(self.plan)


class PlanTransition(UnderPlanMixin, TransitionMixin):
    """Adopts, recommends, approves, informs or opens again."""

    workflow = PLAN

    @property
    def heading(self):
        return self.step.label

    def get_object(self, queryset=None):
        return self.plan

    def get_form_kwargs(self):
        more = {} if self.step.name == "reopen" else {"plan": self.plan}
        return super().get_form_kwargs() | more


class PlanHistory(UnderPlanMixin, TemplateView):
    """Who took which step when; each activity has a history of its own, also a removed one."""

    action = "view_history"
    template_name = "plans/plan_history.html"

    @property
    def heading(self):
        return _("History")

    def get_context_data(self, **kwargs):
        removed = Activity.history.filter(plan=self.plan, history_type="-")
        return super().get_context_data(
            object=self.plan,
            versions=versions_of(self.plan, self.request.user),
            activities=self.plan.activities.visible_to(self.request.user).in_order(),
            removed=removed.select_related("history_user").order_by("-history_id"),
            **kwargs,
        )


class PlanPaper(UnderPlanMixin, View):
    """The plan as PDF, in the language asked for or the reader's."""

    action = "view"

    def get(self, request, **_kwargs):
        language = request.GET.get("language") or get_language()
        if language not in dict(settings.LANGUAGES):
            raise Http404
        plan = self.plan
        quarters = quarters_of(plan, activities_of(plan, request.user), timezone.localdate())
        pdf = plan_paper(plan, quarters, language=language)
        append_event("paper.print", by=request.user, subject=plan, paper="plan")
        name = f"plan-{plan.committee.slug}-{plan.year}.pdf"
        return HttpResponse(
            pdf,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )


class PlanExport(UnderPlanMixin, View):
    """The activities of the plan as CSV, XLSX or JSON."""

    action = "view"

    def get(self, request, extension, **_kwargs):
        plan = self.plan
        rows = activities_of(plan, request.user)
        for row in rows:
            row.plan = plan
        name = f"plan-{plan.committee.slug}-{plan.year}"
        response = export_response(ActivityResource(), rows, name, extension)
        append_event("export.activities", by=request.user, subject=plan, format=extension)
        return response
