from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from core.policy import PolicyQuerySet
from establishment.choices import DecisionStatus
from establishment.models.request import EstablishmentRequest


class Decision(models.Model):
    """What the last level decided in favour of a request, with its number and its check page.

    `code` cannot be guessed: it stands on the letter and opens the page that says whether the
    decision still holds. It is no qualified electronic signature, and the page says so.
    """

    request = models.OneToOneField(
        EstablishmentRequest, models.PROTECT, verbose_name=_("request"), related_name="decision"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="decisions"
    )
    number = models.CharField(_("number of the decision"), max_length=30, unique=True)
    decided_on = models.DateField(_("decided on"))
    code = models.CharField(_("code of the check page"), max_length=40, unique=True)
    status = models.CharField(
        _("status"), max_length=20, choices=DecisionStatus, default=DecisionStatus.VALID
    )
    ended_by = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("ended by the decision"),
        null=True,
        blank=True,
        related_name="ended",
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=DecisionStatus.values),
                name="establishment_decision_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status=DecisionStatus.VALID, ended_by=None)
                | (~Q(status=DecisionStatus.VALID) & Q(ended_by__isnull=False)),
                name="establishment_decision_ended_by_one",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def state_choice(self):
        """The status as a badge."""
        return DecisionStatus(self.status)

    def get_check_url(self):
        """The address of the check page in the language in force."""
        return reverse("establishment:check", kwargs={"code": self.code})


class DecisionLetter(models.Model):
    """The letter of a decision in one language, byte for byte as it went out.

    `content` is all that it says, frozen with the decision. The file is set from it after the
    decision is committed, once, and never anew. Both are kept in the database, so that decision
    and letter stand or fall together.
    """

    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("decision"), related_name="letters"
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    content = models.JSONField(_("text"))
    pdf = models.BinaryField(_("file"), null=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True, null=True)  # noqa: DJ001 -- unique, and unknown until the file is set

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter of a decision")
        verbose_name_plural = _("letters of a decision")
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "language"], name="establishment_letter_once"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["sq", "sr-latn", "en"]),
                name="establishment_letter_language_known",
            ),
            models.CheckConstraint(
                condition=Q(pdf=None, sha256=None) | Q(pdf__isnull=False, sha256__isnull=False),
                name="establishment_letter_hash_with_file",
            ),
        ]

    def __str__(self):
        return f"{self.decision} ({self.language})"
