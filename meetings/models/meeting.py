import secrets

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import Capacity
from committees.models import Committee, Membership
from core.models import Staged, TranslatedName
from core.policy import PolicyQuerySet
from meetings.choices import (
    TAKING_PART,
    AttendanceCode,
    Awaiting,
    DatePrecision,
    Evidence,
    MeetingKind,
    MeetingStatus,
)
from meetings.models.files import RecordFile
from meetings.models.rules import CountingRule
from meetings.querysets import AttendanceQuerySet, MeetingQuerySet
from places.models import Community


class ConcernCategory(TranslatedName):
    """What a security concern is about: school safety, lighting, stray dogs … as data.

    A category with a `parent` tells more closely what the concern is about.
    """

    code = models.SlugField(_("code"), unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("wider category"),
        related_name="parts",
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("position in lists"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("category of concerns")
        verbose_name_plural = _("categories of concerns")


def by_chance():
    """Return a name that says nothing of how many others there are."""
    return secrets.token_hex(6)


class Meeting(Staged):
    """A meeting of a committee, from the plan to what became of it (OParl: Meeting).

    `starts_on` is the planned day, and the day it was held once it was; `precision` says how much
    of that date is known. `chaired_as` is the capacity of whoever really chaired, which is often
    not the head of the council. `incident_discussed` is the tag of the OSCE sheet: empty means
    that nobody said. `version` grows with every save, so that a second editor is told.

    `committee` hosts the meeting and keeps its record, `partners` hold it together with the host.
    Who called an extraordinary meeting and why is not asked of old records. A meeting of which
    nobody knows any date counts in no year. `known_from` is the later meeting whose minutes
    speak of it.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="meetings"
    )
    partners = models.ManyToManyField(
        Committee,
        through="meetings.JointCommittee",
        verbose_name=_("held together with"),
        related_name="joint_meetings",
        blank=True,
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=MeetingKind, default=MeetingKind.REGULAR
    )
    number_in_year = models.PositiveSmallIntegerField(
        _("number within the year"), null=True, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=MeetingStatus, default=MeetingStatus.PLANNED
    )
    called_as = models.CharField(
        _("called by (capacity)"), max_length=30, choices=Capacity, blank=True
    )
    call_reason = models.TextField(_("reason for calling it"), max_length=1000, blank=True)
    starts_on = models.DateField(_("date"), null=True, blank=True)
    ends_on = models.DateField(_("last day, where it took several"), null=True, blank=True)
    precision = models.CharField(
        _("what is known of the date"),
        max_length=10,
        choices=DatePrecision,
        default=DatePrecision.DAY,
    )
    start_time = models.TimeField(_("time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    chaired_as = models.CharField(
        _("chaired by (capacity)"), max_length=30, choices=Capacity, blank=True
    )
    chaired_by = models.ForeignKey(
        Membership,
        models.PROTECT,
        verbose_name=_("chaired by"),
        null=True,
        blank=True,
        related_name="+",
    )
    opened_as = models.CharField(
        _("opened by (capacity)"), max_length=30, choices=Capacity, blank=True
    )
    hosted_by = models.CharField(_("hosted by (institution)"), max_length=200, blank=True)
    incident_discussed = models.BooleanField(
        _("a security incident or a community's concern was discussed"), null=True, blank=True
    )
    categories = models.ManyToManyField(
        ConcernCategory, verbose_name=_("themes"), related_name="meetings", blank=True
    )
    communities_affected = models.ManyToManyField(
        Community,
        verbose_name=_("communities affected"),
        related_name="meetings",
        blank=True,
    )
    residents_women = models.PositiveSmallIntegerField(
        _("residents present, women"), null=True, blank=True
    )
    residents_men = models.PositiveSmallIntegerField(
        _("residents present, men"), null=True, blank=True
    )
    summary = models.TextField(_("short minutes"), blank=True)
    decisions = models.TextField(_("decisions and recommendations"), blank=True)
    invited_emails = models.TextField(
        _("guests invited by mail"), blank=True, help_text=_("One e-mail address a line.")
    )
    external_id = models.CharField(_("number in the source"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    # What addresses and the interface call it: keys that count up would tell of hidden meetings.
    public_id = models.CharField(max_length=12, unique=True, default=by_chance, editable=False)
    # The mark of the form that was saved last: sent again, it makes no second meeting.
    entry = models.UUIDField(editable=False, unique=True, null=True)
    evidence = models.CharField(_("known from"), max_length=20, choices=Evidence, blank=True)
    known_from = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("later meeting whose minutes speak of it"),
        related_name="speaks_of",
        null=True,
        blank=True,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    # The place and the agenda, folded: what everybody may search.
    search_text = models.TextField(editable=False, default="")

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=[categories, communities_affected],
        excluded_fields=["search_text", "entry", "public_id"],
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MeetingKind.values), name="meetings_meeting_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=MeetingStatus.values), name="meetings_meeting_status_known"
            ),
            models.CheckConstraint(
                condition=Q(precision__in=DatePrecision.values),
                name="meetings_meeting_precision_known",
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="meetings_meeting_status_stamped",
            ),
            models.CheckConstraint(
                condition=Q(called_as__in=["", *Capacity.values]),
                name="meetings_meeting_called_as_known",
            ),
            models.CheckConstraint(
                condition=Q(evidence__in=["", *Evidence.values]),
                name="meetings_meeting_evidence_known",
            ),
            models.CheckConstraint(
                condition=Q(known_from=None) | Q(evidence=Evidence.LATER_MINUTES),
                name="meetings_meeting_later_minutes_only",
                violation_error_message=_(
                    "Only a meeting known from later minutes names the meeting of those minutes."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(ends_on__gt=F("starts_on"), precision=DatePrecision.DAY),
                name="meetings_meeting_ends_after_start",
                violation_error_message=_("The last day lies after the first, and both are known."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False) & ~Q(precision=DatePrecision.UNKNOWN)
                | Q(starts_on=None, precision=DatePrecision.UNKNOWN, status=MeetingStatus.HELD),
                name="meetings_meeting_date_known_unless_held",
                violation_error_message=_(
                    "Only a held meeting may have no date, and then it says that none is known."
                ),
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="meetings_meeting_external_id_once",
                violation_error_message=_("Another meeting has this number in the source."),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_on", "status"], name="meetings_meeting_by_date"),
            models.Index(fields=["committee", "starts_on"], name="meetings_meeting_of_body"),
        ]

    def __str__(self):
        return f"{self.committee}, {self.date_text}"

    def get_absolute_url(self):
        return reverse("meetings:detail", args=[self.committee.slug, self.public_id])

    @property
    def date_text(self):
        """The date as far as it is known: `24.05.2023`, `May 2023`, `2023` or that it is not."""
        if self.starts_on is None:
            return gettext("date not known")
        shape = {DatePrecision.YEAR: "Y", DatePrecision.MONTH: "F Y"}.get(
            self.precision, "SHORT_DATE_FORMAT"
        )
        first = date_format(self.starts_on, shape)
        return f"{first} – {date_format(self.ends_on, shape)}" if self.ends_on else first

    @property
    def known_date(self):
        """The date as far as it is known, as the import reads it: `2023-05-24` … `unknown`."""
        if self.starts_on is None:
            return DatePrecision.UNKNOWN.value
        known = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}
        first = self.starts_on.isoformat()[: known[self.precision]]
        return f"{first}/{self.ends_on.isoformat()}" if self.ends_on else first

    @property
    def date_note(self):
        """What to say beside a date of which the day is not known."""
        return DatePrecision(self.precision).note

    @property
    def evidence_badge(self):
        """Why the meeting is less sure than others, as a badge, or None."""
        return Evidence(self.evidence) if self.evidence in Evidence.doubtful() else None

    @property
    def committees(self):
        """The committees that hold the meeting, the host first."""
        return [self.committee, *sorted(self.partners.all(), key=lambda partner: partner.pk)]

    @staticmethod
    def counting_rules():
        """Return the dated rules on which kinds of meetings count."""
        return CountingRule.objects.all()

    @property
    def title(self):
        """Kind and number: «regular meeting no. 3», or only the kind where no number is known."""
        kind = MeetingKind(self.kind).label
        if self.number_in_year:
            facts = {"kind": kind, "number": self.number_in_year}
            return gettext("%(kind)s no. %(number)s") % facts
        return kind

    @property
    def is_awaiting_report(self):
        return (
            self.status in (MeetingStatus.PLANNED, MeetingStatus.CONVENED)
            and self.starts_on < timezone.localdate()
        )

    @property
    def shown_status(self):
        """The status as a badge: planned dates that have passed show as awaiting a report."""
        return Awaiting if self.is_awaiting_report else MeetingStatus(self.status)


class Participant(models.Model):
    """Somebody at the table without a seat: an institution or a capacity, never a private name."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="participants"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("institution or capacity"), max_length=300)

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("other participant")
        verbose_name_plural = _("other participants")
        ordering = ("meeting", "position")

    def __str__(self):
        return self.name


class Attendance(models.Model):
    """What became of a seat at a meeting, by the membership that held it on that day."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="attendance"
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, verbose_name=_("member"), related_name="attendance"
    )
    code = models.CharField(
        _("attendance"), max_length=12, choices=AttendanceCode, default=AttendanceCode.UNKNOWN
    )
    represented_by = models.CharField(
        _("represented by (rank or capacity)"), max_length=120, blank=True
    )

    objects = AttendanceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "membership"], name="meetings_attendance_once"
            ),
            models.CheckConstraint(
                condition=Q(code__in=AttendanceCode.values), name="meetings_attendance_code_known"
            ),
            models.CheckConstraint(
                condition=Q(represented_by="") | Q(code=AttendanceCode.REPRESENTED),
                name="meetings_attendance_represented_only",
                violation_error_message=_(
                    "Only a represented member has somebody who stood in for them."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.membership.seat}: {AttendanceCode(self.code).label}"

    @property
    def takes_part(self):
        """Somebody sat on the seat, for the whole meeting or a part of it."""
        return self.code in TAKING_PART


class Document(RecordFile):
    """A file that belongs to a meeting: signed sheet, photo, scan. Kept for good."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="documents"
    )
    objects = PolicyQuerySet.as_manager()

    class Meta(RecordFile.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
