"""What pages under a meeting share."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.text import capfirst

from committees.views.under import breadcrumbs
from core.views import PolicyMixin
from meetings.models import Meeting


class UnderMeetingMixin(PolicyMixin):
    """A page under the meeting of the address, on which the user may do the view's action."""

    heading = ""

    @cached_property
    def meeting(self):
        meeting = get_object_or_404(
            Meeting.objects.visible_to(self.request.user).with_committee(),
            public_id=self.kwargs["meeting"],
            committee__slug=self.kwargs["committee"],
        )
        self.require(self.action, meeting)
        return meeting

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            # Whoever may not is told so before anything is read.
            self.meeting  # noqa: B018
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        meeting = self.meeting
        return super().get_context_data(**kwargs) | {
            "meeting": meeting,
            "committee": meeting.committee,
            "heading": self.heading,
            "cancel_url": meeting.get_absolute_url(),
            "breadcrumbs": breadcrumbs(
                meeting.committee,
                (capfirst(meeting.title), meeting.get_absolute_url()),
                (self.heading, None),
            ),
        }


def saved(address, entry):
    """Return the address after a form was saved, which lets the device forget what it kept."""
    return f"{address}#saved-{entry}" if entry else address
