"""The life of a record as one table of transitions.

`Workflow.perform` is the only code that changes a status: it asks the policy and the
preconditions, writes by compare-and-swap (so that of two people one wins and the other is told),
and leaves a row in the history of the record.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.utils import get_history_manager_for_model

from core.forms import ConfirmForm
from core.policy import require
from core.transactions import atomic

FASTER = _("Somebody else changed this record a moment ago. Look at it again.")


class TransitionRefused(Exception):
    """The step cannot be taken; `reason` says why in the reader's language."""

    def __init__(self, reason):
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True)
class Transition:
    """One step: from any of `sources` to `target`, by whoever the policy grants `action`.

    `needs` are functions of the record that return a reason against the step, or None; `bars` is
    one of the record and the person, for what stands against this person's taking it.
    `writes` turns what the form asked for into further columns, `(record, by, **facts) -> dict`.
    `then` are functions `(record, by, comment)` that run in the same database transaction.
    `form` asks what the step must be told; `done` is the message when it is done.
    """

    name: str
    label: str
    sources: frozenset
    target: str
    action: str
    done: str
    needs: tuple[Callable, ...] = ()
    bars: Callable = lambda _record, _by: None
    writes: Callable = lambda _record, by, **facts: facts
    then: tuple[Callable, ...] = ()
    form: type = ConfirmForm
    style: str = "secondary"


@dataclass(frozen=True)
class Offer:
    """A step as a button: disabled ones say why."""

    transition: Transition
    reason: str = ""


@dataclass(frozen=True)
class Workflow:
    """All steps of one kind of record. The record has `status`, `status_at` and `status_by`.

    `counter` names a column that grows with each step: where a step may leave the status as it
    is, the status alone does not tell that somebody was faster.
    `recorded_by` is told of each step with the record as it is and as it was.
    """

    model: type
    transitions: tuple[Transition, ...]
    recorded_by: Callable = field(default=lambda **_event: None)
    counter: str = ""

    def get(self, name):
        """Return the transition of that name; raises KeyError when the table has none."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(name)

    def offers(self, record, user):
        """Return the steps open from the record's state to this user, as buttons."""
        policy = type(record)._default_manager.filter(pk=record.pk)
        actions = {step.action for step in self.transitions if record.status in step.sources}
        if not actions:
            return []
        granted = policy.with_actions(user, *actions).values(*[f"can_{a}" for a in actions])[0]
        return [
            Offer(step, reason=self._hindrance(step, record, user))
            for step in self.transitions
            if record.status in step.sources and granted[f"can_{step.action}"]
        ]

    def perform(self, record, name, *, by, comment="", **facts):
        """Take the step and return the record as it now is.

        `facts` are what the step's form asked for beside the comment (the day, the new date).
        Raises `PermissionDenied` when the policy does not grant it and `TransitionRefused` when
        the state or a precondition forbids it, or when somebody else was faster.
        """
        step = self.get(name)
        with atomic():
            self._take_row(record)
            require(by, step.action, record)
            if record.status not in step.sources:
                raise TransitionRefused(_("This step is not open in the present state."))
            hindrance = self._hindrance(step, record, by)
            if hindrance:
                raise TransitionRefused(hindrance)
            was = copy(record)
            stamps = {"status": step.target, "status_at": timezone.now(), "status_by": by}
            if self.counter:
                stamps[self.counter] = getattr(was, self.counter) + 1
            if not self._as_read(was).update(**stamps, **step.writes(record, by=by, **facts)):
                raise TransitionRefused(FASTER)
            record.refresh_from_db()
            get_history_manager_for_model(self.model).bulk_history_create(
                [record], update=True, default_user=by, default_change_reason=comment
            )
            self.recorded_by(record=record, was=was, step=name, by=by, comment=comment)
            for effect in step.then:
                effect(record, by=by, comment=comment)
        return record

    def _as_read(self, record):
        """The row, if nobody has taken a step since the record was read."""
        read = {"status": record.status}
        if self.counter:
            read[self.counter] = getattr(record, self.counter)
        return self.model.objects.filter(pk=record.pk, **read)

    def _take_row(self, record):
        """Lock the row before anything else, so that two people queue in one order everywhere.

        Whoever is late is told so, and not that the step is none of theirs any more.
        """
        if not self._as_read(record).select_for_update(no_key=True).values_list("pk"):
            raise TransitionRefused(FASTER)

    @staticmethod
    def _hindrance(step, record, by):
        against = (*step.needs, lambda found: step.bars(found, by))
        return next((reason for need in against if (reason := need(record))), "")
