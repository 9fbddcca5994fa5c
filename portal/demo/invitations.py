"""The next meeting of the council of Prizren is convened, and its members are invited by mail."""

from accounts.models import User
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.workflow import LIFE
from portal.demo.sign_ins import address

GUESTS = ["klsp.zhur@demo.example"]


def convene_next_meeting(*, today):
    """Convene it as its coordinator would, if one is planned."""
    coordinator = User.objects.get(email=address("coordinator"))
    planned = Meeting.objects.permitted(coordinator, "change_status").upcoming(today)
    meeting = planned.filter(status=MeetingStatus.PLANNED).soonest_first().first()
    if meeting:
        LIFE.perform(meeting, "convene", by=coordinator, invited_emails=GUESTS)
