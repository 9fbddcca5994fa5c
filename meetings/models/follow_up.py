from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models.meeting import Meeting
from meetings.querysets import MatterQuerySet


class Action(models.Model):
    """What a meeting asks somebody to do: a task, a recommendation, a decision to carry out.

    It is asked about at every later meeting until it has a result.
    """

    SETTLED_ON = "done_on"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("decided at"), related_name="actions"
    )
    text = models.TextField(_("what is to be done"), max_length=500)
    addressee = models.CharField(
        _("by whom"),
        max_length=200,
        help_text=_("An institution or a post, for example «Directorate of Education»."),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    result = models.TextField(_("what came of it"), max_length=2000, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", done_on=None) | (~Q(result="") & Q(done_on__isnull=False)),
                name="meetings_action_result_dated",
            ),
            models.UniqueConstraint(
                fields=["meeting", "text", "addressee"], name="meetings_action_once"
            ),
        ]

    def __str__(self):
        return f"{self.text} ({self.addressee})"
