from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import Capacity
from committees.models import Committee, Membership
from core.models import Staged, StoredFile, TranslatedName
from core.policy import PolicyQuerySet
from meetings.choices import (
    TAKING_PART,
    AttendanceCode,
    Awaiting,
    DatePrecision,
    MeetingKind,
    MeetingStatus,
)
from meetings.querysets import AttendanceQuerySet, MatterQuerySet, MeetingQuerySet
from places.models import Community


class ConcernCategory(TranslatedName):
    """What a security concern is about: school safety, lighting, stray dogs … as data."""

    code = models.SlugField(_("code"), unique=True)
    position = models.PositiveSmallIntegerField(_("position in lists"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("category of concerns")
        verbose_name_plural = _("categories of concerns")


class Meeting(Staged):
    """A meeting of a committee, from the plan to what became of it (OParl: Meeting).

    `starts_on` is the planned day, and the day it was held once it was; `precision` says how much
    of that date is known. `chaired_as` is the capacity of whoever really chaired, which is often
    not the head of the council. `incident_discussed` is the tag of the OSCE sheet: empty means
    that nobody said. `version` grows with every save, so that a second editor is told.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="meetings"
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
    starts_on = models.DateField(_("date"))
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
    # The mark of the form that was saved last: sent again, it makes no second meeting.
    entry = models.UUIDField(editable=False, unique=True, null=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # The place and the agenda, folded: what everybody may search.
    search_text = models.TextField(editable=False, default="")

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=[categories, communities_affected], excluded_fields=["search_text", "entry"]
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
        return reverse("meetings:detail", kwargs={"committee": self.committee.slug, "pk": self.pk})

    @property
    def date_text(self):
        """The date as far as it is known: `24.05.2023`, `May 2023` or `2023`."""
        shape = {DatePrecision.YEAR: "Y", DatePrecision.MONTH: "F Y"}.get(
            self.precision, "SHORT_DATE_FORMAT"
        )
        return date_format(self.starts_on, shape)

    @property
    def known_date(self):
        """The date as far as it is known, as the import reads it: `2023-05-24` … `2023`."""
        known = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}
        return self.starts_on.isoformat()[: known[self.precision]]

    @property
    def title(self):
        """Kind and number: «regular meeting no. 3», or only the kind where no number is known."""
        kind = MeetingKind(self.kind).label
        if self.number_in_year:
            return gettext("%(kind)s no. %(number)s") % {
                "kind": kind,
                "number": self.number_in_year,
            }
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


class Concern(models.Model):
    """A security concern raised at a meeting; `is_incident` tells an event from a worry.

    It is asked about at every later meeting until it has an answer.
    """

    SETTLED_ON = "answered_on"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="concerns"
    )
    category = models.ForeignKey(
        ConcernCategory, models.PROTECT, verbose_name=_("theme"), null=True, blank=True
    )
    description = models.TextField(_("what it is about"), max_length=2000)
    is_incident = models.BooleanField(_("it is a security incident"), default=False)
    communities = models.ManyToManyField(
        Community, verbose_name=_("communities affected"), related_name="concerns", blank=True
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[communities])

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="meetings_concern_answer_dated",
            ),
        ]

    def __str__(self):
        return self.description[:80]


class Document(StoredFile):
    """A file that belongs to a meeting: signed sheet, photo, scan. Kept for good."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="documents"
    )
    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
