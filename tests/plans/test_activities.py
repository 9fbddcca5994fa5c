"""Activities: written in a draft, copied from last year, followed to their end with evidence."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditEvent
from core.workflow import TransitionRefused
from meetings.models import Activity, ActivityDocument, WorkPlan
from plans.actions import copy_last_year, save_activity
from tests.factories.meetings import ActivityDocumentFactory, ActivityFactory, WorkPlanFactory
from tests.factories.places import CommunityFactory
from tests.files import PDF
from tests.plans.conftest import plan_page


def typed(**changes):
    return {"title": "Ndriçimi i rrugës", "quarter": "2", "version": "1"} | changes


def test_activity_is_added_and_changed_and_its_history_kept(make, keeper):
    plan, roma, serb = make(), CommunityFactory(), CommunityFactory()
    answered = keeper.post(
        plan_page(plan, "activity-create"),
        typed(communities=[roma.pk], responsible="Drejtoria e Arsimit", budget="1200.5"),
    )
    added = plan.activities.get(title="Ndriçimi i rrugës")
    assert answered.url == f"{plan_page(plan)}#quarter-2"
    assert (added.quarter, added.responsible, added.budget, added.state) == (
        2,
        "Drejtoria e Arsimit",
        Decimal("1200.50"),
        "planned",
    )
    assert list(added.communities.all()) == [roma]
    page = keeper.get(plan_page(plan, "activity-update", pk=added.pk))
    assert '<option value="Drejtoria e Arsimit">' in page.text
    keeper.post(
        plan_page(plan, "activity-update", pk=added.pk),
        typed(title="Ndriçimi i parkut", communities=[serb.pk], budget=""),
    )
    added.refresh_from_db()
    assert (added.title, added.budget, list(added.communities.all())) == (
        "Ndriçimi i parkut",
        None,
        [serb],
    )
    history = keeper.get(plan_page(plan, "activity-history", pk=added.pk)).text
    assert "Ndriçimi i rrugës" in history
    assert str(serb) in history
    assert AuditEvent.objects.filter(action="activity.save").count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"title": " "}, "title", "This field is required."),
        ({"title": "x" * 301}, "title", "Ensure this value has at most 300 characters"),
        ({"quarter": "5"}, "quarter", "Select a valid choice. 5 is not one of the available"),
        ({"quarter": ""}, "quarter", "This field is required."),
        ({"budget": "-1"}, "budget", "A budget is not below zero."),
        ({"budget": "shumë"}, "budget", "Enter a number."),
        ({"budget": "1.234567"}, "budget", "no more than 2 decimal places"),
        ({"communities": ["0"]}, "communities", "0 is not one of the available choices."),
    ],
)
def test_activity_that_does_not_fit_says_why_at_the_field_and_keeps_the_text(
    make, keeper, changes, field, said
):
    plan = make()
    page = keeper.post(plan_page(plan, "activity-create"), typed(responsible="Policia") | changes)
    assert said in page.context["form"].errors[field][0]
    assert 'value="Policia"' in page.text
    assert plan.activities.count() == 1


def test_what_is_adopted_is_fixed_and_its_progress_is_not(make, keeper, officer):
    plan = make("adopted")
    activity = plan.activities.get()
    for name in ("activity-update", "activity-remove"):
        page = keeper.post(plan_page(plan, name, pk=activity.pk), typed())
        assert page.status_code == 403, name
    assert keeper.post(plan_page(plan, "activity-create"), typed()).status_code == 403
    activity.title = "Ndryshe"
    with pytest.raises(PermissionDenied):
        save_activity(activity, communities=[], by=officer)
    keeper.post(
        plan_page(plan, "activity-progress", pk=activity.pk),
        {
            "state": "done",
            "done_on": "2026-06-01",
            "evidence": "40 nxënës",
            "version": "1",
            "document": SimpleUploadedFile("foto.pdf", PDF),
        },
    )
    activity.refresh_from_db()
    assert (activity.title, activity.state, activity.done_on, activity.evidence) == (
        "Vizitë në shkollë",
        "done",
        date(2026, 6, 1),
        "40 nxënës",
    )
    document = activity.documents.get()
    assert AuditEvent.objects.latest("pk").detail == {"state": "done", "sha256": document.sha256}
    page = keeper.get(plan_page(plan, "activity", pk=activity.pk)).text
    for words in ("40 nxënës", "foto.pdf", "01.06.2026"):
        assert words in page
    file = keeper.get(reverse("plans:evidence", args=[document.pk]))
    assert b"".join(file.streaming_content) == PDF
    assert "attachment" in file["Content-Disposition"]


@pytest.mark.parametrize(
    ("progress", "field", "said"),
    [
        ({"state": "done"}, "done_on", "Say on which day it was done."),
        ({"state": "done", "done_on": "2026-06-16"}, "done_on", "This day has not come yet."),
        (
            {"state": "done", "done_on": "2025-12-31"},
            "done_on",
            "This day lies before the year of the plan.",
        ),
        ({"state": "done", "done_on": "31.06.2026"}, "done_on", "Enter a valid date."),
        (
            {"state": "in_progress", "done_on": "2026-06-01"},
            "done_on",
            "Only what is done has a day.",
        ),
        ({"state": "dropped"}, "drop_reason", "Say why it was dropped."),
        (
            {"state": "planned", "drop_reason": "pa buxhet"},
            "drop_reason",
            "Only what is dropped has a reason.",
        ),
        ({"state": "asleep"}, "state", "Select a valid choice."),
        ({"document": SimpleUploadedFile("a.pdf", b"no")}, "document", "its content is something"),
        ({"document": SimpleUploadedFile("a.exe", b"MZ")}, "document", "is not taken"),
    ],
)
def test_progress_that_does_not_fit_says_why_and_keeps_the_text(
    make, keeper, progress, field, said
):
    plan = make("adopted")
    activity = plan.activities.get()
    page = keeper.post(
        plan_page(plan, "activity-progress", pk=activity.pk),
        {"state": "planned", "evidence": "40 nxënës", "version": "1"} | progress,
    )
    assert said in page.context["form"].errors[field][0]
    assert "40 nxënës" in page.text
    activity.refresh_from_db()
    assert (activity.state, activity.evidence) == ("planned", "")
    assert not ActivityDocument.objects.exists()


def test_second_writer_is_told_and_loses_nothing(make, keeper):
    plan = make("adopted")
    activity = plan.activities.get()
    url = plan_page(plan, "activity-progress", pk=activity.pk)
    keeper.post(url, {"state": "in_progress", "evidence": "e para", "version": "1"})
    page = keeper.post(
        url, {"state": "done", "done_on": "2026-06-01", "evidence": "e dyta", "version": "1"}
    )
    assert "Somebody else saved this activity while you were writing." in page.text
    assert "e dyta" in page.text
    activity.refresh_from_db()
    assert (activity.state, activity.evidence) == ("in_progress", "e para")
    version = page.context["form"]["version"].value()
    keeper.post(
        url, {"state": "done", "done_on": "2026-06-01", "evidence": "e dyta", "version": version}
    )
    activity.refresh_from_db()
    assert (activity.state, activity.evidence) == ("done", "e dyta")
    assert [row.evidence for row in activity.history.order_by("history_id")][-2:] == [
        "e para",
        "e dyta",
    ]


def test_second_writer_of_the_text_is_told_too(make, keeper):
    plan = make()
    url = plan_page(plan, "activity-update", pk=plan.activities.get().pk)
    keeper.post(url, typed(title="E para"))
    page = keeper.post(url, typed(title="E dyta"))
    assert "saving again keeps yours." in page.text
    assert plan.activities.get().title == "E para"
    keeper.post(url, typed(title="E dyta", version="2"))
    assert plan.activities.get().title == "E dyta"


def test_removed_activity_stays_in_the_history(make, keeper, officer):
    plan = make()
    activity = plan.activities.get()
    url = plan_page(plan, "activity-remove", pk=activity.pk)
    assert "The history keeps what it said." in keeper.get(url).text
    page = keeper.post(url, follow=True)
    assert "The activity is no longer in the plan." in page.text
    assert not Activity.objects.exists()
    history = keeper.get(plan_page(plan, "history")).text
    assert "Removed from the draft" in history
    assert "Vizitë në shkollë" in history
    assert str(officer) in history


@pytest.mark.parametrize("what", ["state", "evidence", "file"])
def test_activity_with_something_on_record_is_not_removed(make, keeper, what):
    plan = make()
    activity = plan.activities.get()
    if what == "file":
        ActivityDocumentFactory(activity=activity)
    else:
        progress = {"state": {"state": "in_progress"}, "evidence": {"evidence": "x"}}[what]
        Activity.objects.filter(pk=activity.pk).update(**progress)
    url = plan_page(plan, "activity-remove", pk=activity.pk)
    said = "Something is on record of this activity. Drop it with a reason instead."
    assert said in keeper.get(url).text
    assert said in keeper.post(url, follow=True).text
    assert Activity.objects.filter(pk=activity.pk).exists()


@pytest.fixture
def last_year(world):
    plan = WorkPlanFactory(committee=world.kksb, year=2025, adopted_on="2025-02-01")
    community = CommunityFactory()
    ActivityFactory(
        plan=plan,
        title="E kryer",
        quarter=3,
        responsible="Policia",
        budget=Decimal("10.50"),
        done=True,
        evidence="raport",
        communities=[community],
    )
    ActivityFactory(plan=plan, title="E hequr", dropped=True)
    return community


def test_draft_begins_with_last_years_activities_as_planned(world, keeper, last_year):
    url = reverse("plans:start", args=[world.kksb.slug, 2026])
    assert "last year&#x27;s plan" in keeper.get(url).text
    page = keeper.post(url, {"from_last_year": "on"}, follow=True)
    assert "The draft is there." in page.text
    copied = WorkPlan.objects.get(year=2026).activities.get()
    assert (copied.title, copied.quarter, copied.responsible, copied.budget) == (
        "E kryer",
        3,
        "Policia",
        Decimal("10.50"),
    )
    assert (copied.state, copied.done_on, copied.evidence) == ("planned", None, "")
    assert list(copied.communities.all()) == [last_year]


def test_empty_draft_takes_them_over_once(world, keeper, officer, last_year):
    keeper.post(reverse("plans:start", args=[world.kksb.slug, 2026]))
    plan = WorkPlan.objects.get(year=2026)
    assert not plan.activities.exists()
    page = keeper.get(plan_page(plan, "copy")).text
    assert "E kryer" in page
    assert "E hequr" not in page
    assert "in the draft, as planned." in keeper.post(plan_page(plan, "copy"), follow=True).text
    again = keeper.post(plan_page(plan, "copy"), follow=True)
    assert "This plan has activities already." in again.text
    assert plan.activities.count() == 1
    assert AuditEvent.objects.get(action="workplan.copy").detail == {"year": 2025}


def test_nothing_is_taken_over_from_nothing(world, keeper, officer):
    plan = WorkPlanFactory(committee=world.kksb, year=2026)
    WorkPlanFactory(committee=world.kksb, year=2025)
    assert "has no activities on record." in keeper.get(plan_page(plan, "copy")).text
    with pytest.raises(TransitionRefused, match="has no activities on record"):
        copy_last_year(plan, by=officer)
    page = keeper.get(reverse("plans:start", args=[world.kksb.slug, 2027]))
    assert list(page.context["form"].fields) == []
