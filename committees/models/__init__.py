from committees.models.committee import Committee, Membership, Person, Seat
from committees.models.composition import SeatTemplate
from committees.models.contact import Contact
from committees.models.mandate import Mandate, Nomination
from committees.models.profile import PersonalProfile
from committees.models.rules import Deadline, NumberSeries, Rule
from committees.models.struck import StruckMembership
from committees.models.training import Course, CourseNeed, Participation, Training

__all__ = [
    "Committee",
    "Contact",
    "Course",
    "CourseNeed",
    "Deadline",
    "Mandate",
    "Membership",
    "Nomination",
    "NumberSeries",
    "Participation",
    "Person",
    "PersonalProfile",
    "Rule",
    "Seat",
    "SeatTemplate",
    "StruckMembership",
    "Training",
]
