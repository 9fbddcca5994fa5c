from committees.models.committee import Committee, Membership, Person, Seat
from committees.models.profile import PersonalProfile
from committees.models.rules import Deadline, NumberSeries, Rule
from committees.models.training import Course, CourseNeed, Participation, Training

__all__ = [
    "Committee",
    "Course",
    "CourseNeed",
    "Deadline",
    "Membership",
    "NumberSeries",
    "Participation",
    "Person",
    "PersonalProfile",
    "Rule",
    "Seat",
    "Training",
]
