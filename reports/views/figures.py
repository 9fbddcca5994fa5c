from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from audit.actions import append_event
from committees.choices import Subject
from committees.models import Rule
from core.views import export_response
from meetings.counting import counting_ever, counting_in
from reports.charts import most_meetings, segments, strip
from reports.dashboard import Dashboard
from reports.exporting import FigureResource, lines
from reports.forms import DashboardForm
from reports.indicators import COUNCILS, FOLLOW_UP, INDICATORS, Counts
from reports.views.tabs import tabs_of


class FiguresPage(TemplateView):
    """Some of the figures of a kind of committee and a year, beside the year before."""

    indicators = ()
    tab = ""

    @cached_property
    def form(self):
        return DashboardForm(self.request.GET)

    @cached_property
    def dashboard(self):
        return Dashboard(**self.form.asked(), indicators=self.indicators)

    def get_context_data(self, **kwargs):
        dashboard = self.dashboard
        # By name there is only the number of all, which has its own column.
        columns = [row for row in dashboard.results if row.indicator.counts is not Counts.NAMES]
        return super().get_context_data(
            form=self.form,
            dashboard=dashboard,
            year=dashboard.period.year,
            previous_year=dashboard.period_before.year,
            panels=[
                (result, segments(result.shares))
                for result in dashboard.results
                if result.indicator.key != "meetings_held"
            ],
            tabs=tabs_of(self.tab, self.request.GET.urlencode()),
            columns=columns,
            table=[
                (place, [result.answer(place.code) for result in columns])
                for place in dashboard.places
            ],
            query=self.request.GET.urlencode(),
            data_as_of=dashboard.period.reference_day,
            **kwargs,
        )


class DashboardPage(FiguresPage):
    """Who met six times, and what else the year says."""

    template_name = "reports/dashboard.html"
    indicators = COUNCILS
    tab = "reports:dashboard"

    def get_context_data(self, **kwargs):
        dashboard = self.dashboard
        rows = dashboard.councils
        most = most_meetings(rows)
        return super().get_context_data(
            rule=dashboard.period.rule,
            counting=counting_in(dashboard.kind, dashboard.period.year),
            rows=[(row, strip(row, most)) for row in rows],
            results=dashboard.by_key,
            **kwargs,
        )


class FollowUpPage(FiguresPage):
    """What came of what was raised, decided and planned in the year."""

    template_name = "reports/follow_up.html"
    indicators = FOLLOW_UP
    tab = "reports:follow-up"


class DashboardExport(View):
    """The figures of the dashboard as CSV, XLSX or JSON."""

    def get(self, request, extension):
        asked = DashboardForm(request.GET).asked()
        response = export_response(
            FigureResource(),
            list(lines(Dashboard(**asked))),
            f"forumi-figures-{asked['kind']}-{asked['year']}",
            extension,
        )
        append_event(
            "export.figures", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class Methodology(TemplateView):
    """How each figure is computed, from the objects that compute it."""

    template_name = "reports/methodology.html"
    extra_context = {"indicators": INDICATORS}

    def get_context_data(self, **kwargs):
        due = Rule.objects.filter(subject=Subject.MEETINGS_PER_YEAR)
        return super().get_context_data(
            numbers_due=due.order_by("kind", "-valid_from", "pk"),
            counting=counting_ever(),
            **kwargs,
        )
