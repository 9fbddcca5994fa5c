"""One action: its page, its correction, its steps, its proofs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from audit.actions import append_event
from core.views import (
    KeptTextMixin,
    PolicyMixin,
    TransitionMixin,
    buttons_of,
    file_response,
    versions_of,
)
from follow_up.actions import change_action, take_step
from follow_up.chain import chain_of
from follow_up.forms import ActionEditForm
from follow_up.views.trail import breadcrumbs
from meetings.actions.versions import EditConflict
from meetings.forms.minutes import origins_of
from meetings.models import Action, ActionProof
from meetings.workflow.action import ACTION


class ActionPageMixin(PolicyMixin):
    model = Action
    context_object_name = "record"

    def get_queryset(self):
        return super().get_queryset().with_place()


class ActionDetail(ActionPageMixin, DetailView):
    """What was asked of whom, out of what, and what came of it; the steps open to the reader."""

    action = "view"
    template_name = "follow_up/action_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_actions(self.request.user, "edit", "view_history")

    def get_context_data(self, **kwargs):
        record, user = self.object, self.request.user
        return super().get_context_data(
            chain=chain_of(record, user),
            proofs=record.proofs.visible_to(user).order_by("pk"),
            buttons=buttons_of(ACTION.offers(record, user), "follow_up:step", record.pk),
            versions=versions_of(record, user) if record.can_view_history else [],
            breadcrumbs=breadcrumbs((record.title, None)),
            **kwargs,
        )


class ActionStep(ActionPageMixin, TransitionMixin):
    """A step of the action's life; a file that proves what came of it may come along."""

    workflow = ACTION

    def get_form_kwargs(self):
        more = {"action": self.object} if self.step.name == "report-done" else {}
        return super().get_form_kwargs() | more

    def get_context_data(self, **kwargs):
        return super().get_context_data(submit_label=self.step.label, **kwargs)

    def perform(self, form):
        take_step(self.object, self.step.name, by=self.request.user, **form.cleaned_data)


class ActionUpdate(KeptTextMixin, ActionPageMixin, FormView):
    """Corrects what is asked, of whom, or until when, while it is not closed."""

    action = "edit"
    form_class = ActionEditForm
    template_name = "follow_up/action_form.html"

    @cached_property
    def record(self):
        visible = Action.objects.visible_to(self.request.user).with_place()
        record = get_object_or_404(visible, pk=self.kwargs["pk"])
        self.require(self.action, record)
        return record

    def get_form_kwargs(self):
        record = self.record
        origins = origins_of(record.meeting, self.request.user, known=record.concern_id)
        return super().get_form_kwargs() | origins | {"instance": record}

    def get_context_data(self, **kwargs):
        address = self.record.get_absolute_url()
        return super().get_context_data(
            cancel_url=address,
            breadcrumbs=breadcrumbs((self.record.title, address), (_("Edit"), None)),
            **kwargs,
        )

    def form_valid(self, form):
        action = form.save(commit=False)
        try:
            change_action(action, version=form.cleaned_data["version"], by=self.request.user)
        except EditConflict as conflict:
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
            form.add_error(
                None,
                _("Somebody else changed this action meanwhile. Saving again keeps your version."),
            )
            return self.form_invalid(form)
        messages.success(self.request, _("The action is saved."))
        return redirect(action)


class ProofDownload(PolicyMixin, SingleObjectMixin, View):
    """Hands out a file that shows what came of an action."""

    model = ActionProof
    action = "view"

    def get(self, request, **_kwargs):
        proof = self.get_object()
        append_event("proof.read", by=request.user, subject=proof)
        return file_response(proof)
