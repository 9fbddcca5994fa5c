"""What is raised before a committee."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.meeting import ConcernCategory, Meeting
from meetings.querysets import MatterQuerySet
from places.models import Community


class Concern(models.Model):
    """A security concern raised at a meeting; `is_incident` tells an event from a worry.

    It is asked about at every later meeting until it has an answer.
    """

    SETTLED_ON = "answered_on"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="concerns"
    )
    category = models.ForeignKey(
        ConcernCategory, models.PROTECT, verbose_name=_("theme"), null=True, blank=True
    )
    description = models.TextField(_("what it is about"), max_length=2000)
    is_incident = models.BooleanField(_("it is a security incident"), default=False)
    communities = models.ManyToManyField(
        Community, verbose_name=_("communities affected"), related_name="concerns", blank=True
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[communities])

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="meetings_concern_answer_dated",
            ),
        ]

    def __str__(self):
        return self.description[:80]
