"""Finding concerns: search, filters, what lies with me, and how often the pages ask."""

from datetime import date

import pytest
from django.urls import reverse

from meetings.models import ConcernCategory
from places.models import Community
from tests.factories.committees import CommitteeFactory
from tests.factories.meetings import (
    ConcernFactory,
    ReferralFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(signed_in):
    return signed_in("municipal_officer")


def test_search_forgives_marks_and_slips(keeper, world):
    lights = ConcernFactory(
        meeting=None, committee=world.klsp, description="Ndriçimi publik nuk punon"
    )
    ConcernFactory(meeting=None, committee=world.klsp, description="Qentë endacakë")
    for typed in ("ndricimi", "NDRIÇIMI publik", "ndrcimi", "ndriçimii", lights.number):
        found = keeper.get(reverse("concerns:list"), {"q": typed}).context["object_list"]
        assert list(found) == [lights], typed
    found = keeper.get(reverse("concerns:list"), {"q": "helikopter"}).context["object_list"]
    assert list(found) == []


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"status": "all_open"}, {"new", "old", "passed"}),
        ({"status": "all_closed"}, {"done"}),
        ({"status": "referred"}, {"passed"}),
        ({"age": "90"}, {"old"}),
        ({"incident": "yes"}, {"new"}),
        ({"incident": "serious"}, set()),
        ({"category": "traffic_safety"}, {"old"}),
        ({"community": "serb"}, {"new"}),
        ({"raised_from": "2026-06-01", "raised_to": "2026-06-05"}, {"new"}),
    ],
)
def test_filters(keeper, world, asked, names):
    base = {"meeting": None, "committee": world.klsp}
    speeding = ConcernCategory.objects.get(code="speeding")
    serb = Community.objects.get(code="serb")
    rows = {
        "new": ConcernFactory(
            **base, raised_on=date(2026, 6, 5), is_incident=True, communities=[serb]
        ),
        "old": ConcernFactory(**base, raised_on=date(2026, 1, 5), category=speeding),
        "passed": ConcernFactory(
            **base,
            raised_on=date(2026, 6, 6),
            status="referred",
            holder_committee=world.kksb,
        ),
        "done": ConcernFactory(**base, resolved=True),
    }
    found = keeper.get(reverse("concerns:list"), asked).context["object_list"]
    assert {name for name, row in rows.items() if row in found} == names


def test_those_that_lie_with_me_are_found_by_a_tick(signed_in, world):
    here = ConcernFactory(meeting=None, committee=world.kksb)
    ConcernFactory(
        meeting=None,
        committee=world.kksb,
        holder_committee=None,
        holder_ministry="mia",
        status="referred",
    )
    client = signed_in("chair")
    found = client.get(reverse("concerns:list"), {"mine": "on"}).context["object_list"]
    assert list(found) == [here]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_three_of_each_as_for_one(
    signed_in, world, count, django_assert_num_queries
):
    for number in range(count):
        concern = ConcernFactory(
            meeting=None,
            committee=world.klsp,
            communities=Community.objects.all()[:2],
            description=f"Fjalë {number} tjera krejt",
            published=True,
        )
    passed = ConcernFactory(
        meeting=None, committee=world.klsp, holder_committee=world.kksb, status="referred"
    )
    for _number in range(count):
        ReferralFactory(
            concern=passed,
            from_committee=CommitteeFactory(),
            to_committee=world.kksb,
        )
    client = signed_in("osce_monitor")
    slug = world.klsp.slug
    for url, queries in (
        (reverse("concerns:list"), 14),
        (reverse("concerns:map"), 13),
        (reverse("concerns:of-committee", args=[slug]), 12),
        (reverse("concerns:answered", args=[slug]), 13),
        (passed.get_absolute_url(), 23),
        (concern.get_absolute_url(), 23),
        ("/api/v1/concerns/", 8),
    ):
        with django_assert_num_queries(queries):
            client.get(url)
