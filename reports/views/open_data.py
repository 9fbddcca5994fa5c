"""The open-data package of a published edition."""

from django.http import Http404, HttpResponse
from django.views import View

from audit.actions import append_event
from reports.opendata.package import file_name, package
from reports.views.editions import EditionMixin


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
