from committees.actions.access import give_access, invite_again
from committees.actions.contacts import note_contact, remove_contact
from committees.actions.corrections import (
    CorrectionRefused,
    correct_membership,
    plan_correction,
    plan_restoring,
    plan_strike,
    plan_undoing,
    strike,
    take_strike_back,
    undo_hand_over,
)
from committees.actions.mandates import (
    correct_oath,
    end_mandate,
    open_mandates,
    save_nomination,
    take_step,
)
from committees.actions.members import (
    Overlap,
    end_membership,
    hand_over,
    seat_member,
    set_term,
)
from committees.actions.persons import MergeRefused, merge_persons
from committees.actions.registry import free_slug, save_committee
from committees.actions.seats import add_seat, close_seat, open_seats, save_seat
from committees.actions.trainings import add_participants, certify, save_training

__all__ = [
    "CorrectionRefused",
    "MergeRefused",
    "Overlap",
    "add_participants",
    "add_seat",
    "certify",
    "close_seat",
    "correct_membership",
    "correct_oath",
    "end_mandate",
    "end_membership",
    "free_slug",
    "give_access",
    "hand_over",
    "invite_again",
    "merge_persons",
    "note_contact",
    "open_mandates",
    "open_seats",
    "remove_contact",
    "plan_correction",
    "plan_restoring",
    "plan_strike",
    "plan_undoing",
    "save_committee",
    "save_nomination",
    "save_seat",
    "save_training",
    "seat_member",
    "set_term",
    "strike",
    "take_step",
    "take_strike_back",
    "undo_hand_over",
]
