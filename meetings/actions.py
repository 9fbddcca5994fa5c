from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.models import Committee
from core.i18n import fold
from core.uploads import fields_of
from meetings.choices import AttendanceCode, MeetingKind, MeetingStatus
from meetings.deadlines import meet_first_deadline
from meetings.models import (
    AgendaItem,
    Attendance,
    CompensationReport,
    Document,
    Meeting,
    Participant,
    WorkPlan,
)
from meetings.workflow import LIFE


class EditConflict(Exception):
    """Somebody else saved the meeting since the form was opened; `current` is what it is now."""

    def __init__(self, current):
        self.current = current
        super().__init__()


def searchable(place, titles):
    """Return what everybody may search of a meeting: its place and its agenda, folded."""
    return fold(" | ".join([place, *titles]))


@transaction.atomic
def plan_meeting(meeting, *, agenda, by):
    """Put a meeting to come on the calendar."""
    meeting.search_text = searchable(meeting.place, agenda)
    meeting.save()
    _write_lines(AgendaItem, "title", meeting, agenda)
    append_event("meeting.plan", by=by, subject=meeting)
    return meeting


@transaction.atomic
def plan_year(committee, days, *, start_time, place, by):
    """Put regular meetings on the calendar, numbered on from those that the year has already.

    Raises `ValidationError` when the committee has a meeting on one of the days.
    """
    # Two secretaries who plan the same year at once come one after the other.
    Committee.objects.select_for_update().get(pk=committee.pk)
    taken = (
        Meeting.objects.of(committee)
        .filter(starts_on__in=days)
        .exclude(status=MeetingStatus.CANCELLED)
    )
    if taken:
        raise ValidationError(
            [
                _("There is a meeting on %(day)s already.")
                % {"day": date_format(meeting.starts_on, "SHORT_DATE_FORMAT")}
                for meeting in taken
            ]
        )
    hosted = Meeting.objects.filter(committee=committee)
    regular = hosted.in_year(days[0].year).filter(kind=MeetingKind.REGULAR)
    last = regular.aggregate(last=Max("number_in_year"))["last"] or 0
    return [
        plan_meeting(
            Meeting(
                committee=committee,
                starts_on=day,
                start_time=start_time,
                place=place,
                number_in_year=number,
            ),
            agenda=[],
            by=by,
        )
        for number, day in enumerate(sorted(days), start=last + 1)
    ]


@transaction.atomic
def change_plan(meeting, *, agenda, version, by):
    """Correct a meeting to come; raises `EditConflict` when somebody else was faster."""
    _claim_version(meeting, version)
    meeting.search_text = searchable(meeting.place, agenda)
    meeting.save()
    _write_lines(AgendaItem, "title", meeting, agenda)
    append_event("meeting.edit", by=by, subject=meeting)
    return meeting


@transaction.atomic
def report_meeting(meeting, *, agenda, participants, attendance, version, by):
    """Write the record of a held meeting, whether it was planned here or is logged afterwards.

    `attendance` maps memberships to (code, who stood in). Raises `EditConflict` when somebody
    else saved the meeting since `version` was read, and `ValidationError` when somebody attends
    who was not a member on that day.
    """
    _refuse_strangers(meeting, attendance)
    if meeting.pk is None:
        _stamp_held(meeting, at=timezone.now(), by=by)
    else:
        _claim_version(meeting, version)
        if meeting.status != MeetingStatus.HELD:
            held = LIFE.perform(Meeting.objects.get(pk=meeting.pk), "hold", by=by)
            _stamp_held(meeting, at=held.status_at, by=by)
            meeting.version = held.version
    meeting.search_text = searchable(meeting.place, agenda)
    meeting.save()
    _write_lines(AgendaItem, "title", meeting, agenda)
    _write_lines(Participant, "name", meeting, participants)
    _write_attendance(meeting, attendance)
    meet_first_deadline(meeting)
    append_event("meeting.report", by=by, subject=meeting)
    return meeting


