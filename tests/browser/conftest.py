"""Fixtures that open pages of the portal in a browser.

The journeys share one database with the demonstration data: each adds to it and takes nothing away.
"""

import os
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from places.models import Municipality
from portal.demo.build import Country
from portal.demo.sign_ins import address
from portal.demo.sizes import Size
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
STATIC_FILES = "portal.static_files.CollectedStaticFiles"
# Every council, since the dashboard shows them all; few of the rest.
HERE = Path(__file__).parent
SIZE = Size(councils=34, local_committees=8, years=3)


def pytest_collection_modifyitems(items):
    """Connections that Chromium keeps open end with the server, after the last journey.

    Their sockets are then collected unclosed, which says nothing of the portal.
    """
    kept_open = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(kept_open)


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


@pytest.fixture(scope="package")
def db(request, browser, django_db_setup, django_db_blocker, tmp_path_factory):
    """One database for all journeys, in place of the one that is fresh for each test."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock():
        if not Municipality.objects.exists():
            # A transactional test came before.
            call_command("load_reference_data", verbosity=0)
        Country(SIZE, seed=2012).build()
        yield
        # Where nothing but journeys runs, the whole database goes away next.
        if not all(item.path.is_relative_to(HERE) for item in request.session.items):
            call_command("flush", interactive=False, verbosity=0)
            call_command("load_reference_data", verbosity=0)
        # Beside the event loop of the browser Django opens a connection of its own.
        connections.close_all()


@pytest.fixture(scope="package")
def portal(browser, db, tmp_path_factory):
    """Serve the demonstration, static files hashed and compressed; return the address."""
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": STATIC_FILES}}
    root = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=storages, STATIC_ROOT=root):
        call_command("collectstatic", interactive=False, verbosity=0)
        # Passkeys need the name `localhost`; an address in digits will not do.
        server = LiveServer("localhost", start=False)
        # WhiteNoise hands out the static files, as it does in production.
        server.thread.static_handler = lambda application: application
        server.start()
        yield server.url
        # What the browser keeps open would end after the server, and miss the database it shares.
        browser.close()
        for thread in threading.enumerate():
            if "process_request_thread" in thread.name:
                thread.join(timeout=5)
        server.stop()


@pytest.fixture
def open_window(browser, portal):
    """Return a function that opens a browser window of its own, with addresses on the portal.

    Its pages must throw no error, break no rule of the content security policy and ask nothing of
    any other machine.
    """
    windows, problems = [], []

    def open_window(width=1280, **options):
        window = browser.new_context(
            base_url=portal, locale="en-GB", viewport={"width": width, "height": 800}, **options
        )
        window.set_default_timeout(10_000)
        window.on("weberror", lambda caught: problems.append(str(caught.error)))
        window.on("console", lambda message: problems.extend(policy_breaches(message)))
        window.on("request", lambda request: problems.extend(foreign(request, portal)))
        windows.append(window)
        return window

    yield open_window
    for window in windows:
        window.close()
    assert not problems


def policy_breaches(message):
    return [message.text] if "Content Security Policy" in message.text else []


def foreign(request, portal):
    own = request.url.startswith((f"{portal}/", "data:", "blob:"))
    return [] if own else [f"left the portal: {request.url}"]


@pytest.fixture
def page(open_window):
    """A page in a window of its own, at desktop width."""
    return open_window().new_page()


@pytest.fixture
def sign_in(portal):
    """Return a function that signs a demonstration account in, without the way through the form."""

    def sign_in(page, account):
        client = Client()
        user = get_user_model().objects.get(email=address(account))
        client.force_login(user, backend=BACKEND)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}]
        )

    return sign_in


@pytest.fixture
def axe():
    """Return a function that lists where a page breaks a rule of accessibility."""

    def axe(page):
        if not page.evaluate("() => 'axe' in window"):
            # Handing the script over takes as long as running it: the next pages bring it along.
            page.add_init_script(path=AXE)
            page.evaluate(AXE.read_text())
        found = page.evaluate(
            "values => axe.run({runOnly: {type: 'tag', values}, resultTypes: ['violations']})",
            RULES,
        )
        return [
            f"{violation['id']} ({violation['help']}): {node['target']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return axe
