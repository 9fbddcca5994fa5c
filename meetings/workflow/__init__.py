"""The lives of what meetings leave: meetings, their minutes, the concerns raised."""

from meetings.workflow.action import ACTION
from meetings.workflow.concern import CONCERN
from meetings.workflow.meeting import LIFE, MOST_GUESTS
from meetings.workflow.minutes import MINUTES, PublishForm

__all__ = ["ACTION", "CONCERN", "LIFE", "MINUTES", "MOST_GUESTS", "PublishForm"]
