"""What is raised before a committee."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import Capacity
from committees.models import Committee
from core.models import SearchTextField, Staged
from meetings.choices import (
    CLOSED_CONCERNS,
    ConcernStatus,
    MeetingKind,
    Ministry,
    Reach,
    Sensitivity,
)
from meetings.models.meeting import ConcernCategory, Meeting
from meetings.querysets import ConcernQuerySet
from places.models import Community, Settlement

# Where Kosovo lies, in degrees; a point outside is a slip.
SOUTH, NORTH, WEST, EAST = 41.8, 43.3, 20.0, 21.9
# The letters before the number: «shqetësim», and of what is hidden when it enters «konfidencial».
PREFIX, HIDDEN_PREFIX = "SHQ", "SHQ-K"


class Concern(Staged):
    """A security concern, raised at a meeting or between meetings, and what came of it.

    `committee` is where it was raised and where it is closed; the holder is whoever it lies with
    now: that committee, the council, or a ministry, and always exactly one. `is_incident` tells
    an event from a worry; `is_serious` is an incident able to destabilise (OSCE, December 2011:
    attacks on persons, private property, religious or cultural sites). It is asked about at every
    later meeting until it has an answer.

    The point is kept to two decimals of a degree, a square of about one kilometre: it never
    points at a household. A private person is never named in what is published.
    """

    SETTLED_ON = "answered_on"

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="concerns"
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("meeting"),
        related_name="concerns",
        null=True,
        blank=True,
    )
    raised_on = models.DateField(_("raised on"), null=True, blank=True)
    raised_as = models.CharField(
        _("raised by (capacity)"), max_length=30, choices=Capacity, blank=True
    )
    occurred_on = models.DateField(_("when it happened"), null=True, blank=True)
    category = models.ForeignKey(
        ConcernCategory, models.PROTECT, verbose_name=_("theme"), null=True, blank=True
    )
    language = models.CharField(
        _("language of the description"), max_length=10, choices=settings.LANGUAGES, default="sq"
    )
    description = models.TextField(_("what it is about"), max_length=2000)
    settlement = models.ForeignKey(
        Settlement,
        models.PROTECT,
        verbose_name=_("village or neighbourhood"),
        related_name="concerns",
        null=True,
        blank=True,
    )
    place = models.CharField(_("place in words"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    is_incident = models.BooleanField(_("it is a security incident"), default=False)
    is_serious = models.BooleanField(
        _("it is a serious incident, able to destabilise"), default=False
    )
    reach = models.CharField(
        _("whom it affects"), max_length=12, choices=Reach, default=Reach.NONE_KNOWN
    )
    communities = models.ManyToManyField(
        Community, verbose_name=_("communities affected"), related_name="concerns", blank=True
    )
    sensitivity = models.CharField(
        _("sensitivity"), max_length=12, choices=Sensitivity, default=Sensitivity.INTERNAL
    )
    status = models.CharField(
        _("status"), max_length=15, choices=ConcernStatus, default=ConcernStatus.OPEN
    )
    holder_committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("held by the committee"),
        related_name="held_concerns",
        null=True,
        editable=False,
    )
    holder_ministry = models.CharField(
        _("held by the ministry"), max_length=5, choices=Ministry, blank=True, editable=False
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("same as"),
        related_name="duplicates",
        null=True,
        blank=True,
    )
    recurrence_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("came back after"),
        related_name="recurrences",
        null=True,
        blank=True,
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("published by"),
        null=True,
        editable=False,
        related_name="+",
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = SearchTextField(sources=("number", "description", "place"))

    objects = ConcernQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[communities], excluded_fields=["search_text"])

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ConcernStatus.values), name="meetings_concern_status_known"
            ),
            models.CheckConstraint(
                condition=Q(sensitivity__in=Sensitivity.values),
                name="meetings_concern_sensitivity_known",
            ),
            models.CheckConstraint(
                condition=Q(reach__in=Reach.values), name="meetings_concern_reach_known"
            ),
            models.CheckConstraint(
                condition=Q(raised_as__in=["", *Capacity.values]),
                name="meetings_concern_raised_as_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="meetings_concern_language_known",
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="meetings_concern_status_stamped",
            ),
            models.CheckConstraint(
                condition=Q(holder_committee__isnull=False, holder_ministry="")
                | Q(holder_committee=None, holder_ministry__in=Ministry.values),
                name="meetings_concern_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(raised_on__isnull=False) | Q(meeting__isnull=False),
                name="meetings_concern_raised_some_day",
                violation_error_message=_("Say on which day it was raised, or at which meeting."),
            ),
            models.CheckConstraint(
                condition=Q(occurred_on=None)
                | Q(raised_on=None)
                | Q(occurred_on__lte=F("raised_on")),
                name="meetings_concern_happened_before_raised",
                violation_error_message=_("It cannot have happened after it was raised."),
            ),
            models.CheckConstraint(
                condition=Q(is_serious=False) | Q(is_incident=True),
                name="meetings_concern_serious_is_incident",
                violation_error_message=_("Only an incident can be a serious incident."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(SOUTH, NORTH),
                    longitude__range=(WEST, EAST),
                ),
                name="meetings_concern_point_in_kosovo",
                violation_error_message=_(
                    "The point lies outside Kosovo, or half of it is missing."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status=ConcernStatus.DUPLICATE, answered_on__isnull=False)
                | Q(status__in=CLOSED_CONCERNS, answered_on__isnull=False) & ~Q(answer="")
                | ~Q(status__in=CLOSED_CONCERNS) & Q(answer="", answered_on=None),
                name="meetings_concern_closed_with_answer",
            ),
            models.CheckConstraint(
                condition=Q(status=ConcernStatus.DUPLICATE, duplicate_of__isnull=False)
                | ~Q(status=ConcernStatus.DUPLICATE) & Q(duplicate_of=None),
                name="meetings_concern_duplicate_names_other",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(
                    published_at__isnull=False,
                    published_by__isnull=False,
                    sensitivity=Sensitivity.PUBLIC,
                    status__in=CLOSED_CONCERNS,
                ),
                name="meetings_concern_published_when_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "raised_on"], name="meetings_concern_of_body"),
            models.Index(fields=["status", "raised_on"], name="meetings_concern_by_status"),
        ]

    def __str__(self):
        return Truncator(self.description).chars(80)

    def get_absolute_url(self):
        return reverse("concerns:detail", kwargs={"number": self.number})

    @property
    def series(self):
        """The letters before its number; what is hidden has its own, so that no gap tells of it."""
        is_secret = self.sensitivity == Sensitivity.CONFIDENTIAL
        is_executive = self.meeting is not None and self.meeting.kind == MeetingKind.EXECUTIVE
        return HIDDEN_PREFIX if is_secret or is_executive else PREFIX

    @property
    def status_choice(self):
        return ConcernStatus(self.status)

    @property
    def holder(self):
        """Whom it lies with, as a name."""
        if self.holder_committee_id:
            return self.holder_committee.full_name
        return str(Ministry(self.holder_ministry).label)

    @property
    def is_closed(self):
        return self.status in CLOSED_CONCERNS

    @property
    def where(self):
        """The place as far as it is told."""
        return ", ".join(str(part) for part in (self.settlement, self.place) if part)
