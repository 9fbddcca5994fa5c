"""The year of a committee as a strip: a box for each meeting due, and what became of it."""

from dataclasses import dataclass

from committees.models import Rule
from meetings.choices import BoxState, MeetingStatus
from meetings.counting import Counting, counting_in
from meetings.models import Meeting
from meetings.year_plan import meetings_there, rule_on_meetings

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

    @property
    def held(self):
        return sum(box.state == BoxState.HELD for box in self.boxes)


def strip_of(committee, year, *, user, today):
    """Return the strip of the year as the user may see it: those held first, the missing last."""
    rule = rule_on_meetings(committee, year)
    there = meetings_there(committee, year).visible_to(user).select_related("committee")
    boxes = [Box(_state(meeting, today), meeting) for meeting in there]
    boxes.sort(key=lambda box: ORDER.index(box.state))
    missing = max((rule.value if rule else 0) - len(boxes), 0)
    founded = committee.established_on
    return Strip(
        year=year,
        boxes=[*boxes, *(Box(BoxState.MISSING) for _number in range(missing))],
        rule=rule,
        counting=counting_in(committee.kind, year),
        is_founding_year=bool(founded and founded.year == year),
    )


def _state(meeting, today):
    if meeting.status == MeetingStatus.HELD:
        return BoxState.HELD
    return BoxState.AWAITING if meeting.starts_on < today else BoxState.PLANNED
