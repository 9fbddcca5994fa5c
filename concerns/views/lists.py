"""Many concerns: the register, that of a committee, the map, and what residents are told."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView, TemplateView

from audit.actions import append_event
from committees.models import Committee
from committees.views.under import TAB_RIGHTS, CommitteePageMixin, breadcrumbs, tabs_of
from concerns.exporting import ConcernResource
from concerns.filters import ConcernFilter
from concerns.tiles import tiles_of
from concerns.wording import in_readers_language
from core.policy import may
from core.views import PagesMixin, PolicyMixin, export_response
from meetings.models import Concern


def found_concerns(request):
    """Return the filter of the address over the concerns that the user sees, newest first."""
    visible = Concern.objects.visible_to(request.user).with_parts().newest_first()
    return ConcernFilter(request.GET, queryset=visible, request=request)


class ConcernList(PagesMixin, ListView):
    """The register, as far as the user reads it."""

    template_name = "concerns/concern_list.html"
    action = "view"

    def get_queryset(self):
        self.filterset = found_concerns(self.request)
        return self.filterset.qs

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url=reverse("concerns:list"),
            today=timezone.localdate(),
            **kwargs,
        )


class ConcernExport(View):
    """The filtered concerns as CSV, XLSX or JSON."""

    action = "view"

    def get(self, request, extension):
        rows = found_concerns(request).qs
        response = export_response(ConcernResource(), rows, "forumi-concerns", extension)
        append_event(
            "export.concerns", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class ConcernMap(TemplateView):
    """The filtered concerns by municipality: a tile each, never a point."""

    template_name = "concerns/concern_map.html"
    action = "view"

    def get_context_data(self, **kwargs):
        found = found_concerns(self.request)
        query = self.request.GET.copy()
        query.pop("municipality", None)
        return super().get_context_data(
            filter=found,
            map=tiles_of(found.qs),
            query=query.urlencode(),
            breadcrumbs=[(_("Concerns"), reverse("concerns:list")), (_("Map"), None)],
            **kwargs,
        )


class CommitteeConcerns(CommitteePageMixin, PagesMixin, ListView):
    """What was raised before a committee, and what lies with it; for readers of its records."""

    action = "view_records"
    tab = "concerns"
    template_name = "concerns/committee_concerns.html"

    def get_queryset(self):
        visible = Concern.objects.visible_to(self.request.user).with_parts()
        return visible.of(self.committee).newest_first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            may_add=may(self.request.user, "add_concern", self.committee),
            today=timezone.localdate(),
            **kwargs,
        )


class Answered(PolicyMixin, PagesMixin, ListView):
    """«You said, we did»: the published answers of a committee, for everybody."""

    action = "view"
    template_name = "concerns/answered.html"

    @cached_property
    def committee(self):
        committee = get_object_or_404(
            Committee.objects.visible_to(self.request.user)
            .with_place()
            .with_actions(self.request.user, *TAB_RIGHTS),
            slug=self.kwargs["committee"],
        )
        self.require(self.action, committee)
        return committee

    def get_queryset(self):
        return (
            Concern.objects.permitted(self.request.user, "view_answer")
            .filter(committee=self.committee)
            .with_parts()
            .prefetch_related("texts")
            .order_by("-answered_on", "-pk")
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            committee=self.committee,
            tabs=tabs_of(self.committee, "answered"),
            breadcrumbs=breadcrumbs(self.committee, (_("You said, we did"), None)),
            **kwargs,
        )
        return context | {"rows": [in_readers_language(row) for row in context["object_list"]]}
