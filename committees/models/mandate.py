from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import Capacity
from committees.models.committee import Committee
from committees.querysets import MandateQuerySet
from core.models import not_before
from core.policy import PolicyQuerySet
from places.models import Community, Municipality, ReligiousCommunity


class Mandate(models.Model):
    """The mandate of a municipality's council, from the mayor's oath to the end.

    It belongs to the municipality, because the council may never have been constituted. Within
    thirty days from the oath the mayor invites the communities publicly to propose members; the
    list goes to the assembly (INPO, 8 February 2018, quoting the instruction).
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("municipality"), related_name="mandates"
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("council"),
        related_name="mandates",
        null=True,
        blank=True,
    )
    oath_on = models.DateField(_("mayor's oath"))
    notice_on = models.DateField(_("public invitation"), null=True, blank=True)
    notice_reference = models.CharField(_("where it was published"), max_length=200, blank=True)
    nominations_on = models.DateField(_("nominations complete"), null=True, blank=True)
    nominations_reference = models.CharField(_("reference"), max_length=200, blank=True)
    decided_on = models.DateField(_("decision of the assembly"), null=True, blank=True)
    decision_number = models.CharField(_("number of the act"), max_length=200, blank=True)
    ended_on = models.DateField(_("last day of the mandate"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=200, blank=True)

    objects = MandateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.CheckConstraint(
                condition=not_before("notice_on", "oath_on"),
                name="committees_mandate_notice_after_oath",
                violation_error_message=_("The public invitation lies before the oath."),
            ),
            models.CheckConstraint(
                condition=not_before("nominations_on", "notice_on", "oath_on"),
                name="committees_mandate_nominations_after_notice",
                violation_error_message=_("The nominations lie before the public invitation."),
            ),
            models.CheckConstraint(
                condition=not_before("decided_on", "nominations_on", "notice_on", "oath_on"),
                name="committees_mandate_decision_after_nominations",
                violation_error_message=_("The decision lies before a step that precedes it."),
            ),
            models.CheckConstraint(
                condition=not_before(
                    "ended_on", "decided_on", "nominations_on", "notice_on", "oath_on"
                ),
                name="committees_mandate_ends_after_steps",
                violation_error_message=_("The mandate ends before one of its steps."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="committees_mandate_end_has_reason",
                violation_error_message=_("The end of a mandate has a day and a reason."),
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(ended_on=None),
                name="committees_mandate_one_open_each",
                violation_error_message=_("A mandate of this municipality is running already."),
            ),
            models.UniqueConstraint(
                fields=["municipality", "oath_on"],
                name="committees_mandate_once",
                violation_error_message=_("A mandate begins on this day already."),
            ),
        ]

    def __str__(self):
        return f"{self.municipality}, {date_format(self.oath_on, 'SHORT_DATE_FORMAT')}"

    def get_absolute_url(self):
        return reverse("committees:mandate", kwargs={"pk": self.pk})


class Nomination(models.Model):
    """Somebody whom a community or an institution proposed for a council.

    Who proposes for which capacity is known to insiders, and so is the name.
    """

    mandate = models.ForeignKey(
        Mandate, models.PROTECT, verbose_name=_("mandate"), related_name="nominations"
    )
    proposed_by = models.CharField(
        _("proposed by"),
        max_length=200,
        help_text=_("The community or institution, for example «Islamic Community council»."),
    )
    capacity = models.CharField(
        _("for the capacity"), max_length=30, choices=Capacity, default=Capacity.COMMUNITY
    )
    represents_community = models.ForeignKey(
        Community, models.PROTECT, verbose_name=_("represents the community"), null=True, blank=True
    )
    represents_religion = models.ForeignKey(
        ReligiousCommunity,
        models.PROTECT,
        verbose_name=_("represents the religious community"),
        null=True,
        blank=True,
    )
    received_on = models.DateField(_("received on"))
    nominee_name = models.CharField(
        _("name of the nominee"),
        max_length=160,
        blank=True,
        help_text=_("Not shown to the public and to monitors."),
    )

    objects = PolicyQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["nominee_name"])

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values),
                name="committees_nomination_capacity_known",
            ),
            models.CheckConstraint(
                condition=Q(represents_community=None) | Q(represents_religion=None),
                name="committees_nomination_represents_one",
                violation_error_message=_(
                    "A seat stands for a community or for a religious community, not for both."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.proposed_by}, {Capacity(self.capacity).label}"
