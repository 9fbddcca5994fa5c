"""Who sees a meeting, who reads its record, who keeps it."""

from django.db.models import Q

from accounts.choices import Role
from accounts.permissions import granted, own
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
    CountingRule,
    Dismissal,
    Document,
    JointCommittee,
    Meeting,
    NilReport,
    Participant,
    WorkPlan,
)

# Executive meetings are the committee's own: the public learns neither date nor agenda.
public_kind = ~where("it is an executive meeting", kind=MeetingKind.EXECUTIVE)
not_called_off = ~in_state(MeetingStatus.POSTPONED, MeetingStatus.CANCELLED)

hosting = readers("committee", "committee__")
keeping = keepers("committee", "committee__")


def joined(rule):
    """Return the rule that holds on a meeting where it holds on a committee that joined it."""
    return Rule(
        f"of a committee that holds it together with the host: {rule.label}",
        lambda user: Q(
            pk__in=JointCommittee.objects.filter(rule(user)).values("meeting"),
        ),
    )


# Who reads the records of a committee that joined a meeting reads the record of that meeting,
# without the names on the host's list; only the host's keepers write it.
reading = hosting | joined(hosting)

# Who answers for the records of a committee, and who watches over them.
menders = (
    keepers()
    | granted(Role.REGIONAL_DIRECTOR, region="municipality__region")
    | granted(Role.COMMUNITY_POLICING, Role.DEPUTY_GENERAL_DIRECTOR, Role.GENERAL_DIRECTOR)
)

register(
    Committee,
    {
        "add_meeting": keepers(),
        "answer": keepers(),
        "view_findings": menders | granted(Role.OSCE_MONITOR),
        "dismiss_finding": menders,
    },
)
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
register(JointCommittee, {"view": on_meeting("view")})
register(CountingRule, {"view": everybody})
for part in (Participant, Attendance, Concern, Document):
    register(part, {"view": on_meeting("view_record")})
register(ConcernCategory, {"view": everybody})
register(CalendarFeed, {"view": own("user")})
for answer in (WorkPlan, CompensationReport, NilReport):
    register(answer, {"view": hosting})


def on_committee(action):
    """Return the rule that holds on a record where the action holds on its committee."""
    rule = policy_of(Committee)[action]
    return Rule(
        rule.label, lambda user: Q(committee__in=Committee.objects.filter(rule(user)).values("pk"))
    )


register(
    Dismissal, {"view": on_committee("view_findings"), "withdraw": on_committee("dismiss_finding")}
)
