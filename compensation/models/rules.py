"""What members are paid, and who is: dated rules, each with the act that it rests on.

No source that the portal knows names an amount or says who is entitled. So nothing of it stands in
the code; without a rate nobody is paid.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import Capacity, CommitteeKind, Office
from compensation.money import euro
from compensation.querysets import RuleQuerySet
from meetings.choices import MeetingKind
from places.models import Municipality

RATE = ("municipality", "committee_kind", "office", "meeting_kind")
ENTITLEMENT = ("municipality", "capacity")


def ends_after_start(name):
    return models.CheckConstraint(
        condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        name=name,
        violation_error_message=_("The last day lies before the first."),
    )


def begins_once(name, *key):
    """Return the constraints that no two rules of one key begin on the same day.

    For the country they are a pair of their own: in a database no municipality equals another.
    """
    message = _("A rule of the same kind begins on this day already.")
    return [
        models.UniqueConstraint(
            fields=[*key, "valid_from"], name=f"{name}_once", violation_error_message=message
        ),
        models.UniqueConstraint(
            fields=[*key[1:], "valid_from"],
            condition=Q(municipality=None),
            name=f"{name}_once_for_all",
            violation_error_message=message,
        ),
    ]


class DatedRule(models.Model):
    """A rule of one municipality, or of the whole country, from day to day.

    `KEY` names what tells one rule from another; of one key one rule holds on a day.
    """

    KEY = ()

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        verbose_name=_("municipality"),
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Empty: for the whole country."),
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    source = models.CharField(
        _("act"), max_length=300, help_text=_("The decision or regulation that it rests on.")
    )

    class Meta:
        abstract = True

    def clean(self):
        if not self.valid_from:
            return
        same = {name: getattr(self, name) for name in self.KEY}
        other = (
            type(self)
            .objects.filter(**same)
            .exclude(pk=self.pk)
            .overlapping(self.valid_from, self.valid_to)
            .first()
        )
        if other:
            raise ValidationError(
                gettext("These days overlap with the rule that holds %(days)s. End it first.")
                % {"days": other.days_text}
            )

    @property
    def days_text(self):
        """`from 01.01.2026 to 31.12.2026`, or without an end."""
        first = date_format(self.valid_from, "SHORT_DATE_FORMAT")
        if self.valid_to is None:
            return gettext("from %(first)s on") % {"first": first}
        last = date_format(self.valid_to, "SHORT_DATE_FORMAT")
        return gettext("from %(first)s to %(last)s") % {"first": first, "last": last}

    def holds_on(self, day):
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Rate(DatedRule):
    """What a member is paid for one meeting, in euro, by the act of a municipality or of all.

    The rule that says more goes before the one that says less: the municipality's before the
    country's, then the one for the office, then the one for the kind of meeting.
    """

    KEY = RATE

    committee_kind = models.CharField(
        _("kind of committee"), max_length=20, choices=CommitteeKind, default=CommitteeKind.KKSB
    )
    office = models.CharField(
        _("office"),
        max_length=20,
        choices=Office,
        blank=True,
        help_text=_("Empty: every office that has no rate of its own."),
    )
    meeting_kind = models.CharField(
        _("kind of meeting"),
        max_length=20,
        choices=MeetingKind,
        blank=True,
        help_text=_("Empty: every kind that counts and has no rate of its own."),
    )
    amount = models.DecimalField(
        _("euro for a meeting"),
        max_digits=8,
        decimal_places=2,
        help_text=_("0 says that nothing is paid."),
    )

    objects = RuleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        constraints = [
            models.CheckConstraint(
                condition=Q(committee_kind__in=CommitteeKind.values),
                name="compensation_rate_committee_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(office__in=["", *Office.values]), name="compensation_rate_office_known"
            ),
            models.CheckConstraint(
                condition=Q(meeting_kind__in=["", *MeetingKind.values]),
                name="compensation_rate_meeting_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=Decimal(0)),
                name="compensation_rate_not_negative",
                violation_error_message=_("The amount is zero or more."),
            ),
            ends_after_start("compensation_rate_ends_after_start"),
            *begins_once("compensation_rate", *RATE),
        ]

    def __str__(self):
        return f"{euro(self.amount)}, {self.days_text}"

    def get_absolute_url(self):
        return reverse("compensation:rate-update", kwargs={"pk": self.pk})

    @property
    def is_used(self):
        """A closed run rests on it."""
        return self.lines.exists()


class Entitlement(DatedRule):
    """Whether whoever sits in a capacity is paid; what no rule names is.

    That public officials are left out is the usual practice, no source of the portal makes it
    law. A municipality may say otherwise: its own rule goes before the country's.
    """

    KEY = ENTITLEMENT

    capacity = models.CharField(_("capacity"), max_length=30, choices=Capacity)
    is_entitled = models.BooleanField(_("is paid"), default=False)

    objects = RuleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("rule on who is entitled")
        verbose_name_plural = _("rules on who is entitled")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values),
                name="compensation_entitlement_capacity_known",
            ),
            ends_after_start("compensation_entitlement_ends_after_start"),
            *begins_once("compensation_entitlement", *ENTITLEMENT),
        ]

    def __str__(self):
        return f"{Capacity(self.capacity).label}, {self.days_text}"

    def get_absolute_url(self):
        return reverse("compensation:entitlement-update", kwargs={"pk": self.pk})
