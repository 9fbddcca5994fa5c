"""How the bodies work, on examples counted by hand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from committees.models import CourseNeed, Membership, Rule
from meetings.models import Meeting
from reports.indicators import Period
from reports.indicators.working import (
    attendance_rate,
    days_to_decision,
    interpretation,
    meetings_with_residents,
    police_present,
    quorum_reached,
    reporting_rate,
    trained_members,
)
from tests.factories.accounts import UserFactory
from tests.factories.committees import ParticipationFactory
from tests.factories.establishment import EstablishmentRequestFactory, StepFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    AttendanceFactory,
    ItemTextFactory,
    JointCommitteeFactory,
    NilReportFactory,
)
from tests.reports.test_indicators import said

pytestmark = pytest.mark.django_db
PRIZREN, PEJE, DRAGASH = "20", "17", "05"


def figure(indicator, *codes, year=2025, kind="kksb"):
    """Return the figure of the municipalities together; of all three without any."""
    period = Period(kind, year)
    within = indicator.by_municipality(period, codes or (PRIZREN, PEJE, DRAGASH))
    return indicator.of_area(period, within)


def attend(meeting, *pairs):
    for membership, code in pairs:
        AttendanceFactory(meeting=meeting, membership=membership, code=code)


def test_attendance_counts_only_days_of_the_membership_and_only_what_was_noted(make):
    council = make.council(PRIZREN)
    first, second, third = (make.member(council) for _number in range(3))
    [meeting] = make.meetings(council, 1)
    attend(meeting, (first, "present"), (second, "absent"), (third, "unknown"))
    # Whoever left before the meeting is on its list by mistake and is not counted.
    gone = make.member(council, until=date(2024, 12, 31))
    attend(meeting, (gone, "present"))
    # Of a meeting dated by the year alone nobody knows who was a member.
    [old] = make.meetings(council, 1, precision="year")
    attend(old, (first, "absent"))
    [residents] = make.meetings(council, 1, kind="residents")
    attend(residents, (first, "absent"))
    assert said(figure(attendance_rate, PRIZREN)) == (1, 2, {})
    unknown, undated = (group.rows(Period("kksb", 2025)) for group in attendance_rate.left_out)
    assert (unknown.count(), list(undated)) == (1, [old])


def test_attendance_counts_seats_of_the_bodies_that_met_and_no_others(make):
    host, partner, other = (make.council(code) for code in (PRIZREN, PEJE, DRAGASH))
    [meeting] = make.meetings(host, 1)
    JointCommitteeFactory(meeting=meeting, committee=partner)
    attend(meeting, *((make.member(body), "present") for body in (host, partner, other)))
    assert said(figure(attendance_rate)) == (2, 2, {})
    assert said(figure(attendance_rate, PEJE)) == (1, 1, {})


def test_attendance_is_never_above_a_hundred_percent(make):
    council = make.council(PRIZREN)
    member = make.member(council)
    for meeting in make.meetings(council, 3):
        attend(meeting, (member, "represented"))
    assert figure(attendance_rate).percent == 100


def test_the_police_came_when_a_seat_of_theirs_was_taken(make):
    council = make.council(PRIZREN)
    officer, commander, member = (make.member(council) for _number in range(3))
    Membership.objects.filter(pk=officer.pk).update(office="police")
    commander.seat.capacity = "station_commander"
    commander.seat.save()
    one, two, three, _without_list = make.meetings(council, 4)
    attend(one, (officer, "represented"), (member, "present"))
    attend(two, (commander, "present"), (officer, "excused"))
    attend(three, (officer, "absent"), (member, "present"))
    assert said(figure(police_present)) == (2, 3, {})
    [group] = police_present.left_out
    assert group.rows(Period("kksb", 2025)).count() == 1


def test_a_joint_meeting_is_in_both_and_in_the_whole_once(make):
    here, there = make.council(PRIZREN), make.council(PEJE)
    officer = make.member(here, office="police")
    [meeting] = make.meetings(here, 1)
    attend(meeting, (officer, "present"))
    JointCommitteeFactory(meeting=meeting, committee=there)
    assert said(figure(police_present, PRIZREN)) == (1, 1, {})
    assert said(figure(police_present, PEJE)) == (1, 1, {})
    assert said(figure(police_present)) == (1, 1, {})


def test_a_quorum_is_more_than_the_share_of_the_votes_of_that_day(make):
    council = make.council(PRIZREN)
    members = [make.member(council) for _number in range(4)]
    observer = make.member(council, office="observer")
    half, more, unknown_day = make.meetings(council, 3)
    Meeting.objects.filter(pk=unknown_day.pk).update(precision="month")
    attend(half, *((member, "present") for member in members[:2]), (observer, "present"))
    attend(more, *((member, "late") for member in members[:3]))
    attend(unknown_day, (members[0], "present"))
    assert said(figure(quorum_reached)) == (1, 2, {})


def test_without_a_rule_there_is_no_quorum(make):
    council = make.council(PRIZREN)
    [meeting] = make.meetings(council, 1)
    attend(meeting, (make.member(council), "present"))
    Rule.objects.filter(subject="quorum_percent").delete()
    assert figure(quorum_reached).denominator is None


def test_minutes_are_in_both_languages_or_not(make):
    one, two, _short = make.meetings(make.council(PRIZREN), 3, summary="Raporti")
    for meeting, languages in ((one, ("sq", "sr-latn")), (two, ("sq", "en"))):
        item = AgendaItemFactory(meeting=meeting)
        for language in languages:
            ItemTextFactory(item=item, language=language)
    assert said(figure(interpretation)) == (1, 2, {})


def test_meetings_with_residents(make):
    council = make.council(PRIZREN)
    make.meetings(council, 2, kind="residents")
    make.meetings(council, 1)
    make.meetings(make.council(PEJE), 1)
    make.council(DRAGASH)
    period = Period("kksb", 2025)
    found = meetings_with_residents.by_municipality(period, (PRIZREN, PEJE, DRAGASH))
    assert {code: said(one) for code, one in found.items()} == {
        PRIZREN: (2, None, {}),
        PEJE: (0, None, {}),
    }


def reported(council, day, at):
    """A meeting held on a day and reported at a moment; None for old records."""
    fields = {"status_at": None, "status_by": None}
    if at:
        moment = datetime(*at, 12, tzinfo=ZoneInfo("Europe/Belgrade"))
        fields = {"status_at": moment, "status_by": UserFactory()}
    return Meeting.objects.create(committee=council, status="held", starts_on=day, **fields)


def test_each_quarter_is_reported_on_late_confirmed_or_missing(make):
    council = make.council(PRIZREN)
    reported(council, date(2025, 2, 10), (2025, 4, 30))
    reported(council, date(2025, 5, 10), (2025, 8, 1))
    NilReportFactory(committee=council, year=2025, quarter=3)
    assert said(figure(reporting_rate, PRIZREN)) == (
        3,
        4,
        {"on_time": 1, "late": 1, "nil": 1, "missing": 1},
    )


def test_a_quarter_is_in_time_by_its_first_report_and_undated_by_old_records(make):
    council = make.council(PRIZREN, established_on=date(2025, 9, 30))
    reported(council, date(2025, 8, 1), (2026, 3, 1))
    reported(council, date(2025, 8, 2), (2025, 8, 3))
    reported(council, date(2025, 11, 1), None)
    assert said(figure(reporting_rate)) == (2, 2, {"on_time": 1, "undated": 1})


@time_machine.travel("2025-07-15")
def test_a_quarter_that_runs_is_not_expected_yet(make):
    make.council(PRIZREN)
    assert said(figure(reporting_rate)) == (0, 2, {"missing": 2})


def test_a_joint_meeting_is_a_report_of_each(make):
    here, there = make.council(PRIZREN), make.council(PEJE)
    meeting = reported(here, date(2025, 2, 10), (2025, 2, 11))
    JointCommitteeFactory(meeting=meeting, committee=there)
    assert figure(reporting_rate, PEJE).counts["on_time"] == 1
    assert figure(reporting_rate).counts["on_time"] == 2


def test_trained_is_who_holds_every_certificate_by_the_day(make):
    council = make.council(PRIZREN, kind="klsp")
    trained, late, untrained = (make.member(council) for _number in range(3))
    courses = {need.course.module: need.course for need in CourseNeed.objects.filter(kind="klsp")}
    for member, day in ((trained, date(2025, 5, 1)), (late, date(2026, 2, 1))):
        for course in courses.values():
            ParticipationFactory(
                person=member.person,
                committee=council,
                certified=True,
                certified_on=day,
                training__course=course,
            )
    assert untrained.pk
    assert said(figure(trained_members, kind="klsp")) == (1, 3, {})
    assert figure(trained_members, kind="klsp", year=2026).numerator == 2
    assert figure(trained_members).denominator is None


def test_days_to_decision_are_the_median_of_those_approved_in_the_year(make):
    step = StepFactory()
    for code, submitted, decided in (
        (PRIZREN, date(2024, 12, 1), date(2025, 1, 10)),
        (PRIZREN, date(2025, 3, 1), date(2025, 3, 11)),
        (PEJE, date(2025, 5, 1), date(2025, 5, 21)),
        (PEJE, date(2024, 5, 1), date(2024, 5, 2)),
    ):
        council = make.council(code, kind="klsp")
        EstablishmentRequestFactory(
            status="approved",
            status_at=timezone.now(),
            status_by=UserFactory(),
            committee=council,
            step=step,
            submitted_on=submitted,
            arrived_on=submitted,
            due_on=decided,
            decided_on=decided,
        )
    assert figure(days_to_decision, PRIZREN, kind="klsp").numerator == 25
    assert figure(days_to_decision, kind="klsp").numerator == 20
    assert figure(days_to_decision).numerator is None
