from meetings.actions.agenda import set_agenda
from meetings.actions.concerns import follow_day, register_concern, write_concerns
from meetings.actions.meetings import (
    attach_document,
    change_plan,
    invite_rest,
    plan_meeting,
    plan_year,
    report_meeting,
    save_answers,
    stranger_message,
)
from meetings.actions.minutes import minutes_of, settle, write_minutes
from meetings.actions.versions import EditConflict

__all__ = [
    "EditConflict",
    "attach_document",
    "change_plan",
    "follow_day",
    "invite_rest",
    "minutes_of",
    "plan_meeting",
    "plan_year",
    "register_concern",
    "report_meeting",
    "save_answers",
    "set_agenda",
    "settle",
    "stranger_message",
    "write_concerns",
    "write_minutes",
]
