"""The page of a plan, where it begins, what is taken from it, and how often it asks."""

import csv
import io
import json

import pytest
from django.db import connection
from django.urls import reverse

from audit.models import AuditEvent
from meetings.models import WorkPlan
from tests.factories.meetings import (
    ActivityDocumentFactory,
    ActivityFactory,
    MeetingFactory,
    WorkPlanFactory,
)
from tests.factories.places import CommunityFactory
from tests.plans.conftest import plan_page


def of(timeline):
    return [(step["title"], step["state"], step["detail"]) for step in timeline]


@pytest.mark.parametrize(
    ("days", "steps"),
    [
        ({}, ["current", "next", "next"]),
        ({"adopted_on": "2026-01-10"}, ["done", "current", "next"]),
        ({"recommended_on": "2026-01-20"}, ["done", "done", "current"]),
        ({"assembly_approved_on": "2026-02-20"}, ["done", "done", "done"]),
        ({"adopted_on": "2026-01-10", "given_for_information_on": "2026-02-20"}, ["done"] * 3),
    ],
)
def test_case_11_each_path_shows_where_it_is(world, keeper, days, steps):
    plan = WorkPlanFactory(committee=world.kksb, year=2026, **days)
    timeline = keeper.get(plan_page(plan)).context["timeline"]
    assert [state for _title, state, _detail in of(timeline)] == steps
    unknown = [detail for _title, state, detail in of(timeline) if state == "done"]
    assert unknown.count("no day on record") == steps.count("done") - len(days)
    ends = timeline[-1]["title"]
    is_information = "given_for_information_on" in days
    assert ends == (
        "Given to the assembly for information" if is_information else "Approved by the assembly"
    )


def test_plan_that_the_assembly_had_for_information_and_approved_shows_both(world, keeper):
    plan = WorkPlanFactory(
        committee=world.kksb,
        year=2026,
        given_for_information_on="2026-02-01",
        assembly_approved_on="2026-03-01",
    )
    page = keeper.get(plan_page(plan))
    assert of(page.context["timeline"])[2:] == [
        ("Given to the assembly for information", "done", "01.02.2026"),
        ("Approved by the assembly", "done", "01.03.2026"),
    ]
    listed = keeper.get(reverse("meetings:answers", args=[world.kksb.slug])).text
    assert "for information on 01.02.2026" in listed
    assert "approved on 01.03.2026" in listed


def test_page_names_the_meeting_that_adopted_it_and_the_steps_open_now(world, keeper):
    meeting = MeetingFactory(committee=world.kksb, number_in_year=1)
    plan = WorkPlanFactory(
        committee=world.kksb, year=2025, adopted_at=meeting, adopted_on=meeting.starts_on
    )
    page = keeper.get(plan_page(plan))
    assert page.context["timeline"][0]["note"] == "regular meeting no. 1"
    assert meeting.get_absolute_url() in page.text
    assert [button["label"] for button in page.context["buttons"]] == [
        "Recommend to the assembly",
        "Record the approval of the assembly",
        "Given to the assembly for information",
        "Open the plan again",
    ]


def test_reader_sees_no_button_and_no_link_to_write(signed_in, make):
    plan = make("adopted")
    page = signed_in("osce_monitor").get(plan_page(plan))
    assert page.context["buttons"] == []
    assert "Vizitë në shkollë" in page.text
    for words in ("What is to do", "/progress/", "/edit/", "/history/"):
        assert words not in page.text


def test_year_leads_to_the_plan_or_to_its_beginning(world, keeper, make):
    url = reverse("plans:of-year", args=[world.kksb.slug])
    plan = make()
    page = keeper.get(url, {"year": "2026"}, follow=True)
    assert page.context["plan"] == plan
    page = keeper.get(url, {"year": "2015"}, follow=True)
    assert "There is no plan of this year yet." in page.text
    assert not WorkPlan.objects.filter(year=2015).exists()
    for year in ("1999", "2028", "²", "abc", "", "9" * 30):
        page = keeper.get(url, {"year": year}, follow=True)
        assert "There are no plans of this year." in page.text, year


@pytest.mark.parametrize("year", [1999, 2028])
def test_plan_of_a_year_that_cannot_be_is_not_begun(world, keeper, year):
    assert keeper.post(reverse("plans:start", args=[world.kksb.slug, year])).status_code == 404
    assert not WorkPlan.objects.exists()


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
def test_export_is_recorded(keeper, make, extension):
    plan = make()
    answered = keeper.get(plan_page(plan, "export", extension=extension))
    assert f"plan-{plan.committee.slug}-2026.{extension}" in answered["Content-Disposition"]
    event = AuditEvent.objects.get(action="export.activities")
    assert (event.detail["format"], event.subject_key) == (extension, str(plan.pk))
    assert keeper.get(plan_page(plan, "export", extension="exe")).status_code == 404


def test_export_says_whom_an_activity_serves_and_what_came_of_it(keeper, make):
    plan, community = make("adopted"), CommunityFactory()
    ActivityFactory(
        plan=plan,
        title="=cmd()",
        quarter=4,
        communities=[community],
        budget="12.30",
        dropped=True,
    )
    rows = list(
        csv.DictReader(io.StringIO(keeper.get(plan_page(plan, "export", extension="csv")).text))
    )
    assert [row["for_communities"] for row in rows] == ["no", "no"]
    last = rows[-1]
    assert (last["activity"], last["communities"], last["budget"]) == (
        "'=cmd()",
        community.code,
        "12.30",
    )
    assert (last["plan_status"], last["state"], last["drop_reason"]) == (
        "adopted",
        "dropped",
        "Nuk ka buxhet.",
    )
    found = json.loads(keeper.get(plan_page(plan, "export", extension="json")).content)
    assert found[-1]["quarter"] == "4"


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_three_activities_as_for_one(
    world, keeper, count, django_assert_num_queries
):
    plan = WorkPlanFactory(committee=world.kksb, year=2026, adopted_on="2026-02-01")
    for number in range(count):
        activity = ActivityFactory(
            plan=plan, quarter=number + 1, communities=[CommunityFactory(), CommunityFactory()]
        )
        ActivityDocumentFactory(activity=activity)
    with django_assert_num_queries(14):
        page = keeper.get(plan_page(plan))
    assert sum(len(quarter.activities) for quarter in page.context["quarters"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_activity_asks_as_often_for_three_files_as_for_one(
    keeper, make, count, django_assert_num_queries
):
    plan = make("adopted")
    activity = plan.activities.get()
    for _number in range(count):
        ActivityDocumentFactory(activity=activity)
        activity.communities.add(CommunityFactory())
    url = plan_page(plan, "activity", pk=activity.pk)
    with django_assert_num_queries(12):
        page = keeper.get(url)
    assert len(page.context["documents"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_export_asks_as_often_for_three_activities_as_for_one(
    keeper, make, count, django_assert_num_queries
):
    plan = make("adopted")
    for _number in range(count - 1):
        ActivityFactory(plan=plan, communities=[CommunityFactory()])
    url = plan_page(plan, "export", extension="json")
    # On PostgreSQL whoever writes to the audit record takes a lock first.
    with django_assert_num_queries(14 + (connection.vendor == "postgresql")):
        answered = keeper.get(url)
    assert len(json.loads(answered.content)) == count
