"""Who sees a meeting, who reads its record, who keeps it."""

from django.db.models import Exists, F, OuterRef, Q

from accounts.choices import Role
from accounts.permissions import administrator, granted, own
from committees.models import Committee
from committees.permissions import insiders, keepers, readers
from core.policy import Rule, everybody, in_state, policy_of, register, where
from meetings.answering import answering, owners
from meetings.choices import (
    CLOSED_CONCERNS,
    ActionStatus,
    Audience,
    FileKind,
    MeetingKind,
    MeetingStatus,
    Ministry,
    MinutesStatus,
    Sensitivity,
)
from meetings.models import (
    Action,
    ActionProof,
    AgendaItem,
    Attendance,
    CalendarFeed,
    CompensationReport,
    Concern,
    ConcernCategory,
    CountingRule,
    Dismissal,
    Document,
    Institution,
    InstitutionSpelling,
    ItemText,
    JointCommittee,
    Meeting,
    Minutes,
    NilReport,
    Participant,
    Referral,
    SignedPaper,
    SignedRecord,
    StandingItem,
    WorkPlan,
)

# Executive meetings are the committee's own: the public learns neither date nor agenda.
public_kind = ~where("it is an executive meeting", kind=MeetingKind.EXECUTIVE)
not_called_off = ~in_state(MeetingStatus.POSTPONED, MeetingStatus.CANCELLED)

# Who changes the record of a meeting changes what its minutes say.
unlocked = Rule(
    "while its minutes are not locked",
    lambda _user: ~Exists(Minutes.objects.locked().filter(meeting=OuterRef("pk"))),
)

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
        "add_concern": keepers(),
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
        "report": keeping & not_called_off & unlocked,
        "write_minutes": keeping & in_state(MeetingStatus.HELD) & unlocked,
        "set_agenda": keeping & not_called_off & unlocked,
        "attach": keeping & not_called_off,
        # It says whom no mail reaches.
        "invite": keeping & in_state(MeetingStatus.PLANNED, MeetingStatus.CONVENED),
    },
)


def on(model, field, action):
    """Return the rule that holds on a part where the action holds on what it is a part of."""
    rule = policy_of(model)[action]
    return Rule(
        rule.label,
        lambda user: Q(**{f"{field}__in": model.objects.filter(rule(user)).values("pk")}),
    )


def on_meeting(action):
    return on(Meeting, "meeting", action)


def file_of(model, field, *, view, names):
    """Return the rule on a file of a record: one that names persons asks for the right to names."""
    nameless = ~where("it names persons", kind__in=FileKind.naming())
    return (on(model, field, view) & nameless) | on(model, field, names)


published = where("its minutes are published", meeting__minutes__status=MinutesStatus.PUBLISHED)

# What a member may be told by mail at an address that nobody but a keeper of the roster knows of.
open_item = where("it is not confidential", is_confidential=False) & ~where(
    "confidential", concern__sensitivity=Sensitivity.CONFIDENTIAL
)
# What was raised is not public, and so is what follows it up.
public_item = open_item & where("it follows up nothing", concern=None, action=None)
# Which items of the agenda stand on a paper for whom.
ITEMS_FOR = {
    Audience.INSIDERS: everybody,
    Audience.READERS: open_item,
    Audience.PUBLIC: public_item,
}

register(
    AgendaItem,
    {
        "view": on_meeting("view_names")
        | (open_item & on_meeting("view_record"))
        | (public_item & on_meeting("view")),
        "view_text": on_meeting("view_record") | published,
    },
)
register(ItemText, {"view": on(AgendaItem, "item", "view") & on(AgendaItem, "item", "view_text")})
register(
    Minutes,
    {
        "view": on_meeting("view_record")
        | (in_state(MinutesStatus.PUBLISHED) & on_meeting("view")),
        "change_status": on_meeting("change_status"),
    },
)
register(SignedRecord, {"view": on(Meeting, "minutes__meeting", "view_record")})
register(
    SignedPaper,
    {
        "view": on(Meeting, "record__minutes__meeting", "view_names")
        | (
            on(Meeting, "record__minutes__meeting", "view_record")
            & where("it has no names", audience=Audience.READERS)
        )
        | (
            on(Meeting, "record__minutes__meeting", "view")
            & where("it is the public paper", audience=Audience.PUBLIC)
            & in_state(MinutesStatus.PUBLISHED, field="record__minutes__status")
        ),
    },
)
register(JointCommittee, {"view": on_meeting("view")})
register(CountingRule, {"view": everybody})
for part in (Participant, Attendance):
    register(part, {"view": on_meeting("view_record")})
register(Document, {"view": file_of(Meeting, "meeting", view="view_record", names="view_names")})
register(
    Action,
    {
        # What was decided under a confidential item is read like the item.
        "view": (on_meeting("view_record") & ~where("confidential", item__is_confidential=True))
        | on_meeting("view_names")
        | answering,
        "edit": on_meeting("change_status") & in_state(ActionStatus.OPEN, ActionStatus.IN_PROGRESS),
        "answer": on_meeting("change_status") | answering,
        "decide": on_meeting("change_status"),
        "own": owners,
        # It names whoever changed it.
        "view_history": on_meeting("view_names") | answering,
    },
)
register(ActionProof, {"view": file_of(Action, "action", view="view", names="view_history")})
register(Institution, {"view": everybody, "assign": administrator})
register(InstitutionSpelling, {"view": everybody})
register(ConcernCategory, {"view": everybody})


def passed_to(rule):
    """Return the rule that holds on a concern where it holds on a council it was passed to."""
    return Rule(
        f"of a council to which it was passed: {rule.label}",
        lambda user: Q(pk__in=Referral.objects.filter(rule(user)).values("concern")),
    )


# Whoever keeps the records of the committee that holds it, or the officers of the ministry.
handling = (
    keepers("holder_committee", "holder_committee__")
    | (granted(Role.MIA_OFFICER) & where("the ministry holds it", holder_ministry=Ministry.MIA))
    | (granted(Role.MLGA_OFFICER) & where("the ministry holds it", holder_ministry=Ministry.MLGA))
)
# Those who know who is who: the members themselves, the police above and the ministries.
knowing = insiders("committee", "committee__") | passed_to(
    insiders("to_committee", "to_committee__")
)
at_home = Rule("where it was raised", lambda _user: Q(holder_committee=F("committee")))
closed = in_state(*CLOSED_CONCERNS)
register(
    Concern,
    {
        "view": (
            ~where("it is confidential", sensitivity=Sensitivity.CONFIDENTIAL)
            & (
                hosting
                | on_meeting("view_record")
                | passed_to(readers("to_committee", "to_committee__"))
            )
        )
        | knowing,
        "view_history": knowing,
        "view_answer": where("its answer is published", published_at__isnull=False),
        "edit": keeping & ~closed,
        "handle": handling & ~closed,
        "answer": handling & ~at_home & ~closed,
        "close": keeping & at_home,
        "publish": keeping
        & closed
        & ~where("it is confidential", sensitivity=Sensitivity.CONFIDENTIAL),
        "respond": keeping | handling,
    },
)
register(Referral, {"view": on(Concern, "concern", "view")})
register(StandingItem, {"view": everybody})
register(CalendarFeed, {"view": own("user")})
for answer in (WorkPlan, CompensationReport, NilReport):
    register(answer, {"view": hosting})


register(
    Dismissal,
    {
        "view": on(Committee, "committee", "view_findings"),
        "withdraw": on(Committee, "committee", "dismiss_finding"),
    },
)
