"""How the bodies work: who comes, whether enough come, what is recorded, who reports."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.choices import Capacity, Office, Subject
from committees.coverage import modules_asked, with_missing
from committees.models import Committee, Membership, Rule
from establishment.choices import Purpose, RequestStatus
from establishment.models import EstablishmentRequest
from meetings.choices import TAKING_PART, AttendanceCode, DatePrecision, MeetingKind
from meetings.models import (
    Attendance,
    ItemText,
    JointCommittee,
    Meeting,
    NilReport,
    SignedRecord,
)
from meetings.quarters import Quarter
from meetings.quorum import votes_needed
from reports.indicators.base import Category, Counts, Indicator, LeftOut, Unit
from reports.indicators.committees import PLACE, members
from reports.indicators.figures import Figure
from reports.indicators.measures import EachRow, Entry, Listed, OfMeetings, OnRecord, Share, middle
from reports.indicators.meetings import RECORDS, held, reported_none

REVIEWED = date(2026, 11, 27)
LISTS = _("Attendance lists of the meetings")
OF_MEETING = "committee__municipality__code"
OF_SEAT = "membership__seat__committee__municipality__code"
POLICE = Q(membership__office=Office.POLICE) | Q(
    membership__seat__capacity__in=[Capacity.POLICE_OFFICER, Capacity.STATION_COMMANDER]
)


# Attendance


def _of_those_who_met():
    """Entries for seats of the bodies that held the meeting.

    A seat of a body that took no part in it was not expected there, whoever wrote it down.
    """
    body = "membership__seat__committee"
    joined = JointCommittee.objects.filter(meeting=OuterRef("meeting"), committee=OuterRef(body))
    return Attendance.objects.filter(Q(meeting__committee=F(body)) | Exists(joined))


def _on_membership_days(period):
    """Lists of held meetings that count, of the days on which the member held the seat."""
    return _of_those_who_met().filter(
        Q(membership__until_on=None) | Q(membership__until_on__gte=F("meeting__starts_on")),
        meeting__in=held(period).filter(precision=DatePrecision.DAY).order_by().values("pk"),
        membership__seat__committee__kind=period.kind,
        meeting__starts_on__gte=F("membership__from_on"),
    )


def _noted(period):
    return _on_membership_days(period).exclude(code=AttendanceCode.UNKNOWN)


# Meetings with a list


def _with_list(meetings):
    noted = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(code=AttendanceCode.UNKNOWN)
    return meetings.filter(Exists(noted))


def _with_police(period):
    there = _of_those_who_met().filter(POLICE, meeting=OuterRef("pk"), code__in=TAKING_PART)
    return _with_list(held(period)).annotate(has_police=Exists(there))


def _counted(rows, of, what):
    """Count rows for the outer query, as an expression."""
    numbers = rows.order_by().values(of).annotate(number=what).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def _with_votes(period):
    """Meetings of known days with `votes`, `present` and the `percent` that the rule asks for."""
    day = OuterRef("starts_on")
    voting = Membership.objects.of(OuterRef("committee")).in_force(day).voting()
    present = Attendance.objects.filter(
        meeting=OuterRef("pk"),
        code__in=TAKING_PART,
        membership__in=Membership.objects.of(OuterRef(OuterRef("committee")))
        .in_force(OuterRef(OuterRef("starts_on")))
        .voting()
        .values("pk"),
    )
    rule = (
        Rule.objects.in_force(day)
        .filter(kind=OuterRef("committee__kind"), subject=Subject.QUORUM_PERCENT)
        .order_by("-valid_from")
        .values("value")[:1]
    )
    # Approved minutes keep the votes that they were signed with.
    signed = SignedRecord.objects.filter(minutes__meeting=OuterRef("pk"), voting__isnull=False)
    return (
        _with_list(held(period))
        .filter(precision=DatePrecision.DAY)
        .annotate(
            votes=Coalesce(
                Subquery(signed.values("voting")),
                _counted(voting, "seat__committee", Count("pk")),
            ),
            present=Coalesce(
                Subquery(signed.values("present")), _counted(present, "meeting", Count("pk"))
            ),
            percent=Subquery(rule),
        )
        .filter(votes__gt=0, percent__isnull=False)
    )


def _is_quorate(votes, present, percent):
    return Figure(int(present >= votes_needed(votes, percent)), 1)


def _with_languages(period):
    """Meetings whose minutes were written by item, with the official languages they are in."""
    texts = ItemText.objects.filter(item__meeting=OuterRef("pk"))
    return (
        held(period)
        .filter(Exists(texts))
        .annotate(
            in_sq=Exists(texts.filter(language="sq")),
            in_sr=Exists(texts.filter(language="sr-latn")),
        )
    )


def _met_of(*conditions):
    return Figure(int(all(conditions)), 1)


def _not_in(meetings):
    return lambda period: held(period).exclude(pk__in=meetings(period).order_by().values("pk"))


# Reports by quarter


def _quarters(period):
    """The quarters of the year that are over on the reference day."""
    over = [Quarter(period.year, number) for number in range(1, 5)]
    if period.reference_day == period.last_day:
        return over
    return [quarter for quarter in over if quarter.last < period.reference_day]


def _first_said(period):
    """{(committee, number of the quarter): when the first meeting held in it was reported}."""
    fit = Q(status="held", starts_on__range=period.so_far) & ~Q(precision=DatePrecision.YEAR)
    meetings = Meeting.objects.public().filter(fit)
    hosted = meetings.filter(committee__kind=period.kind)
    joined = JointCommittee.objects.filter(meeting__in=meetings, committee__kind=period.kind)
    said = {}
    for committee, day, moment in [
        *hosted.values_list("committee", "starts_on", "status_at"),
        *joined.values_list("committee", "meeting__starts_on", "meeting__status_at"),
    ]:
        key = committee, Quarter.of(day).number
        # Old records were loaded without a moment; of these nobody knows when they were reported.
        said.setdefault(key, set()).add(timezone.localdate(moment) if moment else None)
    return said


def _reports(period):
    """One entry for each quarter that a body should have reported on."""
    grace = timedelta(days=period.rules[Subject.REPORT_DAYS].value)
    said = _first_said(period)
    nil = set(
        NilReport.objects.filter(year=period.year, committee__kind=period.kind).values_list(
            "committee", "quarter"
        )
    )
    bodies = period.bodies.order_by("pk").values_list("pk", "municipality__code", "established_on")
    return [
        Entry(
            frozenset({code}),
            _report(said.get((pk, quarter.number)), (pk, quarter.number) in nil, quarter, grace),
            Committee,
            pk,
        )
        for pk, code, founded_on in bodies
        for quarter in _quarters(period)
        if founded_on is None or founded_on <= quarter.last
    ]


def _report(days, is_nil, quarter, grace):
    if days is None:
        return Figure(int(is_nil), 1, Counter(["nil" if is_nil else "missing"]))
    in_time = any(day is not None and day <= quarter.last + grace for day in days)
    unknown = days == {None}
    return Figure(1, 1, Counter(["undated" if unknown else "on_time" if in_time else "late"]))


# Trainings and requests


def _to_be_trained(period):
    there = members(period).exclude(office=Office.OBSERVER)
    asked = there if modules_asked(period.kind) else there.none()
    return with_missing(asked, day=period.reference_day)


def _decided(period):
    return EstablishmentRequest.objects.filter(
        status=RequestStatus.APPROVED,
        purpose=Purpose.FOUNDING,
        committee__kind=period.kind,
        submitted_on__isnull=False,
        decided_on__range=period.so_far,
    )


def _days(submitted_on, decided_on):
    return Figure((decided_on - submitted_on).days)


attendance_rate = Indicator(
    key="attendance_rate",
    title=_("Attendance"),
    definition=_(
        "Of the entries in the attendance lists of held meetings that count, those by which the "
        "seat was taken: present, late, left early or represented. Only seats of the bodies that "
        "held the meeting count, and only days on which the member held the seat, so that nobody "
        "is asked for a meeting before joining or after leaving. Entries «unknown» and meetings of "
        "which the day is not known are left out."
    ),
    numerator=_("seats taken"),
    denominator=_("seats of which it was noted whether they were taken"),
    source=LISTS,
    unit=Unit.PERCENT,
    version=2,
    reviewed_on=REVIEWED,
    measure=Share(_noted, OF_SEAT, Q(code__in=TAKING_PART)),
    left_out=(
        LeftOut(
            _("nobody noted whether the member came"),
            lambda period: _on_membership_days(period).filter(code=AttendanceCode.UNKNOWN),
            OF_SEAT,
        ),
        LeftOut(
            _("the day of the meeting is not known"),
            lambda period: (
                held(period)
                .filter(committee__kind=period.kind)
                .exclude(precision=DatePrecision.DAY)
            ),
            OF_MEETING,
        ),
    ),
)

police_present = Indicator(
    key="police_present",
    title=_("Meetings with the police"),
    definition=_(
        "Of the held meetings that count and have an attendance list, those at which a seat of the "
        "police was taken: that of a police representative, an officer or the station commander, "
        "also by somebody sent in their place. Only seats of the bodies that held the meeting "
        "count."
    ),
    numerator=_("meetings with the police"),
    denominator=_("meetings with an attendance list"),
    source=LISTS,
    unit=Unit.PERCENT,
    version=2,
    reviewed_on=REVIEWED,
    measure=OfMeetings(_with_police, _met_of, fields=("has_police",)),
    left_out=(LeftOut(_("held without an attendance list"), _not_in(_with_police), OF_MEETING),),
)

quorum_reached = Indicator(
    key="quorum_reached",
    title=_("Meetings with a quorum"),
    definition=_(
        "Of the held meetings that count, of a known day and with an attendance list, those at "
        "which more than the share of the votes that the rule of the day asks for was there. "
        "Members with a vote on that day are counted; whoever sent somebody counts as there. The "
        "votes are those of the host. Approved minutes keep the votes that they were signed with."
    ),
    numerator=_("meetings with a quorum"),
    denominator=_("meetings with an attendance list, of a known day"),
    source=LISTS,
    unit=Unit.PERCENT,
    version=2,
    reviewed_on=REVIEWED,
    measure=OfMeetings(_with_votes, _is_quorate, fields=("votes", "present", "percent")),
    left_out=(
        LeftOut(
            _("no attendance list, no known day, no member with a vote or no rule"),
            _not_in(_with_votes),
            OF_MEETING,
        ),
    ),
)

interpretation = Indicator(
    key="interpretation",
    title=_("Minutes in both official languages"),
    definition=_(
        "Of the held meetings that count and whose minutes were written item by item, those with "
        "text in Albanian and in Serbian. Whether each item is in both, and how well it is "
        "translated, is not judged. Short minutes and scanned papers say nothing of their "
        "language and are left out."
    ),
    numerator=_("meetings with minutes in both languages"),
    denominator=_("meetings with minutes by item"),
    source=_("Minutes kept by the committees"),
    legal_basis=_("Law 02/L-37 on the use of languages"),
    unit=Unit.PERCENT,
    reviewed_on=REVIEWED,
    measure=OfMeetings(_with_languages, _met_of, fields=("in_sq", "in_sr")),
    left_out=(LeftOut(_("no minutes by item"), _not_in(_with_languages), OF_MEETING),),
)

meetings_with_residents = Indicator(
    key="meetings_with_residents",
    title=_("Meetings with residents"),
    definition=_(
        "Meetings with the residents of the place, reported as held and dated in the year. A joint "
        "meeting counts once for each body that took part, and once for a region and the country."
    ),
    numerator=_("meetings with residents"),
    denominator=_("none: a number, not a share"),
    source=RECORDS,
    unit=Unit.MEETINGS,
    version=2,
    reviewed_on=REVIEWED,
    measure=OnRecord(
        lambda _period: (MeetingKind.RESIDENTS,), lambda _mark: Figure(1), zeros=reported_none
    ),
)

reporting_rate = Indicator(
    key="reporting_rate",
    title=_("Quarters reported on"),
    definition=_(
        "Each body in being owes a word for each quarter that is over, from the one in which it "
        "was founded: a meeting reported as held, or the confirmation that none was; executive "
        "meetings are left out, as the public learns nothing of them. It came in "
        "time when the first report of the quarter was made within the days that the rule names. "
        "It says who reports, not how well they work."
    ),
    numerator=_("quarters reported on"),
    denominator=_("quarters expected"),
    source=_("Meetings and nil reports of the committees, and when they were entered"),
    unit=Unit.PERCENT,
    rule=Subject.REPORT_DAYS,
    version=2,
    reviewed_on=REVIEWED,
    measure=Listed(_reports),
    counts=Counts.STATES,
    categories=(
        Category("on_time", pgettext_lazy("quarter", "meeting, reported in time"), "ok", "✓"),
        Category("late", pgettext_lazy("quarter", "meeting, reported late"), "warn", "½"),
        Category("undated", pgettext_lazy("quarter", "meeting, loaded later"), "act", "+"),
        Category("nil", pgettext_lazy("quarter", "no meeting, confirmed"), "mute", "0"),
        Category("missing", pgettext_lazy("quarter", "no report"), "bad", "?"),
    ),
    left_out=(
        LeftOut(
            _("dated by the year alone, so it fits no quarter"),
            lambda period: (
                Meeting.objects.public()
                .held()
                .in_year(period.year)
                .filter(committee__kind=period.kind, precision=DatePrecision.YEAR)
            ),
            OF_MEETING,
        ),
    ),
)

trained_members = Indicator(
    key="trained_members",
    title=_("Trained and certified members"),
    definition=_(
        "Of the members on the reference day, those who hold a certificate, given by that day, for "
        "every module that is asked of the kind of body. Observers are left out. Where no module "
        "is asked there is no figure."
    ),
    numerator=_("members with all certificates"),
    denominator=_("members"),
    source=_("Register of trainings"),
    unit=Unit.PERCENT,
    reviewed_on=REVIEWED,
    measure=Share(_to_be_trained, PLACE, Q(is_untrained=False)),
)

days_to_decision = Indicator(
    key="days_to_decision",
    title=_("Days from request to decision"),
    definition=_(
        "The median of the days from the submission of a request to found a committee to the "
        "approval of the General Director, of those approved in the year; the days of corrections "
        "are in it. For an area it is the median of all its requests."
    ),
    numerator=_("days, in the middle"),
    denominator=_("none: a number, not a share"),
    source=_("Requests and their way through the chain of command"),
    unit=Unit.DAYS,
    reviewed_on=REVIEWED,
    measure=EachRow(
        _decided, OF_MEETING, _days, fields=("submitted_on", "decided_on"), combine=middle
    ),
)
