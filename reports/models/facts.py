"""Figures that are kept, and the notes by which one knows whether they still hold."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from core.policy import PolicyQuerySet

KINDS = CommitteeKind.values


class Touch(models.Model):
    """How often records were written on which the figures of a kind and a municipality rest.

    The database writes it (`reports.triggers`). An empty kind is every kind, an empty place the
    whole country; `mark` is the transaction that wrote, or the sum of those that are over.
    """

    kind = models.CharField(_("kind"), max_length=20, blank=True)
    place = models.CharField(_("code of the municipality"), max_length=2, blank=True)
    mark = models.BigIntegerField(_("transaction"))
    number = models.BigIntegerField(_("number of writings"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of a writing")
        verbose_name_plural = _("notes of writings")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["", *KINDS]), name="reports_touch_kind_known"
            ),
            models.UniqueConstraint(fields=["kind", "place", "mark"], name="reports_touch_once"),
        ]

    def __str__(self):
        return f"{self.kind} {self.place}: {self.number}"


class YearlyFigures(models.Model):
    """All figures of a kind of committee, a year and an area, as they were when computed.

    They hold while `touches` is the number of writings of today, `reference_day` the day on which
    the year is read, and `computed_by` the code that computes figures.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=CommitteeKind)
    year = models.PositiveSmallIntegerField(_("year"))
    area = models.CharField(
        _("area"), max_length=50, blank=True, help_text=_("A code; empty for the country.")
    )
    reference_day = models.DateField(_("reference day"))
    touches = models.BigIntegerField(_("number of writings"))
    computed_by = models.CharField(_("computed by"), max_length=64)
    figures = models.JSONField(_("figures"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("figures of a year")
        verbose_name_plural = _("figures of years")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="reports_yearlyfigures_kind_known"
            ),
            models.UniqueConstraint(
                fields=["kind", "year", "area"], name="reports_yearlyfigures_once"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.year} {self.area}"
