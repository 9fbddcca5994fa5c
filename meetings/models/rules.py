from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeKind
from core.models import TranslatedName
from meetings.choices import MeetingKind
from meetings.querysets import CountingRuleQuerySet


class CountingRule(TranslatedName):
    """That a kind of meeting counts toward the number due of a kind of committee, from day to day.

    Its name is the source. A year is judged by the rules in force on its last day, as by `Rule`,
    so that a meeting of which only the year is known is judged like the others.
    """

    committee_kind = models.CharField(_("kind of committee"), max_length=20, choices=CommitteeKind)
    meeting_kind = models.CharField(_("kind of meeting"), max_length=20, choices=MeetingKind)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = CountingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule on what counts")
        verbose_name_plural = _("rules on what counts")
        constraints = [
            models.CheckConstraint(
                condition=Q(committee_kind__in=CommitteeKind.values),
                name="meetings_countingrule_committee_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(meeting_kind__in=MeetingKind.values),
                name="meetings_countingrule_meeting_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="meetings_countingrule_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["committee_kind", "meeting_kind", "valid_from"],
                name="meetings_countingrule_once",
            ),
        ]
