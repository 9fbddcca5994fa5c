from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.models import Committee
from core.policy import asks
from core.uploads import fields_of
from meetings.actions.versions import claim_version
from meetings.agendas import bring_open_matters, refresh_search, standing_lines, write_agenda
from meetings.choices import AttendanceCode, FileKind, MeetingStatus
from meetings.deadlines import meet_first_deadline
from meetings.invitations import invite_uninvited, tell_of_change, uninvited
from meetings.models import (
    Attendance,
    CompensationReport,
    Document,
    Meeting,
    Minutes,
    Participant,
)
from meetings.numbering import next_number, number_on
from meetings.workflow import LIFE


@asks("add_meeting", of="meeting.committee")
def plan_meeting(meeting, *, agenda, by):
    """Put a meeting to come on the calendar; sent again with the same mark, it is the same."""
    _find_sent_before(meeting)
    meeting.save()
    write_agenda(meeting, agenda)
    refresh_search(meeting)
    append_event("meeting.plan", by=by, subject=meeting)
    return meeting


@asks("add_meeting", of="committee")
def plan_year(committee, days, *, start_time, place, by):
    """Put regular meetings on the calendar, numbered on from those that the year has already.

    Raises `ValidationError` when the committee has a meeting on one of the days.
    """
    # Two secretaries who plan the same year at once come one after the other.
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
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
    first = next_number(committee, days[0].year)
    return [
        plan_meeting.unasked(
            Meeting(
                committee=committee,
                starts_on=day,
                start_time=start_time,
                place=place,
                number_in_year=number,
            ),
            agenda=standing_lines(Meeting(committee=committee, starts_on=day)),
            by=by,
        )
        for number, day in enumerate(sorted(days), start=first)
    ]


@asks("edit", of="meeting")
def change_plan(meeting, *, agenda, version, by):
    """Correct a meeting to come; raises `EditConflict` when somebody else was faster.

    Moved to another year, the meeting is counted there, unless its number was typed anew. Whoever
    was invited is told of another day, time or place.
    """
    before = Meeting.objects.get(pk=meeting.pk)
    if meeting.number_in_year == before.number_in_year:
        meeting.number_in_year = number_on(meeting, meeting.starts_on, was_on=before.starts_on)
    claim_version(meeting, version, meeting.entry)
    meeting.save()
    write_agenda(meeting, agenda)
    refresh_search(meeting)
    tell_of_change(meeting, before, by=by)
    append_event("meeting.edit", by=by, subject=meeting)
    return meeting


@asks("invite", of="meeting")
def invite_rest(meeting, *, by):
    """Invite the members who could not be reached when it was convened; return how many mails."""
    number = invite_uninvited(meeting, by=by) if uninvited(meeting) else 0
    append_event("meeting.invite_rest", by=by, subject=meeting, mails=number)
    return number


@asks("report", of="meeting")
def report_meeting(meeting, *, agenda, participants, attendance, version, by):
    """Write the record of a held meeting, whether it was planned here or is logged afterwards.

    `attendance` maps memberships to (code, who stood in). Raises `EditConflict` when somebody
    else saved the meeting since `version` was read, and `ValidationError` when somebody attends
    who was not a member on that day.
    """
    _refuse_strangers(meeting, attendance)
    version = _find_sent_before(meeting) or version
    is_first = meeting.status != MeetingStatus.HELD
    if meeting.pk is None:
        _stamp_held(meeting, at=timezone.now(), by=by)
    else:
        claim_version(meeting, version, meeting.entry)
        if is_first:
            held = LIFE.perform(Meeting.objects.get(pk=meeting.pk), "hold", by=by)
            _stamp_held(meeting, at=held.status_at, by=by)
            meeting.version = held.version
    meeting.save()
    write_agenda(meeting, agenda)
    if is_first:
        bring_open_matters(meeting)
    refresh_search(meeting)
    _write_participants(meeting, participants)
    _write_attendance(meeting, attendance)
    if meeting.summary or meeting.decisions:
        _begin_minutes(meeting)
    meet_first_deadline(meeting)
    append_event("meeting.report", by=by, subject=meeting)
    return meeting


def _find_sent_before(meeting):
    """Let a new meeting be the one that a form of the same mark made; return its version."""
    if meeting.pk or not meeting.entry:
        return None
    # Two sendings of one form come one after the other.
    Committee.objects.select_for_update(no_key=True).get(pk=meeting.committee_id)
    before = Meeting.objects.filter(entry=meeting.entry, committee=meeting.committee_id).first()
    if before is None:
        return None
    stored = ("id", "public_id", "status", "status_at", "status_by_id", "version")
    vars(meeting).update({name: getattr(before, name) for name in stored})
    meeting._state.adding = False
    return before.version


@asks("attach", of="meeting")
def attach_document(meeting, upload, *, kind, by):
    """Keep an uploaded file with the meeting, named and hashed as it came."""
    document = Document.objects.create(meeting=meeting, kind=kind, **fields_of(upload, by=by))
    if kind == FileKind.MINUTES:
        _begin_minutes(meeting)
    append_event("document.attach", by=by, subject=meeting, sha256=document.sha256)
    return document


@asks("answer", of="committee")
def save_answers(committee, year, *, compensation, by):
    """Write what a committee answers on the compensation of a year; an empty answer is none.

    `compensation` is None where nobody was asked.
    """
    reported = CompensationReport.objects.filter(committee=committee, year=year).first()
    if compensation and compensation["answer"]:
        reported = reported or CompensationReport(committee=committee, year=year)
        for name, value in compensation.items():
            setattr(reported, name, value)
        reported.save()
    append_event("answers.save", by=by, subject=committee, year=year)


def _begin_minutes(meeting):
    """Let short minutes, or a scan of signed ones, be approved as minutes by item are."""
    Minutes.objects.get_or_create(meeting=meeting)


def _stamp_held(meeting, *, at, by):
    """Carry the state into the object at hand: a log is born held, a plan was just moved there."""
    vars(meeting).update(status=MeetingStatus.HELD, status_at=at, status_by_id=by.pk)


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


def _write_participants(meeting, names):
    """Bring the guests to the given ones; each change leaves its history."""
    known = {row.position: row for row in meeting.participants.all()}
    for position, name in enumerate(names, start=1):
        row = known.pop(position, None) or Participant(meeting=meeting, position=position)
        if row.name != name[:300]:
            row.name = name[:300]
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
