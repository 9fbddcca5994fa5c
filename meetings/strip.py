"""The year of a committee as a strip: a box for each meeting due, and what became of it."""

from dataclasses import dataclass

from committees.models import Rule
from meetings.choices import BoxState, MeetingStatus, Pace
from meetings.counting import Counting, counting_in
from meetings.models import Meeting
from meetings.pace import Standing
from meetings.year_plan import meetings_there, rule_on_meetings
from meetings.yearly import YearOnRecord

ORDER = list(BoxState)


@dataclass(frozen=True)
class Box:
    """One box: a meeting that counts, or that one is missing."""

    state: BoxState
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Strip:
    """All boxes of a year, and the rules that say how many there should be and what counts."""

    year: int
    boxes: list[Box]
    rule: Rule | None
    counting: list[Counting]
    is_founding_year: bool
    pace: Pace
    # Whether nobody said anything of the year: that is no zero.
    is_silent: bool

    @property
    def is_judged(self):
        """Whether the year can be met or missed at all."""
        return not self.is_silent and self.pace not in (Pace.NO_RULE, Pace.NOT_JUDGED)

    @property
    def held(self):
        return _number(self.boxes, BoxState.HELD)


def strip_of(committee, year, *, user, today):
    """Return the strip of the year as the user may see it: those held first, the missing last."""
    rule = rule_on_meetings(committee, year)
    there = meetings_there(committee, year).visible_to(user).select_related("committee")
    boxes = [Box(_state(meeting, today), meeting) for meeting in there]
    boxes.sort(key=lambda box: ORDER.index(box.state))
    missing = max((rule.value if rule else 0) - len(boxes), 0)
    founded = committee.established_on
    is_founding_year = bool(founded and founded.year == year)
    standing = Standing(
        year,
        rule.value if rule else None,
        held=_number(boxes, BoxState.HELD),
        planned=_number(boxes, BoxState.PLANNED),
        is_founded_this_year=is_founding_year,
    )
    return Strip(
        year=year,
        boxes=[*boxes, *(Box(BoxState.MISSING) for _number in range(missing))],
        rule=rule,
        counting=counting_in(committee.kind, year),
        is_founding_year=is_founding_year,
        pace=standing.pace(today),
        is_silent=not there and committee.pk not in YearOnRecord(committee.kind, year).spoken,
    )


def _number(boxes, state):
    return sum(box.state == state for box in boxes)


def _state(meeting, today):
    if meeting.status == MeetingStatus.HELD:
        return BoxState.HELD
    return BoxState.AWAITING if meeting.starts_on < today else BoxState.PLANNED
