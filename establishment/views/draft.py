"""The draft of a request: begun, written page by page, checked."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView

from committees.models import Committee
from core.policy import may
from core.views import KeptTextMixin, PolicyMixin
from establishment.actions import (
    attach_document,
    remove_document,
    remove_member,
    save_member,
    save_part,
    start_request,
)
from establishment.choices import Purpose
from establishment.composition import composition_of
from establishment.evidence import tasks_of
from establishment.forms.draft import PARTS, ChangeForm, DocumentForm, ProposedMemberForm, StartForm
from establishment.models import EstablishmentRequest, ProposedMember, RequestDocument
from establishment.views.trail import breadcrumbs
from places.models import PoliceStation


class RequestCreate(KeptTextMixin, FormView):
    """Begins a request for a new committee."""

    form_class = StartForm
    action = "file_request"
    template_name = "establishment/start_form.html"

    @cached_property
    def stations(self):
        stations = PoliceStation.objects.permitted(self.request.user, "file_request")
        if not stations:
            raise PermissionDenied(_("Your roles do not include this step here."))
        return stations

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"stations": self.stations}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cancel_url=reverse("establishment:list"),
            breadcrumbs=breadcrumbs((_("New request"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        return redirect(
            start_request(**form.cleaned_data, purpose=Purpose.FOUNDING, by=self.request.user)
        )


class ChangeCreate(KeptTextMixin, PolicyMixin, FormView):
    """Begins a request about a committee that is there."""

    form_class = ChangeForm
    action = "request_change"
    template_name = "establishment/start_form.html"

    @cached_property
    def committee(self):
        committee = get_object_or_404(
            Committee.objects.visible_to(self.request.user), slug=self.kwargs["committee"]
        )
        self.require(self.action, committee)
        return committee

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            committee=self.committee,
            cancel_url=self.committee.get_absolute_url(),
            **kwargs,
        )

    def form_valid(self, form):
        return redirect(
            start_request(
                station=self.committee.station,
                committee=self.committee,
                purpose=form.cleaned_data["purpose"],
                by=self.request.user,
            )
        )


class DraftMixin(KeptTextMixin, PolicyMixin):
    """A page of the draft in the address; what was typed stays where the draft has closed."""

    action = "edit"
    too_late = gettext_lazy("The request was submitted or ended meanwhile: this was not saved.")

    @cached_property
    def draft(self):
        return get_object_or_404(
            EstablishmentRequest.objects.visible_to(self.request.user).with_place(),
            number=self.kwargs["number"],
        )

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            # Whoever wrote while it was open sends what they typed, and is shown it again.
            prepares, edits = (may(request.user, name, self.draft) for name in ("prepare", "edit"))
            if request.method != "POST" and prepares and not edits:
                messages.info(request, _("This request cannot be edited now."))
                return redirect(self.draft)
            if not prepares:
                raise PermissionDenied(_("This request cannot be edited now."))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            draft=self.draft,
            cancel_url=self.draft.get_absolute_url(),
            breadcrumbs=breadcrumbs(
                (self.draft.number, self.draft.get_absolute_url()), (self.title(), None)
            ),
            page_title=self.title(),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            self.save(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.get_success_url())

    def get_success_url(self):
        return self.draft.get_absolute_url()


class PartUpdate(DraftMixin, FormView):
    """One theme of the draft."""

    template_name = "establishment/part_form.html"

    @cached_property
    def task(self):
        tasks = {task.key: task for task in tasks_of(self.draft) if task.key in PARTS}
        if self.kwargs["part"] not in tasks:
            raise Http404
        return tasks[self.kwargs["part"]]

    def get_form_class(self):
        return PARTS[self.task.key]

    def title(self):
        return self.task.label

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.draft}

    def get_context_data(self, **kwargs):
        form_class = PARTS[self.task.key]
        context = super().get_context_data(**kwargs)
        if hasattr(form_class, "kind"):
            context["documents"] = self.draft.documents.kept().filter(kind=form_class.kind)
        return context

    def save(self, form):
        save_part(
            form.instance,
            fields=[name for name in form.Meta.fields if name in form.fields],
            settlements=form.settlements(),
            by=self.request.user,
        )
        upload = form.cleaned_data.get("upload")
        if upload:
            attach_document(self.draft, upload, kind=form.kind, by=self.request.user)


class MembersPage(DraftMixin, DetailView):
    """The proposed members with the composition that they make."""

    template_name = "establishment/members.html"

    def get_object(self, queryset=None):
        return self.draft

    def title(self):
        return _("Members and police representative")

    def get_context_data(self, **kwargs):
        members = list(proposed_members(self.draft))
        return super().get_context_data(
            members=members,
            composition=composition_of(members, self.draft.station.municipality),
            **kwargs,
        )


def proposed_members(request):
    """Return the proposals of a request in order, with what their seats stand for."""
    return request.members.in_order().select_related("represents_community", "represents_religion")


class MemberSave(DraftMixin, FormView):
    """Proposes a seat and its holder, or corrects the proposal."""

    form_class = ProposedMemberForm
    template_name = "establishment/member_form.html"

    def title(self):
        return _("Proposed member")

    @cached_property
    def member(self):
        if "pk" not in self.kwargs:
            return ProposedMember(request=self.draft)
        return get_object_or_404(self.draft.members.select_related("request"), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.member}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"cancel_url": self.get_success_url()}

    def save(self, form):
        save_member(form.instance, by=self.request.user)

    def get_success_url(self):
        return reverse("establishment:members", kwargs={"number": self.draft.number})


class MemberRemove(DraftMixin, FormView):
    """Takes a proposal back."""

    form_class = Form
    template_name = "establishment/remove_form.html"

    def title(self):
        return _("Take back the proposal")

    @cached_property
    def member(self):
        return get_object_or_404(self.draft.members.select_related("request"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(what=self.member, **kwargs) | {
            "cancel_url": self.get_success_url()
        }

    def save(self, form):
        remove_member(self.member, by=self.request.user)

    def get_success_url(self):
        return reverse("establishment:members", kwargs={"number": self.draft.number})


class DocumentsPage(DraftMixin, FormView):
    """The documents of the draft, and a place to add one."""

    form_class = DocumentForm
    template_name = "establishment/documents.html"

    def title(self):
        return _("Documents")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            documents=self.draft.documents.kept().order_by("pk"), **kwargs
        )

    def save(self, form):
        attach_document(
            self.draft,
            form.cleaned_data["upload"],
            kind=form.cleaned_data["kind"],
            by=self.request.user,
        )

    def get_success_url(self):
        return reverse("establishment:documents", kwargs={"number": self.draft.number})


class DocumentRemove(DraftMixin, FormView):
    """Takes a document back."""

    form_class = Form
    template_name = "establishment/remove_form.html"

    def title(self):
        return _("Take back the document")

    @cached_property
    def document(self):
        kept = RequestDocument.objects.kept().filter(request=self.draft)
        return get_object_or_404(kept.select_related("request"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(what=self.document, **kwargs) | {
            "cancel_url": self.get_success_url()
        }

    def save(self, form):
        remove_document(self.document, by=self.request.user)

    def get_success_url(self):
        return reverse("establishment:documents", kwargs={"number": self.draft.number})
