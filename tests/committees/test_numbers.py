"""Numbers of a series: one after the other, none twice, and none lost when something fails."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.models import Committee, NumberSeries
from committees.numbers import next_number
from tests.factories.committees import CommitteeFactory, NumberSeriesFactory

pytestmark = pytest.mark.django_db
quick = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def test_numbers_follow_each_other():
    assert [next_number("KLSP", 2026) for _time in range(3)] == [
        "KLSP-2026-0001",
        "KLSP-2026-0002",
        "KLSP-2026-0003",
    ]


def test_each_prefix_and_each_year_has_its_own_count():
    asked = [("KLSP", 2026), ("V", 2026), ("KLSP", 2027), ("KLSP", 2026), ("V", 2026)]
    assert [next_number(*series) for series in asked] == [
        "KLSP-2026-0001",
        "V-2026-0001",
        "KLSP-2027-0001",
        "KLSP-2026-0002",
        "V-2026-0002",
    ]
    assert set(NumberSeries.objects.values_list("prefix", "year", "last")) == {
        ("KLSP", 2026, 2),
        ("KLSP", 2027, 1),
        ("V", 2026, 2),
    }


@pytest.mark.parametrize(
    ("last", "number"),
    [(8, "V-2026-0009"), (9998, "V-2026-9999"), (9999, "V-2026-10000")],
)
def test_number_goes_on_from_the_last_and_grows_past_four_digits(last, number):
    NumberSeriesFactory(prefix="V", year=2026, last=last)
    assert next_number("V", 2026) == number


def test_number_that_was_given_by_hand_is_passed_over():
    for number in ("KLSP-2026-0001", "KLSP-2026-0002", "KLSP-2026-0004"):
        CommitteeFactory(registry_number=number)

    def taken(number):
        return Committee.objects.filter(registry_number=number).exists()

    numbers = [next_number("KLSP", 2026, taken=taken) for _time in range(3)]
    assert numbers == ["KLSP-2026-0003", "KLSP-2026-0005", "KLSP-2026-0006"]


@quick
@given(st.sets(st.integers(1, 12)), st.integers(1, 8))
def test_numbers_are_those_that_are_free_in_order(by_hand, asked):
    taken = {f"V-2026-{number:04}" for number in by_hand}
    free = [f"V-2026-{number:04}" for number in range(1, 30) if number not in by_hand]
    with transaction.atomic():
        found = [next_number("V", 2026, taken=taken.__contains__) for _time in range(asked)]
        transaction.set_rollback(True)
    assert found == free[:asked]


def fail_with_a_number(prefix, year):
    """Take a number in a transaction that does not come to its end."""
    with transaction.atomic():
        number = next_number(prefix, year)
        assert NumberSeries.objects.filter(prefix=prefix, year=year).exists()
        raise RuntimeError(number)


def test_step_that_fails_gives_its_number_back():
    assert next_number("KLSP", 2026) == "KLSP-2026-0001"
    for _time in range(2):
        with pytest.raises(RuntimeError, match="KLSP-2026-0002"):
            fail_with_a_number("KLSP", 2026)
    assert next_number("KLSP", 2026) == "KLSP-2026-0002"


def test_first_number_of_a_year_that_fails_leaves_no_series_behind():
    with pytest.raises(RuntimeError, match="KLSP-2026-0001"):
        fail_with_a_number("KLSP", 2026)
    assert not NumberSeries.objects.exists()
    assert next_number("KLSP", 2026) == "KLSP-2026-0001"


def test_series_are_shown_to_nobody(world):
    NumberSeriesFactory()
    for name in ("anonymous", "administrator", "general_director", "community_policing"):
        assert not NumberSeries.objects.visible_to(world.person(name)).exists(), name
