from committees.actions.members import add_seat, end_membership, seat_member
from committees.actions.registry import free_slug, save_committee
from committees.actions.trainings import add_participants, certify, save_training

__all__ = [
    "add_participants",
    "add_seat",
    "certify",
    "end_membership",
    "free_slug",
    "save_committee",
    "save_training",
    "seat_member",
]
