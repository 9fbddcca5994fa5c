"""The words of the domain as queries: held, counting, awaiting report, upcoming."""

from datetime import date, timedelta

import pytest

from committees.choices import CommitteeKind
from meetings.choices import AttendanceCode, MeetingKind, MeetingStatus
from meetings.models import Attendance, Meeting
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def statuses(rows):
    return set(rows.values_list("status", flat=True))


def test_states_fall_into_held_spoken_of_and_open():
    for status in MeetingStatus:
        MeetingFactory(status=status)
    assert statuses(Meeting.objects.held()) == {"held"}
    assert statuses(Meeting.objects.spoken_of()) == {"held", "postponed", "cancelled"}
    assert statuses(Meeting.objects.open()) == {"planned", "convened"}


def test_a_date_that_passed_in_silence_awaits_its_report_from_the_next_day(today):
    meeting = MeetingFactory(planned=True, starts_on=TODAY)
    assert list(Meeting.objects.upcoming(TODAY)) == [meeting]
    assert not meeting.is_awaiting_report
    tomorrow = TODAY + timedelta(days=1)
    assert list(Meeting.objects.awaiting_report(tomorrow)) == [meeting]
    assert list(Meeting.objects.upcoming(tomorrow)) == []
    meeting.starts_on = TODAY - timedelta(days=1)
    assert meeting.is_awaiting_report
    assert str(meeting.shown_status.label) == "awaiting report"
    meeting = MeetingFactory(held=True, starts_on=TODAY - timedelta(days=1))
    assert meeting.shown_status == MeetingStatus.HELD


def test_regular_and_extraordinary_meetings_count():
    for kind in MeetingKind:
        MeetingFactory(kind=kind)
    assert set(Meeting.objects.counting().values_list("kind", flat=True)) == {
        "regular",
        "extraordinary",
    }


def test_a_year_runs_from_its_first_to_its_last_day():
    for day in ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"):
        MeetingFactory(starts_on=date.fromisoformat(day))
    found = Meeting.objects.in_year(2025).soonest_first()
    assert [str(row.starts_on) for row in found] == ["2025-01-01", "2025-12-31"]
    assert list(found.newest_first()) == list(reversed(found))


def test_meetings_of_a_committee_and_of_a_kind():
    council = CommitteeFactory(kksb=True)
    meeting = MeetingFactory(committee=council)
    MeetingFactory()
    assert list(Meeting.objects.of(council)) == [meeting]
    assert list(Meeting.objects.of_kind(CommitteeKind.KKSB)) == [meeting]
    numbers = Meeting.objects.number_by_municipality(CommitteeKind.KKSB)
    assert numbers == {council.municipality.code: 1}


@pytest.mark.parametrize(
    ("precision", "text", "known"),
    [("year", "2025", "2025"), ("month", "March 2025", "2025-03"), ("day", None, "2025-03-12")],
)
def test_a_date_says_no_more_than_is_known(precision, text, known):
    meeting = MeetingFactory(precision=precision)
    assert meeting.known_date == known
    assert text is None or meeting.date_text == text


def test_title_has_a_number_where_one_is_known():
    assert MeetingFactory(number_in_year=3).title == "regular meeting no. 3"
    assert MeetingFactory(extraordinary=True).title == "extraordinary meeting"


@pytest.mark.parametrize("code", AttendanceCode)
def test_who_takes_part(code):
    row = Attendance(code=code)
    assert row.takes_part is (code in {"present", "late", "left_early", "represented"})


def test_attendance_follows_the_order_of_the_seats():
    meeting = MeetingFactory()
    rows = [
        AttendanceFactory(
            meeting=meeting,
            membership=MembershipFactory(committee=meeting.committee, seat__position=position),
        )
        for position in (2, 1)
    ]
    assert list(meeting.attendance.in_order()) == rows[::-1]
