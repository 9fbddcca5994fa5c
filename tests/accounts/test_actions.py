"""Roles with dates and scope, accounts, and keys of which only the hash is kept."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from accounts.actions import (
    close_account,
    digest_of,
    end_role,
    end_role_now,
    give_role,
    make_account,
    make_token,
    revoke_token,
)
from accounts.choices import Role, Scope
from accounts.models import ApiToken, RoleGrant, User
from audit.models import AuditEvent
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.places import MunicipalityFactory, PoliceRegionFactory, PoliceStationFactory

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
PLACES = {
    Scope.REGION: PoliceRegionFactory,
    Scope.MUNICIPALITY: MunicipalityFactory,
    Scope.STATION: PoliceStationFactory,
}


@pytest.fixture
def by():
    return RoleGrantFactory().user


@pytest.mark.parametrize("role", Role)
def test_role_takes_the_scope_that_fits_and_no_other(by, role):
    user = UserFactory()
    for scope, factory in PLACES.items():
        if scope != role.scope:
            with pytest.raises(ValidationError, match="Leave this empty"):
                give_role(by=by, user=user, role=role, from_on=FIRST, **{scope.value: factory()})
    fitting = {role.scope.value: PLACES[role.scope]()} if role.scope in PLACES else {}
    if fitting:
        with pytest.raises(ValidationError, match="that the role is for"):
            give_role(by=by, user=user, role=role, from_on=FIRST)
    grant = give_role(by=by, user=user, role=role, from_on=FIRST, **fitting)
    assert list(user.grants.all()) == [grant]
    assert grant.scope_name == str(next(iter(fitting.values()), "the whole country"))
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor, event.subject_key) == ("role.give", by.email, str(grant.pk))


def test_role_holds_from_its_first_to_its_last_day(by):
    grant = give_role.unasked(
        by=None,
        user=UserFactory(),
        role=Role.OSCE_MONITOR,
        from_on=FIRST,
        until_on=FIRST + timedelta(days=2),
    )
    for day, holds in ((-1, False), (0, True), (2, True), (3, False)):
        on = FIRST + timedelta(days=day)
        assert grant.is_in_force(on) is holds
        assert RoleGrant.objects.in_force(on).filter(pk=grant.pk).exists() is holds


def test_role_cannot_end_before_it_began(by):
    grant = RoleGrantFactory(from_on=FIRST)
    with pytest.raises(ValidationError, match="The last day lies before the first"):
        end_role(grant, until_on=FIRST - timedelta(days=1), by=by)
    assert RoleGrant.objects.get(pk=grant.pk).until_on is None
    end_role(grant, until_on=FIRST, by=by)
    assert RoleGrant.objects.get(pk=grant.pk).until_on == FIRST
    assert grant.history.count() == 2
    assert AuditEvent.objects.get(action="role.end").detail == {"until_on": "2026-01-01"}


def test_account_is_verified_and_has_no_password_until_its_owner_sets_one(by):
    user = make_account.unasked(email="Dea@Example.org", by=by, language="sr-latn")
    assert (user.email, user.language) == ("dea@example.org", "sr-latn")
    assert not user.has_usable_password()
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("dea@example.org", True, True)
    events = AuditEvent.objects.filter(actor=by.email).order_by("pk")
    assert [event.action for event in events] == ["account.make", "account.invite"]


def test_address_that_is_taken_is_refused_in_any_case(by):
    make_account.unasked(email="dea@example.org", by=None)
    with pytest.raises(ValidationError, match="There is an account with this e-mail address"):
        make_account.unasked(email="DEA@example.org", by=None)
    assert User.objects.filter(email__iexact="dea@example.org").count() == 1


def test_of_a_key_only_the_hash_is_kept():
    user = UserFactory()
    token, key = make_token(user=user, name="figures for the bulletin")
    kept = ApiToken.objects.values().get(pk=token.pk)
    assert kept["digest"] == digest_of(key)
    assert key not in str(kept)
    assert key not in str(list(AuditEvent.objects.values()))
    assert key.startswith("forumi_")
    assert len(key) > 40


def test_revoked_key_keeps_its_day():
    token, _key = make_token(user=UserFactory(), name="old")
    revoke_token(token, by=token.user)
    assert ApiToken.objects.get(pk=token.pk).revoked_on is not None
    assert AuditEvent.objects.latest("pk").action == "token.revoke"


def test_new_commander_is_a_new_grant_and_the_old_one_stays(by):
    station = PoliceStationFactory()
    old = RoleGrantFactory(station_commander=True, station=station, from_on=FIRST)
    end_role(old, until_on=date(2026, 5, 31), by=by)
    new = give_role.unasked(
        by=None,
        user=UserFactory(),
        role=Role.STATION_COMMANDER,
        station=station,
        from_on=date(2026, 6, 1),
    )
    posts = RoleGrant.objects.filter(station=station)
    assert set(posts) == {old, new}
    assert posts.in_force(date(2026, 5, 31)).get() == old
    assert posts.in_force(date(2026, 6, 1)).get() == new


def test_last_administrator_is_not_ended():
    first, second = (RoleGrantFactory(administrator=True) for _number in range(2))
    end_role(second, until_on=date(2026, 12, 31), by=first.user)
    for end in (
        lambda: end_role(first, until_on=date(2026, 12, 31), by=first.user),
        lambda: end_role_now(first, by=second.user),
    ):
        with pytest.raises(ValidationError, match="last administrator"):
            end()
    first.refresh_from_db()
    assert first.until_on is None


def test_closed_account_of_an_administrator_does_not_count():
    first, second = (RoleGrantFactory(administrator=True) for _number in range(2))
    close_account(second.user, reason="left", by=first.user)
    with pytest.raises(ValidationError, match="last administrator"):
        end_role_now(first, by=first.user)
