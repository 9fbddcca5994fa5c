"""The next meeting of a local committee of Prizren is convened; its members are invited by mail."""

from django.utils import timezone

from accounts.models import User
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.workflow import LIFE
from notices.models import Mail
from portal.demo.sign_ins import address

CONVENER = "chair"
GUESTS = ["mysafir@demo.example"]


def convene_next_meeting(*, today):
    """Convene it as its chair would, if one is planned.

    The invitations have left already: a first start would print them over its own sign-ins.
    """
    chair = User.objects.get(email=address(CONVENER))
    planned = Meeting.objects.permitted(chair, "change_status").upcoming(today)
    meeting = planned.filter(status=MeetingStatus.PLANNED).soonest_first().first()
    if meeting:
        LIFE.perform(meeting, "convene", by=chair, invited_emails=GUESTS)
        Mail.objects.filter(sent_at=None).update(sent_at=timezone.now(), attempts=1)
