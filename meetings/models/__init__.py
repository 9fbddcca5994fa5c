from meetings.models.agenda import AgendaItem, ItemText, StandingItem
from meetings.models.answers import CompensationReport, NilReport, WorkPlan
from meetings.models.feed import CalendarFeed
from meetings.models.follow_up import Action
from meetings.models.meeting import (
    Attendance,
    Concern,
    ConcernCategory,
    Document,
    Meeting,
    Participant,
)
from meetings.models.minutes import Minutes

__all__ = [
    "Action",
    "AgendaItem",
    "Attendance",
    "CalendarFeed",
    "CompensationReport",
    "Concern",
    "ConcernCategory",
    "Document",
    "ItemText",
    "Meeting",
    "Minutes",
    "NilReport",
    "Participant",
    "StandingItem",
    "WorkPlan",
]