def write_concerns(meeting, concerns):
    """Save pairs (concern, communities affected), and what follows from them for the tags."""
    for concern, communities in concerns:
        concern.meeting = meeting
        concern.save()
        concern.communities.set(communities)
        meeting.communities_affected.add(*communities)
        if concern.category:
            meeting.categories.add(concern.category)
    if concerns:
        meeting.incident_discussed = True
        meeting.save()


def attach_document(meeting, upload, content_type, *, by):
    """Keep an uploaded file with the meeting, named and hashed as it came."""
    document = Document.objects.create(meeting=meeting, **fields_of(upload, content_type, by=by))
    append_event("document.attach", by=by, subject=meeting, sha256=document.sha256)
    return document


@transaction.atomic
def save_answers(committee, year, *, work_plan, compensation, by):
    """Write the two yearly answers of a committee; an empty compensation answer is no answer.

    `work_plan` and `compensation` are the fields of the two records.
    """
    WorkPlan.objects.update_or_create(committee=committee, year=year, defaults=work_plan)
    reported = CompensationReport.objects.filter(committee=committee, year=year).first()
    if compensation["answer"]:
        reported = reported or CompensationReport(committee=committee, year=year)
        for name, value in compensation.items():
            setattr(reported, name, value)
        reported.save()
    append_event("answers.save", by=by, subject=committee, year=year)


def _stamp_held(meeting, *, at, by):
    """Carry the state into the object at hand: a log is born held, a plan was just moved there."""
    vars(meeting).update(status=MeetingStatus.HELD, status_at=at, status_by_id=by.pk)


def _claim_version(meeting, version):
    """Take the next version of the meeting, or find that somebody else has."""
    claimed = Meeting.objects.filter(pk=meeting.pk, version=version).update(
        version=F("version") + 1
    )
    if not claimed:
        raise EditConflict(Meeting.objects.get(pk=meeting.pk))
    meeting.version = version + 1


def _refuse_strangers(meeting, attendance):
    """Raise ValidationError for each who attends without being a member on the day."""
    if meeting.starts_on is None:
        if any(code != AttendanceCode.UNKNOWN for code, _stand_in in attendance.values()):
            raise ValidationError(
                _("Attendance is noted for a day: leave it open where no date is known.")
            )
        return
    strangers = [
        membership
        for membership, (code, _stand_in) in attendance.items()
        if code != AttendanceCode.UNKNOWN
        and not (
            membership.from_on <= meeting.starts_on
            and (membership.until_on is None or membership.until_on >= meeting.starts_on)
        )
    ]
    if strangers:
        raise ValidationError([stranger_message(member, meeting.starts_on) for member in strangers])


def stranger_message(membership, day):
    """Say who was not a member on the day, and when they were."""
    facts = {
        "name": membership.person,
        "day": date_format(day, "SHORT_DATE_FORMAT"),
        "first": date_format(membership.from_on, "SHORT_DATE_FORMAT"),
    }
    if membership.until_on:
        facts["last"] = date_format(membership.until_on, "SHORT_DATE_FORMAT")
        return (
            _(
                "%(name)s was not a member on %(day)s: the membership ran from %(first)s "
                "to %(last)s."
            )
            % facts
        )
    return _("%(name)s was not a member on %(day)s: the membership began on %(first)s.") % facts


def _write_lines(model, column, meeting, lines):
    """Bring the numbered lines of a meeting to the given ones; each change leaves its history."""
    known = {row.position: row for row in model.objects.filter(meeting=meeting)}
    for position, line in enumerate(lines, start=1):
        row = known.pop(position, None) or model(meeting=meeting, position=position)
        if getattr(row, column) != line[:300]:
            setattr(row, column, line[:300])
            row.save()
    for row in known.values():
        row.delete()


def _write_attendance(meeting, attendance):
    """Keep one row a member; rows of members of another day go."""
    known = {row.membership_id: row for row in meeting.attendance.all()}
    for membership, (code, stand_in) in attendance.items():
        row = known.pop(membership.pk, None) or Attendance(meeting=meeting, membership=membership)
        if not row.pk or (row.code, row.represented_by) != (code, stand_in):
            row.code, row.represented_by = code, stand_in
            row.save()
    for row in known.values():
        row.delete()
