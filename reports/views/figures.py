from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from audit.actions import append_event
from committees.choices import Subject
from committees.models import Rule
from meetings.counting import counting_ever, counting_in
from reports.charts.strips import most_meetings, segments, strip
from reports.choices import SavedPage
from reports.dashboard import Dashboard
from reports.differences import published_of, since
from reports.disclosure.words import not_published
from reports.exporting import dashboard_lines, definitions, file_of
from reports.forms import CensusForm, DashboardForm
from reports.indicators import COMPOSITION, COUNCILS, FOLLOW_UP, INDICATORS, WORKING, Counts
from reports.permissions import may_count_declarations, may_recount
from reports.views.tabs import TabsMixin, to_be_mended


def is_live(request):
    """Whether the figures are computed anew for this request; the public cannot ask for that."""
    return "live" in request.GET and may_recount(request.user)


class FiguresPage(TabsMixin, TemplateView):
    """Some of the figures of a kind of committee and a year, beside the year before."""

    indicators = ()
    form_class = DashboardForm

    def baseline(self):
        """The population baseline that the figures of the page rest on, or None."""
        if any(indicator.needs_census for indicator in self.indicators):
            return self.dashboard.period.baseline
        return None

    @cached_property
    def form(self):
        return self.form_class(self.request.GET)

    @cached_property
    def dashboard(self):
        return Dashboard(**self.form.asked(), indicators=self.indicators, live=self.live)

    @cached_property
    def edition(self):
        """What is published of the year; the figures of the page are those of today's records."""
        return published_of(self.dashboard.kind, self.dashboard.period.year)

    @property
    def live(self):
        return is_live(self.request)

    def get_context_data(self, **kwargs):
        """What is drawn once for all readers is asked of the database when it is drawn."""
        dashboard = self.dashboard
        return super().get_context_data(
            form=self.form,
            dashboard=dashboard,
            identity=dashboard.identity,
            # A wrong value is said to whoever gave it.
            identity_of_filters=not self.form.errors and dashboard.identity,
            year=dashboard.period.year,
            previous_year=dashboard.period_before.year,
            edition=self.edition,
            identity_of_edition=dashboard.identity and f"{dashboard.identity} {self.edition}",
            differing=SimpleLazyObject(lambda: since(self.edition).rows),
            panels=SimpleLazyObject(self.panels),
            tabs=self.tabs(),
            columns=SimpleLazyObject(self.columns),
            table=SimpleLazyObject(self.table),
            saved_views=self.saved_views(),
            query=self.request.GET.urlencode(),
            export_query=self.export_query(),
            baseline=SimpleLazyObject(self.baseline),
            data_as_of=dashboard.period.reference_day,
            may_recount=may_recount(self.request.user),
            address=self.address(live=not self.live),
            **kwargs,
        )

    def export_query(self):
        """What a file is asked for, so that it holds the figures of this page and no others."""
        query = self.request.GET.copy()
        query["part"] = self.tab.partition(":")[2]
        return query.urlencode()

    def panels(self):
        return [
            (result, segments(result.shares), self.dashboard.to_check(result.indicator))
            for result in self.dashboard.results
        ]

    def columns(self):
        # By name there is only the number of all, which has its own column.
        results = self.dashboard.results
        return [result for result in results if result.indicator.counts is not Counts.NAMES]

    def table(self):
        columns = self.columns()
        return [
            (place, [result.answer(place.code) for result in columns])
            for place in self.dashboard.places
        ]

    def address(self, *, live):
        """This page with or without the wish that its figures be computed anew."""
        query = self.request.GET.copy()
        query.pop("live", None)
        if live:
            query["live"] = "1"
        return f"{self.request.path}?{query.urlencode()}"


class DashboardPage(FiguresPage):
    """Who met six times, and what else the year says."""

    template_name = "reports/dashboard.html"
    tab = "reports:dashboard"
    indicators = COUNCILS

    def get_context_data(self, **kwargs):
        kind, period = self.dashboard.kind, self.dashboard.period
        return super().get_context_data(
            rule=SimpleLazyObject(lambda: period.rule),
            counting=SimpleLazyObject(lambda: counting_in(kind, period.year)),
            rows=SimpleLazyObject(self.rows),
            results=SimpleLazyObject(lambda: self.dashboard.by_key),
            **kwargs,
        )

    def rows(self):
        rows = self.dashboard.councils
        most = most_meetings(rows)
        return [(row, strip(row, most)) for row in rows]


class CompositionPage(FiguresPage):
    """Who sits on the bodies, and for whom their seats stand."""

    template_name = "reports/figures.html"
    tab = "reports:composition"
    indicators = COMPOSITION
    form_class = CensusForm
    extra_context = {"lead": _("Who sits on them, and for whom the seats stand.")}


class WorkingPage(FiguresPage):
    """How the bodies work."""

    template_name = "reports/figures.html"
    tab = "reports:working"
    indicators = WORKING
    extra_context = {"lead": _("Who comes, what is written down, and who reports.")}


class FollowUpPage(FiguresPage):
    """What came of what was raised, decided and planned in the year."""

    template_name = "reports/figures.html"
    tab = "reports:follow-up"
    indicators = FOLLOW_UP
    extra_context = {"lead": _("What came of what was raised, decided and planned.")}


PARTS = {page.tab.partition(":")[2]: page for page in FiguresPage.__subclasses__()}


class DashboardExport(View):
    """The figures of one of the pages, named by `part`, or of all, as CSV, XLSX or JSON."""

    def get(self, request, extension):
        page = PARTS.get(request.GET.get("part"))
        form = (page or FiguresPage).form_class(request.GET)
        asked = form.asked()
        if form.errors:
            return to_be_mended(request, page.tab if page else DashboardPage.tab)
        wanted = page.indicators if page else INDICATORS
        keys = {indicator.key for indicator in wanted}
        # Whether there is a body at all stands beside every figure.
        bearing = [row for row in COUNCILS if row.key == "established" and row.key not in keys]
        dashboard = Dashboard(**asked, indicators=(*bearing, *wanted), live=is_live(request))
        response = file_of(
            dashboard_lines(dashboard, keys),
            f"forumi-figures-{asked['kind']}-{asked['year']}",
            extension,
            definitions(wanted),
        )
        append_event(
            "export.figures", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class Methodology(TemplateView):
    """How each figure is computed, from the objects that compute it."""

    template_name = "reports/methodology.html"

    def get_context_data(self, **kwargs):
        due = Rule.objects.filter(subject=Subject.MEETINGS_PER_YEAR)
        return super().get_context_data(
            parts=[(SavedPage(page.tab).label, page.indicators) for page in PARTS.values()],
            numbers_due=due.order_by("kind", "-valid_from", "pk"),
            counting=counting_ever(),
            not_published=not_published(),
            may_count_declarations=may_count_declarations(self.request.user),
            **kwargs,
        )
