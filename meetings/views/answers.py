"""The yearly answers of a committee: work plan and compensation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from committees.models import Committee
from committees.views.under import TAB_RIGHTS, breadcrumbs, tabs_of
from core.policy import may
from core.views import KeptTextMixin, PolicyMixin
from meetings.actions import save_answers
from meetings.choices import WorkPlanAnswer
from meetings.derived import derived_compensation
from meetings.forms.answers import AnswersForm
from meetings.models import CompensationReport, WorkPlan
from meetings.models.answers import FIRST_YEAR
from meetings.quarters import NilRefused, Quarter, confirm_nil, quarters_of


class AnswersMixin(PolicyMixin):
    """A page on the answers of the committee in the address."""

    @cached_property
    def committee(self):
        committee = get_object_or_404(
            Committee.objects.visible_to(self.request.user)
            .with_place()
            .with_actions(self.request.user, *TAB_RIGHTS, "view_compensation"),
            slug=self.kwargs["committee"],
        )
        self.require(self.action, committee)
        return committee


class AnswersList(AnswersMixin, TemplateView):
    """All years of a committee, this year first."""

    action = "view_records"
    template_name = "meetings/answers_list.html"

    def get_context_data(self, **kwargs):
        plans = {
            plan.year: plan
            for plan in WorkPlan.objects.visible_to(self.request.user)
            .filter(committee=self.committee)
            .with_answer()
        }
        reports = {
            report.year: report
            for report in CompensationReport.objects.visible_to(self.request.user).filter(
                committee=self.committee
            )
        }
        derived = derived_compensation(self.committee)
        this_year = timezone.localdate().year
        years = sorted({this_year, *plans, *reports, *derived}, reverse=True)
        return super().get_context_data(
            rows=[
                {
                    "year": year,
                    "plan": plans.get(year),
                    "answer": WorkPlanAnswer(plans[year].answer).label if year in plans else "",
                    "report": reports.get(year),
                    "derived": derived.get(year),
                }
                for year in years
            ],
            **kwargs | {"committee": self.committee},
            quarters=quarters_of(self.committee, timezone.localdate()),
            tabs=tabs_of(self.committee, "answers"),
            may_answer=may(self.request.user, "answer", self.committee),
            first_year=FIRST_YEAR,
            next_year=this_year + 1,
            breadcrumbs=breadcrumbs(self.committee, (_("Work plans and compensation"), None)),
        )


class NilConfirm(AnswersMixin, View):
    """Confirms in one click that no meeting was held in a quarter."""

    action = "answer"

    def post(self, request, **kwargs):
        if not 1 <= kwargs["quarter"] <= 4:
            raise Http404
        quarter = Quarter(kwargs["year"], kwargs["quarter"])
        try:
            confirm_nil(self.committee, quarter, by=request.user)
        except NilRefused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("On record: no meeting was held in this quarter."))
        return redirect("meetings:answers", committee=self.committee.slug)


class AnswersUpdate(KeptTextMixin, AnswersMixin, FormView):
    """The answers of one year."""

    form_class = AnswersForm
    action = "answer"
    template_name = "meetings/answers_form.html"

    @cached_property
    def year(self):
        year = self.kwargs["year"]
        if not FIRST_YEAR <= year <= timezone.localdate().year + 1:
            raise Http404
        return year

    @cached_property
    def derived(self):
        """The answer on compensation, where it follows from payments and nobody is asked."""
        return derived_compensation(self.committee).get(self.year)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"asks_compensation": self.derived is None}

    def get_initial(self):
        reports = CompensationReport.objects.filter(committee=self.committee, year=self.year)
        return AnswersForm.initial_from(reports.first())

    def get_context_data(self, **kwargs):
        back = reverse("meetings:answers", kwargs={"committee": self.committee.slug})
        return super().get_context_data(
            committee=self.committee,
            year=self.year,
            derived=self.derived,
            cancel_url=back,
            breadcrumbs=breadcrumbs(
                self.committee, (_("Work plans and compensation"), back), (str(self.year), None)
            ),
            **kwargs,
        )

    def form_valid(self, form):
        save_answers(
            self.committee,
            self.year,
            compensation=form.cleaned_data if self.derived is None else None,
            by=self.request.user,
        )
        messages.success(self.request, _("The answers of the year are saved."))
        return redirect("meetings:answers", committee=self.committee.slug)
