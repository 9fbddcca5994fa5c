"""Permissions declared once per model, as rows of `action: rule`; a rule is SQL.

From one table come the lists (`visible_to`), the flags on pages (`with_actions`), the checks of
views and of the JSON interface, `user.has_perm`, and `docs/permissions.md`.
A model without a table denies everything, and so does an action that its table does not name.

Two habits keep rules sound: a rule never joins to many rows (use `Exists`), and «nobody» and
«everybody» are spelled out, never an empty `Q()`. These two are known by identity, so that what
they decide alone never reaches the database.

What writes asks by itself, under the lock of the row (`asks`): whether a page has asked before is
not its affair.
"""

from functools import reduce, wraps
from inspect import signature

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from core.transactions import atomic

NOT_YOURS = _("Your roles do not include this step here.")
_POLICIES = {}
# The conditions that hold for no row and for every row.
NO_ROW = Q(pk__isnull=True)
EVERY_ROW = Q(pk__isnull=False)


def either(*conditions):
    """Return the condition that holds where one of them does."""
    found = NO_ROW
    for condition in conditions:
        if condition is EVERY_ROW:
            return EVERY_ROW
        if condition is not NO_ROW:
            found = condition if found is NO_ROW else found | condition
    return found


class Rule:
    """Who may do something, as a function from a user to the condition on a row."""

    def __init__(self, label, condition):
        self.label = label
        self._condition = condition

    def __call__(self, user):
        return self._condition(user)

    def __or__(self, other):
        return Rule(f"{self.label}; {other.label}", lambda user: either(self(user), other(user)))

    def __and__(self, other):
        return Rule(f"({self.label}) and {other.label}", lambda user: self._both(other, user))

    def _both(self, other, user):
        one = self(user)
        if one is NO_ROW:
            return NO_ROW
        two = other(user)
        if two is NO_ROW or one is EVERY_ROW:
            return two
        return one if two is EVERY_ROW else one & two

    def __invert__(self):
        return Rule(f"not {self.label}", lambda user: self._none(user))

    def _none(self, user):
        condition = self(user)
        if condition is NO_ROW:
            return EVERY_ROW
        return NO_ROW if condition is EVERY_ROW else ~condition


nobody = Rule("nobody", lambda _user: NO_ROW)
everybody = Rule("everybody, also without an account", lambda _user: EVERY_ROW)


def where(label, **lookups):
    """Return the rule that a fact of the row decides, whoever asks."""
    return Rule(label, lambda _user: Q(**lookups))


def in_state(*states, field="status"):
    """Return the rule that holds while the row is in one of the states."""
    names = ", ".join(str(state.value) for state in states)
    return Rule(f"while {names}", lambda _user: Q(**{f"{field}__in": states}))


def register(model, rules):
    """Declare the policy of a model, or add actions to it from an app above."""
    policy = _POLICIES.setdefault(model, {})
    taken = policy.keys() & rules.keys()
    if taken:
        raise ValueError(f"{model.__name__}: {', '.join(sorted(taken))} declared twice")
    policy.update(rules)


def policy_of(model):
    """Return the `{action: rule}` table of a model; empty when nothing was declared."""
    return _POLICIES.get(model, {})


def policies():
    """Return every declared table, by model."""
    return dict(_POLICIES)


class PolicyQuerySet(models.QuerySet):
    """Rows that know who may see and do what with them."""

    def permitted(self, user, action):
        """Rows on which the user may perform the action."""
        condition = policy_of(self.model).get(action, nobody)(user)
        if condition is NO_ROW:
            return self.none()
        return self.all() if condition is EVERY_ROW else self.filter(condition)

    def visible_to(self, user):
        """Rows that exist for the user."""
        return self.permitted(user, "view")

    def with_actions(self, user, *actions):
        """Annotate `can_<action>` for the named actions (default: all), in the same query."""
        policy = policy_of(self.model)
        return self.annotate(
            **{f"can_{action}": _flag(policy[action](user)) for action in actions or policy}
        )


def _flag(condition):
    """Return whether a row fits the condition, as an expression."""
    output = models.BooleanField()
    if condition is NO_ROW or condition is EVERY_ROW:
        return Value(condition is EVERY_ROW, output_field=output)
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=output)


def may(user, action, obj):
    """Say whether the user may perform the action on this row."""
    return obj._meta.model._default_manager.permitted(user, action).filter(pk=obj.pk).exists()


def require(user, action, obj):
    """Raise `PermissionDenied` unless the policy grants the action on this row."""
    if not may(user, action, obj):
        raise PermissionDenied(NOT_YOURS)


class NotAnyMore(PermissionDenied):
    """What writes was asked for by somebody who may not, most often since a moment ago."""


def hold(row):
    """Lock the row to the end of the transaction; what only points at it is not held up."""
    rows = row._meta.model._default_manager.filter(pk=row.pk)
    list(rows.select_for_update(no_key=True).values_list("pk"))


def claim(by, action, row):
    """Hold the row, and then ask whether the policy grants the action on what it now is."""
    hold(row)
    _answer(by, action, row)


def _answer(by, action, row):
    if not may(by, action, row):
        raise NotAnyMore(NOT_YOURS)


# What a function makes and returns.
MADE = "return"


def asks(action, *, of, under=None):
    """Open the transaction of a function that writes, and ask first whether `by` may do this.

    `of` names the argument that is the row, or leads from one to it: `"member.request"`. Several
    rows, or names, are asked about one by one. A row that is new, or that the function makes and
    returns (`of=MADE`), is asked about once it is there. `under` leads to what is held before the
    row. What the portal does itself calls `.unasked`: the function without the question.
    """

    def decorate(write):
        parameters = signature(write)

        @wraps(write)
        def ask(*args, **kwargs):
            given = parameters.bind(*args, **kwargs).arguments
            rows = [] if of is MADE else _rows(of, given)
            are_there = rows and not any(row._state.adding for row in rows)
            with atomic():
                if under and (parent := _led_to(under, given)):
                    hold(parent)
                for row in rows if are_there else ():
                    claim(given["by"], action, row)
                written = write(*args, **kwargs)
                for row in () if are_there else rows or [written]:
                    _answer(given["by"], action, row)
            return written

        ask.unasked = atomic()(write)
        return ask

    return decorate


def _rows(of, given):
    """Return the rows that are asked about, in the order in which everybody locks them."""
    found = [_led_to(path, given) for path in ((of,) if isinstance(of, str) else of)]
    rows = found if isinstance(found[0], models.Model) else found[0]
    return sorted(rows, key=lambda row: row.pk or 0)


def _led_to(path, given):
    """Return what a path leads to from the arguments of a call."""
    name, *steps = path.split(".")
    return reduce(getattr, steps, given[name])


def has_perm(user, perm, obj=None):
    """Answer `user.has_perm("meetings.edit_meeting", meeting)` from the same tables."""
    if obj is None or not user.is_active:
        return False
    app_label, _dot, codename = perm.partition(".")
    action = codename.removesuffix(f"_{obj._meta.model_name}")
    return app_label == obj._meta.app_label and may(user, action, obj)
