"""The year in one step: proposed days, what is refused, and meetings that number themselves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from meetings.actions import plan_year
from meetings.models import Meeting
from meetings.year_plan import proposed_days, spread
from places.models import PublicHoliday
from places.working_days import WorkingDays
from tests.factories.meetings import MeetingFactory
from tests.roles import TODAY

NEXT_YEAR = TODAY.year + 1


def page(committee, year=NEXT_YEAR):
    return reverse("meetings:plan-year", args=[committee.slug, year])


def sent(*days, **more):
    form = {"days-TOTAL_FORMS": len(days), "days-INITIAL_FORMS": 0, "place": "Salla", **more}
    return form | {f"days-{number}-day": day for number, day in enumerate(days)}


@given(
    count=st.integers(1, 30),
    first=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 400),
    off=st.sets(st.integers(0, 400), max_size=60),
)
def test_spread_days_are_working_days_in_order_and_each_once(count, first, length, off):
    last = first + timedelta(days=length)
    days = WorkingDays(first + timedelta(days=number) for number in off)
    found = spread(count, first, last, days)
    open_days = days.between(first - timedelta(days=1), last)
    assert len(found) == min(count, open_days)
    assert found == sorted(set(found))
    assert all(first <= day <= last and days.is_one(day) for day in found)


def test_six_dates_of_a_year_lie_two_months_apart(world):
    found = proposed_days(world.kksb, NEXT_YEAR, today=TODAY)
    assert [day.month for day in found] == [2, 4, 6, 8, 10, 12]
    assert not PublicHoliday.objects.filter(day__in=found).exists()


def test_what_is_there_already_is_not_proposed_again(world):
    first = MeetingFactory(committee=world.kksb, planned=True, starts_on=date(NEXT_YEAR, 3, 3))
    MeetingFactory(committee=world.kksb, cancelled=True, starts_on=date(NEXT_YEAR, 5, 5))
    found = proposed_days(world.kksb, NEXT_YEAR, today=TODAY)
    assert len(found) == 5
    assert first.starts_on not in found


def test_running_year_is_planned_from_next_week_on(world):
    found = proposed_days(world.kksb, TODAY.year, today=TODAY)
    assert len(found) == 6
    assert min(found) >= TODAY + timedelta(days=7)


def test_committee_without_a_rule_is_proposed_six(world):
    assert len(proposed_days(world.klsp, NEXT_YEAR, today=TODAY)) == 6


@pytest.mark.parametrize(
    ("name", "status"), [("secretary", 200), ("member", 403), ("account", 403)]
)
def test_page_is_for_whoever_keeps_the_meetings(signed_in, world, name, status):
    client = signed_in(name)
    assert client.get(page(world.kksb)).status_code == status
    client.post(page(world.kksb), sent("2027-02-02"))
    assert Meeting.objects.exists() is (status == 200)


def test_saved_days_are_regular_meetings_with_numbers_of_their_own(signed_in, world):
    client = signed_in("secretary")
    MeetingFactory(
        committee=world.kksb, planned=True, starts_on=date(NEXT_YEAR, 1, 12), number_in_year=1
    )
    answer = client.post(
        page(world.kksb), sent("2027-06-08", "2027-03-09", "", start_time="10:30"), follow=True
    )
    assert "2 meetings are on the calendar." in answer.text
    meetings = Meeting.objects.filter(number_in_year__gt=1).order_by("number_in_year")
    assert [
        (row.starts_on, row.number_in_year, row.kind, row.status, row.place) for row in meetings
    ] == [
        (date(2027, 3, 9), 2, "regular", "planned", "Salla"),
        (date(2027, 6, 8), 3, "regular", "planned", "Salla"),
    ]
    assert meetings[0].title == "regular meeting no. 2"


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (["2026-12-01"], "This day lies in another year."),
        (["2027-02-02", "2027-02-02"], "This day is listed twice."),
        (["2027-02-30"], "Enter a valid date."),
        (["", ""], "Give at least one day."),
        (["2027-04-13"], "There is a meeting on 13.04.2027 already."),
    ],
)
def test_bad_days_are_refused_and_nothing_typed_is_lost(signed_in, world, days, message):
    client = signed_in("secretary")
    MeetingFactory(committee=world.kksb, planned=True, starts_on=date(2027, 4, 13))
    answer = client.post(page(world.kksb), sent(*days, place="Salla e madhe"))
    assert message in answer.text
    assert "Salla e madhe" in answer.text
    assert Meeting.objects.count() == 1


def test_day_that_has_passed_is_for_the_log(signed_in, world):
    answer = signed_in("secretary").post(page(world.kksb, TODAY.year), sent("2026-06-01"))
    assert "This day has passed. Log the meeting instead." in answer.text


@pytest.mark.parametrize("year", [TODAY.year - 1, TODAY.year + 2])
def test_only_this_year_and_the_next_are_planned(signed_in, world, year):
    assert signed_in("secretary").get(page(world.kksb, year)).status_code == 404


def test_second_secretary_of_the_same_year_is_told(world):
    by = world.person("secretary")
    days = [date(2027, 2, 2), date(2027, 4, 6)]
    plan_year.unasked(world.kksb, days, start_time=None, place="", by=by)
    with pytest.raises(ValidationError, match="There is a meeting on 02.02.2027 already"):
        plan_year.unasked(world.kksb, days, start_time=None, place="", by=by)
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_three_meetings_as_for_one(
    signed_in, world, count, django_assert_num_queries
):
    client = signed_in("secretary")
    for number in range(count):
        MeetingFactory(committee=world.kksb, planned=True, starts_on=date(NEXT_YEAR, 3, 2 + number))
    with django_assert_num_queries(14):
        assert client.get(page(world.kksb)).status_code == 200
