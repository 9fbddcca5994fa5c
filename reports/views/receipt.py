"""The address of a figure: how it came about, and the records behind it."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from audit.actions import append_event
from places.models import Municipality, PoliceRegion
from reports.areas import Area
from reports.exporting import definitions, file_of, receipt_lines
from reports.forms import CensusForm, DashboardForm
from reports.indicators import COMPOSITION, COUNCILS, COUNTED, FOLLOW_UP, WORKING, Period
from reports.receipts import Receipt
from reports.views.tabs import to_be_mended
from reports.wording import shown

PAGE = 50
# Which page of figures an indicator stands on; what is to be checked stands beside the first.
PAGES = (
    ("reports:dashboard", COUNCILS),
    ("reports:composition", COMPOSITION),
    ("reports:working", WORKING),
    ("reports:follow-up", FOLLOW_UP),
)


class ReceiptMixin:
    """Finds the indicator of the address, the area and the year that are asked."""

    @cached_property
    def indicator(self):
        for indicator in COUNTED:
            if indicator.key == self.kwargs["key"]:
                return indicator
        raise Http404

    @cached_property
    def receipt(self):
        asked = self.asked
        return Receipt(
            self.indicator,
            Period(asked["kind"], asked["year"], asked.get("census", "")),
            Area(asked["region"] or "", asked["municipality"] or ""),
            self.request.user,
        )

    @cached_property
    def form(self):
        form_class = CensusForm if self.indicator.needs_census else DashboardForm
        return form_class(self.request.GET)

    @cached_property
    def asked(self):
        return self.form.asked()


class ReceiptPage(ReceiptMixin, TemplateView):
    """A figure with its formula, cut-off, the records it counts and those it leaves out."""

    template_name = "reports/receipt.html"

    def get_context_data(self, **kwargs):
        receipt = self.receipt
        page = Paginator(receipt.entries, PAGE).get_page(self.request.GET.get("page"))
        lines = receipt.lines(page.object_list)
        figure = receipt.figure
        return super().get_context_data(
            form=self.form,
            receipt=receipt,
            indicator=receipt.indicator,
            period=receipt.period,
            figure=figure,
            value=shown(receipt.indicator, receipt.indicator.value(figure) if figure else None),
            place=self.place,
            page_obj=page,
            lines=lines,
            hidden=sum(line.record is None for line in lines),
            left_out=receipt.left_out,
            baseline=receipt.period.baseline if receipt.indicator.needs_census else None,
            query=self.request.GET.urlencode(),
            breadcrumbs=[(_("Figures"), self.figures_url), (_("Records behind a figure"), None)],
            **kwargs,
        )

    @property
    def figures_url(self):
        """The page of figures on which the indicator stands, of the same bodies and year."""
        page = next((page for page in PAGES if self.indicator in page[1]), PAGES[0])[0]
        asked = {name: value for name, value in self.asked.items() if value}
        return f"{reverse(page)}?{urlencode(asked)}"

    @property
    def place(self):
        """The name of the area; nothing for the country."""
        if self.asked["municipality"]:
            return Municipality.objects.get(code=self.asked["municipality"]).name
        if self.asked["region"]:
            return PoliceRegion.objects.get(code=self.asked["region"]).name
        return ""


class ReceiptExport(ReceiptMixin, View):
    """The records behind a figure as CSV, XLSX or JSON: those that the reader may see."""

    def get(self, request, key, extension):
        receipt = self.receipt
        if self.form.errors:
            return to_be_mended(request, "reports:receipt", key=key)
        period = receipt.period
        response = file_of(
            receipt_lines(receipt, receipt.lines(receipt.entries)),
            f"forumi-{key}-{period.kind}-{period.year}",
            extension,
            definitions([receipt.indicator]),
        )
        append_event(
            "export.receipt", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response
