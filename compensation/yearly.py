"""The yearly answer on compensation: it follows from closed runs, or is given by hand.

Where the closed runs of a year owe something, the answer follows: «no» while nothing is paid,
«yes» when all that is due is paid and the runs hold every meeting of the year that counts, else
«partly». Runs that owe nothing to anybody say nothing of payment: there the report by hand stands,
and so it does where no run is closed.
"""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from compensation.models import Payment, SettlementRun
from compensation.querysets import MONEY, exact
from meetings.choices import CompensationAnswer
from meetings.models import CompensationReport, Meeting
from meetings.yearly import NO_REPORT

SETTLED = SettlementRun.meetings.through


def with_compensation(committees, year):
    """Annotate `compensation`: the four-valued answer of the year, or no report."""
    by_hand = (
        CompensationReport.objects.of_year(year).filter(committee=OuterRef("pk")).values("answer")
    )
    return _with_derived(committees, "pk", year).annotate(
        compensation=Coalesce(
            "derived",
            Subquery(by_hand, output_field=CharField()),
            Value(NO_REPORT),
            output_field=CharField(),
        )
    )


def answers_of(committee):
    """Return {year: answer} of the years of a committee whose answer follows from its runs."""
    runs = SettlementRun.objects.closed().filter(committee=committee)
    found = _with_derived(runs, "committee", ExtractYear(OuterRef("from_on")))
    pairs = found.exclude(derived=None).values_list("from_on__year", "derived")
    return {year: CompensationAnswer(answer) for year, answer in pairs}


def _with_derived(rows, committee, year):
    """Add `derived`: the answer that follows for the committee and the year of a row, or none.

    `committee` is the way from the row to its committee; `year` is a number or an expression.
    """
    of_it = {"committee": OuterRef(committee)}
    runs = SettlementRun.objects.closed().filter(from_on__year=year, **of_it)
    payments = Payment.objects.standing().filter(
        run__in=SettlementRun.objects.closed(),
        run__committee=OuterRef(committee),
        run__from_on__year=year,
    )
    held = Meeting.objects.held().counting().filter(starts_on__year=year, **of_it)
    unsettled = held.exclude(Exists(SETTLED.objects.filter(meeting=OuterRef("pk"))))
    return rows.alias(
        due=_added(runs, "committee", "total"),
        paid=_added(payments, "run__committee", "amount"),
    ).annotate(
        derived=Case(
            When(due=0, then=Value(None)),
            When(paid=0, then=Value(CompensationAnswer.NO.value)),
            When(
                Q(paid__gte=F("due")) & ~Exists(unsettled),
                then=Value(CompensationAnswer.YES.value),
            ),
            default=Value(CompensationAnswer.PARTLY.value),
            output_field=CharField(),
        )
    )


def _added(rows, committee, column):
    """Return the sum of a column over the rows, which all belong to one committee."""
    added = rows.order_by().values(committee).annotate(added=Sum(column)).values("added")
    return exact(Subquery(added, output_field=MONEY))
