"""The first page: where to find what for the public, what there is to do for whoever keeps it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from establishment.models import EstablishmentRequest
from portal.interface import addresses
from tests.factories.accounts import RoleGrantFactory
from tests.factories.committees import CommitteeFactory, DeadlineFactory
from tests.factories.establishment import EstablishmentRequestFactory, StepFactory
from tests.factories.meetings import (
    ActionFactory,
    ActivityFactory,
    ConcernFactory,
    InstitutionFactory,
    MeetingFactory,
)
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


def waiting_request():
    """Return a request that waits for the General Director since today."""
    request = EstablishmentRequestFactory()
    EstablishmentRequest.objects.filter(pk=request.pk).update(
        status="at_level",
        step=StepFactory(request=request),
        submitted_on=TODAY,
        arrived_on=TODAY,
        due_on=TODAY + timedelta(days=14),
    )
    return request


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
    assert "deadlines" not in page.context
    assert "requests" not in page.context


@pytest.mark.parametrize("name", ["municipal_officer", "chair", "deputy", "secretary"])
def test_keeper_sees_what_awaits_a_report(signed_in, world, calendar, name):
    page = signed_in(name).get(reverse(HOME))
    assert names(calendar, page.context["overdue"]) == ["overdue"]
    assert names(calendar, page.context["kept_upcoming"]) == ["ahead", "secret"]
    text = page.content.decode()
    assert "1 meeting awaits a report" in text
    keys = {"committee": world.kksb.slug, "meeting": calendar["overdue"].public_id}
    assert reverse("meetings:report", kwargs=keys) in text
    assert world.kksb in page.context["kept"]


@pytest.mark.parametrize("name", ["municipal_officer", "administrator", "chair", "secretary"])
def test_keeper_sees_the_first_deadlines_the_most_urgent_first(signed_in, world, name):
    later = DeadlineFactory(committee=world.klsp, due_on=date(2026, 7, 20))
    sooner = DeadlineFactory(committee=world.kksb, due_on=date(2026, 7, 10))
    DeadlineFactory(committee=world.klsp, due_on=date(2026, 7, 5), done_on=TODAY)
    page = signed_in(name).get(reverse(HOME))
    assert list(page.context["deadlines"]) == [sooner, later]
    text = page.content.decode()
    assert "First deadlines" in text
    assert text.index("due on 10.07.2026") < text.index("due on 20.07.2026")
    assert f'<a href="{world.klsp.get_absolute_url()}">{world.klsp.full_name}</a>' in text
    assert "05.07.2026" not in text


@pytest.mark.parametrize(
    "name",
    [
        *("account", "member", "station_commander", "general_director"),
        *("osce_monitor", "municipal_officer elsewhere", "secretary ended"),
    ],
)
def test_who_keeps_nothing_here_has_no_deadlines_here(signed_in, world, name):
    DeadlineFactory(committee=world.klsp)
    DeadlineFactory(committee=world.kksb)
    page = signed_in(name).get(reverse(HOME))
    assert list(page.context["deadlines"]) == []
    assert "First deadlines" not in page.content.decode()


def test_who_decides_sees_the_requests_that_wait_and_their_number_in_the_menu(signed_in, world):
    requests = [waiting_request() for _number in range(2)]
    EstablishmentRequestFactory()
    page = signed_in("general_director").get(reverse(HOME))
    assert list(page.context["requests"]) == requests
    assert page.context["requests_waiting"] == 2
    text = page.content.decode()
    assert "2 requests wait for you" in text
    for request in requests:
        assert f'<a href="{request.get_absolute_url()}">{request.number}: ' in text
    assert "due on 29.06.2026" in text
    assert '<span class="c-count">2<span class="visually-hidden"> waiting for you</span>' in text


@pytest.mark.parametrize(
    ("name", "waiting"),
    [
        *(("account", None), ("municipal_officer", None), ("chair", None)),
        *(("general_director ended", None), ("administrator", 0), ("community_policing", 0)),
    ],
)
def test_who_decides_nothing_is_told_of_no_request(signed_in, world, name, waiting):
    request = waiting_request()
    page = signed_in(name).get(reverse(HOME))
    assert list(page.context["requests"]) == []
    assert page.context["requests_waiting"] == waiting
    assert request.number not in page.content.decode()
    is_offered = f'href="{reverse("establishment:list")}"' in page.content.decode()
    assert is_offered is (waiting is not None)


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


def test_actions_that_are_overdue_wait_for_whoever_answers_for_them(signed_in, world):
    police = InstitutionFactory(answered_as="station_commander")
    meeting = MeetingFactory(committee=world.kksb)
    for number in range(11):
        ActionFactory(
            meeting=meeting, institution=police, text=f"Patrulla {number}", due_on=date(2026, 5, 1)
        )
    ActionFactory(meeting=meeting, institution=police, due_on=TODAY)
    ActionFactory(meeting=meeting, due_on=date(2026, 5, 1))
    page = signed_in("station_commander nearby").get(reverse(HOME))
    text = page.content.decode()
    assert "11 actions that you answer for are overdue" in text
    assert len(page.context["actions"]) == 10
    assert f"{reverse('follow_up:list')}?mine=on&amp;overdue=on" in text
    assert (
        "actions that you answer for"
        not in signed_in("regional_director").get(reverse(HOME)).content.decode()
    )


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_as_often_for_three_of_each_as_for_one(
    signed_in, world, count, django_assert_num_queries
):
    client = signed_in("administrator")
    RoleGrantFactory(general_director=True, user=client.user)
    police = InstitutionFactory(answered_as="general_director")
    for number in range(count):
        committee = CommitteeFactory()
        ActionFactory(institution=police, due_on=date(2026, 5, 1))
        DeadlineFactory(committee=committee)
        waiting_request()
        for day in (date(2026, 5, 1), date(2026, 9, 1 + number)):
            MeetingFactory(committee=committee, planned=True, starts_on=day)
        ActivityFactory(plan__committee=committee, plan__adopted=True)
        ConcernFactory(meeting=None, committee=committee)
    with django_assert_num_queries(22):
        page = client.get(reverse(HOME))
    for listed in (
        "overdue",
        "kept_upcoming",
        "deadlines",
        "requests",
        "actions",
        "activities",
        "concerns",
    ):
        assert len(page.context[listed]) == count, listed


def test_health_answers_without_a_sign_in(client, db):
    assert client.get("/healthz").content == b"ok"


@pytest.mark.parametrize("name", ["portal:privacy", "portal:accessibility", "portal:api_guide"])
def test_guides_are_public_in_three_languages(client, db, name):
    texts = set()
    address = reverse(name)
    for language in ("en", "sq", "sr-latn"):
        page = client.get(address.replace("/en/", f"/{language}/"))
        assert f'<html lang="{language}">' in page.content.decode()
        texts.add(page.content)
    assert len(texts) == 3


def test_every_address_of_the_guide_answers(client, reference):
    for address in addresses():
        answer = client.get(f"/api/v1/{address.example}")
        assert answer.status_code == 200, address
        assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    ("page", "entry"),
    [("", "Home"), ("privacy/", None), ("accessibility/", None), ("figures/map/", "Figures")],
)
def test_the_menu_marks_the_part_of_the_page(client, reference, page, entry):
    """The page on privacy is not the home page, though both are of the portal as a whole."""
    marked = [one["label"] for one in client.get(f"/en/{page}").context["nav"] if one["active"]]
    assert marked == ([entry] if entry else [])
