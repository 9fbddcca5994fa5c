"""What a correction of the roster touches in the settlement of the compensation."""

from datetime import date

from django.utils.translation import gettext as _

from committees.consequences import Consequence
from compensation.models import Payment, SettlementLine, SettlementRun


def runs_touched(changes, user):
    """Return the runs whose days the changes touch; what is paid keeps its member."""
    found = []
    for change in changes:
        found += _against(change, user)
        first, last = change.span
        runs = (
            SettlementRun.objects.visible_to(user)
            .standing()
            .filter(committee=change.committee)
            .overlapping(first, last or date.max)
            .select_related("committee")
        )
        found += [_touched(run) for run in runs.newest_first()]
    return list(dict.fromkeys(found))


def _touched(run):
    text = (
        _("it is closed and stays as it is; its page shows the difference")
        if run.is_closed
        else _("it is a draft and is computed anew")
    )
    return Consequence(_name(run), text, run.get_absolute_url())


def _against(change, user):
    """Return the runs that a row to be struck is paid by."""
    if change.was is None or change.becomes is not None:
        return []
    paid = {
        row.run
        for rows in (SettlementLine.objects, Payment.objects)
        for row in rows.filter(membership=change.was).select_related("run__committee")
    }
    seen = set(SettlementRun.objects.visible_to(user).filter(pk__in=[run.pk for run in paid]))
    return [
        Consequence(
            _name(run),
            _("it pays this member, and so the row stays. Correct the row instead."),
            run.get_absolute_url() if run in seen else "",
            refuses=True,
        )
        for run in sorted(paid, key=lambda run: run.pk)
    ]


def _name(run):
    return _("Settlement %(name)s") % {"name": run}
