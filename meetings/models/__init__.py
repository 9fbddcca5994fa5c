from meetings.models.agenda import AgendaItem, ItemText, StandingItem
from meetings.models.answers import CompensationReport, NilReport
from meetings.models.concern import Concern
from meetings.models.dismissal import Dismissal
from meetings.models.feed import CalendarFeed
from meetings.models.follow_up import Action, ActionProof
from meetings.models.institution import Institution, InstitutionSpelling, institution_named
from meetings.models.joint import JointCommittee
from meetings.models.meeting import (
    Attendance,
    ConcernCategory,
    Document,
    Meeting,
    Participant,
)
from meetings.models.minutes import Minutes
from meetings.models.plans import Activity, ActivityDocument, WorkPlan
from meetings.models.referral import Referral
from meetings.models.rules import CountingRule
from meetings.models.signed import SignedPaper, SignedRecord

__all__ = [
    "Action",
    "ActionProof",
    "Activity",
    "ActivityDocument",
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "CompensationReport",
    "Concern",
    "ConcernCategory",
    "CountingRule",
    "Dismissal",
    "Document",
    "Institution",
    "InstitutionSpelling",
    "ItemText",
    "JointCommittee",
    "Meeting",
    "Minutes",
    "NilReport",
    "Participant",
    "Referral",
    "SignedPaper",
    "SignedRecord",
    "StandingItem",
    "WorkPlan",
    "institution_named",
]
