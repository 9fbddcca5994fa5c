"""Whether a council still makes the number of meetings that the rule of the year asks for.

Plain arithmetic, no forecast. What is needed is what is due less what was held. The rest of a year
has room for one meeting a fortnight: that is the house's measure of what a council of volunteers
can still call in the ordinary way, not a rule of the law. A council founded during the year is not
judged, as where the figures of a year judge it: the instruction says nothing of a part
of a year, so there is no share of six to hold it to.
"""

from dataclasses import dataclass
from datetime import date

from meetings.choices import Pace

# Days from one ordinary meeting to the next, at the quickest.
FORTNIGHT = 14


@dataclass(frozen=True)
class Standing:
    """The year of one council so far; `due` None: no rule; `planned` are still to come."""

    year: int
    due: int | None
    held: int
    planned: int
    is_founded_this_year: bool = False

    @property
    def needed(self):
        """How many meetings are still to be held."""
        return max((self.due or 0) - self.held, 0)

    @property
    def unplanned(self):
        """How many of the needed meetings nobody has planned yet."""
        return max(self.needed - self.planned, 0)

    def room(self, today):
        """How many ordinary meetings the days after today have room for, one a fortnight."""
        return max((date(self.year, 12, 31) - today).days, 0) // FORTNIGHT

    def pace(self, today):
        """Return the one answer for the day: see `Pace`.

        - no rule for the kind of body, or founded during the year: not judged;
        - held as many as are due: met;
        - the year is over: not met;
        - held and planned together make the number: on course;
        - the rest of the year has room for what is needed, one a fortnight: at risk;
        - it has not: cannot be met without extra meetings.
        """
        if self.due is None:
            return Pace.NO_RULE
        if self.is_founded_this_year:
            return Pace.NOT_JUDGED
        if self.needed == 0:
            return Pace.MET
        if today.year > self.year:
            return Pace.NOT_MET
        if self.unplanned == 0:
            return Pace.ON_COURSE
        return Pace.AT_RISK if self.needed <= self.room(today) else Pace.BEYOND_REACH
