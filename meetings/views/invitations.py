"""Whom the invitation to a meeting reaches, and what brings it to the others."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from meetings.actions import invite_rest
from meetings.invitations import reach, uninvited
from meetings.letters import messages_to_copy
from meetings.views.under import UnderMeetingMixin


class Invitations(UnderMeetingMixin, TemplateView):
    """Says whom mail reaches, sends what was not sent, offers letters and a text to copy."""

    action = "invite"
    template_name = "meetings/invitations.html"

    @property
    def heading(self):
        return _("Invitations")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            reach=reach(self.meeting),
            is_over=self.meeting.starts_on < timezone.localdate(),
            uninvited=uninvited(self.meeting),
            texts=messages_to_copy(self.meeting),
            **kwargs,
        )

    def post(self, request, **_kwargs):
        number = invite_rest(self.meeting, by=request.user)
        said = ngettext(
            "%(number)s mail with the invitation goes out.",
            "%(number)s mails with the invitation go out.",
            number,
        )
        messages.success(request, said % {"number": number})
        return redirect(request.path)
