from meetings.models.answers import CompensationReport, NilReport, WorkPlan
from meetings.models.feed import CalendarFeed
from meetings.models.meeting import (
    AgendaItem,
    Attendance,
    Concern,
    ConcernCategory,
    Document,
    Meeting,
    Participant,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "CompensationReport",
    "Concern",
    "ConcernCategory",
    "Document",
    "Meeting",
    "NilReport",
    "Participant",
    "WorkPlan",
]
