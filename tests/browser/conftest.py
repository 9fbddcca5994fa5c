"""Fixtures that open pages of the live server in a browser."""

import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import sync_playwright

from tests.browser import chromium

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(scope="package")
def browser():
    """Start one browser for all journeys."""
    path = chromium()
    if path is None:
        reason = "No Chromium (Debian package: chromium)"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, where Django would refuse the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def viewport():
    """The size of the window; a test may parametrize it."""
    return {"width": 1280, "height": 800}


@pytest.fixture
def context(browser, live_server, viewport):
    """A browser window of its own for each test, with relative addresses on the live server."""
    # Passkeys need the name `localhost`; an address in digits will not do.
    base_url = live_server.url.replace("127.0.0.1", "localhost")
    opened = browser.new_context(viewport=viewport, base_url=base_url, locale="en-GB")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context):
    """Open a page that must throw no error and break no rule of the content security policy."""
    problems = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.extend(policy_breaches(message)))
    yield opened
    assert not problems


def policy_breaches(message):
    return [message.text] if "Content Security Policy" in message.text else []


@pytest.fixture
def sign_in(context, client, live_server):
    """Return a function that signs a user in by e-mail, without the way through the form."""

    def sign_in(email):
        client.force_login(get_user_model().objects.get(email=email), backend=BACKEND)
        cookie = client.cookies["sessionid"]
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
        )

    return sign_in


@pytest.fixture
def axe():
    """Return a function that asserts that a page breaks no rule of accessibility."""

    def axe(page):
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        lines = [
            f"{violation['id']} ({violation['help']}): {node['target']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert not lines, "\n".join(lines)

    return axe
