"""The machinery of the permission tables: it composes, and it denies what nobody declared."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q

from committees.choices import CommitteeKind, CommitteeStatus
from committees.models import Committee
from core import policy
from core.policy import everybody, in_state, may, nobody, policy_of, register, where
from core.views import PolicyMixin
from tests.factories.accounts import UserFactory
from tests.factories.committees import CommitteeFactory, RuleFactory

local = where("it is local", kind=CommitteeKind.KLSP)
active = where("it is active", status=CommitteeStatus.ACTIVE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (everybody, {"a", "b", "c"}),
        (nobody, set()),
        (local, {"a", "b"}),
        (~local, {"c"}),
        (local & active, {"a"}),
        (local | active, {"a", "b", "c"}),
        (~(local | active), set()),
        (nobody | active, {"a", "c"}),
        (everybody & ~active, {"b"}),
        (local & everybody, {"a", "b"}),
        (active & nobody, set()),
        (nobody & active, set()),
        (local | nobody | everybody, {"a", "b", "c"}),
        (~everybody, set()),
        (~nobody & ~local, {"c"}),
    ],
)
def test_rules_compose_as_sets(rule, expected):
    CommitteeFactory(slug="a")
    CommitteeFactory(slug="b", suspended=True)
    CommitteeFactory(slug="c", kksb=True)
    found = Committee.objects.filter(rule(AnonymousUser()))
    assert {row.slug for row in found} == expected


def test_labels_compose_into_a_sentence():
    assert (local & ~active).label == "(it is local) and not it is active"
    assert (local | active).label == "it is local; it is active"


def test_state_rule_names_the_states():
    rule = in_state(CommitteeStatus.ACTIVE, CommitteeStatus.SUSPENDED)
    assert rule.label == "while active, suspended"
    assert rule(None) == Q(status__in=(CommitteeStatus.ACTIVE, CommitteeStatus.SUSPENDED))


def test_action_is_declared_once(monkeypatch):
    monkeypatch.setattr(policy, "_POLICIES", {})
    register(Committee, {"view": everybody})
    register(Committee, {"edit": nobody})
    with pytest.raises(ValueError, match="Committee: edit declared twice"):
        register(Committee, {"edit": everybody})
    assert policy_of(Committee) == {"view": everybody, "edit": nobody}


@pytest.mark.django_db
def test_model_without_a_table_denies_everything(monkeypatch):
    monkeypatch.setattr(policy, "_POLICIES", {})
    committee = CommitteeFactory()
    user = UserFactory()
    assert not Committee.objects.visible_to(user).exists()
    assert not may(user, "view", committee)
    assert not user.has_perm("committees.view_committee", committee)


@pytest.mark.django_db
def test_undeclared_action_denies():
    committee = CommitteeFactory()
    assert not may(UserFactory(), "explode", committee)


@pytest.mark.django_db
def test_permission_needs_its_own_app_a_row_and_an_active_account():
    committee = CommitteeFactory()
    user = UserFactory()
    assert user.has_perm("committees.view_committee", committee)
    assert not user.has_perm("meetings.view_committee", committee)
    assert not user.has_perm("committees.view_committee")
    user.is_active = False
    assert not user.has_perm("committees.view_committee", committee)


@pytest.mark.django_db
def test_actions_come_in_the_query_of_the_rows(django_assert_num_queries):
    RuleFactory()
    CommitteeFactory.create_batch(3)
    user = UserFactory()
    # What the user holds is read first: the roles, and the offices on committees.
    with django_assert_num_queries(3):
        rows = list(Committee.objects.visible_to(user).with_actions(user))
    assert len(rows) == 3
    assert {(row.can_view, row.can_edit) for row in rows} == {(True, False)}


def test_view_without_an_action_does_not_start():
    with pytest.raises(ImproperlyConfigured, match="PolicyMixin names no action"):
        PolicyMixin.as_view()


@pytest.mark.django_db
def test_view_with_an_action_that_no_table_has_says_so():
    with pytest.raises(ImproperlyConfigured, match="Committee has no action 'explode'"):
        PolicyMixin().require("explode", CommitteeFactory())


@pytest.mark.django_db
def test_what_nobody_may_is_never_asked_of_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Committee.objects.permitted(AnonymousUser(), "no such action")) == []
