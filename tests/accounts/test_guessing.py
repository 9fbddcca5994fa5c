"""Whoever guesses passwords is stopped, and locks nobody out by it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import adapter
from audit.models import AuditEvent
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
FEW = 5


def try_in(client, user, password, address="192.0.2.7"):
    """Say whether the password let somebody in from the address."""
    data = {"login": user.email, "password": password}
    return client.post(reverse("account_login"), data, REMOTE_ADDR=address).status_code == 302


def guess(user, *, times, address="192.0.2.7"):
    for number in range(times):
        assert not try_in(Client(), user, f"wrong {number}", address)


def test_right_password_is_refused_where_many_wrong_ones_came_from(client):
    user = UserFactory()
    guess(user, times=FEW)
    assert not try_in(client, user, PASSWORD)
    assert AuditEvent.objects.filter(action="sign_in_locked").count() == 1


def test_stranger_who_guesses_locks_nobody_out_elsewhere(client):
    user = UserFactory()
    guess(user, times=FEW)
    assert try_in(client, user, PASSWORD, "198.51.100.4")


def test_neighbour_in_the_same_home_is_the_same_stranger(client):
    user = UserFactory()
    guess(user, times=FEW, address="2001:db8:1:2::1")
    assert not try_in(client, user, PASSWORD, "2001:db8:1:2::ffff")
    assert try_in(client, user, PASSWORD, "2001:db8:1:3::1")


def test_other_account_is_not_held_up_by_a_few_guesses(client):
    guess(UserFactory(), times=FEW)
    assert try_in(client, UserFactory(), PASSWORD)


def test_guesses_from_everywhere_stop_strangers_and_not_the_owner(client, monkeypatch):
    monkeypatch.setattr(adapter, "MOST_FAILED", 8)
    user = UserFactory()
    assert try_in(client, user, PASSWORD, "198.51.100.4")
    client.post(reverse("account_logout"))
    for number in range(8):
        guess(user, times=1, address=f"203.0.113.{number}")
    assert not try_in(Client(), user, PASSWORD, "203.0.113.99")
    assert try_in(client, user, PASSWORD, "198.51.100.9"), "the device knows its owner"


def test_device_knows_only_who_signed_in_on_it(client, monkeypatch):
    monkeypatch.setattr(adapter, "MOST_FAILED", 2)
    user, other = UserFactory(), UserFactory()
    assert try_in(client, other, PASSWORD, "198.51.100.4")
    client.post(reverse("account_logout"))
    for number in range(2):
        guess(user, times=1, address=f"203.0.113.{number}")
    assert not try_in(client, user, PASSWORD, "198.51.100.4")
    assert user.email not in client.cookies[adapter.DEVICE].value


def test_unknown_address_is_answered_alike():
    known = UserFactory()
    unknown = UserFactory.build(email="nobody@example.org")
    answers = []
    for user in (known, unknown):
        for number in range(FEW + 1):
            page = Client().post(
                reverse("account_login"),
                {"login": user.email, "password": f"wrong {number}"},
                REMOTE_ADDR=f"192.0.2.{user is known:d}",
            )
        answers.append((page.status_code, page.context["form"].errors))
    assert answers[0] == answers[1]
