"""The fact sheet as PDF: of an edition, or of the figures of this moment."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views import View
from django.views.generic import TemplateView

from audit.actions import append_event
from reports.factsheets.sheet import factsheet
from reports.factsheets.source import NoFigures, yearbook_for
from reports.factsheets.words import KINDS
from reports.forms import AreaForm, SheetForm
from reports.views.editions import EditionMixin
from reports.views.tabs import tabs_of
from reports.yearbook import Yearbook


def sheet_response(request, book, area, language):
    """Return the sheet as a file, and note that it was made."""
    edition = book.edition.number if book.edition else None
    append_event(
        "factsheet.print",
        by=request.user,
        kind=book.kind,
        year=book.year,
        area=area.key,
        edition=edition,
        language=language,
    )
    name = "-".join(["forumi", book.kind, str(book.year), area.key or "all", language])
    return HttpResponse(
        factsheet(book, area, language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


class SheetPage(TemplateView):
    """Asks of what the sheet shall be."""

    template_name = "reports/sheet_form.html"

    @cached_property
    def form(self):
        return SheetForm(initial=SheetForm.told(self.request.GET))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{"form": self.form, "tabs": tabs_of("reports:sheet")} | kwargs
        )


class SheetFile(SheetPage):
    """The sheet; what cannot be printed is said on the page that asked."""

    def get(self, request):
        form = SheetForm(SheetForm.told(request.GET))
        if form.is_valid():
            data = form.cleaned_data
            try:
                book = yearbook_for(data["kind"], data["year"], data["edition"])
                return sheet_response(request, book, form.area(), data["language"])
            except NoFigures as refusal:
                form.add_error(None, refusal.reason)
        return render(request, self.template_name, self.get_context_data(form=form), status=400)


class EditionSheet(EditionMixin, View):
    """The sheet of an edition, also of one in review for those who see it."""

    def get(self, request, pk):
        edition = self.object = self.get_object()
        language = request.GET.get("language") or get_language()
        form = AreaForm(request.GET)
        if (
            not edition.is_frozen
            or edition.kind not in KINDS
            or language not in dict(settings.LANGUAGES)
            or not form.is_valid()
        ):
            raise Http404
        return sheet_response(request, Yearbook.of_edition(edition), form.area(), language)
