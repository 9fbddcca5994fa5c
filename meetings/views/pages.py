"""Meetings to read: the list, the page of one, its history, its documents."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, ListView
from django.views.generic.detail import SingleObjectMixin

from audit.actions import append_event
from committees.views.under import breadcrumbs
from core.views import (
    PagesMixin,
    PolicyMixin,
    TransitionMixin,
    export_response,
    file_response,
    versions_of,
)
from meetings.exporting import MeetingResource
from meetings.filters import MeetingFilter
from meetings.models import Document, Meeting
from meetings.workflow import LIFE


def found_meetings(request):
    """Return the filter of the address over the meetings that the user sees, newest first."""
    visible = Meeting.objects.visible_to(request.user).with_committees().newest_first()
    return MeetingFilter(request.GET, queryset=visible)


class MeetingList(PagesMixin, ListView):
    template_name = "meetings/meeting_list.html"

    def get_queryset(self):
        self.filterset = found_meetings(self.request)
        return self.filterset.qs

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url=reverse("meetings:list"),
            **kwargs,
        )


class MeetingExport(View):
    """The filtered meetings as CSV, XLSX or JSON."""

    def get(self, request, extension):
        rows = found_meetings(request).qs
        response = export_response(MeetingResource(), rows, "forumi-meetings", extension)
        append_event(
            "export.meetings", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class MeetingPageMixin(PolicyMixin):
    """A page under the meeting of the address, which belongs to the committee of the address."""

    model = Meeting

    def get_queryset(self):
        return (
            super().get_queryset().with_committee().filter(committee__slug=self.kwargs["committee"])
        )


class MeetingDetail(MeetingPageMixin, DetailView):
    """The page of a meeting; who may not read the record sees what is public of it."""

    action = "view"

    def get_queryset(self):
        seen = super().get_queryset().with_actions(self.request.user)
        return seen.select_related("known_from__committee")

    def get_context_data(self, **kwargs):
        meeting, user = self.object, self.request.user
        attendance = list(
            meeting.attendance.visible_to(user)
            .select_related(
                "membership__person",
                "membership__seat__represents_community",
                "membership__seat__represents_religion",
            )
            .in_order()
        )
        return super().get_context_data(
            partners=meeting.committees[1:],
            agenda=meeting.agenda.visible_to(user),
            attendance=attendance,
            present=sum(row.takes_part for row in attendance),
            participants=meeting.participants.visible_to(user),
            concerns=meeting.concerns.visible_to(user)
            .select_related("category")
            .prefetch_related("communities"),
            documents=meeting.documents.visible_to(user),
            buttons=self.buttons(),
            breadcrumbs=breadcrumbs(meeting.committee, (capfirst(meeting.title), None)),
            **kwargs,
        )

    def buttons(self):
        """The steps open to the user; to hold a meeting is to write its record."""
        slug, pk = self.object.committee.slug, self.object.pk
        return [
            {
                "label": offer.transition.label,
                "style": offer.transition.style,
                "reason": offer.reason,
                "url": reverse("meetings:report", args=[slug, pk])
                if offer.transition.name == "hold"
                else reverse("meetings:transition", args=[slug, pk, offer.transition.name]),
            }
            for offer in LIFE.offers(self.object, self.request.user)
        ]


class MeetingTransition(MeetingPageMixin, TransitionMixin):
    workflow = LIFE

    def dispatch(self, request, *args, **kwargs):
        """To hold a meeting is to write its record, where no day can lie ahead."""
        if kwargs["step"] == "hold":
            return redirect("meetings:report", kwargs["committee"], kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class MeetingHistory(MeetingPageMixin, DetailView):
    """Who changed the meeting, when and what; it names the chair and those who wrote."""

    action = "view_names"
    template_name = "history.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=versions_of(self.object),
            breadcrumbs=breadcrumbs(
                self.object.committee,
                (capfirst(self.object.title), self.object.get_absolute_url()),
                (_("History"), None),
            ),
            **kwargs,
        )


class DocumentDownload(PolicyMixin, SingleObjectMixin, View):
    """Hands out a document of a meeting."""

    model = Document
    action = "view"

    def get(self, request, **_kwargs):
        document = self.get_object()
        append_event("document.read", by=request.user, subject=document)
        return file_response(document)
