"""The settlement runs of a committee: the list, one run, its period, its steps, its history."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, TemplateView

from committees.views.under import CommitteePageMixin, CommitteeStepMixin
from compensation.actions import move_run, open_run
from compensation.choices import RunStatus
from compensation.forms import RunForm
from compensation.hindrances import hindrances
from compensation.models import SettlementRun
from compensation.periods import free_periods
from compensation.settling import settle
from compensation.sheet import changes_since, sheet_of
from compensation.views.under import RunMixin, breadcrumbs, runs_address
from compensation.workflow import RUN
from compensation.yearly import answers_of
from core.policy import may
from core.views import KeptTextMixin, PagesMixin, TransitionMixin, versions_of


class RunList(CommitteePageMixin, PagesMixin, ListView):
    """The runs of a committee with what is due and paid, and the answer that follows each year."""

    template_name = "compensation/run_list.html"
    action = "view_compensation"
    tab = "answers"

    def get_queryset(self):
        runs = SettlementRun.objects.visible_to(self.request.user).filter(committee=self.committee)
        return runs.select_related("committee").with_paid().newest_first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        closed = SettlementRun.objects.closed().filter(committee=self.committee)
        answers = answers_of(self.committee)
        return context | {
            "years": [
                {"year": year, "due": due, "answer": answers.get(year)}
                for year, due in closed.values_list("from_on__year")
                .annotate(due=Sum("total"))
                .order_by("-from_on__year")
            ],
            "may_settle": may(self.request.user, "settle", self.committee),
            "breadcrumbs": breadcrumbs(self.committee),
        }


class RunCreate(KeptTextMixin, CommitteeStepMixin, FormView):
    """Opens a run for a period; the usual ones are proposed."""

    form_class = RunForm
    template_name = "compensation/run_form.html"
    action = "settle"

    def get_initial(self):
        asked = {name: self.request.GET.get(name, "") for name in ("from_on", "until_on")}
        return {name: _day(text) for name, text in asked.items()}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": SettlementRun(committee=self.committee)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            committee=self.committee,
            title=_("New settlement run"),
            periods=free_periods(self.committee, timezone.localdate()),
            submit_label=_("Compute"),
            cancel_url=runs_address(self.committee),
            breadcrumbs=breadcrumbs(self.committee, (_("New settlement run"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            run = open_run(form.save(commit=False), by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The run is computed from the record of the meetings."))
        return redirect(run)


def _day(text):
    """Return the day that an address names, or None where it names none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


class RunPeriod(KeptTextMixin, RunMixin, FormView):
    """Moves the period of a draft that has no number yet."""

    form_class = RunForm
    template_name = "compensation/run_form.html"
    action = "edit"

    @property
    def title(self):
        return _("Change the period")

    @cached_property
    def draft(self):
        """The run as the form changes it, apart from the one that the page names."""
        return SettlementRun.objects.get(pk=self.run.pk)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.draft}

    def form_valid(self, form):
        try:
            move_run(form.save(commit=False), by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The run is computed for the new period."))
        return redirect(self.run)


class RunDetail(RunMixin, TemplateView):
    """One run: by name for those who pay, as a sum for those who only watch."""

    template_name = "compensation/run_detail.html"
    action = "view"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | (
            self.by_name() if self.run.can_view_names else {"meetings": self.run.meetings.count()}
        )

    def by_name(self):
        run, user = self.run, self.request.user
        sheet = sheet_of(run)
        is_draft = run.status == RunStatus.DRAFT
        return {
            "sheet": sheet,
            "hindrances": hindrances(run, sheet.settlement) if is_draft else [],
            "changes": changes_since(run, sheet),
            "steps": RUN.offers(run, user) if run.can_change_status else [],
        }


class RunTransition(RunMixin, TransitionMixin):
    """A step of a run; closing brings along the sum that was read."""

    workflow = RUN
    template_name = "compensation/run_step.html"

    @cached_property
    def run(self):
        return self.object

    @property
    def title(self):
        return self.step.label

    @property
    def is_closing(self):
        return self.step.name == "close"

    @cached_property
    def total(self):
        """What the run owes by the record of this moment."""
        return settle(self.object).total if self.is_closing else None

    def get_initial(self):
        return {"total": self.total}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=self.step.label, is_closing=self.is_closing, total=self.total, **kwargs
        )

    def form_invalid(self, form):
        """Whoever was told of another sum reads it, and then closes that one."""
        form.data = form.data.copy()
        form.data["total"] = self.total
        return super().form_invalid(form)


class RunHistory(RunMixin, TemplateView):
    """Who opened, closed and reopened a run, and why."""

    template_name = "history.html"
    action = "view_names"

    @property
    def title(self):
        return _("History")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.run, versions=versions_of(self.run, self.request.user), **kwargs
        )
