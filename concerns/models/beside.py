"""What is kept beside a concern: words in other languages, proof, the municipal response."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from concerns.choices import ResponseKind
from core.policy import PolicyQuerySet
from meetings.models import Concern
from meetings.models.files import RecordFile


class ConcernText(models.Model):
    """A concern and its answer in another language than the one it was written in."""

    concern = models.ForeignKey(
        Concern, models.PROTECT, verbose_name=_("concern"), related_name="texts"
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    description = models.TextField(_("what it is about"), max_length=2000)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("concern in another language")
        verbose_name_plural = _("concerns in other languages")
        constraints = [
            models.UniqueConstraint(fields=["concern", "language"], name="concerns_text_once"),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="concerns_text_language_known",
            ),
        ]

    def __str__(self):
        return f"{self.concern.number}, {self.get_language_display()}"


class ConcernDocument(RecordFile):
    """A file that proves something of a concern: a photo, a letter, a report. Kept for good."""

    concern = models.ForeignKey(
        Concern, models.PROTECT, verbose_name=_("concern"), related_name="documents"
    )

    objects = PolicyQuerySet.as_manager()

    class Meta(RecordFile.Meta):
        verbose_name = _("document of a concern")
        verbose_name_plural = _("documents of concerns")


class MunicipalResponse(models.Model):
    """How the municipality met a serious incident, and on which day.

    Where it condemned the incident in public and went to the community affected, people felt
    safer (OSCE, December 2011).
    """

    concern = models.ForeignKey(
        Concern, models.PROTECT, verbose_name=_("concern"), related_name="responses"
    )
    kind = models.CharField(_("kind of response"), max_length=15, choices=ResponseKind)
    taken_on = models.DateField(_("on"))
    note = models.CharField(_("by whom and where"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("response of the municipality")
        verbose_name_plural = _("responses of the municipality")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ResponseKind.values), name="concerns_response_kind_known"
            ),
            models.UniqueConstraint(
                fields=["concern", "kind", "taken_on"],
                name="concerns_response_once",
                violation_error_message=_("This response is on record already."),
            ),
        ]

    def __str__(self):
        return f"{self.concern.number}: {ResponseKind(self.kind).label}"
