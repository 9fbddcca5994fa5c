"""What came of a concern."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.views import KeptTextMixin, PolicyMixin
from meetings import actions
from meetings.forms.minutes import SettleForm
from meetings.models import Concern


class ConcernAnswer(KeptTextMixin, PolicyMixin, FormView):
    """Notes the answer to a concern."""

    action = "settle"
    form_class = SettleForm
    template_name = "meetings/settle_form.html"

    @cached_property
    def matter(self):
        matter = get_object_or_404(
            Concern.objects.visible_to(self.request.user).select_related("meeting__committee"),
            pk=self.kwargs["pk"],
        )
        self.require(self.action, matter)
        return matter

    def get_initial(self):
        return {
            "words": self.matter.answer,
            "on": self.matter.answered_on or timezone.localdate(),
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            matter=self.matter, cancel_url=self.matter.meeting.get_absolute_url(), **kwargs
        )

    def form_valid(self, form):
        held_on = self.matter.meeting.starts_on
        if held_on and form.cleaned_data["on"] < held_on:
            form.add_error("on", _("This lies before the meeting."))
            return self.form_invalid(form)
        actions.settle(self.matter, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("The answer is noted."))
        return redirect(self.matter.meeting)
