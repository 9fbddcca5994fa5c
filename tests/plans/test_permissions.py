"""Who sees and does what with plans and activities: one table, asked in every layer."""

import csv
import io

import pytest
from django.urls import reverse

from meetings.models import Activity, ActivityDocument, WorkPlan
from tests.factories.meetings import ActivityDocumentFactory, ActivityFactory
from tests.files import PDF
from tests.plans.conftest import plan_page
from tests.roles import answer, names_every_action, pages_of, rights, rows_of, truth_table, unlike

PLAN = {
    "v": "view",
    "e": "edit",
    "s": "change_status",
    "p": "record_progress",
    "h": "view_history",
}
ACTIVITY = {letter: action for letter, action in PLAN.items() if letter != "s"}
VIEW = {"v": "view"}
PLANS = truth_table("""
    draft  adopted  klsp
    anonymous                  -      -     -
    account                    -      -     -
    station_commander          vh     vh    vh
    station_officer            -      -     vh
    station_commander nearby   vh     vh    -
    regional_director          vh     vh    vh
    community_policing         vh     vh    vh
    deputy_general_director    vh     vh    vh
    general_director           vh     vh    vh
    municipal_officer          vesph  vsph  vesph
    mia_officer                vh     vh    vh
    mlga_officer               vh     vh    vh
    osce_monitor               v      v     v
    administrator              vesph  vsph  vesph
    chair                      vesph  vsph  vesph
    deputy                     vesph  vsph  vesph
    secretary                  vesph  vsph  vesph
    member                     vh     vh    vh
    observer                   vh     vh    vh
    police                     vh     vh    vh
    every role, ended          -      -     -
    every role, to come        -      -     -
    every place, elsewhere     -      -     -
    every office, ended        -      -     -
    every office, to come      -      -     -
    every office, elsewhere    -      -     -
""")


@pytest.fixture
def plans(world, make):
    return {
        "draft": make(),
        "adopted": make("adopted", year=2025, adopted_on="2025-02-01"),
        "klsp": make(committee=world.klsp),
    }


def test_tables_speak_of_every_action():
    assert names_every_action(WorkPlan, PLAN)
    assert names_every_action(Activity, ACTIVITY)
    assert names_every_action(ActivityDocument, VIEW)


@rows_of(PLANS)
def test_policies(world, plans, name, expected):
    user = world.person(name)
    assert {column: rights(user, row, PLAN) for column, row in plans.items()} == expected
    for column, plan in plans.items():
        activity = plan.activities.get()
        letters = expected[column].replace("s", "")
        assert rights(user, activity, ACTIVITY) == letters
        document = ActivityDocumentFactory(activity=activity)
        assert rights(user, document, VIEW) == letters[:1]


@pages_of(PLANS)
def test_pages(signed_in, plans, name, expected):
    client = signed_in(name)
    for column, letters in unlike(expected):
        plan = plans[column]
        of_activity = {"pk": plan.activities.get().pk}
        pages = [
            ("detail", "v", {}),
            ("paper", "v", {}),
            ("export", "v", {"extension": "csv"}),
            ("history", "h", {}),
            ("copy", "e", {}),
            ("activity-create", "e", {}),
            ("activity", "v", of_activity),
            ("activity-update", "e", of_activity),
            ("activity-remove", "e", of_activity),
            ("activity-progress", "p", of_activity),
            ("activity-history", "h", of_activity),
        ]
        for page, needed, keys in pages:
            found, wanted = answer(client, plan_page(plan, page, **keys), letters, needed)
            assert found == wanted, (column, page)
        step = "adopt" if column != "adopted" else "reopen"
        found, wanted = answer(client, plan_page(plan, "transition", step=step), letters, "s")
        assert found == wanted, (column, step)


@rows_of(PLANS)
def test_evidence(signed_in, plans, name, expected):
    client = signed_in(name)
    for column, letters in unlike(expected):
        document = ActivityDocumentFactory(activity=plans[column].activities.get())
        answered = client.get(reverse("plans:evidence", args=[document.pk]))
        handed_out = answered.status_code == 200 and b"".join(answered.streaming_content) == PDF
        assert handed_out is ("v" in letters)


@pages_of(PLANS)
def test_writing_takes_effect_or_changes_nothing(signed_in, plans, name, expected):
    client = signed_in(name)
    for column, letters in unlike(expected):
        plan = plans[column]
        activity = plan.activities.get()
        other = ActivityFactory(plan=plan, title="Tjetra")
        typed = {"title": "E re", "quarter": 2, "version": 1}
        client.post(plan_page(plan, "activity-create"), typed)
        client.post(
            plan_page(plan, "activity-update", pk=activity.pk), typed | {"title": "Ndryshe"}
        )
        client.post(plan_page(plan, "activity-remove", pk=other.pk))
        activity.refresh_from_db()
        client.post(
            plan_page(plan, "activity-progress", pk=activity.pk),
            {"state": "in_progress", "version": activity.version},
        )
        activity.refresh_from_db()
        assert {
            "created": plan.activities.filter(title="E re").exists(),
            "changed": activity.title == "Ndryshe",
            "removed": not Activity.objects.filter(pk=other.pk).exists(),
        } == dict.fromkeys(("created", "changed", "removed"), "e" in letters)
        assert (activity.state == "in_progress") is ("p" in letters)
        step, facts = (
            ("adopt", {"adopted_on": "2026-02-01"})
            if column != "adopted"
            else ("reopen", {"comment": "x"})
        )
        before = plan.status
        client.post(plan_page(plan, "transition", step=step), facts)
        plan.refresh_from_db()
        assert (plan.status != before) is ("s" in letters)


@rows_of(PLANS)
def test_list_of_the_years_and_its_links(signed_in, world, plans, name, expected):
    client = signed_in(name)
    page = client.get(reverse("meetings:answers", args=[world.kksb.slug]))
    letters = expected["draft"]
    linked = page.status_code == 200 and plan_page(plans["draft"]) in page.content.decode()
    assert linked is ("v" in letters)
    offered = page.status_code == 200 and "Work plan of another year" in page.content.decode()
    assert offered is ("s" in letters)
    begun = client.post(reverse("plans:start", args=[world.kksb.slug, 2023]))
    assert WorkPlan.objects.filter(year=2023).exists() is ("s" in letters), begun.status_code


def test_export_of_a_reader_names_the_activities(signed_in, plans):
    client = signed_in("osce_monitor")
    text = client.get(plan_page(plans["draft"], "export", extension="csv")).text
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["year"], row["quarter"], row["activity"]) == ("2026", "1", "Vizitë në shkollë")


def test_activity_of_another_plan_is_no_page(signed_in, plans):
    client = signed_in("administrator")
    strange = plans["klsp"].activities.get()
    for name in ("activity", "activity-update", "activity-remove", "activity-progress"):
        assert client.get(plan_page(plans["draft"], name, pk=strange.pk)).status_code == 404
