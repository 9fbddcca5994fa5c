"""Zero is not silence: quarters that met, that confirmed that they did not, and silent ones."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from meetings.models import NilReport
from meetings.quarters import NilRefused, Quarter, confirm_nil, quarters_of
from meetings.yearly import YearOnRecord
from tests.factories.meetings import MeetingFactory, NilReportFactory
from tests.roles import TODAY, rows_of, truth_table

# The clock stands on 15 June 2026, in the second quarter.
FIRST, BEFORE = Quarter(2026, 1), Quarter(2025, 4)
KEEPERS = truth_table("""
    confirms
    anonymous                -
    account                  -
    station_commander        -
    station_officer          -
    regional_director        -
    community_policing       -
    deputy_general_director  -
    general_director         -
    municipal_officer        c
    mia_officer              -
    mlga_officer             -
    osce_monitor             -
    administrator            c
    chair                    c
    deputy                   c
    secretary                c
    member                   -
    observer                 -
    police                   -
    station_commander nearby  -
    every role, ended        -
    every role, to come      -
    every place, elsewhere   -
    every office, ended      -
    every office, to come    -
    every office, elsewhere  -
""")


def states(committee):
    return {
        (row.quarter.year, row.quarter.number): (row.state.value, row.held)
        for row in quarters_of(committee, TODAY)
    }


def url(committee, quarter=FIRST):
    return reverse("meetings:nil-confirm", args=[committee.slug, quarter.year, quarter.number])


@given(day=st.dates(date(1999, 1, 1), date(2100, 1, 1)))
def test_quarters_cover_every_day_once(day):
    quarter = Quarter.of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.before.last == quarter.first - timedelta(days=1)
    assert quarter.following.before == quarter
    assert quarter.last.month % 3 == 0


def test_each_quarter_says_what_it_is(world):
    MeetingFactory(committee=world.kksb, starts_on=date(2025, 12, 1), precision="month")
    MeetingFactory(committee=world.kksb, starts_on=date(2025, 8, 1), precision="year")
    MeetingFactory(committee=world.klsp, starts_on=date(2026, 2, 2))
    NilReportFactory(committee=world.kksb, year=2026, quarter=1)
    assert states(world.kksb) == {
        (2026, 2): ("running", 0),
        (2026, 1): ("nil", 0),
        (2025, 4): ("met", 1),
        (2025, 3): ("silent", 0),
        (2025, 2): ("silent", 0),
        (2025, 1): ("silent", 0),
    }


@rows_of(KEEPERS)
def test_one_click_of_a_keeper_confirms(signed_in, world, name, expected):
    client = signed_in(name)
    client.post(url(world.kksb))
    confirmed = "c" in expected["confirms"]
    assert NilReport.objects.exists() is confirmed
    shown = client.get(reverse("meetings:answers", args=[world.kksb.slug]))
    assert (url(world.kksb, BEFORE) in shown.text) is confirmed


def test_who_confirmed_first_stays_on_record(world):
    first, second = world.person("secretary"), world.person("chair")
    report = confirm_nil.unasked(world.kksb, FIRST, by=first)
    assert confirm_nil.unasked(world.kksb, FIRST, by=second) == report
    assert NilReport.objects.get().confirmed_by == first
    assert AuditEvent.objects.filter(action="nil.confirm").count() == 1


@pytest.mark.parametrize(
    ("quarter", "reason"),
    [
        (Quarter(2026, 2), "not over yet"),
        (Quarter(2026, 4), "too long ago"),
        (Quarter(2024, 1), "too long ago"),
        (Quarter(2025, 4), "on record as held"),
        (Quarter(2025, 3), "awaits a report"),
    ],
)
def test_what_speaks_against_a_zero_is_said(world, signed_in, quarter, reason):
    MeetingFactory(committee=world.kksb, starts_on=date(2025, 11, 3))
    MeetingFactory(committee=world.kksb, planned=True, starts_on=date(2025, 7, 7))
    client = signed_in("secretary")
    with pytest.raises(NilRefused, match=reason):
        confirm_nil.unasked(world.kksb, quarter, by=client.user)
    told = client.post(url(world.kksb, quarter), follow=True)
    assert reason in told.text
    assert not NilReport.objects.exists()


def test_number_that_is_no_quarter_is_not_found(world, signed_in):
    assert signed_in("secretary").post(url(world.kksb, Quarter(2026, 7))).status_code == 404


def test_meeting_logged_later_takes_the_place_of_the_zero(world):
    NilReportFactory(committee=world.kksb, year=2026, quarter=1)
    MeetingFactory(committee=world.kksb, starts_on=date(2026, 2, 2))
    assert states(world.kksb)[2026, 1] == ("met", 1)


def test_confirmed_quarter_ends_the_silence_of_the_year(world):
    assert world.kksb.pk not in YearOnRecord("kksb", 2025).spoken_on_meetings
    NilReportFactory(committee=world.kksb, year=2025, quarter=3)
    assert YearOnRecord("kksb", 2025).spoken_on_meetings == {world.kksb.pk}
    assert world.kksb.pk not in YearOnRecord("kksb", 2024).spoken_on_meetings
