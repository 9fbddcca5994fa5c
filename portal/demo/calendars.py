"""When invented committees meet, and what becomes of each date."""

from dataclasses import dataclass
from datetime import date, timedelta

from meetings.choices import MeetingStatus

CONVENED_BEFORE = timedelta(days=14)
PLANNED_AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class Habit:
    """How a committee keeps its meetings: how many dates a year, what share of them is held.

    Who is `late` has not reported on the last date yet; who is `silent` reports on none of the
    running year.
    """

    dates: tuple[int, ...]
    held: float = 1.0
    late: bool = False
    silent: bool = False


DILIGENT = Habit((6, 7, 8))
STEADY = Habit((6, 7), held=0.8)
LATE = Habit((6,), held=0.8, late=True)
SLOW = Habit((4, 5))
RARE = Habit((2, 3))
SILENT = Habit((6,), held=0.5, silent=True)
IDLE = Habit((0,))
COUNCIL_HABITS = (
    *(DILIGENT, SLOW, STEADY, RARE, DILIGENT, LATE, SLOW, STEADY, DILIGENT),
    *(SLOW, RARE, STEADY, DILIGENT, SLOW, DILIGENT, SILENT, IDLE),
)
LOCAL_HABITS = (
    Habit((11, 12), held=0.95),
    Habit((9, 10, 11), held=0.9),
    Habit((10,), held=0.9, late=True),
    Habit((8, 9, 10), held=0.9),
    Habit((12,), held=0.9),
    Habit((3, 4, 5), held=0.9),
    Habit((10, 11, 12), held=0.95),
    Habit((6,), held=0.5, silent=True),
)


def calendar(habit_of, *, years, first, last, today, rng):
    """Return the dates of a committee and what became of them, oldest first.

    `habit_of` maps a year to the habit; the committee was there from `first` to `last`.
    """
    ahead = max(date(today.year, 12, 31), today + PLANNED_AHEAD)
    days = [
        (day, habit_of[year])
        for year in years
        for day in _days(habit_of[year], year, rng)
        if first <= day <= min(last, ahead)
    ]
    newest = max((day for day, _habit in days if day < today), default=None)
    return [(day, _status(day, habit, newest, today, rng)) for day, habit in days]


def _days(habit, year, rng):
    """Yield working days, one in each equal part of the year."""
    count = rng.choice(habit.dates)
    for part in range(count):
        day = date(year, 1, 1) + timedelta(days=int((part + rng.uniform(0.2, 0.8)) * 365 / count))
        yield day - timedelta(days=max(0, day.weekday() - 4))


def _status(day, habit, newest, today, rng):
    if day >= today:
        is_near = day - today <= CONVENED_BEFORE
        return MeetingStatus.CONVENED if is_near else MeetingStatus.PLANNED
    if (habit.silent and day.year == today.year) or (habit.late and day == newest):
        return MeetingStatus.PLANNED
    if rng.random() < habit.held:
        return MeetingStatus.HELD
    return rng.choice((MeetingStatus.CANCELLED, MeetingStatus.POSTPONED))
