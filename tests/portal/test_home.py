"""The first page: where to find what for the public, what there is to do for whoever keeps it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories.committees import CommitteeFactory
from tests.factories.meetings import MeetingFactory
from tests.roles import TODAY

HOME = "portal:home"


@pytest.fixture
def calendar(world):
    """What the council of the small country has done, has to do, and has kept to itself."""
    ahead, past = TODAY + timedelta(days=30), TODAY - timedelta(days=30)
    make = {"committee": world.kksb, "planned": True}
    return {
        "ahead": MeetingFactory(place="Salla A", starts_on=ahead, **make),
        "overdue": MeetingFactory(place="Salla B", starts_on=past, **make),
        "secret": MeetingFactory(place="Salla C", starts_on=ahead, executive=True, **make),
        "cancelled": MeetingFactory(committee=world.kksb, cancelled=True, starts_on=ahead),
        "elsewhere": MeetingFactory(committee=world.elsewhere, planned=True, starts_on=past),
    }


def names(calendar, rows):
    known = {row.pk: name for name, row in calendar.items()}
    return [known[row.pk] for row in rows]


def test_public_sees_what_comes_and_is_public(client, calendar):
    page = client.get(reverse(HOME))
    assert names(calendar, page.context["upcoming"]) == ["ahead"]
    text = page.content.decode()
    assert "Salla A" in text
    assert "Salla C" not in text
    assert "overdue" not in page.context


@pytest.mark.parametrize("name", ["municipal_officer", "chair", "deputy", "secretary"])
def test_keeper_sees_what_awaits_a_report(signed_in, world, calendar, name):
    page = signed_in(name).get(reverse(HOME))
    assert names(calendar, page.context["overdue"]) == ["overdue"]
    assert names(calendar, page.context["kept_upcoming"]) == ["ahead", "secret"]
    text = page.content.decode()
    assert "1 meeting awaits a report" in text
    keys = {"committee": world.kksb.slug, "pk": calendar["overdue"].pk}
    assert reverse("meetings:report", kwargs=keys) in text
    assert world.kksb in page.context["kept"]


@pytest.mark.parametrize("name", ["account", "member", "osce_monitor", "chair elsewhere"])
def test_who_keeps_nothing_here_is_told_of_nothing_to_do_here(signed_in, world, calendar, name):
    page = signed_in(name).get(reverse(HOME))
    mine = ["elsewhere"] if name == "chair elsewhere" else []
    assert names(calendar, page.context["overdue"]) == mine
    assert page.context["overdue_count"] == len(mine)
    assert world.kksb not in page.context["kept"]


def test_more_than_a_page_of_work_is_counted_in_full(signed_in, world, today):
    MeetingFactory.create_batch(
        12, committee=world.kksb, planned=True, starts_on=today - timedelta(days=1)
    )
    page = signed_in("secretary").get(reverse(HOME))
    assert len(page.context["overdue"]) == 10
    assert "12 meetings await a report" in page.content.decode()
    assert f"{reverse('meetings:list')}?status=awaiting" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_as_often_for_three_of_each_as_for_one(
    signed_in, world, count, django_assert_num_queries
):
    client = signed_in("administrator")
    for number in range(count):
        committee = CommitteeFactory()
        for day in (date(2026, 5, 1), date(2026, 9, 1 + number)):
            MeetingFactory(committee=committee, planned=True, starts_on=day)
    with django_assert_num_queries(7):
        page = client.get(reverse(HOME))
    assert len(page.context["overdue"]) == len(page.context["kept_upcoming"]) == count


def test_health_answers_without_a_sign_in(client, db):
    assert client.get("/healthz").content == b"ok"


@pytest.mark.parametrize("name", ["portal:privacy", "portal:api_guide"])
def test_guides_are_public_in_three_languages(client, db, name):
    texts = set()
    address = reverse(name)
    for language in ("en", "sq", "sr-latn"):
        page = client.get(address.replace("/en/", f"/{language}/"))
        assert f'<html lang="{language}">' in page.content.decode()
        texts.add(page.content)
    assert len(texts) == 3
