"""The bulk import as pages: choose a file, see what it would change, load exactly that file."""

import csv
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import FormView, TemplateView

from meetings.importing.forms import ImportForm
from meetings.importing.rights import kinds_for, may_import
from meetings.importing.run import import_file
from meetings.kept_files import Gone, discard, keep, kept


class ImportAccess:
    """Lets in whoever may load files; there is no record yet to ask a policy about."""

    action = "import"

    def dispatch(self, request, *args, **kwargs):
        if not may_import(request.user):
            raise PermissionDenied(
                _("Only administrators, municipal officers and headquarters load files.")
            )
        return super().dispatch(request, *args, **kwargs)


class ImportStart(ImportAccess, FormView):
    """Asks for the file and explains the columns."""

    form_class = ImportForm
    template_name = "meetings/import_form.html"
    extra_context = {"submit_label": gettext_lazy("Check the file")}

    def get_initial(self):
        return {"kind": self.request.GET.get("kind")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"kinds": kinds_for(self.request.user)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(kinds=kinds_for(self.request.user), **kwargs)

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
            show = super().dispatch
            if may_import(request.user) and self.kind.asks_anew:
                show = reauthentication_required(show)
            return show(request, *args, **kwargs)
        except Gone:
            messages.error(request, _("This file is no longer kept here. Choose it again."))
            return redirect(self.start)

    @cached_property
    def file(self):
        return kept(self.request.GET.get("file", ""), user=self.request.user)

    @cached_property
    def kind(self):
        """The kind of the file; raises `Gone` for whoever may no longer load such."""
        try:
            return kinds_for(self.request.user)[self.file.kind]
        except KeyError:
            raise Gone from None

    def get_context_data(self, **kwargs):
        report = kwargs.get("report") or self.load(dry_run=True)
        may_leave_out = self.kind.resource.leaves_out and report.good
        return super().get_context_data(
            **{
                **kwargs,
                "report": report,
                "kind": self.kind,
                "start_url": self.start,
                "may_leave_out": may_leave_out,
            }
        )

    def post(self, request):
        leave_out = "leave_out" in request.POST and self.kind.resource.leaves_out
        report = self.load(dry_run=False, leave_out=leave_out)
        if report.problems and not (leave_out and report.rows):
            return self.render_to_response(self.get_context_data(report=report))
        discard(self.file)
        messages.success(
            request,
            _("%(file)s is loaded. New: %(new)s, changed: %(changed)s, unchanged: %(unchanged)s.")
            % vars(report),
        )
        if report.problems:
            said = ngettext(
                "%(count)s row was left out. Correct it and load the file again: what is stored "
                "stays as it is.",
                "%(count)s rows were left out. Correct them and load the file again: what is "
                "stored stays as it is.",
                report.left_out,
            )
            messages.warning(request, said % {"count": report.left_out})
        return redirect(self.start)

    def load(self, **how):
        file = self.file
        return import_file(file.kind, file.name, file.content, user=self.request.user, **how)


class ImportTemplate(ImportAccess, View):
    """An empty file with the columns of a kind."""

    def get(self, request, kind):
        kinds = kinds_for(request.user)
        if kind not in kinds:
            raise Http404
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{kind}.csv"'},
        )
        # The mark tells spreadsheets that the file is in UTF-8.
        response.write("\ufeff")
        csv.writer(response).writerow(kinds[kind].resource.fields)
        return response
