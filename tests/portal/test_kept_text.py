"""A session that ends in the middle of a form: the text waits for its writer, and for no other."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import signing
from django.urls import NoReverseMatch, reverse

from core.views import typed_by
from meetings.models import Meeting
from tests.addresses import views
from tests.factories.accounts import PASSWORD
from tests.factories.meetings import MeetingFactory

SUMMARY = "U diskutua ndriçimi i rrugës"
KEPT = "Your text is kept: look it over and save it."


def sign_in(client, user, follow=True, **more):
    return client.post(
        reverse("account_login"),
        {"login": user.email, "password": PASSWORD, **more},
        follow=follow,
    )


@pytest.fixture
def writer(world):
    return world.person("secretary")


@pytest.fixture
def other(world):
    return world.person("chair")


@pytest.fixture
def lost(client, world, writer):
    """Return the answer to a form that was sent after its session had run out."""
    sign_in(client, writer)
    url = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    page = client.get(url)
    client.session.flush()
    client.cookies.pop("sessionid")
    return client.post(
        url,
        {
            "typed_by": page.context["typed_by"],
            "kind": "extraordinary",
            "called_as": "mayor",
            "call_reason": "Dy vrasje brenda një dite",
            "precision": "day",
            "starts_on": "2026-06-01",
            "summary": SUMMARY,
            "agenda": "Një\r\nDy",
            "concerns-TOTAL_FORMS": 1,
            "concerns-INITIAL_FORMS": 0,
            "concerns-0-description": "Qentë endacakë",
        },
    )


def test_text_comes_back_to_its_writer_and_can_be_saved(client, world, writer, lost):
    assert lost.url.startswith(reverse("account_login"))
    assert not Meeting.objects.exists()
    target = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    page = sign_in(client, writer, next=target)
    assert page.redirect_chain[-1][0] == target
    text = page.content.decode()
    for words in (KEPT, SUMMARY, "Një\r\nDy", "Qentë endacakë"):
        assert words in text
    assert page.context["form"]["kind"].value() == "extraordinary"
    data = page.context["form"].data
    client.post(target, {name: data[name] for name in data})
    meeting = Meeting.objects.get()
    assert (meeting.summary, meeting.concerns.get().description) == (SUMMARY, "Qentë endacakë")


def test_sign_in_page_leads_back_to_the_form(client, world, lost):
    target = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    page = client.get(lost.url)
    assert f'name="next" value="{target}"' in page.content.decode()


def test_text_is_shown_once(client, world, writer, lost):
    target = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    sign_in(client, writer, next=target)
    again = client.get(target).content.decode()
    assert SUMMARY not in again
    assert KEPT not in again


def test_text_never_reaches_another_user(client, world, writer, other, lost):
    target = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    page = sign_in(client, other, next=target)
    assert page.redirect_chain[-1][0] == target
    for words in (SUMMARY, "Qentë endacakë", KEPT):
        assert words not in page.content.decode()
    client.post(reverse("account_logout"))
    page = sign_in(client, writer, next=target)
    assert SUMMARY not in page.content.decode()


def test_text_waits_two_days_and_no_longer(client, world, writer, lost, today):
    target = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    with time_machine.travel(f"{today + timedelta(days=2)} 10:00:01Z", tick=False):
        page = sign_in(client, writer, next=target)
    assert SUMMARY not in page.content.decode()


@pytest.mark.parametrize("forged", ["", "forged", "MQ:1abc:signature", "nobody's", "old"])
def test_text_without_an_honest_seal_is_dropped(client, world, writer, today, forged):
    """Nothing at all is kept of it, so that nobody without an account fills the database."""
    target = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    if forged == "nobody's":
        forged = signing.dumps(None, salt="kept_text")
    if forged == "old":
        with time_machine.travel(today - timedelta(days=3), tick=False):
            forged = typed_by(writer)
    for _time in range(3):
        client.post(target, {"typed_by": forged, "summary": SUMMARY})
        client.cookies.clear()
    assert not Session.objects.exists()
    page = sign_in(client, writer, next=target)
    assert SUMMARY not in page.content.decode()


def test_text_comes_back_on_its_own_page_only(client, world, writer, lost):
    sign_in(client, writer)
    elsewhere = reverse("meetings:plan", kwargs={"committee": world.kksb.slug})
    assert SUMMARY not in client.get(elsewhere).content.decode()
    target = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    assert SUMMARY in client.get(target).content.decode()


def test_reason_of_a_step_is_kept_as_well(client, world, writer):
    meeting = MeetingFactory(committee=world.kksb, planned=True)
    keys = {"committee": world.kksb.slug, "meeting": meeting.public_id, "step": "cancel"}
    target = reverse("meetings:transition", kwargs=keys)
    sign_in(client, writer)
    seal = client.get(target).context["typed_by"]
    client.cookies.pop("sessionid")
    client.post(target, {"typed_by": seal, "comment": "Bora e madhe"})
    page = sign_in(client, writer, next=target)
    assert "Bora e madhe" in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.status == "planned"


def test_text_beyond_all_measure_is_not_kept(client, world, writer):
    target = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    sign_in(client, writer)
    seal = client.get(target).context["typed_by"]
    client.cookies.pop("sessionid")
    client.post(target, {"typed_by": seal, "summary": "x" * 20_001})
    assert "kept_text" not in client.session


def test_page_that_is_only_read_keeps_nothing(client, world):
    target = reverse("meetings:log", kwargs={"committee": world.kksb.slug})
    response = client.get(target)
    assert response.url == f"{reverse('account_login')}?next={target}"
    assert "kept_text" not in client.session


def test_public_page_hands_out_no_seal(client, world):
    assert client.get(reverse("portal:home")).context["typed_by"] == ""


@pytest.mark.once
def test_nothing_that_an_anonymous_visitor_sends_is_kept(client, world):
    """Every address, with a body that claims to be all that forms hold."""
    hostile = {"typed_by": "forged", "login": "a@example.org", "password": "x", "email": "a@b.org"}
    sent = 0
    for name, _view in views():
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        client.post(url, hostile)
        client.cookies.clear()
        sent += 1
        assert not Session.objects.exists(), name
    assert sent > 50
