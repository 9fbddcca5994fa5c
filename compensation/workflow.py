"""The life of a settlement run: a draft is computed, a closed run is frozen."""

from django import forms
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from audit.actions import record_transition
from committees.numbers import next_number
from compensation.choices import RunStatus
from compensation.hindrances import first_hindrance
from compensation.models import SettlementLine, SettlementRun
from compensation.settling import settle
from core.forms import ConfirmForm, ReasonForm
from core.workflow import Transition, TransitionRefused, Workflow

SERIES = "KOMP"
PAYS_YOU = _("This run pays you. Somebody whom it does not pay closes it.")
ANOTHER_SUM = _("The sum has changed since you opened this page. Look at it again.")


class CloseForm(ConfirmForm):
    """Asks for nothing but brings along the sum that was read, so that no other one is closed."""

    total = forms.DecimalField(required=False, widget=forms.HiddenInput)


def _sum_and_number(run, by, total=None):
    """The sum that was read, or that of this moment; a run keeps the number that it has."""
    return {
        "total": settle(run).total if total is None else total,
        "number": run.number or next_number(SERIES, run.from_on.year),
    }


def pays_the_closer(run, by):
    """Who is paid by a run does not say what it pays."""
    settlement = settle(run)
    paid = {row.person.user_id for row in settlement.memberships if row.pk in settlement.due}
    return PAYS_YOU if by.pk in paid else None


def freeze(run, by, comment):
    """Write the lines as they are computed now; they add up to the sum that was read."""
    settlement = settle(run)
    if settlement.total != run.total:
        raise TransitionRefused(ANOTHER_SUM)
    bulk_create_with_history(
        list(settlement.lines.values()), SettlementLine, default_user=by, batch_size=500
    )
    run.meetings.set(settlement.meetings)


def thaw(run, by, comment):
    """Take the lines away; what they were stays in their history."""
    run.lines.all().delete()
    run.meetings.clear()


def was_never_closed(run):
    """What has a number went to the treasury, and is opened again instead."""
    return _("A run with a number is not discarded.") if run.number else None


RUN = Workflow(
    SettlementRun,
    transitions=(
        Transition(
            name="close",
            label=_("Close the run"),
            sources=frozenset({RunStatus.DRAFT}),
            target=RunStatus.CLOSED,
            action="change_status",
            needs=(first_hindrance,),
            bars=pays_the_closer,
            form=CloseForm,
            writes=_sum_and_number,
            then=(freeze,),
            done=_("The run is closed and its sums are frozen. The payment list is ready."),
            style="primary",
        ),
        Transition(
            name="reopen",
            label=_("Open the run again"),
            sources=frozenset({RunStatus.CLOSED}),
            target=RunStatus.DRAFT,
            action="change_status",
            form=ReasonForm,
            writes=lambda _run, by: {"total": None},
            then=(thaw,),
            done=_("The run is a draft again. Its number and its payments stay."),
            style="danger",
        ),
        Transition(
            name="discard",
            label=_("Discard the run"),
            sources=frozenset({RunStatus.DRAFT}),
            target=RunStatus.DISCARDED,
            action="change_status",
            needs=(was_never_closed,),
            form=ReasonForm,
            done=_("The run is discarded. Its period can be settled by another."),
            style="danger",
        ),
    ),
    recorded_by=record_transition,
    counter="version",
)
