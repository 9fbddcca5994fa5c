"""Few do at a time what takes long, and whoever waits in vain is told so."""

import pytest
from django.urls import reverse

from core import slots

pytestmark = pytest.mark.once


@pytest.fixture
def taken(monkeypatch):
    """All slots are taken, and nobody waits long."""
    monkeypatch.setattr(slots, "WAIT", 0.01)
    with slots.slot(), slots.slot():
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["meetings:export", "committees:export"])
def test_export_that_finds_no_slot_says_so(client, taken, address):
    answer = client.get(reverse(address, args=["csv"]))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_slot_is_free_again_after_a_fault(client, monkeypatch):
    for _time in range(3):
        with pytest.raises(LookupError):
            fail_in_slot()
    assert client.get(reverse("meetings:export", args=["csv"])).status_code == 200


def fail_in_slot():
    with slots.slot():
        raise LookupError


def test_no_more_than_the_slots_are_taken(taken):
    with pytest.raises(slots.Busy), slots.slot():
        pass
