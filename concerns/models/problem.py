from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.policy import PolicyQuerySet
from meetings.models import Concern

PARTS = ("scanning", "analysis", "response", "assessment")


class ProblemRecord(models.Model):
    """How a committee and the police solve a problem, in the four steps of SARA.

    Scanning, analysis, response, assessment: the problem-solving model of the police that the
    trainings of the committees teach. Each step rests on the one before.
    """

    concern = models.OneToOneField(
        Concern, models.PROTECT, verbose_name=_("concern"), related_name="problem"
    )
    scanning = models.TextField(
        _("scanning: what the problem is"),
        max_length=4000,
        help_text=_("What happens, how often, where, and who is affected?"),
    )
    analysis = models.TextField(
        _("analysis: why it happens"),
        max_length=4000,
        blank=True,
        help_text=_("Who and what make it possible, and what was tried before?"),
    )
    response = models.TextField(
        _("response: what is done"),
        max_length=4000,
        blank=True,
        help_text=_("Who does what until when?"),
    )
    assessment = models.TextField(
        _("assessment: whether it helped"),
        max_length=4000,
        blank=True,
        help_text=_("What is different now, and how is that known?"),
    )
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    has_helped = models.BooleanField(_("it helped"), null=True, blank=True)

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("problem-solving record")
        verbose_name_plural = _("problem-solving records")
        constraints = [
            models.CheckConstraint(
                condition=Q(response="") | ~Q(analysis=""),
                name="concerns_problem_response_after_analysis",
                violation_error_message=_("A response rests on an analysis: write that first."),
            ),
            models.CheckConstraint(
                condition=Q(assessment="", assessed_on=None, has_helped=None)
                | Q(assessed_on__isnull=False, has_helped__isnull=False)
                & ~Q(assessment="")
                & ~Q(response=""),
                name="concerns_problem_assessed_after_response",
                violation_error_message=_(
                    "An assessment has words, a day and an answer whether it helped, and a "
                    "response that it speaks of."
                ),
            ),
        ]

    def __str__(self):
        return self.concern.number

    @property
    def parts(self):
        """The four steps as (name, text), those not written yet with an empty text."""
        return [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in PARTS]
