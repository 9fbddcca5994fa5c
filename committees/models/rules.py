from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import (
    CommitteeKind,
    Subject,
    Task,
)
from committees.models.committee import Committee
from committees.querysets import (
    DatedQuerySet,
    DeadlineQuerySet,
)
from core.models import TranslatedName
from core.policy import PolicyQuerySet


class Rule(TranslatedName):
    """What the law asks of a kind of committee, from day to day; its name is the source.

    An old year is judged by the rule then in force.
    """

    kind = models.CharField(_("kind of committee"), max_length=20, choices=CommitteeKind)
    subject = models.CharField(_("subject"), max_length=30, choices=Subject)
    value = models.PositiveSmallIntegerField(_("value"))
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="committees_rule_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject", "valid_from"], name="committees_rule_once"
            ),
        ]


class Deadline(models.Model):
    """What a committee has to have done by a day, and when it did it."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="deadlines"
    )
    task = models.CharField(_("what is due"), max_length=30, choices=Task)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.CheckConstraint(
                condition=Q(task__in=Task.values), name="committees_deadline_task_known"
            ),
            models.UniqueConstraint(
                fields=["committee", "task", "due_on"], name="committees_deadline_once"
            ),
        ]

    def __str__(self):
        return f"{self.committee}: {Task(self.task).label}"


class NumberSeries(models.Model):
    """The last number given in a series of a year: `KLSP-2026-0042` is no. 42 of «KLSP» in 2026.

    The row is locked until the end of the transaction that takes a number, and a transaction
    that fails gives its number back: numbers have no gap and no double.
    """

    prefix = models.CharField(_("prefix"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="committees_numberseries_once")
        ]

    def __str__(self):
        return f"{self.prefix}-{self.year}"
