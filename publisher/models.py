"""Who runs the portal, whom the public may write to, and whether it is open (OParl: System)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import TranslatedName
from core.policy import PolicyQuerySet

ONLY = 1


class Publisher(TranslatedName):
    """The institution that answers for the portal; one row, made when it is first saved.

    Until the portal was opened the public is shown a page that says so, and nothing else: an empty
    register would read as if no municipality had a council. Once open it stays open.
    """

    email = models.EmailField(_("e-mail address for the public"))
    phone = models.CharField(_("telephone for the public"), max_length=40, blank=True)
    terms_sq = models.TextField(
        _("terms of use of the open data, in Albanian"), max_length=500, blank=True
    )
    terms_sr = models.TextField(
        _("terms of use of the open data, in Serbian"), max_length=500, blank=True
    )
    terms_en = models.TextField(
        _("terms of use of the open data, in English"), max_length=500, blank=True
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("opened by"),
        null=True,
        editable=False,
        related_name="+",
    )

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("publisher of the portal")
        verbose_name_plural = _("publishers of the portal")
        constraints = [
            models.CheckConstraint(condition=Q(pk=ONLY), name="publisher_publisher_only_one"),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="publisher_publisher_opened_stamped",
            ),
        ]

    @classmethod
    def current(cls):
        """Return the publisher; one that nobody entered yet is not saved and has no name."""
        return cls.objects.filter(pk=ONLY).first() or cls(pk=ONLY)
