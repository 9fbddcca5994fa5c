from committees.actions.members import add_seat, end_membership, seat_member
from committees.actions.registry import free_slug, save_committee

__all__ = ["add_seat", "end_membership", "free_slug", "save_committee", "seat_member"]
