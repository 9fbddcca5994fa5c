"""Limits hold whoever counts at the same time, and whatever else is counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from limits.counting import count, count_of, network_of
from limits.models import Counter

pytestmark = pytest.mark.django_db


def test_each_time_is_counted_for_itself():
    assert [count("a", seconds=60) for _time in range(3)] == [1, 2, 3]
    assert count("b", seconds=60) == 1
    assert (count_of("a"), count_of("b"), count_of("c")) == (3, 1, 0)


def test_window_ends_when_it_said_and_counting_does_not_renew_it():
    with time_machine.travel("2026-06-15 10:00+00:00", tick=False) as clock:
        count("a", seconds=60)
        clock.shift(59)
        assert count("a", seconds=60) == 2
        clock.shift(1)
        assert count_of("a") == 0
        assert count("a", seconds=60) == 1
        clock.shift(59)
        assert count("a", seconds=60) == 2


def test_only_what_is_over_is_cleared_away():
    Counter.objects.create(key="over", number=9, ends_at=timezone.now() - timedelta(seconds=1))
    count("kept", seconds=60)
    for number in range(400):
        count(f"other:{number}", seconds=60)
    call_command("sweep")
    assert not Counter.objects.filter(key="over").exists()
    assert count_of("kept") == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted():
    """With the counters of the cache, 314 of 400 passed a limit of 120."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory knows one connection")

    def ask(_number):
        try:
            return count("api:network:192.0.2.7", seconds=60)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        numbers = list(threads.map(ask, range(400)))
    assert sorted(numbers) == list(range(1, 401))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
    ],
)
def test_newer_addresses_of_one_home_are_one_network(rf, address, network):
    assert network_of(rf.get("/", REMOTE_ADDR=address)) == network


def test_cache_of_the_sign_in_lets_nothing_go_before_its_time(settings):
    settings.CACHES = {
        **settings.CACHES,
        "kept": {"BACKEND": "limits.cache.KeepingCache", "LOCATION": "portal_cache"},
    }
    kept = caches["kept"]
    kept.set("allauth:rl:login_failed", ["tried"], 300)
    kept.set("api:over", 1, 0.001)
    for number in range(330):
        kept.set(f"api:{number}", 1, 300)
    assert kept.get("allauth:rl:login_failed") == ["tried"]
    assert kept.get("api:0") == 1
