from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.models import Committee
from core.policy import PolicyQuerySet
from meetings.models.meeting import Meeting


class JointCommittee(models.Model):
    """A further committee that holds a meeting together with the one that hosts it.

    The meeting counts once for each of them, and once for the country.
    """

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="joint_committees"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="joint_parts"
    )

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("joint committee")
        verbose_name_plural = _("joint committees")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "committee"], name="meetings_jointcommittee_once"
            )
        ]

    def __str__(self):
        return str(self.committee)
