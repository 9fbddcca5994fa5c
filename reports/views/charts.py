"""The pages of charts, and each chart as a file."""

from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from audit.actions import append_event
from core.views import FORMATS
from reports.charts.picture import inline, png_file, svg_file
from reports.comparison import Comparison
from reports.exporting import definitions, file_of, panel_lines
from reports.forms import CompareForm, MapForm, SeriesForm
from reports.indicators import INDICATORS
from reports.map import TileMap
from reports.timeline import Timeline
from reports.views.tabs import TabsMixin, to_be_mended

# What is shown, by the name in the address: the form that asks, and what answers.
SUBJECTS = {
    "map": (MapForm, TileMap),
    "compare": (CompareForm, Comparison),
    "series": (SeriesForm, Timeline),
}


class ChartsPage(TabsMixin, TemplateView):
    """Charts of the figures that the address asks for, each with its table and its files."""

    template_name = "reports/charts.html"
    subject = ""

    @property
    def tab(self):
        return f"reports:{self.subject}"

    @cached_property
    def asked(self):
        form_class, answer_class = SUBJECTS[self.subject]
        form = form_class(self.request.GET)
        return form, answer_class(**form.asked())

    def get_context_data(self, **kwargs):
        form, answer = self.asked
        return super().get_context_data(
            form=form,
            answer=answer,
            subject=self.subject,
            charts=[(panel, inline(panel) if panel.drawing else "") for panel in answer.panels],
            tabs=self.tabs(),
            saved_views=self.saved_views(),
            query=self.request.GET.urlencode(),
            data_as_of=answer.data_as_of,
            **kwargs,
        )


class ChartFile(View):
    """One chart of a page as an SVG or PNG file, or its table as CSV, XLSX or JSON."""

    def get(self, request, subject, chart, extension):
        if subject not in SUBJECTS or extension not in ("svg", "png", *FORMATS):
            raise Http404
        form_class, answer_class = SUBJECTS[subject]
        form = form_class(request.GET)
        answer = answer_class(**form.asked())
        if form.errors:
            return to_be_mended(request, f"reports:{subject}")
        panel = next((panel for panel in answer.panels if panel.name == chart), None)
        is_table = extension in FORMATS
        if panel is None or not (panel.drawing or is_table):
            raise Http404
        name = f"forumi-{subject}-{chart}"
        if is_table:
            return self.table(answer, panel, name, extension)
        return self.drawing(panel, f"{name}.{extension}", is_svg=extension == "svg")

    def table(self, answer, panel, name, extension):
        meant = definitions([answer.indicator] if answer.indicator else INDICATORS)
        response = file_of(panel_lines(answer, panel), name, extension, meant)
        append_event(
            "export.figures",
            by=self.request.user,
            format=extension,
            filter=self.request.GET.urlencode(),
        )
        return response

    def drawing(self, panel, name, *, is_svg):
        base = self.request.build_absolute_uri("/")[:-1]
        return HttpResponse(
            svg_file(panel, base) if is_svg else png_file(panel),
            content_type="image/svg+xml" if is_svg else "image/png",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            },
        )
