"""The yearly answers: three on the work plan, four on compensation, and silence apart from no."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from meetings.forms.answers import AnswersForm
from meetings.models import CompensationReport, WorkPlan
from tests.factories.meetings import CompensationReportFactory, WorkPlanFactory


@pytest.fixture
def officer(world, client):
    client.force_login(world.person("municipal_officer"))
    return client


def page(committee, year=None):
    keys = {"committee": committee.slug}
    if year is None:
        return reverse("meetings:answers", kwargs=keys)
    return reverse("meetings:answers-update", kwargs=keys | {"year": year})


@pytest.mark.parametrize(
    ("plan", "answer"),
    [
        ({}, "no"),
        ({"activities_for_communities": True}, "no"),
        ({"adopted_on": date(2025, 2, 1)}, "yes"),
        ({"recommended_on": date(2025, 2, 1)}, "yes"),
        ({"assembly_approved_on": date(2025, 2, 1)}, "yes"),
        ({"given_for_information_on": date(2025, 2, 1)}, "yes"),
        ({"adopted_on": date(2025, 2, 1), "activities_for_communities": False}, "yes"),
        (
            {"adopted_on": date(2025, 2, 1), "activities_for_communities": True},
            "with_activities",
        ),
    ],
)
@pytest.mark.django_db
def test_answer_on_the_work_plan_follows_from_its_steps(plan, answer):
    row = WorkPlanFactory(**plan)
    assert WorkPlan.objects.with_answer().get(pk=row.pk).answer == answer


def test_answers_are_saved_changed_and_kept_in_history(officer, world):
    officer.post(
        page(world.kksb, 2025),
        {"answer": "partly", "evidence": "Urdhërpagesa 17"},
    )
    officer.post(page(world.kksb, 2025), {"answer": "yes"})
    assert not WorkPlan.objects.exists()
    report = CompensationReport.objects.get()
    assert report.answer == "yes"
    assert [row.answer for row in report.history.order_by("history_id")] == ["partly", "yes"]
    assert AuditEvent.objects.filter(action="answers.save").count() == 2
    assert AuditEvent.objects.latest("pk").detail == {"year": 2025}


def test_no_answer_yet_is_no_row(officer, world):
    officer.post(page(world.kksb, 2025), {"answer": ""})
    assert not CompensationReport.objects.exists()
    text = officer.get(page(world.kksb)).content.decode()
    assert "no report" in text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (
            {"answer": ""},
            "answer",
            "Choose the answer that the evidence stands for.",
        ),
        (
            {"answer": "perhaps"},
            "answer",
            "Select a valid choice. perhaps is not one of the available choices.",
        ),
    ],
)
def test_answer_that_does_not_fit_says_why_and_keeps_the_text(officer, world, typed, field, said):
    response = officer.post(
        page(world.kksb, 2025), {"answer": "yes", "evidence": "Buxheti, kodi 13"} | typed
    )
    assert said in response.context["form"].errors[field]
    assert "Buxheti, kodi 13" in response.content.decode()
    assert not CompensationReport.objects.exists()


def test_form_begins_with_what_is_known():
    known = AnswersForm.initial_from(CompensationReport(answer="no", evidence="Pa buxhet"))
    assert known == {"answer": "no", "evidence": "Pa buxhet"}
    assert AnswersForm.initial_from(None) == {}


@pytest.mark.parametrize("year", [1999, 2028, 99999999999])
def test_year_that_cannot_be_is_no_page(officer, world, year):
    response = officer.get(page(world.kksb, year))
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_years_as_for_one(
    officer, world, count, django_assert_num_queries
):
    for number in range(count):
        WorkPlanFactory(committee=world.kksb, year=2023 + number)
        CompensationReportFactory(committee=world.kksb, year=2023 + number)
    with django_assert_num_queries(14):
        response = officer.get(page(world.kksb))
    assert [row["year"] for row in response.context["rows"]] == [
        2026,
        *range(2022 + count, 2022, -1),
    ]
