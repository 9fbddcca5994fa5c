"""All that an edition froze, as files."""

from django.http import Http404, JsonResponse
from django.views import View

from audit.actions import append_event
from reports.differences import area_names
from reports.exporting import edition_lines, file_of, frozen_definitions
from reports.models import DeclaredTable
from reports.views.editions import EditionMixin
from reports.yearbook import Yearbook


class EditionData(EditionMixin, View):
    """An edition as JSON: all that is frozen, and the hash that proves it."""

    def get(self, request, pk):
        edition = self.object = self.get_object()
        answer = {
            "number": edition.number,
            "status": edition.status,
            "reason": edition.reason,
            "published_at": edition.reviewed_at,
            "sha256": edition.sha256,
            "content": edition.content if edition.is_frozen else None,
            "declared": self.declared(),
        }
        name = f"forumi-edition-{edition.kind}-{edition.year}-{edition.number or 0}.json"
        return JsonResponse(
            answer,
            json_dumps_params={"ensure_ascii": False},
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def declared(self):
        """What members declared of themselves, as far as the page of the edition shows it."""
        tables = DeclaredTable.objects.visible_to(self.request.user)
        table = tables.of_edition(self.object).first()
        return table and table.content


class EditionTable(EditionMixin, View):
    """All frozen figures as CSV or XLSX, a line for each indicator and area."""

    def get(self, request, pk, extension):
        edition = self.object = self.get_object()
        if not edition.is_frozen or extension not in ("csv", "xlsx"):
            raise Http404
        book = Yearbook.of_edition(edition)
        response = file_of(
            edition_lines(book, area_names()),
            f"forumi-edition-{edition.kind}-{edition.year}-{edition.number or 0}",
            extension,
            frozen_definitions(book),
        )
        append_event("export.edition", by=request.user, subject=edition, format=extension)
        return response
