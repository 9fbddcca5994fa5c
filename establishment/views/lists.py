"""Requests in number: the list, its files, and how long the levels take."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView, TemplateView

from audit.actions import append_event
from core.views import PagesMixin, export_response
from establishment.exporting import RequestResource
from establishment.filters import RequestFilter
from establishment.models import EstablishmentRequest
from establishment.permissions import reads_requests
from establishment.timing import medians
from establishment.views.trail import breadcrumbs
from places.models import PoliceStation


class ReadersMixin:
    """Pages of those whose roles let them see requests at all."""

    action = "view"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not reads_requests(request.user):
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)


def found_requests(request):
    """Return the filter of the address over the requests that the user sees, newest first."""
    visible = EstablishmentRequest.objects.visible_to(request.user).with_place().newest_first()
    return RequestFilter(request.GET, queryset=visible, request=request)


class RequestList(ReadersMixin, PagesMixin, ListView):
    template_name = "establishment/request_list.html"

    def get_queryset(self):
        self.filterset = found_requests(self.request)
        return self.filterset.qs.prefetch_related("settlements")

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url=reverse("establishment:list"),
            may_file=PoliceStation.objects.permitted(user, "file_request").exists(),
            **kwargs,
        )


class RequestExport(ReadersMixin, View):
    """The filtered requests as CSV, XLSX or JSON."""

    def get(self, request, extension):
        rows = found_requests(request).qs
        response = export_response(RequestResource(), rows, "forumi-requests", extension)
        append_event(
            "export.requests", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class Times(ReadersMixin, TemplateView):
    """How many working days the levels take, by region: for whoever sees the requests of all."""

    template_name = "establishment/times.html"

    def get_context_data(self, **kwargs):
        requests = EstablishmentRequest.objects.visible_to(self.request.user)
        return super().get_context_data(
            rows=medians(requests),
            breadcrumbs=breadcrumbs((_("How long the levels take"), None)),
            **kwargs,
        )
