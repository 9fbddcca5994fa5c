"""An account, and a network without one, have so many files made in a minute; pages stay open."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ask(client, settings):
    """Return a function that asks for a file from an address and answers with the status."""
    settings.FILE_LIMIT_PER_ADDRESS = settings.FILE_LIMIT_PER_ACCOUNT = 2

    def ask(address="192.0.2.7", by=client):
        return by.get(reverse("meetings:export", args=["csv"]), REMOTE_ADDR=address)

    return ask


def test_third_file_of_a_network_is_refused_and_the_page_says_what_to_do(ask, client):
    assert [ask().status_code for _time in range(2)] == [200, 200]
    answer = ask()
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Wait a minute and ask for this one again" in answer.content.decode()
    assert client.get(reverse("meetings:list"), REMOTE_ADDR="192.0.2.7").status_code == 200
    assert ask("192.0.2.8").status_code == 200


def test_addresses_of_one_home_count_together(ask):
    answers = [ask(f"2001:db8:1:2::{number}").status_code for number in range(1, 4)]
    assert answers == [200, 200, 429]
    assert ask("2001:db8:1:3::1").status_code == 200


def test_account_counts_by_itself_wherever_it_asks(ask, signed_in):
    assert [ask().status_code for _time in range(3)] == [200, 200, 429]
    member = signed_in("member")
    answers = [ask(f"192.0.2.{number}", by=member).status_code for number in range(7, 10)]
    assert answers == [200, 200, 429]


def test_interface_has_its_own_limit(ask, client):
    answers = [client.get("/api/v1/openapi.json").status_code for _time in range(4)]
    assert answers == [200] * 4
