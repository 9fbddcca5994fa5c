from meetings.models.answers import CompensationReport, NilReport, WorkPlan
from meetings.models.dismissal import Dismissal
from meetings.models.feed import CalendarFeed
from meetings.models.joint import JointCommittee
from meetings.models.meeting import (
    AgendaItem,
    Attendance,
    Concern,
    ConcernCategory,
    Document,
    Meeting,
    Participant,
)
from meetings.models.rules import CountingRule

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "CompensationReport",
    "Concern",
    "ConcernCategory",
    "CountingRule",
    "Dismissal",
    "Document",
    "JointCommittee",
    "Meeting",
    "NilReport",
    "Participant",
    "WorkPlan",
]
