"""Who sees a meeting, who reads its record, who keeps it."""

from django.db.models import Q

from accounts.permissions import own
from committees.models import Committee
from committees.permissions import insiders, keepers, readers
from core.policy import Rule, everybody, in_state, policy_of, register, where
from meetings.choices import MeetingKind, MeetingStatus
from meetings.models import (
    AgendaItem,
    Attendance,
    CalendarFeed,
    CompensationReport,
    Concern,
    ConcernCategory,
    Document,
    Meeting,
    NilReport,
    Participant,
    WorkPlan,
)

# Executive meetings are the committee's own: the public learns neither date nor agenda.
public_kind = ~where("it is an executive meeting", kind=MeetingKind.EXECUTIVE)
not_called_off = ~in_state(MeetingStatus.POSTPONED, MeetingStatus.CANCELLED)

reading = readers("committee", "committee__")
keeping = keepers("committee", "committee__")

register(Committee, {"add_meeting": keepers(), "answer": keepers()})
register(
    Meeting,
    {
        "view": public_kind | reading,
        "view_record": reading,
        "view_names": insiders("committee", "committee__"),
        # What was held is corrected in its record, where no day can lie ahead.
        "edit": keeping & ~in_state(MeetingStatus.HELD),
        "change_status": keeping,
        "report": keeping & not_called_off,
    },
)


def on_meeting(action):
    """Return the rule that holds on a part of a meeting where the action holds on the meeting."""
    rule = policy_of(Meeting)[action]
    return Rule(
        rule.label, lambda user: Q(meeting__in=Meeting.objects.filter(rule(user)).values("pk"))
    )


register(AgendaItem, {"view": on_meeting("view")})
for part in (Participant, Attendance, Concern, Document):
    register(part, {"view": on_meeting("view_record")})
register(ConcernCategory, {"view": everybody})
register(CalendarFeed, {"view": own("user")})
for answer in (WorkPlan, CompensationReport, NilReport):
    register(answer, {"view": reading})
