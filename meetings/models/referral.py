from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from meetings.choices import Ministry, Outcome
from meetings.models.concern import Concern
from meetings.querysets import ReferralQuerySet


class Referral(models.Model):
    """A concern on its way up: from a local committee to the council, from there to a ministry.

    Whoever it is passed to holds it until they decline with a reason or answer; then it lies
    again with whoever passed it on. Steps of one concern stand on each other like rungs.
    """

    concern = models.ForeignKey(
        Concern, models.PROTECT, verbose_name=_("concern"), related_name="referrals"
    )
    from_committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("passed on by"), related_name="+"
    )
    to_committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("passed to the council"),
        related_name="referrals",
        null=True,
        blank=True,
    )
    to_ministry = models.CharField(
        _("passed to the ministry"), max_length=5, choices=Ministry, blank=True
    )
    reason = models.TextField(_("why it is passed on"), max_length=1000)
    passed_at = models.DateTimeField(_("passed on at"))
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("passed on by"), related_name="+"
    )
    outcome = models.CharField(_("what came back"), max_length=10, choices=Outcome, blank=True)
    words = models.TextField(_("answer or reason"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(_("came back at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("sent back by"),
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_committee__isnull=False, to_ministry="")
                | Q(to_committee=None, to_ministry__in=Ministry.values),
                name="meetings_referral_one_receiver",
            ),
            models.CheckConstraint(
                condition=Q(to_committee=None) | ~Q(to_committee=F("from_committee")),
                name="meetings_referral_not_to_itself",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", words="", closed_at=None, closed_by=None)
                | Q(outcome__in=Outcome.values, closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(words=""),
                name="meetings_referral_closed_with_words",
            ),
            models.UniqueConstraint(
                fields=["concern", "from_committee"],
                condition=Q(outcome=""),
                name="meetings_referral_one_open_each",
            ),
        ]

    def __str__(self):
        return f"{self.concern.number}: {self.from_committee} → {self.receiver}"

    @property
    def receiver(self):
        """Whom it was passed to, as a name."""
        if self.to_committee_id:
            return self.to_committee.full_name
        return str(Ministry(self.to_ministry).label)
