from datetime import date

from django.db.models import DecimalField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from committees.querysets import DatedQuerySet
from compensation.choices import RunStatus
from core.policy import PolicyQuerySet

MONEY = DecimalField(max_digits=12, decimal_places=2)


def exact(sum_of_amounts):
    """Return the sum rounded to cents, nothing for no rows.

    SQLite adds decimals as floating-point numbers: without rounding, three payments of ten cents
    would be a little more than thirty.
    """
    return Round(
        Coalesce(sum_of_amounts, Value(0), output_field=MONEY), precision=2, output_field=MONEY
    )


class RuleQuerySet(DatedQuerySet):
    """Dated rules of the whole country and of single municipalities."""

    def for_place(self, municipality):
        """The rules that reach a municipality: its own, and those of the country."""
        return self.filter(Q(municipality=None) | Q(municipality=municipality))

    def overlapping(self, first, last):
        """The rules that hold on one of the days from the first to the last (None: no end)."""
        begun = self.filter(valid_from__lte=last or date.max)
        return begun.filter(Q(valid_to=None) | Q(valid_to__gte=first))

    def in_order(self):
        """Those of the country first, then by municipality; of each the newest first."""
        return self.select_related("municipality").order_by(
            "municipality__name_sq", *self.model.KEY[1:], "-valid_from", "pk"
        )


class RunQuerySet(PolicyQuerySet):
    def closed(self):
        """Runs whose lines are frozen."""
        return self.filter(status=RunStatus.CLOSED)

    def standing(self):
        """All but those that were discarded."""
        return self.exclude(status=RunStatus.DISCARDED)

    def overlapping(self, first, last):
        return self.filter(from_on__lte=last, until_on__gte=first)

    def with_paid(self):
        """Annotate `paid`: what was paid and not taken back."""
        paid = self.model.payments.rel.related_model.objects.standing().filter(run=OuterRef("pk"))
        summed = paid.order_by().values("run").annotate(paid=Sum("amount")).values("paid")
        return self.annotate(paid=exact(Subquery(summed, output_field=MONEY)))

    def newest_first(self):
        return self.order_by("-from_on", "-pk")


class LineQuerySet(PolicyQuerySet):
    def in_order(self):
        """By seat, then by meeting."""
        return self.order_by(
            "membership__seat__position", "membership__seat__pk", "meeting__starts_on", "pk"
        )


class PaymentQuerySet(PolicyQuerySet):
    def standing(self):
        """Payments that nobody took back."""
        return self.filter(withdrawn_at=None)
