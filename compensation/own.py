"""What a member is owed and was paid, for the member."""

from compensation.models import Payment, SettlementLine
from compensation.settling import NOTHING


def sums_of(user):
    """Return the closed runs that owe the user something, each with `due` and `received`."""
    own = {"membership__person__user": user}
    runs = {}
    lines = SettlementLine.objects.filter(**own).select_related("run")
    for line in lines.order_by("-run__from_on", "run"):
        run = runs.setdefault(line.run_id, line.run)
        run.due = getattr(run, "due", NOTHING) + line.amount
        run.received = NOTHING
    for payment in Payment.objects.standing().filter(run__in=runs, **own):
        runs[payment.run_id].received += payment.amount
    return list(runs.values())
