from django.views.generic import ListView

from core.views import PagesMixin
from reports.models import ImportedTotal
from reports.totals import beside
from reports.views.tabs import tabs_of


class PublishedFigures(PagesMixin, ListView):
    """What others published, marked as such, beside the portal's own figures."""

    template_name = "reports/published_list.html"

    def get_queryset(self):
        return ImportedTotal.objects.visible_to(self.request.user).newest_first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(tabs=tabs_of("reports:editions"), **kwargs)
        return context | {"rows": beside(context["object_list"])}
