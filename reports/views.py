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
from reports.indicators import INDICATORS


class DashboardPage(TemplateView):
    """Who met six times, and what else the year says; a year beside the one before."""

    template_name = "reports/dashboard.html"

    @cached_property
    def form(self):
        return DashboardForm(self.request.GET)

    def get_context_data(self, **kwargs):
        asked = self.form.asked()
        dashboard = Dashboard(**asked)
        rows = dashboard.councils
        most = most_meetings(rows)
        return super().get_context_data(
            form=self.form,
            dashboard=dashboard,
            year=dashboard.period.year,
            previous_year=dashboard.period_before.year,
            rule=dashboard.period.rule,
            counting=counting_in(dashboard.kind, dashboard.period.year),
            rows=[(row, strip(row, most)) for row in rows],
            results=dashboard.by_key,
            panels=[
                (result, segments(result.shares))
                for result in dashboard.results
                if result.indicator.key != "meetings_held"
            ],
            table=[
                (place, [result.answer(place.code) for result in dashboard.results])
                for place in dashboard.places
            ],
            query=self.request.GET.urlencode(),
            data_as_of=dashboard.period.reference_day,
            **kwargs,
        )


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
