"""What each answer carries: who may keep it, what the browser may use; and what a session lasts."""

import os
import subprocess
import sys

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import make_token
from tests.anew import sign_in_anew
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.meetings import DocumentFactory, MeetingFactory

pytestmark = pytest.mark.django_db
PRIVATE = "private, no-store"


def kept_by(response):
    return response.headers.get("Cache-Control")


@pytest.mark.parametrize("page", ["portal:home", "portal:me", "meetings:list", "reports:dashboard"])
def test_what_somebody_signed_in_reads_is_kept_nowhere(client, world, page):
    client.force_login(world.person("secretary"))
    assert kept_by(client.get(reverse(page))) == PRIVATE


def test_refusals_and_files_and_exports_of_somebody_are_kept_nowhere(signed_in, world):
    document = DocumentFactory(meeting=MeetingFactory(committee=world.kksb))
    client = signed_in("member")
    for url in (
        reverse("meetings:document", args=[document.pk]),
        reverse("meetings:export", args=["csv"]),
        "/en/no-such-page/",
        reverse("committees:accounts"),
    ):
        response = client.get(url)
        assert kept_by(response) == PRIVATE, url
        if response.streaming:
            b"".join(response.streaming_content)


def test_page_that_shows_a_new_key_is_kept_nowhere(client):
    sign_in_anew(client, UserFactory())
    page = client.post(reverse("accounts:token-create"), {"name": "a test", "scope": "all"})
    assert page.context["key"] in page.content.decode()
    assert kept_by(page) == PRIVATE


def test_answer_to_a_key_is_kept_nowhere_and_one_to_the_public_as_it_says(client, world):
    _token, key = make_token(user=world.person("member"), name="a test")
    bearer = {"Authorization": f"Bearer {key}"}
    assert kept_by(client.get("/api/v1/meetings/", headers=bearer)) == PRIVATE
    public = client.get("/api/v1/meetings/")
    assert "no-store" not in kept_by(public)
    assert public["ETag"]


def test_answer_that_sets_a_cookie_is_kept_nowhere(client):
    page = client.get(reverse("account_login"))
    assert page.cookies
    assert kept_by(page) == PRIVATE
    assert "Cookie" in page["Vary"]


def test_public_page_without_a_cookie_keeps_its_own_rules(client, world):
    page = client.get(reverse("portal:privacy"))
    assert not page.cookies
    assert kept_by(page) is None


def test_sign_out_and_nothing_else_clears_the_browser(client):
    client.force_login(UserFactory())
    assert "Clear-Site-Data" not in client.get(reverse("portal:home")).headers
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert kept_by(answer) == PRIVATE
    assert client.get(reverse("portal:me")).status_code == 302


def test_browser_may_use_no_camera(client):
    assert "camera=()" in client.get("/en/privacy/").headers["Permissions-Policy"]


def signed_in_for(client, user, *minutes):
    """Ask for a page after so many minutes each time; return whether the session holds at last."""
    with time_machine.travel("2026-06-15 06:00Z", tick=False) as clock:
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        for pause in minutes:
            clock.shift(pause * 60)
            answer = client.get(reverse("portal:me"))
    return answer.status_code == 200


@pytest.mark.parametrize(
    ("minutes", "holds"),
    [
        ([119], True),
        ([1, 121], False),
        ([100] * 4, True),
        ([4] * 40, True),
        ([100] * 4 + [90], False),
    ],
    ids=["used", "idle", "used again", "used all the time", "eight hours over"],
)
def test_session_ends_two_hours_after_its_last_use_and_eight_after_its_first(
    client, minutes, holds
):
    assert signed_in_for(client, UserFactory(), *minutes) is holds


def test_use_of_a_session_is_noted_every_five_minutes_only(client):
    with time_machine.travel("2026-06-15 06:00Z", tick=False) as clock:
        client.force_login(UserFactory())
        client.get(reverse("portal:privacy"))
        for seconds, noted in ((299, 0), (1, 1)):
            clock.shift(seconds)
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("portal:privacy"))
            wrote = [one for one in asked if one["sql"].startswith("UPDATE")]
            assert len(wrote) == noted


@pytest.mark.once
def test_cookies_of_production_are_those_of_the_host_alone():
    code = (
        "from portal import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME)"
    )
    found = subprocess.run(  # noqa: S603 -- our own settings
        [sys.executable, "-c", code],
        cwd=django_settings.BASE_DIR,
        env=os.environ | {"PRODUCTION": "true", "SECRET_KEY": "x" * 60},
        capture_output=True,
        text=True,
        check=True,
    )
    names = found.stdout.split()
    assert len(names) == 3
    assert all(name.startswith("__Host-") for name in names)
