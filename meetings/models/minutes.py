from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Staged
from meetings.choices import MinutesStatus
from meetings.models.meeting import Meeting
from meetings.querysets import MinutesQuerySet


class Minutes(Staged):
    """The minutes of a held meeting: a draft, approved (as a rule by the next meeting), published.

    What they say stands with the items of the agenda. Approved minutes are locked, and with them
    the record of the meeting; they are opened again only with a reason. `version` grows with
    every save, so that a second writer is told.
    """

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="minutes"
    )
    status = models.CharField(
        _("status"), max_length=20, choices=MinutesStatus, default=MinutesStatus.DRAFT
    )
    adopted_at = models.ForeignKey(
        Meeting,
        models.PROTECT,
        verbose_name=_("approved at the meeting"),
        related_name="adopted_minutes",
        null=True,
        blank=True,
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    # The mark of the page that was saved last: its own later saves are no second writer.
    entry = models.UUIDField(editable=False, null=True)

    objects = MinutesQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["entry"])

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=MinutesStatus.values), name="meetings_minutes_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="meetings_minutes_status_stamped",
            ),
            models.CheckConstraint(
                condition=Q(status=MinutesStatus.DRAFT, approved_on=None, adopted_at=None)
                | (~Q(status=MinutesStatus.DRAFT) & Q(approved_on__isnull=False)),
                name="meetings_minutes_approval_dated",
            ),
        ]

    def __str__(self):
        return str(self.meeting)

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()

    @property
    def status_choice(self):
        """The status as a badge."""
        return MinutesStatus(self.status)
