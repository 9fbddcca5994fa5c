"""The open data of published editions: the page that lists it, and the packages."""

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views import View
from django.views.generic import TemplateView

from audit.actions import append_event
from reports.models import Edition
from reports.opendata.package import file_name, package
from reports.opendata.words import terms_of_use
from reports.views.editions import EditionMixin


class OpenDataPage(TemplateView):
    """Where whoever looks for data finds every file of every published year."""

    template_name = "reports/open_data.html"

    def get_context_data(self, **kwargs):
        editions = Edition.objects.visible_to(self.request.user).published().without_figures()
        return super().get_context_data(
            editions=editions.newest_first(), terms=terms_of_use()[get_language()], **kwargs
        )


class EditionOpenData(EditionMixin, View):
    """The package as a file; there is none of what is not published."""

    def get(self, request, pk):
        edition = self.object = self.get_object()
        if not edition.is_out:
            raise Http404
        answer = HttpResponse(
            package(edition),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{file_name(edition)}"'},
        )
        append_event("export.open-data", by=request.user, subject=edition)
        return answer
