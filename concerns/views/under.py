"""What pages under a concern share."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.views import KeptTextMixin, PolicyMixin
from core.workflow import TransitionRefused
from meetings.models import Concern


def trail(*further):
    """The register, then the concern: Concerns › SHQ-2026-0042 › …"""
    return [(_("Concerns"), reverse("concerns:list")), *further]


class UnderConcernMixin(PolicyMixin):
    """A page under the concern of the address, on which the user may do the view's action."""

    heading = ""

    @cached_property
    def concern(self):
        concern = get_object_or_404(
            Concern.objects.visible_to(self.request.user).with_parts(),
            number=self.kwargs["number"],
        )
        self.require(self.action, concern)
        return concern

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            # Whoever may not is told so before anything is read.
            self.concern  # noqa: B018
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        concern = self.concern
        return super().get_context_data(
            concern=concern,
            heading=self.heading,
            cancel_url=concern.get_absolute_url(),
            breadcrumbs=trail((concern.number, concern.get_absolute_url()), (self.heading, None)),
            **kwargs,
        )


class ConcernFormMixin(KeptTextMixin, UnderConcernMixin):
    """A form under a concern, which the page saves in `write(form)`.

    A refusal is said above the fields, and what was typed stays.
    """

    template_name = "concerns/form.html"
    done = ""
    # Empty: the button says «Save».
    submit_label = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(submit_label=self.submit_label, **kwargs)

    def form_valid(self, form):
        try:
            self.write(form)
        except TransitionRefused as refusal:
            form.add_error(None, refusal.reason)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.concern)
