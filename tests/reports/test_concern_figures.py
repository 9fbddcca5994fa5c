"""The figures of what was raised: examples by hand, and a recount of whatever is on record."""

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
import time_machine
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.choices import ConcernStatus, MeetingKind, Sensitivity
from meetings.models import Concern, ConcernCategory, Meeting
from places.models import Community
from reports.dashboard import Dashboard
from reports.indicators import FOLLOW_UP
from tests.factories.meetings import ConcernFactory, MeetingFactory

pytestmark = pytest.mark.django_db
PRIZREN, PEJE = "20", "17"


def results(year=2025):
    return Dashboard("kksb", year, indicators=FOLLOW_UP, live=True).by_key


def raised(council, day, **fields):
    return ConcernFactory(meeting=None, committee=council, raised_on=day, **fields)


def answered(council, day, answered_on, **fields):
    return raised(
        council,
        day,
        **{"status": "resolved", "answer": "U krye.", "answered_on": answered_on} | fields,
    )


def test_answered_by_the_next_meeting_is_asked_once_that_came_or_the_answer_did(make):
    council = make.council(PRIZREN)
    MeetingFactory(committee=council, starts_on=date(2025, 3, 1))
    MeetingFactory(committee=council, starts_on=date(2025, 5, 1))
    MeetingFactory(committee=council, planned=True, starts_on=date(2025, 12, 1))
    answered(council, date(2025, 3, 1), date(2025, 5, 1))
    answered(council, date(2025, 3, 1), date(2025, 5, 2))
    raised(council, date(2025, 4, 1))
    # After the last meeting that was held: only an answer lets one judge.
    raised(council, date(2025, 6, 1))
    answered(council, date(2025, 6, 1), date(2025, 7, 1), status="no_action")
    figure = results()["concerns_answered"].figure
    assert (figure.numerator, figure.denominator) == (2, 4)


def test_what_the_public_may_not_know_of_is_not_counted(make):
    council = make.council(PRIZREN)
    original = raised(council, date(2025, 3, 1))
    raised(council, date(2025, 3, 1), sensitivity=Sensitivity.CONFIDENTIAL)
    ConcernFactory(
        meeting=MeetingFactory(
            committee=council, kind=MeetingKind.EXECUTIVE, starts_on=date(2025, 4, 1)
        )
    )
    answered(council, date(2025, 3, 1), date(2025, 3, 2), status="duplicate", duplicate_of=original)
    found = results()
    for key in ("concerns_raised", "concerns_waiting", "concerns_by_theme"):
        assert found[key].figure.numerator == 1, key
    assert found["days_to_answer"].figure.numerator is None


def test_waiting_is_counted_as_of_the_last_day_of_its_year(make):
    council = make.council(PRIZREN)
    ages = {"month": 30, "quarter": 31, "half": 180, "older": 181}
    for days in ages.values():
        raised(council, date(2025, 12, 31) - timedelta(days=days))
    # Answered since, but open on that day.
    answered(council, date(2025, 12, 31), date(2026, 1, 5))
    answered(council, date(2025, 12, 1), date(2025, 12, 31))
    figure = results()["concerns_waiting"].figure
    assert dict(figure.counts) == {"month": 2, "quarter": 1, "half": 1, "older": 1}


def test_theme_counts_under_its_wider_one_and_a_concern_once_whatever_it_affects(make):
    council = make.council(PRIZREN)
    speeding = ConcernCategory.objects.get(code="speeding")
    serb, roma = (Community.objects.get(code=code) for code in ("serb", "roma"))
    raised(council, date(2025, 3, 1), category=speeding, communities=[serb, roma])
    raised(council, date(2025, 3, 1), category=speeding.parent, communities=[serb])
    raised(council, date(2025, 3, 1), category=None)
    found = results()
    themes, communities = found["concerns_by_theme"], found["concerns_by_community"]
    assert (themes.figure.numerator, dict(themes.figure.counts)) == (3, {"traffic_safety": 2})
    assert themes.ranking == [("Traffic safety", 2)]
    assert communities.figure.numerator == 3
    assert communities.ranking == [(serb.name, 2), (roma.name, 1)]


