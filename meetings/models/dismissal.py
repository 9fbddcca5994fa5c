from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.models import Committee
from meetings.querysets import DismissalQuerySet


class Dismissal(models.Model):
    """Somebody looked at what a rule found in a record and explained why it is right as it is.

    It lapses by itself as soon as the record is changed, and may be taken back with a reason.
    """

    rule = models.CharField(_("rule"), max_length=40)
    record = models.CharField(_("kind of record"), max_length=60)
    record_id = models.PositiveBigIntegerField(_("number of the record"))
    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="dismissals"
    )
    explanation = models.TextField(_("explanation"), max_length=1000)
    dismissed_at = models.DateTimeField(_("dismissed at"))
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("dismissed by"), related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn_because = models.TextField(_("reason"), max_length=1000, blank=True)

    objects = DismissalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dismissed finding")
        verbose_name_plural = _("dismissed findings")
        constraints = [
            models.CheckConstraint(
                condition=~Q(explanation=""), name="meetings_dismissal_explained"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="meetings_dismissal_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["rule", "record", "record_id"],
                condition=Q(withdrawn_at=None),
                name="meetings_dismissal_one_standing",
            ),
        ]

    def __str__(self):
        return f"{self.rule}: {self.record} {self.record_id}"
