from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.policy import PolicyQuerySet


class CalendarFeed(models.Model):
    """The secret address at which somebody's calendar program reads; only its SHA-256 is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("user"), related_name="feed"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self):
        return str(self.user)
