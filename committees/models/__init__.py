from committees.models.committee import Committee, Membership, Person, Seat
from committees.models.rules import Deadline, NumberSeries, Rule

__all__ = ["Committee", "Deadline", "Membership", "NumberSeries", "Person", "Rule", "Seat"]