def test_median_of_the_country_is_of_all_concerns_and_not_of_medians(make):
    for code, days in ((PRIZREN, (1, 2, 3)), (PEJE, (50,))):
        council = make.council(code)
        for number in days:
            answered(council, date(2025, 3, 1), date(2025, 3, 1) + timedelta(days=number))
    result = results()["days_to_answer"]
    assert [result.answer(code).text for code in (PRIZREN, PEJE)] == ["2", "50"]
    assert (result.figure.numerator, result.value_shown) == (2.5, "2.5")


def test_one_concern_is_shown_as_a_number_and_not_as_its_state(make):
    raised(make.council(PRIZREN), date(2025, 3, 1))
    answer = results()["concerns_raised"].answer(PRIZREN)
    assert (answer.value, answer.text) == (1, "1")


def test_page_of_what_came_of_it_shows_panels_names_and_the_way_back(client, make):
    council = make.council(PRIZREN)
    raised(council, date(2025, 3, 1), category=ConcernCategory.objects.get(code="speeding"))
    text = client.get(reverse("reports:follow-up"), {"year": 2025}).text
    for words in ("Concerns raised", "Traffic safety", "over 180 days", "Councils and meetings"):
        assert words in text
    assert f"{reverse('reports:dashboard')}?year=2025" in text


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_what_came_of_it_asks_as_often_for_three_councils(
    client, make, number, django_assert_num_queries
):
    for code in (PRIZREN, PEJE, "05")[:number]:
        council = make.council(code)
        answered(council, date(2025, 3, 1), date(2025, 3, 9))
        raised(council, date(2025, 4, 1), communities=Community.objects.all()[:2])
    client.get(reverse("reports:follow-up"), {"year": 2025})
    # Three choices, the notes of writings, places, the kept figures, two lists of names, the mark.
    with django_assert_num_queries(10):
        client.get(reverse("reports:follow-up"), {"year": 2025})


ROWS = st.lists(
    st.tuples(
        st.sampled_from([PRIZREN, PEJE]),
        st.sampled_from([ConcernStatus.OPEN, ConcernStatus.RESOLVED, ConcernStatus.NO_ACTION]),
        st.sampled_from([Sensitivity.PUBLIC, Sensitivity.CONFIDENTIAL]),
        st.integers(0, 500),
        st.integers(0, 300),
        st.sampled_from([None, "serb", "roma"]),
    ),
    max_size=20,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS, meetings=st.lists(st.integers(0, 700), max_size=6))
def test_every_figure_is_what_a_plain_recount_finds(make, rows, meetings):
    Concern.objects.all().delete()
    Meeting.objects.all().delete()
    councils = make.councils_of(PRIZREN, PEJE)
    first = date(2024, 9, 1)
    held = [first + timedelta(days=day) for day in set(meetings)]
    for council in councils.values():
        for day in held:
            MeetingFactory(committee=council, starts_on=day)
    told = []
    for code, status, sensitivity, day, waited, community in rows:
        on = first + timedelta(days=day)
        closing = {}
        if status != ConcernStatus.OPEN:
            closing = {"answer": "Po.", "answered_on": on + timedelta(days=waited)}
        raised(
            councils[code],
            on,
            status=status,
            sensitivity=sensitivity,
            communities=Community.objects.filter(code=community),
            **closing,
        )
        if sensitivity == Sensitivity.PUBLIC:
            told.append((on, closing.get("answered_on"), status, community))
    with time_machine.travel(date(2027, 1, 1)):
        found = results()
    year = [row for row in told if row[0].year == 2025]
    end = date(2025, 12, 31)
    assert found["concerns_raised"].figure.counts == Counter(row[2].value for row in year)
    assert found["concerns_by_community"].figure.counts == Counter(row[3] for row in year if row[3])
    days = [(row[1] - row[0]).days for row in told if row[1] and row[1].year == 2025]
    assert found["days_to_answer"].figure.numerator == (median(days) if days else None)
    waiting = [row for row in told if row[0] <= end and (row[1] is None or row[1] > end)]
    assert (found["concerns_waiting"].figure.numerator or 0) == len(waiting)
    judged = met = 0
    for on, answer, _status, _community in year:
        later = min((day for day in held if day > on), default=None)
        # Also a meeting of the following year is the next one: nothing falls between two years.
        if later is not None or answer is not None:
            judged += 1
            met += answer is not None and (later is None or answer <= later)
    figure = found["concerns_answered"].figure
    assert (figure.numerator or 0, figure.denominator or 0) == (met, judged)
