"""Plans that knew only their days get a status, and keep what they knew."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest

taken = import_module("meetings.migrations.0014_status_of_work_plans")
EARLY, LATE = date(2020, 2, 1), date(2020, 3, 1)


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ((None, None, None), (None, None, None)),
        ((EARLY, EARLY, LATE), (EARLY, EARLY, LATE)),
        ((LATE, EARLY, None), (None, EARLY, None)),
        ((LATE, None, EARLY), (None, None, EARLY)),
        ((EARLY, LATE, EARLY), (EARLY, None, EARLY)),
        ((LATE, LATE, EARLY), (None, None, EARLY)),
    ],
)
def test_of_two_days_that_contradict_each_other_the_later_step_stays(days, kept):
    names = ("adopted_on", "recommended_on", "assembly_approved_on")
    plan = SimpleNamespace(**dict(zip(names, days, strict=True)))
    assert taken.put_in_order(plan) is (days != kept)
    assert tuple(getattr(plan, name) for name in names) == kept
