"""The pace of a council: one answer for every day, number held and number planned."""

from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from meetings.choices import Pace
from meetings.models import Meeting
from meetings.pace import Standing
from reports.dashboard import Dashboard

# From worst to best, while the year runs.
ORDER = [Pace.BEYOND_REACH, Pace.AT_RISK, Pace.ON_COURSE, Pace.MET]
DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
NUMBERS = st.integers(0, 9)


def test_every_day_has_one_answer_that_more_meetings_never_make_worse():
    for day, held, planned in product(DAYS, range(9), range(9)):
        now = ORDER.index(Standing(2026, 6, held, planned).pace(day))
        assert ORDER.index(Standing(2026, 6, held + 1, planned).pace(day)) >= now
        assert ORDER.index(Standing(2026, 6, held, planned + 1).pace(day)) >= now
        if planned:
            # A planned meeting that takes place.
            assert ORDER.index(Standing(2026, 6, held + 1, planned - 1).pace(day)) >= now


@given(held=NUMBERS, planned=NUMBERS, number=st.integers(0, 363))
def test_a_day_that_passes_never_makes_it_better(held, planned, number):
    standing = Standing(2026, 6, held, planned)
    one, two = (ORDER.index(standing.pace(day)) for day in DAYS[number : number + 2])
    assert two <= one


@pytest.mark.parametrize(
    ("day", "held", "planned", "expected"),
    [
        (date(2026, 1, 1), 0, 0, Pace.AT_RISK),
        (date(2026, 1, 1), 0, 6, Pace.ON_COURSE),
        (date(2026, 10, 8), 0, 0, Pace.AT_RISK),
        (date(2026, 10, 9), 0, 0, Pace.BEYOND_REACH),
        (date(2026, 10, 9), 0, 6, Pace.ON_COURSE),
        (date(2026, 12, 17), 5, 0, Pace.AT_RISK),
        (date(2026, 12, 18), 5, 0, Pace.BEYOND_REACH),
        (date(2026, 12, 31), 6, 0, Pace.MET),
        (date(2027, 1, 1), 5, 0, Pace.NOT_MET),
        (date(2027, 1, 1), 6, 0, Pace.MET),
    ],
)
def test_the_answer_of_a_day(day, held, planned, expected):
    assert Standing(2026, 6, held, planned).pace(day) is expected


def test_who_is_not_judged():
    assert Standing(2026, None, 3, 0).pace(DAYS[0]) is Pace.NO_RULE
    assert Standing(2026, 6, 7, 0, is_founded_this_year=True).pace(DAYS[0]) is Pace.NOT_JUDGED


@pytest.mark.django_db
@time_machine.travel("2026-12-31")
def test_on_the_last_day_the_pace_agrees_with_the_indicator(make):
    codes = ["20", "17", "05", "01", "02", "03", "04"]
    for held, code in enumerate(codes, start=1):
        make.meetings(make.council(code), held, year=2026)
    make.meetings(make.council("06", established_on=date(2026, 5, 1)), 6, year=2026)
    rows = {row.place.code: row for row in Dashboard("kksb", 2026).councils}
    assert rows["06"].pace is Pace.NOT_JUDGED
    for code in codes:
        assert (rows[code].pace is Pace.MET) is (rows[code].requirement == "yes"), code
    assert [rows[code].pace for code in codes] == [Pace.BEYOND_REACH] * 5 + [Pace.MET] * 2


@pytest.mark.django_db
@time_machine.travel("2026-11-22")
def test_the_dashboard_says_the_pace_in_words(client, make):
    for code, held, planned in (("20", 4, 2), ("17", 4, 1), ("05", 2, 1)):
        council = make.council(code)
        make.meetings(council, held, year=2026)
        for number in range(planned):
            Meeting.objects.create(committee=council, starts_on=date(2026, 12, 10 + number))
    page = client.get("/en/figures/").content.decode()
    words = {row.place.code: str(row.badge[2]) for row in Dashboard("kksb", 2026).councils}
    assert words["20"] == "on course"
    assert words["17"] == "at risk: 2 more needed"
    assert words["05"] == "cannot be met without extra meetings"
    assert all(words[code] in page for code in ("20", "17", "05"))
    assert "at one meeting a fortnight the year still has room" in page
