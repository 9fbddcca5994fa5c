from django.db import models
from django.utils.translation import gettext_lazy as _

from core.policy import PolicyQuerySet


class Counter(models.Model):
    """How often something was done since its window opened; past `ends_at` it counts anew.

    `key` says what is counted and for whom: `api:ip:192.0.2.7`.
    """

    key = models.CharField(_("what is counted"), max_length=200, unique=True)
    number = models.PositiveIntegerField(_("how often"))
    ends_at = models.DateTimeField(_("until when"), db_index=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self):
        return f"{self.key}: {self.number}"
