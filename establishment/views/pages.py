"""A request to read and decide on: its page, its moves, its history, its files."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from audit.actions import append_event
from committees.choices import CommitteeKind, CommitteeStatus
from committees.models import Committee
from core.policy import may
from core.views import (
    KeptTextMixin,
    PolicyMixin,
    TransitionMixin,
    buttons_of,
    file_response,
    versions_of,
)
from core.workflow import FASTER
from establishment.actions import begin_again
from establishment.chain import grants_at
from establishment.choices import EDITABLE, RequestStatus
from establishment.composition import composition_of
from establishment.evidence import tasks_of
from establishment.letters import with_file
from establishment.models import DecisionLetter, EstablishmentRequest, RequestDocument
from establishment.snapshot import changes_between, snapshot_of
from establishment.timing import timeline_of
from establishment.views.draft import proposed_members
from establishment.views.trail import breadcrumbs
from establishment.workflow import WAY, SendBackForm


class RequestPageMixin(PolicyMixin):
    model = EstablishmentRequest
    slug_field = slug_url_kwarg = "number"
    context_object_name = "record"

    def get_queryset(self):
        return super().get_queryset().with_place()

    def tabs(self):
        """The request and its history, for whoever reads the file."""
        pages = [("detail", _("Request")), ("history", _("History"))]
        return [
            {
                "label": label,
                "url": reverse(f"establishment:{name}", args=[self.object.number]),
                "active": name == self.request.resolver_match.url_name,
            }
            for name, label in pages
        ]


class RequestDetail(RequestPageMixin, DetailView):
    """Where the request is and what it says; whoever may decide does it here.

    A draft, or a request that came back, is a task list for its station.
    """

    action = "view"
    template_name = "establishment/request_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_actions(self.request.user)

    def get_context_data(self, **kwargs):
        record, user = self.object, self.request.user
        moves = list(
            record.moves.visible_to(user)
            .select_related(
                "step__region",
                "step__station",
                "to_step__region",
                "to_step__station",
                "moved_by",
                "grant__user",
                "grant__acting_for__user",
            )
            .order_by("number")
        )
        members = list(proposed_members(record)) if record.can_view_file else []
        return super().get_context_data(
            state=record.state_choice,
            tabs=self.tabs() if record.can_view_file else [],
            settlements=record.settlements.order_by("name"),
            timeline=timeline_of(record, moves, with_reasons=record.can_view_file),
            moves=[(WAY.get(move.name).label, move) for move in moves],
            **self.offers(),
            tasks=self.tasks(),
            changes=self.changes(moves),
            members=members,
            composition=composition_of(members, record.station.municipality)
            if record.proposes_members and members
            else None,
            documents=record.documents.kept().visible_to(user).order_by("pk"),
            holders=self.holders(),
            overlaps=self.overlaps(),
            letters=DecisionLetter.objects.visible_to(user)
            .filter(decision__request=record)
            .defer("pdf")
            .order_by("pk"),
            breadcrumbs=breadcrumbs((record.number, None)),
            **kwargs,
        )

    def offers(self):
        """The moves open to the user: decided on this page, or on a page of their own."""
        decided_here = ("forward", "approve", "return", "reject")
        record = self.object
        offers = [
            button | {"is_here": button["name"] in decided_here}
            for button in buttons_of(
                WAY.offers(record, self.request.user), "establishment:move", record.number
            )
        ]
        return {
            "decisions": [offer for offer in offers if offer["is_here"]],
            "others": [offer for offer in offers if not offer["is_here"]],
        }

    def tasks(self):
        """The task list of whoever may write, with the address of each page."""
        if self.object.status not in EDITABLE or not self.object.can_edit:
            return []
        pages = {"members": "establishment:members", "documents": "establishment:documents"}
        return [
            {
                "task": task,
                "url": reverse(pages[task.key], args=[self.object.number])
                if task.key in pages
                else reverse("establishment:part", args=[self.object.number, task.key]),
            }
            for task in tasks_of(self.object)
        ]

    def changes(self, moves):
        """What differs from the filing before: for the next reader, or while it is corrected."""
        filings = [move.submitted for move in moves if move.submitted]
        if not self.object.can_view_file or not filings:
            return []
        if self.object.status == RequestStatus.RETURNED:
            return changes_between(filings[-1], snapshot_of(self.object))
        return changes_between(filings[-2], filings[-1]) if len(filings) > 1 else []

    def holders(self):
        """Who may decide at the level today, by the grant; nobody is shown as nobody."""
        if self.object.status != RequestStatus.AT_LEVEL or not self.object.can_view_file:
            return None
        grants = grants_at(self.object.step, timezone.localdate())
        return [grant for grant in grants if may(grant.user, "decide", self.object)]

    def overlaps(self):
        """Pairs (name, address) of active local committees and open requests for a settlement."""
        record = self.object
        if (
            not record.can_view_file
            or not record.is_founding
            or record.status == RequestStatus.APPROVED
        ):
            return []
        places = record.settlements.all()
        committees = (
            Committee.objects.of_kind(CommitteeKind.KLSP)
            .filter(status=CommitteeStatus.ACTIVE, settlements__in=places)
            .distinct()
        )
        requests = (
            EstablishmentRequest.objects.visible_to(self.request.user)
            .open()
            .covering(places)
            .exclude(pk=record.pk)
            .select_related("committee")
        )
        return [
            *((committee.name, committee.get_absolute_url()) for committee in committees),
            *((other.title, other.get_absolute_url()) for other in requests),
        ]


class RequestMove(RequestPageMixin, TransitionMixin):
    """Takes a step; whoever clicks late is told so and keeps what was typed."""

    workflow = WAY
    template_name = "establishment/move_form.html"

    @cached_property
    def seen(self):
        """The version of the request that the reader of the page had before them."""
        return self.request.POST.get("seen") or str(self.object.version)

    @cached_property
    def is_late(self):
        return self.seen != str(self.object.version)

    def get_form_class(self):
        return self.step.form if self.is_late else super().get_form_class()

    def get_form_kwargs(self):
        of_request = {"request": self.object} if self.step.form is SendBackForm else {}
        return super().get_form_kwargs() | of_request

    def form_valid(self, form):
        if self.is_late:
            form.add_error(None, FASTER)
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            seen=self.seen,
            breadcrumbs=breadcrumbs(
                (self.object.number, self.object.get_absolute_url()), (self.step.label, None)
            ),
            **kwargs,
        )


class RequestAgain(RequestPageMixin, KeptTextMixin, SingleObjectMixin, FormView):
    """Begins a new request with all that a withdrawn or rejected one said."""

    action = "begin_again"
    form_class = Form
    template_name = "establishment/again_form.html"

    @cached_property
    def object(self):
        return self.get_object()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cancel_url=self.object.get_absolute_url(),
            breadcrumbs=breadcrumbs(
                (self.object.number, self.object.get_absolute_url()), (_("Begin again"), None)
            ),
            **kwargs,
        )

    def form_valid(self, _form):
        draft = begin_again(self.object, by=self.request.user)
        messages.success(
            self.request, _("A new draft holds what the request said. Correct it and submit it.")
        )
        return redirect(draft)


class RequestHistory(RequestPageMixin, DetailView):
    """Who changed what the request says, when and what."""

    action = "view_file"
    template_name = "history.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=versions_of(self.object, self.request.user),
            tabs=self.tabs(),
            breadcrumbs=breadcrumbs(
                (self.object.number, self.object.get_absolute_url()), (_("History"), None)
            ),
            **kwargs,
        )


class DocumentDownload(PolicyMixin, SingleObjectMixin, View):
    """Hands out a document of a request."""

    model = RequestDocument
    action = "view"

    def get(self, request, **_kwargs):
        document = self.get_object()
        append_event("document.read", by=request.user, subject=document)
        return file_response(document)


class LetterDownload(PolicyMixin, View):
    """Hands out the letter of a decision in one language, byte for byte as it was issued."""

    action = "view"

    def get(self, request, number, language):
        letter = get_object_or_404(
            DecisionLetter.objects.visible_to(request.user).select_related("decision"),
            decision__request__number=number,
            language=language,
        )
        name = f"{letter.decision.number}-{language}.pdf"
        return HttpResponse(
            bytes(with_file(letter).pdf),
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
