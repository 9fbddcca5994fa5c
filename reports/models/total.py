from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import CommitteeKind
from reports.querysets import TotalQuerySet


class ImportedTotal(models.Model):
    """A figure that somebody else published, as it was published: no record stands behind it.

    It is shown beside the portal's own figure, never summed or mixed with it. `key` is that of an
    indicator, or `bodies` for how many bodies there were; `area` is the key of an area, empty for
    the whole country. `said_of` is the time as the source names it, where that is not the year.
    """

    kind = models.CharField(_("kind of committee"), max_length=20, choices=CommitteeKind)
    year = models.PositiveSmallIntegerField(_("year"))
    said_of = models.CharField(_("time as the source says it"), max_length=40, blank=True)
    key = models.CharField(_("figure"), max_length=60)
    area = models.CharField(_("area"), max_length=40, blank=True)
    numerator = models.PositiveIntegerField(_("number"))
    denominator = models.PositiveIntegerField(_("out of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = TotalQuerySet.as_manager()
    history = HistoricalRecords()

    # What makes two rows the same statement.
    KEY = ("kind", "year", "said_of", "key", "area", "source")

    class Meta:
        verbose_name = _("imported total")
        verbose_name_plural = _("imported totals")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CommitteeKind.values), name="reports_total_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gte=F("numerator")),
                name="reports_total_part_of_whole",
                violation_error_message=_("The part is larger than the whole."),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="reports_total_has_source"),
            models.UniqueConstraint(
                fields=["kind", "year", "said_of", "key", "area", "source"],
                name="reports_total_once",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.year} {self.key}: {self.numerator}"

    @property
    def kind_plural(self):
        return CommitteeKind(self.kind).plural
