"""Two invented, complete years: every figure is the one worked out by hand (`worked/README.md`)."""

import pytest

from reports.indicators import INDICATORS, Period
from reports.live import computed
from tests.reports.worked.country import KINDS, YEARS, build, expected

pytestmark = pytest.mark.django_db
PAIRS = [(kind, year) for kind in KINDS for year in YEARS]


@pytest.fixture
def country(reference):
    return build()


def unlike(found, wanted):
    """Return what differs, one line for each figure: empty where all is as expected."""
    return [
        f"{area.key or 'country'} {key}: {of_area.get(key)} is not {wanted[area].get(key)}"
        for area, of_area in found.items()
        for key in sorted(of_area.keys() | wanted[area].keys())
        if of_area.get(key) != wanted[area].get(key)
    ]


def test_computed_figures_are_those_worked_out_by_hand(country):
    for kind, year in PAIRS:
        found = computed(Period(kind, year), INDICATORS)
        assert found.keys() == expected(kind, year).keys()
        assert unlike(found, expected(kind, year)) == [], (kind, year)
