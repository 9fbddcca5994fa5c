from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.policy import PolicyQuerySet
from meetings.choices import Audience
from meetings.models.minutes import Minutes


class SignedRecord(models.Model):
    """Who sat on the committee and how many came, as it stood when the minutes were approved.

    `roster` holds `{membership, seat, name, votes}` of each member of the day. It goes, with its
    papers, when the minutes are opened again.
    """

    minutes = models.OneToOneField(
        Minutes, models.PROTECT, verbose_name=_("minutes"), related_name="signed"
    )
    roster = models.JSONField(_("roster of the day"), default=list, blank=True)
    listed = models.PositiveSmallIntegerField(_("seats on the attendance list"))
    taken = models.PositiveSmallIntegerField(_("seats taken"))
    voting = models.PositiveSmallIntegerField(_("members with a vote"), null=True, blank=True)
    needed = models.PositiveSmallIntegerField(_("votes needed"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("votes present"), null=True, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("record as it was signed")
        verbose_name_plural = _("records as they were signed")
        constraints = [
            models.CheckConstraint(
                condition=Q(voting=None, needed=None, present=None)
                | Q(voting__isnull=False, needed__isnull=False, present__isnull=False),
                name="meetings_signedrecord_quorum_whole",
            ),
        ]

    def __str__(self):
        return str(self.minutes)


class SignedPaper(models.Model):
    """Approved minutes in one language, for one circle of readers, byte for byte.

    `content` is all that they say, frozen with the approval; the file is set from it once.
    """

    record = models.ForeignKey(
        SignedRecord, models.CASCADE, verbose_name=_("record"), related_name="papers"
    )
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    content = models.JSONField(_("text"), blank=True)
    file = models.FileField(_("file"), upload_to="minutes/%Y/", blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed paper")
        verbose_name_plural = _("signed papers")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "audience", "language"], name="meetings_signedpaper_once"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values),
                name="meetings_signedpaper_audience_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["sq", "sr-latn", "en"]),
                name="meetings_signedpaper_language_known",
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="") | (~Q(file="") & ~Q(sha256="")),
                name="meetings_signedpaper_hash_with_file",
            ),
        ]

    def __str__(self):
        return f"{self.record} ({self.language})"
