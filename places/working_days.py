"""Working days: Monday to Friday without the public holidays; the clock of every deadline."""

from datetime import timedelta

from places.models import PublicHoliday

SATURDAY = 5
DAY = timedelta(days=1)


class WorkingDays:
    """Counts by a set of days off. `of_kosovo` reads the days off from the reference data."""

    def __init__(self, holidays):
        self.holidays = frozenset(holidays)

    @classmethod
    def of_kosovo(cls):
        return cls(PublicHoliday.objects.values_list("day", flat=True))

    def is_one(self, day):
        return day.weekday() < SATURDAY and day not in self.holidays

    def after(self, day, count):
        """Return the day that lies so many working days later, or earlier for a negative count."""
        step = DAY if count > 0 else -DAY
        for _number in range(abs(count)):
            day += step
            while not self.is_one(day):
                day += step
        return day

    def between(self, start, end):
        """Return how many working days follow `start` up to and with `end`; negative backwards."""
        if end < start:
            return -self.between(end, start)
        span = (start + DAY * number for number in range(1, (end - start).days + 1))
        return sum(map(self.is_one, span))
