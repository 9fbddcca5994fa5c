"""What a committee answers for a year beside its meetings and its plan."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.models import Committee
from core.policy import PolicyQuerySet
from meetings.choices import CompensationAnswer
from meetings.querysets import CompensationReportQuerySet

FIRST_YEAR, LAST_YEAR = 2000, 2100


class CompensationReport(models.Model):
    """Whether the members of a committee were compensated in a year, with the evidence."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="compensation_reports"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    answer = models.CharField(_("answer"), max_length=20, choices=CompensationAnswer)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)

    objects = CompensationReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("compensation report")
        verbose_name_plural = _("compensation reports")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year"], name="meetings_compensationreport_once"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="meetings_compensationreport_year_plausible",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=CompensationAnswer.values),
                name="meetings_compensationreport_answer_known",
            ),
        ]

    def __str__(self):
        return f"{self.committee} {self.year}"


class NilReport(models.Model):
    """«No meeting was held in this quarter»: a zero that somebody confirmed, not a silence."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="nil_reports"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    confirmed_at = models.DateTimeField(_("confirmed at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("confirmed by"), related_name="+"
    )

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("nil report")
        verbose_name_plural = _("nil reports")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year", "quarter"], name="meetings_nilreport_once"
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="meetings_nilreport_quarter_known"
            ),
        ]

    def __str__(self):
        return f"{self.committee}, {self.year}/{self.quarter}"
