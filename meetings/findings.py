"""What does not fit in the records: each rule declared once, found by one statement.

Whatever a rule finds is mended at its source or dismissed with an explanation; the page, the counts
and the texts are made from the declarations below.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from committees.choices import Capacity, CommitteeKind, CommitteeStatus, Office
from committees.models import Committee, Membership
from meetings.choices import (
    TAKING_PART,
    ActionStatus,
    AttendanceCode,
    DatePrecision,
    Evidence,
    MeetingKind,
    MeetingStatus,
    Severity,
)
from meetings.models import Action, Attendance, Dismissal, Meeting, Minutes

# So long after a meeting its minutes may be outstanding; the portal's proposal, no source names it.
MINUTES_DAYS = 14
CALLED_OFF = (MeetingStatus.POSTPONED, MeetingStatus.CANCELLED)
# The way from a record to its committee, and what a row of the page needs beside it.
COMMITTEE_OF = {Meeting: "committee", Membership: "seat__committee", Committee: "pk"}
BESIDE = {
    Meeting: ("committee__municipality",),
    Membership: (
        "seat__committee__municipality",
        "seat__represents_community",
        "seat__represents_religion",
    ),
    Committee: ("municipality",),
}


# What decides on which page a record is mended: locked ones are opened first, and what a meeting
# asked for is corrected on a page of its own while it is open.
WHERE_MENDED = {
    Meeting: {
        "is_locked": Exists(Minutes.objects.locked().filter(meeting=OuterRef("pk"))),
        "early_action": Subquery(
            Action.objects.filter(
                meeting=OuterRef("pk"),
                due_on__lt=OuterRef("starts_on"),
                status__in=[ActionStatus.OPEN, ActionStatus.IN_PROGRESS],
            )
            .order_by("pk")
            .values("pk")[:1]
        ),
    }
}


@dataclass(frozen=True, kw_only=True)
class FindingRule:
    """One way in which records fail to fit; `found` returns the records on a day.

    `mended_by` is the action on the committee that mending asks for.
    """

    code: str
    severity: Severity
    title: str
    explanation: str
    model: type
    mended_by: str
    found: Callable

    def entries(self, committees, today):
        """Records of the committees that the rule finds and nobody dismissed."""
        dismissed = Dismissal.objects.standing(self.model).filter(
            rule=self.code, record_id=OuterRef("pk")
        )
        return (
            self.found(today)
            .annotate(**WHERE_MENDED.get(self.model, {}))
            .filter(**{f"{COMMITTEE_OF[self.model]}__in": committees.order_by().values("pk")})
            .exclude(Exists(dismissed))
        )

    def with_entries(self, committees, today):
        """The committees in which the rule finds something, in the order in which they are held."""
        found = self.entries(committees, today).values(COMMITTEE_OF[self.model])
        return list(committees.filter(pk__in=found).order_by("pk"))

    def committee_of(self, record):
        """Return the number of the committee of a record, from what was read with it."""
        for name in COMMITTEE_OF[self.model].split("__"):
            record = getattr(record, name)
        return getattr(record, "pk", record)

    def shown(self, committees, today, most):
        """The first entries, each with the `total` of all: one statement."""
        return (
            self.entries(committees, today)
            .select_related(*BESIDE[self.model])
            .annotate(total=Window(Count("pk")))
            .order_by("-pk")[:most]
        )


def _number(rows, of, what):
    """Count rows for the meeting of the outer query, as an expression."""
    numbers = rows.order_by().values(of).annotate(number=what).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


def _more_than_seats(_today):
    """More seats were taken than were held on that day."""
    present = Attendance.objects.filter(meeting=OuterRef("pk"), code__in=TAKING_PART)
    seats = Membership.objects.of(OuterRef("committee")).in_force(OuterRef("starts_on"))
    return (
        Meeting.objects.held()
        .annotate(
            present=_number(present, "meeting", Count("pk")),
            seated=_number(seats, "seat__committee", Count("seat", distinct=True)),
        )
        .filter(present__gt=F("seated"))
    )


def _same_day_twice(_today):
    """The later of two meetings of a committee on one day."""
    on_a_day = Meeting.objects.filter(precision=DatePrecision.DAY).exclude(status__in=CALLED_OFF)
    same = on_a_day.filter(
        committee=OuterRef("committee"), starts_on=OuterRef("starts_on"), pk__lt=OuterRef("pk")
    )
    return on_a_day.filter(Exists(same))


def _with_own_papers(meetings):
    """Leave out meetings known from elsewhere: old reports bring no minutes and no list."""
    return meetings.exclude(
        evidence__in=[Evidence.PUBLIC_REPORT, Evidence.ANNOUNCEMENT, Evidence.LATER_MINUTES]
    )


def _minutes_missing(today):
    last_day = today - timedelta(days=MINUTES_DAYS)
    held = Meeting.objects.held().filter(precision=DatePrecision.DAY, starts_on__lt=last_day)
    return _with_own_papers(held).without_minutes()


def _in_the_same_year():
    return Meeting.objects.filter(
        committee=OuterRef("committee"),
        kind=OuterRef("kind"),
        starts_on__year=ExtractYear(OuterRef("starts_on")),
    )


def _number_twice(_today):
    numbered = Meeting.objects.exclude(status__in=CALLED_OFF)
    same = _in_the_same_year().exclude(status__in=CALLED_OFF)
    return numbered.filter(
        Exists(same.filter(number_in_year=OuterRef("number_in_year"), pk__lt=OuterRef("pk")))
    )


def _number_gap(_today):
    before = _in_the_same_year().filter(number_in_year=OuterRef("number_in_year") - 1)
    return Meeting.objects.filter(number_in_year__gt=1, starts_on__isnull=False).exclude(
        Exists(before)
    )


def _without_attendance(_today):
    noted = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(code=AttendanceCode.UNKNOWN)
    return _with_own_papers(Meeting.objects.held()).exclude(Exists(noted))


def _action_before_meeting(_today):
    """The form refuses such a day; it comes about when the day of a meeting is corrected."""
    early = Action.objects.filter(meeting=OuterRef("pk"), due_on__lt=OuterRef("starts_on"))
    return Meeting.objects.filter(Exists(early))


def _without_reason(_today):
    return (
        Meeting.objects.filter(kind=MeetingKind.EXTRAORDINARY)
        .filter(Q(call_reason="") | Q(called_as=""))
        .exclude(status__in=CALLED_OFF)
    )


def _without_act(_today):
    return Committee.objects.filter(act="").exclude(status=CommitteeStatus.DISSOLVED)


def _without_police(today):
    police = Q(office=Office.POLICE) | Q(
        seat__capacity__in=[Capacity.POLICE_OFFICER, Capacity.STATION_COMMANDER]
    )
    seated = Membership.objects.of(OuterRef("pk")).in_force(today).filter(police)
    return (
        Committee.objects.filter(status=CommitteeStatus.ACTIVE)
        .exclude(kind=CommitteeKind.NATIONAL)
        .exclude(Exists(seated))
    )


def _without_sex(today):
    return Membership.objects.in_force(today).filter(person__sex="")


def _two_in_office(today):
    """The later of two chairs, or of two secretaries, of a committee today."""
    led = Membership.objects.in_force(today).filter(office__in=[Office.CHAIR, Office.SECRETARY])
    other = led.filter(
        seat__committee=OuterRef("seat__committee"),
        office=OuterRef("office"),
        pk__lt=OuterRef("pk"),
    )
    return led.filter(Exists(other))


def _rule(code, severity, title, explanation, found, *, model=Meeting, mended_by="add_meeting"):
    return FindingRule(
        code=code,
        severity=severity,
        title=title,
        explanation=explanation,
        model=model,
        mended_by=mended_by,
        found=found,
    )


RULES = (
    _rule(
        "action-before-meeting",
        Severity.WRONG,
        _("An action due before it was decided"),
        _("Something that the meeting asked for is due on a day before the meeting."),
        _action_before_meeting,
    ),
    _rule(
        "held-ahead",
        Severity.WRONG,
        _("Held in the future"),
        _("The meeting is on record as held, and its day has not come yet."),
        lambda today: Meeting.objects.held().filter(starts_on__gt=today),
    ),
    _rule(
        "more-than-seats",
        Severity.WRONG,
        _("More present than seats"),
        _("More seats are noted as taken than had a member on that day."),
        _more_than_seats,
    ),
    _rule(
        "same-day-twice",
        Severity.WRONG,
        _("Two meetings on one day"),
        _("The committee has two meetings on the same day; perhaps one was entered twice."),
        _same_day_twice,
    ),
    _rule(
        "number-twice",
        Severity.WRONG,
        _("A number twice in a year"),
        _("Two meetings of the same kind have the same number within the year."),
        _number_twice,
    ),
    _rule(
        "two-in-office",
        Severity.WRONG,
        _("Two chairs or two secretaries at once"),
        _("Two members hold an office today that only one can hold."),
        _two_in_office,
        model=Membership,
        mended_by="edit_members",
    ),
    _rule(
        "awaiting-report",
        Severity.MISSING,
        _("No report on a planned meeting"),
        _("The day has passed and nobody said what became of the meeting."),
        lambda today: Meeting.objects.awaiting_report(today),
    ),
    _rule(
        "minutes-missing",
        Severity.MISSING,
        _("No minutes after 14 days"),
        _("Two weeks after the meeting there are neither short minutes nor a document."),
        _minutes_missing,
    ),
    _rule(
        "without-attendance",
        Severity.MISSING,
        _("Held without attendance"),
        _("Of no seat is it noted whether it was taken."),
        _without_attendance,
    ),
    _rule(
        "without-reason",
        Severity.MISSING,
        _("Extraordinary meeting without a reason"),
        _("It is not recorded who called the meeting, or why."),
        _without_reason,
    ),
    _rule(
        "without-act",
        Severity.MISSING,
        _("Committee without a founding act"),
        _("The register does not name the act that the committee rests on."),
        _without_act,
        model=Committee,
        mended_by="edit",
    ),
    _rule(
        "without-police",
        Severity.MISSING,
        _("No police representative"),
        _("Nobody from the police sits on the active committee today."),
        _without_police,
        model=Committee,
        mended_by="edit_members",
    ),
    _rule(
        "without-sex",
        Severity.MISSING,
        _("Member without sex recorded"),
        _("The share of women is computed without this member."),
        _without_sex,
        model=Membership,
        mended_by="edit_members",
    ),
    _rule(
        "number-gap",
        Severity.NOTE,
        _("A gap in the numbers of a year"),
        _("The number before this one is on record for no meeting of the same kind and year."),
        _number_gap,
    ),
    _rule(
        "half-known-date",
        Severity.NOTE,
        _("Date not known to the day"),
        _("Only the month or the year of the held meeting is known, or nothing."),
        lambda _today: Meeting.objects.held().exclude(precision=DatePrecision.DAY),
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}


def number_of_findings(committees, today):
    """Return how many entries there are in the committees, all rules together: one statement."""
    first, *rest = (rule.entries(committees, today).order_by().values_list("pk") for rule in RULES)
    return first.union(*rest, all=True).count()
