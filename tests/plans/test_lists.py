"""The plans of all committees: who finds which, the filters, the downloads, the interface."""

import csv
import io

import pytest
from django.urls import reverse

from tests.factories.meetings import ActivityFactory, WorkPlanFactory
from tests.plans.test_permissions import PLANS
from tests.roles import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plans(world, make):
    return {
        "draft": make(),
        "adopted": make("adopted", year=2025, adopted_on="2025-02-01"),
        "klsp": make(committee=world.klsp),
    }


@rows_of(PLANS)
def test_list_download_and_interface_hold_what_is_seen(signed_in, plans, name, expected):
    client = signed_in(name)
    seen = {(plan.committee.slug, plan.year) for key, plan in plans.items() if expected[key]}
    answered = client.get("/api/v1/workplans/").json()
    assert {(row["committee"], row["year"]) for row in answered["results"]} == seen
    assert answered["count"] == len(seen)
    listed = client.get(reverse("plans:list"))
    if not client.user.is_authenticated:
        assert listed.status_code == 302
        return
    assert {(row.committee.slug, row.year) for row in listed.context["object_list"]} == seen
    export = client.get(reverse("plans:list-export", args=["csv"])).content.decode()
    assert len(list(csv.DictReader(io.StringIO(export)))) == len(seen)


@pytest.fixture
def monitor(signed_in):
    return signed_in("osce_monitor")


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ({"year": "2025"}, [2025]),
        ({"status": "adopted"}, [2025]),
        ({"answer": "yes"}, [2025]),
        ({"kind": "klsp"}, [2024]),
        ({"q": "kksb ketu"}, [2026, 2025]),
    ],
)
def test_filters(monitor, world, asked, years):
    WorkPlanFactory(committee=world.kksb, year=2026)
    adopted = {"adopted_on": "2025-02-01", "status": "adopted"}
    WorkPlanFactory(committee=world.kksb, year=2025, **adopted)
    WorkPlanFactory(committee=world.klsp, year=2024)
    found = monitor.get(reverse("plans:list"), asked).context["object_list"]
    assert [plan.year for plan in found] == years
    answered = monitor.get("/api/v1/workplans/", asked).json()
    assert [row["year"] for row in answered["results"]] == years


def test_wrong_year_is_said(monitor):
    answered = monitor.get("/api/v1/workplans/?year=soon")
    assert (answered.status_code, list(answered.json()["errors"])) == (422, ["year"])


def test_activities_are_counted_without_the_dropped_ones(monitor, world):
    plan = WorkPlanFactory(committee=world.kksb, adopted=True)
    ActivityFactory(plan=plan)
    ActivityFactory(plan=plan, done=True)
    ActivityFactory(plan=plan, dropped=True)
    assert "1 of 2" in monitor.get(reverse("plans:list")).text
    [row] = monitor.get("/api/v1/workplans/").json()["results"]
    assert (row["activities"], row["activities_done"]) == (2, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_plans(monitor, world, count, django_assert_num_queries):
    for number in range(count):
        ActivityFactory(plan__committee=world.kksb, plan__year=2020 + number)
    for url, queries in ((reverse("plans:list"), 11), ("/api/v1/workplans/", 7)):
        with django_assert_num_queries(queries):
            monitor.get(url)
