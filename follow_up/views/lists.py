"""Actions in number: the list, its files, those of a committee, and what is overdue where."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView, TemplateView

from audit.actions import append_event
from committees.permissions import is_in_service
from committees.views.under import CommitteePageMixin
from core.views import PagesMixin, export_response
from follow_up.exporting import ActionResource
from follow_up.filters import ActionFilter
from follow_up.overview import overdue_groups
from follow_up.views.trail import breadcrumbs
from meetings.models import Action, Institution


class ReadersMixin:
    """Pages of those whose roles let them see actions at all."""

    action = "view"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_in_service(request.user):
            raise PermissionDenied(_("Your roles do not include this step here."))
        return super().dispatch(request, *args, **kwargs)


def found_actions(request):
    """Return the filter of the address over the actions that the user sees."""
    visible = Action.objects.visible_to(request.user).with_place().by_due()
    return ActionFilter(request.GET, queryset=visible, request=request)


class ActionList(ReadersMixin, PagesMixin, ListView):
    template_name = "follow_up/action_list.html"

    def get_queryset(self):
        self.filterset = found_actions(self.request)
        return self.filterset.qs

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url=reverse("follow_up:list"),
            may_assign=Institution.objects.permitted(self.request.user, "assign").exists(),
            **kwargs,
        )


class ActionExport(ReadersMixin, View):
    """The filtered actions as CSV, XLSX or JSON."""

    def get(self, request, extension):
        rows = found_actions(request).qs
        response = export_response(ActionResource(), rows, "forumi-actions", extension)
        append_event(
            "export.actions", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class Overdue(ReadersMixin, TemplateView):
    """What is overdue, counted by institution, committee and region; each leads to the list."""

    template_name = "follow_up/overdue.html"

    def get_context_data(self, **kwargs):
        visible = Action.objects.visible_to(self.request.user)
        groups = overdue_groups(visible, timezone.localdate())
        titles = {
            "institution": _("By institution"),
            "committee": _("By committee"),
            "region": _("By police region"),
        }
        return super().get_context_data(
            groups=[
                {"parameter": name, "title": titles[name], "rows": rows}
                for name, rows in groups.items()
            ],
            breadcrumbs=breadcrumbs((_("Overdue"), None)),
            **kwargs,
        )


class CommitteeActions(CommitteePageMixin, PagesMixin, ListView):
    """What a committee asked for, the open ones first."""

    action = "view_records"
    template_name = "follow_up/committee_actions.html"
    tab = "actions"

    def get_queryset(self):
        visible = Action.objects.visible_to(self.request.user)
        return visible.filter(meeting__committee=self.committee).with_place().by_due()
