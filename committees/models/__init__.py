from committees.models.committee import Committee, Membership, Person, Seat
from committees.models.composition import SeatTemplate
from committees.models.mandate import Mandate, Nomination
from committees.models.rules import Deadline, NumberSeries, Rule

__all__ = [
    "Committee",
    "Deadline",
    "Mandate",
    "Membership",
    "Nomination",
    "NumberSeries",
    "Person",
    "Rule",
    "Seat",
    "SeatTemplate",
]
