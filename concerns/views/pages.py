"""One concern: its page, its steps, its history, its files."""

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView
from django.views.generic.detail import SingleObjectMixin

from audit.actions import append_event
from concerns.models import ConcernDocument, ProblemRecord, Project
from concerns.similar import similar_to
from concerns.views.under import trail
from concerns.way import way_of
from concerns.wording import in_readers_language
from core.views import PolicyMixin, TransitionMixin, buttons_of, file_response, versions_of
from meetings.models import AgendaItem, Concern, ItemText, Meeting
from meetings.papers import in_language
from meetings.workflow import CONCERN


class ConcernPageMixin(PolicyMixin):
    """A page on the concern whose number stands in the address."""

    model = Concern
    slug_field = slug_url_kwarg = "number"

    def get_queryset(self):
        return super().get_queryset().with_parts()


class ConcernDetail(ConcernPageMixin, DetailView):
    """What was raised, where it lies, and the chain from it to what was done."""

    action = "view"
    template_name = "concerns/concern_detail.html"

    def get_queryset(self):
        seen = super().get_queryset().select_related("duplicate_of", "recurrence_of")
        return seen.prefetch_related("texts").with_actions(self.request.user)

    def get_context_data(self, **kwargs):
        concern, user = self.object, self.request.user
        seen = Concern.objects.visible_to(user)
        return super().get_context_data(
            concern=concern,
            wording=in_readers_language(concern),
            way=way_of(concern, user),
            # Whom the concern was passed to may not know of an executive meeting.
            raised_at=Meeting.objects.visible_to(user)
            .filter(pk=concern.meeting_id)
            .select_related("committee")
            .first(),
            items=self.items(),
            responses=concern.responses.visible_to(user).order_by("taken_on", "pk"),
            documents=concern.documents.visible_to(user).order_by("uploaded_at", "pk"),
            actions=concern.actions.visible_to(user).with_place().by_due(),
            problem=ProblemRecord.objects.visible_to(user).filter(concern=concern).first(),
            projects=Project.objects.visible_to(user)
            .filter(concern=concern)
            .select_related("committee"),
            duplicates=seen.filter(duplicate_of=concern),
            recurrences=seen.filter(recurrence_of=concern),
            same_as=seen.filter(pk=concern.duplicate_of_id).first(),
            came_after=seen.filter(pk=concern.recurrence_of_id).first(),
            similar=similar_to(concern, user) if concern.can_edit else [],
            buttons=buttons_of(CONCERN.offers(concern, user), "concerns:step", concern.number),
            other_languages=[row for row in settings.LANGUAGES if row[0] != concern.language],
            breadcrumbs=trail((concern.number, None)),
            **kwargs,
        )

    def items(self):
        """The items of agendas under which it was spoken of, with what was decided."""
        items = (
            AgendaItem.objects.visible_to(self.request.user)
            .filter(concern=self.object)
            .select_related("meeting__committee")
            .prefetch_related(Prefetch("texts", ItemText.objects.visible_to(self.request.user)))
            .order_by("meeting__starts_on", "pk")
        )
        return [
            {"item": item, "texts": in_language(item.texts.all(), get_language())} for item in items
        ]


class ConcernStep(ConcernPageMixin, TransitionMixin):
    """One step on the way of a concern."""

    workflow = CONCERN

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.step.name in ("take-up", "decline", "reopen"):
            return kwargs
        return kwargs | {"concern": self.object, "user": self.request.user}

    def get_initial(self):
        return super().get_initial() | {"duplicate_of": self.request.GET.get("of", "")}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_label=self.step.label,
            breadcrumbs=trail(
                (self.object.number, self.object.get_absolute_url()), (self.step.label, None)
            ),
            **kwargs,
        )


class ConcernHistory(ConcernPageMixin, DetailView):
    """Who changed what of a concern, when and why."""

    action = "view_history"
    template_name = "history.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            versions=versions_of(self.object, self.request.user),
            breadcrumbs=trail(
                (self.object.number, self.object.get_absolute_url()), (_("History"), None)
            ),
            **kwargs,
        )


class DocumentDownload(PolicyMixin, SingleObjectMixin, View):
    """Hands out a file that belongs to a concern."""

    model = ConcernDocument
    action = "view"

    def get(self, request, **_kwargs):
        document = self.get_object()
        append_event("document.read", by=request.user, subject=document)
        return file_response(document)
