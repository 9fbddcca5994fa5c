"""What somebody holds today, read once for a user object and a day."""

import time_machine
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.posts import grants_of, scope_of
from committees.offices import offices_of
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.committees import MembershipFactory, PersonFactory


def test_grants_are_read_once_a_day_for_a_user_object(world, django_assert_num_queries):
    user = UserFactory()
    grant = RoleGrantFactory(
        user=user, station_commander=True, station=world.klsp.station, until_on="2026-06-15"
    )
    with django_assert_num_queries(1):
        assert grants_of(user) == grants_of(user) == [grant]
    with time_machine.travel("2026-06-16 10:00Z", tick=False):
        assert grants_of(user) == []
    assert grants_of(User.objects.get(pk=user.pk)) == [grant]


def test_offices_are_those_of_today(world):
    user = UserFactory()
    person = PersonFactory(user=user)
    MembershipFactory(committee=world.kksb, person=person, office="chair")
    MembershipFactory(committee=world.klsp, person=person, until_on="2026-06-14")
    assert offices_of(user) == [(world.kksb.pk, "chair")]


def test_without_an_account_nobody_holds_anything(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert grants_of(AnonymousUser()) == offices_of(AnonymousUser()) == []


def test_scope_is_followed_to_the_place_it_lies_in(world):
    grant = RoleGrantFactory(station_commander=True, station=world.klsp.station)
    assert scope_of(grant, "station") == world.klsp.station_id
    assert scope_of(grant, "station__municipality") == world.klsp.station.municipality_id
    assert scope_of(grant, "region") is None
    assert scope_of(RoleGrantFactory(osce_monitor=True), "station__municipality") is None
