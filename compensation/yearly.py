"""The yearly answer on compensation: it follows from closed runs, or is given by hand.

Where the closed runs of a year owe something, the answer follows: «no» while nothing is paid,
«yes» when all that is due is paid and the runs hold every meeting of the year that counts, else
«partly». Runs that owe nothing to anybody say nothing of payment: there the report by hand stands,
and so it does where no run is closed.
"""

from django.db.models import Exists, OuterRef, Sum

from compensation.models import Payment, SettlementRun
from compensation.querysets import exact
from meetings.choices import CompensationAnswer
from meetings.models import Meeting

SETTLED = SettlementRun.meetings.through


def answers_of(committee):
    """Return {year: answer} of the years of a committee whose answer follows from its runs."""
    derived = _derived(SettlementRun.objects.filter(committee=committee))
    return {year: answer for (_committee, year), answer in derived.items()}


def answers_in(kind, year):
    """Return {committee: answer} of the committees of a kind for whose year an answer follows."""
    runs = SettlementRun.objects.filter(committee__kind=kind, from_on__year=year)
    return {committee: answer.value for (committee, _year), answer in _derived(runs).items()}


def _derived(runs):
    """Return {(committee, year): answer} where the closed of the runs owe something."""
    closed = runs.closed().order_by()
    due = _added(
        closed.values_list("committee", "from_on__year").annotate(added=exact(Sum("total")))
    )
    if not any(due.values()):
        return {}
    payments = Payment.objects.standing().filter(run__in=closed).order_by()
    by_year = payments.values_list("run__committee", "run__from_on__year")
    paid = _added(by_year.annotate(added=exact(Sum("amount"))))
    held = (
        Meeting.objects.public()
        .held()
        .counting()
        .filter(
            committee__in={committee for committee, _year in due},
            starts_on__year__in={year for _committee, year in due},
        )
    )
    unsettled = held.exclude(Exists(SETTLED.objects.filter(meeting=OuterRef("pk"))))
    open_years = set(unsettled.order_by().values_list("committee", "starts_on__year").distinct())
    return {
        key: _answer(owed, paid.get(key, 0), has_unsettled=key in open_years)
        for key, owed in due.items()
        if owed
    }


def _added(rows):
    return {(committee, year): amount for committee, year, amount in rows}


def _answer(due, paid, *, has_unsettled):
    if not paid:
        return CompensationAnswer.NO
    if paid >= due and not has_unsettled:
        return CompensationAnswer.YES
    return CompensationAnswer.PARTLY
