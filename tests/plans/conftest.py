import pytest
from django.urls import reverse

from tests.factories.meetings import ActivityFactory, WorkPlanFactory

# The days that lead to each status.
DAYS = {
    "draft": {},
    "adopted": {"adopted_on": "2026-02-01"},
    "recommended": {"adopted_on": "2026-02-01", "recommended_on": "2026-02-10"},
    "for_information": {"adopted_on": "2026-02-01", "given_for_information_on": "2026-03-01"},
    "approved": {"recommended_on": "2026-02-10", "assembly_approved_on": "2026-03-01"},
}


def plan_page(plan, name="detail", **keys):
    at = {"committee": plan.committee.slug, "year": plan.year}
    return reverse(f"plans:{name}", kwargs=at | keys)


@pytest.fixture
def make(world):
    """Return a function that makes the council's plan of 2026 in a status, with one activity."""

    def make(status="draft", *, committee=None, **fields):
        plan = WorkPlanFactory(
            committee=committee or world.kksb, **{"year": 2026} | DAYS[status] | fields
        )
        ActivityFactory(plan=plan, title="Vizitë në shkollë")
        plan.refresh_from_db()
        assert plan.status == status
        return plan

    return make


@pytest.fixture
def officer(world):
    return world.person("municipal_officer")


@pytest.fixture
def keeper(officer, client):
    client.force_login(officer)
    client.user = officer
    return client
