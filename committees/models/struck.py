from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.models.committee import Appointment
from committees.querysets import StruckQuerySet


class StruckMembership(Appointment):
    """A membership that was entered by mistake: it left the roster, and so counts nowhere.

    `number` is the key that the row had and gets again when the strike is taken back.
    """

    number = models.PositiveBigIntegerField(_("number of the record"))
    struck_at = models.DateTimeField(_("struck at"))
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("struck by"), related_name="+"
    )
    struck_because = models.CharField(_("reason"), max_length=1000)
    restored_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        related_name="+",
    )
    restored_because = models.CharField(_("reason"), max_length=1000, blank=True)

    objects = StruckQuerySet.as_manager()

    class Meta:
        verbose_name = _("struck membership")
        verbose_name_plural = _("struck memberships")
        constraints = [
            models.CheckConstraint(
                condition=~Q(struck_because=""), name="committees_struck_explained"
            ),
            models.CheckConstraint(
                condition=Q(restored_at=None, restored_by=None, restored_because="")
                | (
                    Q(restored_at__isnull=False, restored_by__isnull=False)
                    & ~Q(restored_because="")
                ),
                name="committees_struck_restored_with_reason",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(restored_at=None),
                name="committees_struck_one_standing",
            ),
        ]
