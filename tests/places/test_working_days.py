"""The clock of every deadline: working days against plain counting, and with the loaded days."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from places.models import PublicHoliday
from places.working_days import WorkingDays

START = date(2025, 12, 15)
DAY = timedelta(days=1)
# Six weeks around a New Year; in the days off weekends stand as well, as in the law.
dates = st.integers(0, 41).map(lambda number: START + number * DAY)
clocks = st.lists(dates, max_size=12).map(WorkingDays)
counts = st.integers(-15, 15)
quick = settings(max_examples=200, deadline=None, derandomize=True)


def working(clock, day):
    """Say in other words whether offices are open on the day."""
    return day.strftime("%a") not in ("Sat", "Sun") and day not in clock.holidays


@quick
@given(clocks, dates)
def test_weekends_and_holidays_are_no_working_days(clock, day):
    assert clock.is_one(day) is working(clock, day)


@quick
@given(clocks, dates, counts)
def test_day_after_so_many_working_days_is_one_itself(clock, day, count):
    assume(count)
    found = clock.after(day, count)
    assert working(clock, found)
    assert (found > day) is (count > 0)


@quick
@given(clocks, dates)
def test_no_days_later_is_the_same_day(clock, day):
    assert clock.after(day, 0) == day
    assert clock.between(day, day) == 0


@quick
@given(clocks, dates, dates)
def test_between_counts_the_open_days_behind_the_first_up_to_the_last(clock, start, end):
    assume(start <= end)
    day, number = start, 0
    while day < end:
        day += DAY
        number += working(clock, day)
    assert clock.between(start, end) == number


@quick
@given(clocks, dates, counts)
def test_counting_back_from_the_day_reached_gives_the_count(clock, day, count):
    assume(working(clock, day))
    assert clock.between(day, clock.after(day, count)) == count


@quick
@given(clocks, dates, dates)
def test_going_the_counted_way_leads_from_one_working_day_to_the_other(clock, start, end):
    assume(working(clock, start) and working(clock, end))
    assert clock.after(start, clock.between(start, end)) == end


@quick
@given(clocks, dates, counts)
def test_from_a_day_off_the_count_begins_with_the_next_open_day(clock, day, count):
    assume(count > 0)
    assert clock.between(day, clock.after(day, count)) == count


@quick
@given(clocks, dates, counts, counts)
def test_so_many_days_and_then_so_many_more_are_their_sum(clock, day, first, second):
    assume(working(clock, day))
    assert clock.after(clock.after(day, first), second) == clock.after(day, first + second)


@quick
@given(clocks, dates, dates, dates)
def test_between_is_additive_and_backwards_it_is_negative(clock, one, two, three):
    assert clock.between(one, two) + clock.between(two, three) == clock.between(one, three)
    assert clock.between(two, one) == -clock.between(one, two)


@quick
@given(clocks, dates, dates, dates)
def test_holiday_takes_one_day_from_the_count_and_a_weekend_none(clock, start, end, off):
    assume(start < end)
    more = WorkingDays({*clock.holidays, off})
    lost = start < off <= end and working(clock, off)
    assert more.between(start, end) == clock.between(start, end) - lost


@pytest.fixture
def kosovo(reference):
    return WorkingDays.of_kosovo()


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        # Thursday; 1 May 2026 is a Friday.
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        # Monday, ten days: 1 May falls out, and Europe Day, which is kept on Monday the 11th.
        (date(2026, 4, 27), 10, date(2026, 5, 13)),
        # Wednesday; two days of New Year, then a weekend.
        (date(2025, 12, 31), 1, date(2026, 1, 5)),
        # Orthodox Christmas is the Wednesday after.
        (date(2025, 12, 31), 3, date(2026, 1, 8)),
        # A Catholic Christmas and New Year in one way.
        (date(2025, 12, 24), 7, date(2026, 1, 8)),
        # 1 and 2 January 2028 are a weekend and are kept on Monday and Tuesday.
        (date(2027, 12, 31), 1, date(2028, 1, 5)),
    ],
)
def test_deadline_over_holidays_with_the_loaded_days(kosovo, start, count, end):
    assert kosovo.after(start, count) == end
    assert kosovo.after(end, -count) == start
    assert kosovo.between(start, end) == count


def test_week_of_the_first_of_may_has_four_working_days(kosovo):
    week = [date(2026, 4, 27) + number * DAY for number in range(7)]
    assert [day.day for day in week if kosovo.is_one(day)] == [27, 28, 29, 30]


def test_each_loaded_year_keeps_twelve_days_off_work(kosovo):
    """Holidays of a weekend are moved, and two of one day are kept one after the other."""
    for year in range(2024, 2029):
        days = PublicHoliday.objects.filter(day__year=year).values_list("day", flat=True)
        assert len(days) == 12, year
        assert not [day for day in days if day.strftime("%a") in ("Sat", "Sun")]


def test_loaded_days_have_names_in_three_languages_and_everybody_sees_them(reference, world):
    for holiday in PublicHoliday.objects.all():
        assert all([holiday.name_sq, holiday.name_sr, holiday.name_en]), holiday.day
    for name in ("anonymous", "account"):
        seen = PublicHoliday.objects.visible_to(world.person(name))
        assert seen.count() == PublicHoliday.objects.count() > 0


def test_days_off_are_read_once(reference, django_assert_num_queries):
    with django_assert_num_queries(1):
        clock = WorkingDays.of_kosovo()
        clock.after(date(2026, 1, 1), 250)
