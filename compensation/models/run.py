from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.choices import Capacity, Office
from committees.models import Committee, Membership
from compensation.choices import Paid, RunStatus
from compensation.models.rules import Rate
from compensation.money import euro
from compensation.querysets import LineQuerySet, PaymentQuerySet, RunQuerySet
from core.models import Staged
from meetings.models import Meeting


class SettlementRun(Staged):
    """What a committee owes its members for the meetings of a period within one year.

    While it is a draft it is computed from the record of the meetings. Closing freezes meetings,
    lines and `total`, and gives the number, which it keeps when it is opened again.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, verbose_name=_("committee"), related_name="settlement_runs"
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"))
    status = models.CharField(
        _("status"), max_length=20, choices=RunStatus, default=RunStatus.DRAFT
    )
    number = models.CharField(_("number"), max_length=30, blank=True, editable=False)
    total = models.DecimalField(
        _("sum"), max_digits=10, decimal_places=2, null=True, blank=True, editable=False
    )
    meetings = models.ManyToManyField(
        Meeting, verbose_name=_("meetings"), related_name="settlement_runs", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RunQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("settlement run")
        verbose_name_plural = _("settlement runs")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=RunStatus.values), name="compensation_run_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status_at=None, status_by=None)
                | Q(status_at__isnull=False, status_by__isnull=False),
                name="compensation_run_status_stamped",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="compensation_run_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(from_on__year=F("until_on__year")),
                name="compensation_run_within_a_year",
                violation_error_message=_("A run lies within one calendar year."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=RunStatus.CLOSED, total__isnull=False, total__gte=Decimal(0))
                    & ~Q(number="")
                )
                | (~Q(status=RunStatus.CLOSED) & Q(total=None)),
                name="compensation_run_closed_with_sum_and_number",
            ),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.DISCARDED) | Q(number=""),
                name="compensation_run_numbered_is_kept",
            ),
            models.UniqueConstraint(
                fields=["committee", "from_on"],
                condition=~Q(status=RunStatus.DISCARDED),
                name="compensation_run_begins_once",
                violation_error_message=_("A run of this committee begins on this day already."),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="compensation_run_number_once",
            ),
        ]

    def __str__(self):
        return f"{self.number}, {self.period_text}" if self.number else self.period_text

    def get_absolute_url(self):
        return reverse("compensation:run", kwargs={"committee": self.committee.slug, "pk": self.pk})

    def clean(self):
        """Refuse a period of which another run has settled a day; discarded ones settle none."""
        if not (self.from_on and self.until_on):
            return
        others = SettlementRun.objects.standing().filter(committee=self.committee_id)
        other = others.exclude(pk=self.pk).overlapping(self.from_on, self.until_on).first()
        if other:
            raise ValidationError(
                gettext("The run of %(period)s has some of these days: nobody is paid twice.")
                % {"period": other.period_text}
            )

    @property
    def period_text(self):
        return gettext("%(first)s to %(last)s") % {
            "first": date_format(self.from_on, "SHORT_DATE_FORMAT"),
            "last": date_format(self.until_on, "SHORT_DATE_FORMAT"),
        }

    @property
    def is_closed(self):
        return self.status == RunStatus.CLOSED

    @property
    def shown_status(self):
        """The status as a badge; asks for the annotated `paid`."""
        if self.is_closed and self.total and self.paid >= self.total:
            return Paid
        return RunStatus(self.status)


class SettlementLine(models.Model):
    """What a closed run owes a member for one meeting, with office and capacity of that day.

    It goes when the run is opened again; its history stays.
    """

    run = models.ForeignKey(
        SettlementRun, models.PROTECT, verbose_name=_("settlement run"), related_name="lines"
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, verbose_name=_("member"), related_name="settlement_lines"
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="settlement_lines"
    )
    office = models.CharField(_("office"), max_length=20, choices=Office)
    capacity = models.CharField(_("capacity"), max_length=30, choices=Capacity)
    rate = models.ForeignKey(Rate, models.PROTECT, verbose_name=_("rate"), related_name="lines")
    amount = models.DecimalField(_("amount"), max_digits=8, decimal_places=2)

    objects = LineQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("line of a settlement run")
        verbose_name_plural = _("lines of settlement runs")
        constraints = [
            # Not only once in a run: a meeting is paid to a member once in all runs together.
            models.UniqueConstraint(
                fields=["membership", "meeting"], name="compensation_line_once"
            ),
            models.CheckConstraint(
                condition=Q(office__in=Office.values), name="compensation_line_office_known"
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="compensation_line_capacity_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=Decimal(0)), name="compensation_line_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.membership_id}, {self.meeting_id}: {self.amount}"


class Payment(models.Model):
    """A sum that the treasury paid a member for a closed run; taken back, it stays on record."""

    run = models.ForeignKey(
        SettlementRun, models.PROTECT, verbose_name=_("settlement run"), related_name="payments"
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, verbose_name=_("member"), related_name="payments"
    )
    amount = models.DecimalField(_("amount"), max_digits=8, decimal_places=2)
    paid_on = models.DateField(_("paid on"))
    reference = models.CharField(_("payment order"), max_length=120)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("recorded by"), related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawal_reason = models.CharField(_("why it was taken back"), max_length=1000, blank=True)

    objects = PaymentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=Decimal(0)),
                name="compensation_payment_positive",
                violation_error_message=_("A payment is more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                ),
                name="compensation_payment_withdrawal_whole",
            ),
        ]

    def __str__(self):
        return f"{euro(self.amount)}, {self.reference}"
