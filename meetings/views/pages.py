"""Meetings to read: the list, the page of one, its history, its documents."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
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
    buttons_of,
    export_response,
    file_response,
    versions_of,
)
from meetings.choices import LOCKED, Audience, MeetingStatus
from meetings.exporting import MeetingResource
from meetings.filters import MeetingFilter
from meetings.invitations import reach, sent
from meetings.models import Document, ItemText, Meeting, Minutes
from meetings.papers import attendance_list, in_language, vote_text
from meetings.quorum import quorum_of
from meetings.signing import changes_since, signed_papers, signed_quorum
from meetings.workflow import LIFE, MINUTES


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
        response = export_response(
            MeetingResource(request.user), rows, "forumi-meetings", extension
        )
        append_event(
            "export.meetings", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response


class MeetingPageMixin(PolicyMixin):
    """A page under the meeting of the address, which belongs to the committee of the address."""

    model = Meeting
    slug_field = "public_id"
    slug_url_kwarg = "meeting"

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
        return super().get_context_data(
            **self.record(),
            partners=meeting.committees[1:],
            agenda=self.items,
            minutes=self.minutes,
            minute_items=self.minute_items(),
            buttons=self.buttons(),
            papers=self.papers(),
            signed_files=self.signed_files(),
            adopted=Minutes.objects.visible_to(user)
            .filter(adopted_at=meeting)
            .select_related("meeting__committee"),
            breadcrumbs=breadcrumbs(meeting.committee, (capfirst(meeting.title), None)),
            **kwargs,
        )

    def record(self):
        """What whoever reads the record finds: who was there, what was raised, what is to do."""
        meeting, user = self.object, self.request.user
        attended = self.attendance() if meeting.can_view_record else {}
        return attended | {
            "participants": meeting.participants.visible_to(user),
            "concerns": meeting.concerns.visible_to(user).with_parts().order_by("pk"),
            "actions": meeting.actions.visible_to(user)
            .select_related("institution", "concern")
            .order_by("pk"),
            "documents": meeting.documents.visible_to(user),
        }

    @cached_property
    def signed(self):
        """The paper of approved minutes in the reader's language, or None."""
        if self.minutes is None or self.minutes.status not in LOCKED:
            return None
        meeting = self.object
        audience = Audience.READERS if meeting.can_view_record else Audience.PUBLIC
        if meeting.can_view_names:
            audience = Audience.INSIDERS
        return signed_papers(meeting, audience).filter(language=get_language()).first()

    def attendance(self):
        """Who was there: as signed, where the minutes are approved, with what changed since."""
        meeting, names = self.object, self.object.can_view_names
        if self.signed:
            record = self.signed.record
            return {
                "attendance": self.signed.content,
                "listed": record.listed,
                "present": record.taken,
                "quorum": signed_quorum(record),
                "changed": changes_since(record, meeting, names=names),
            }
        rows = list(meeting.attendance.with_seat().in_order())
        return {
            "attendance": attendance_list(rows, names=names),
            "listed": len(rows),
            "present": sum(row.takes_part for row in rows),
            "quorum": quorum_of(meeting) if rows else None,
        }

    @cached_property
    def items(self):
        return list(self.object.agenda.visible_to(self.request.user).in_order())

    @cached_property
    def minutes(self):
        return (
            Minutes.objects.visible_to(self.request.user)
            .filter(meeting=self.object)
            .select_related("adopted_at")
            .first()
        )

    def minute_items(self):
        """Each item of which the minutes speak, with what they say in the reader's language."""
        if self.signed:
            return [row for row in self.signed.content["items"] if row["texts"] or row["vote"]]
        texts = {}
        for row in ItemText.objects.visible_to(self.request.user).filter(item__in=self.items):
            texts.setdefault(row.item_id, []).append(row)
        rows = [
            {
                "number": number,
                "name": item.name,
                "texts": in_language(texts.get(item.pk, []), get_language()),
                "vote": vote_text(item) if self.minutes else "",
            }
            for number, item in enumerate(self.items, start=1)
        ]
        return [row for row in rows if row["texts"] or row["vote"]]

    def buttons(self):
        """The steps open to the user; to hold a meeting is to write its record."""
        meeting, user = self.object, self.request.user
        at = [meeting.committee.slug, meeting.public_id]
        buttons = buttons_of(LIFE.offers(meeting, user), "meetings:transition", *at)
        for button in buttons:
            if button["name"] == "hold":
                button["url"] = reverse("meetings:report", args=at)
        if self.minutes:
            offers = MINUTES.offers(self.minutes, user)
            buttons += buttons_of(offers, "meetings:minutes-step", *at)
        return buttons

    def papers(self):
        """The papers that the user may print, each in the reader's language."""
        meeting = self.object
        papers = []
        if meeting.status == MeetingStatus.HELD and (meeting.can_view_record or self.minutes):
            papers.append(("meetings:minutes-paper", _("Minutes (PDF)")))
        if meeting.can_view_record:
            papers.append(("meetings:agenda-paper", _("Agenda with papers (PDF)")))
        if meeting.can_view_names:
            papers.append(("meetings:attendance-sheet", _("Attendance sheet to sign (PDF)")))
        at = [meeting.committee.slug, meeting.public_id]
        return [{"url": reverse(name, args=at), "label": label} for name, label in papers]

    def signed_files(self):
        """The approved minutes in each language, with the SHA-256 of each file."""
        if self.signed is None:
            return []
        found = signed_papers(self.object, self.signed.audience).defer("content")
        return found.order_by("language")


class MeetingTransition(MeetingPageMixin, TransitionMixin):
    workflow = LIFE
    template_name = "meetings/meeting_transition.html"

    def get_initial(self):
        """Whoever was invited before is proposed again."""
        return super().get_initial() | {"invited_emails": self.object.invited_emails}

    def get_context_data(self, **kwargs):
        is_call = self.step.name == "convene"
        return super().get_context_data(
            reach=reach(self.object) if is_call else None,
            is_over=self.object.starts_on < timezone.localdate() if is_call else False,
            submit_label=self.step.label if is_call else "",
            **kwargs,
        )

    def done(self):
        if self.step.name != "convene":
            return super().done()
        number = sent(self.object)
        said = ngettext(
            "The meeting is convened. %(number)s mail with the invitation goes out.",
            "The meeting is convened. %(number)s mails with the invitation go out.",
            number,
        )
        return said % {"number": number}

    def dispatch(self, request, *args, **kwargs):
        """To hold a meeting is to write its record, where no day can lie ahead."""
        if kwargs["step"] == "hold":
            return redirect("meetings:report", kwargs["committee"], kwargs["meeting"])
        return super().dispatch(request, *args, **kwargs)


class MeetingHistory(MeetingPageMixin, DetailView):
    """Who changed the meeting, when and what; it names the chair and those who wrote."""

    action = "view_names"
    template_name = "history.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=versions_of(self.object, self.request.user),
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
