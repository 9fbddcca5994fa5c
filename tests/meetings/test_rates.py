"""Attendance is divided by the meetings of the membership, and by no other."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.choices import TAKING_PART, AttendanceCode
from meetings.rates import attendance_in
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.roles import HIDDEN_NAME

pytestmark = pytest.mark.django_db
YEAR = 2025
DAYS = st.integers(-20, 385).map(lambda number: date(YEAR, 1, 1) + timedelta(days=number))
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 400))
MEETINGS = st.tuples(DAYS, st.sampled_from(["held", "planned", "cancelled"]), st.booleans())


def figures(committee, year=YEAR):
    return {row.pk: (row.present, row.noted, row.held) for row in attendance_in(committee, year)}


def test_each_case_by_hand():
    committee = CommitteeFactory(kksb=True)
    early = MembershipFactory(
        committee=committee, from_on=date(2024, 1, 1), until_on=date(2025, 3, 31)
    )
    late = MembershipFactory(committee=committee, from_on=date(2025, 4, 1))
    gone = MembershipFactory(
        committee=committee, from_on=date(2023, 1, 1), until_on=date(2024, 12, 31)
    )
    for month, code in ((1, "present"), (2, "absent"), (3, "unknown")):
        meeting = MeetingFactory(
            committee=committee, starts_on=date(2025, month, 31 if month != 2 else 28)
        )
        AttendanceFactory(meeting=meeting, membership=early, code=code)
    meeting = MeetingFactory(committee=committee, starts_on=date(2025, 4, 1))
    AttendanceFactory(meeting=meeting, membership=late, code="represented")
    MeetingFactory(committee=committee, starts_on=date(2025, 5, 1), cancelled=True)
    MeetingFactory(committee=committee, starts_on=date(2025, 1, 1), precision="year")
    MeetingFactory(starts_on=date(2025, 4, 2))
    assert figures(committee) == {early.pk: (1, 2, 3), late.pk: (1, 1, 1)}
    assert gone.pk in figures(committee, 2024)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    spans=st.lists(SPANS, min_size=1, max_size=4),
    meetings=st.lists(MEETINGS, max_size=6),
    data=st.data(),
)
def test_rates_over_random_memberships(spans, meetings, data):
    committee = CommitteeFactory(kksb=True)
    members = [
        MembershipFactory(
            committee=committee,
            from_on=first,
            until_on=None if length is None else first + timedelta(days=length),
        )
        for first, length in spans
    ]
    expected = {row.pk: [0, 0, 0] for row in members if overlaps_year(row)}
    for day, status, is_known in meetings:
        precision = "day" if is_known else "month"
        meeting = MeetingFactory(
            committee=committee, starts_on=day, status=status, precision=precision
        )
        for row in members:
            if not there(row, day):
                continue
            code = data.draw(st.sampled_from([None, *AttendanceCode.values]))
            if code and status == "held":
                AttendanceFactory(meeting=meeting, membership=row, code=code)
            if status == "held" and is_known and day.year == YEAR:
                expected[row.pk][2] += 1
                expected[row.pk][1] += code not in (None, AttendanceCode.UNKNOWN)
                expected[row.pk][0] += code in TAKING_PART
    found = figures(committee)
    assert found == {pk: tuple(numbers) for pk, numbers in expected.items()}
    assert all(present <= noted <= held for present, noted, held in found.values())


def there(row, day):
    return row.from_on <= day and (row.until_on is None or day <= row.until_on)


def overlaps_year(row):
    return row.from_on <= date(YEAR, 12, 31) and (
        row.until_on is None or row.until_on >= date(YEAR, 1, 1)
    )


@pytest.mark.parametrize(
    ("name", "table", "names"),
    [("secretary", True, True), ("osce_monitor", True, False), ("anonymous", False, False)],
)
def test_who_reads_the_rates(signed_in, world, name, table, names):
    member = world.kksb.seats.first().memberships.first()
    AttendanceFactory(
        meeting=MeetingFactory(committee=world.kksb, starts_on=date(2026, 3, 10)), membership=member
    )
    address = reverse("meetings:of-committee", args=[world.kksb.slug]) + "?year=2026"
    text = signed_in(name).get(address).content.decode()
    assert ("Attendance in 2026" in text) is table
    assert ("1 of 1 meeting" in text) is table
    assert (HIDDEN_NAME in text) is names
