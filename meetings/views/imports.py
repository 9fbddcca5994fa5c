"""The bulk import as pages: choose a file, see what it would change, load exactly that file."""

import csv
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from meetings.importing.forms import ImportForm
from meetings.importing.kinds import KINDS
from meetings.importing.rights import may_import
from meetings.importing.run import import_file
from meetings.kept_files import Gone, discard, keep, kept


class ImportAccess:
    """Lets in whoever may load files; there is no record yet to ask a policy about."""

    action = "import"

    def dispatch(self, request, *args, **kwargs):
        if not may_import(request.user):
            raise PermissionDenied(
                _("Only administrators and municipal officers load records from files.")
            )
        return super().dispatch(request, *args, **kwargs)


class ImportStart(ImportAccess, FormView):
    """Asks for the file and explains the columns."""

    form_class = ImportForm
    template_name = "meetings/import_form.html"
    extra_context = {"kinds": KINDS, "submit_label": gettext_lazy("Check the file")}

    def form_valid(self, form):
        file = form.cleaned_data["file"]
        token = keep(form.cleaned_data["kind"], file.name, file.read(), user=self.request.user)
        return redirect(f"{reverse('meetings:import-preview')}?{urlencode({'file': token})}")


class ImportPreview(ImportAccess, TemplateView):
    """Shows what the kept file would change, and loads it on confirmation."""

    template_name = "meetings/import_preview.html"
    start = reverse_lazy("meetings:import")

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Gone:
            messages.error(request, _("This file is no longer kept here. Choose it again."))
            return redirect(self.start)

    def get_context_data(self, **kwargs):
        file = kept(self.request.GET.get("file", ""), user=self.request.user)
        report = kwargs.get("report") or self.load(file, dry_run=True)
        return super().get_context_data(
            **{**kwargs, "report": report, "kind": KINDS[file.kind], "start_url": self.start}
        )

    def post(self, request):
        file = kept(request.GET.get("file", ""), user=request.user)
        report = self.load(file, dry_run=False)
        if report.problems:
            return self.render_to_response(self.get_context_data(report=report))
        discard(file)
        messages.success(
            request,
            _("%(file)s is loaded. New: %(new)s, changed: %(changed)s, unchanged: %(unchanged)s.")
            % vars(report),
        )
        return redirect(self.start)

    def load(self, file, *, dry_run):
        return import_file(
            file.kind, file.name, file.content, user=self.request.user, dry_run=dry_run
        )


class ImportTemplate(ImportAccess, View):
    """An empty file with the columns of a kind."""

    def get(self, request, kind):
        if kind not in KINDS:
            raise Http404
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{kind}.csv"'},
        )
        # The mark tells spreadsheets that the file is in UTF-8.
        response.write("\ufeff")
        csv.writer(response).writerow(KINDS[kind].resource.fields)
        return response
