"""Whoever is not shown a form stores nothing by sending it: every form, everybody, many states.

What a form brings is read off its own page, where somebody is shown it. Nothing is stored: the
first writing statement ends the request, and is what is looked for.
"""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from portal import urls
from tests.anew import sign_in_anew
from tests.forms import ALSO, LIKELY, UNTRIED, Fields, addresses, aside, forms, records, upload
from tests.roles import CAST

# What is asked here is asked of the code; it takes minutes, and no database answers differently.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Each post in force; of those that every table treats alike, one.
ALIKE = {"deputy", "mlga_officer", "observer"}
IN_FORCE = ["anonymous", *(name for name in CAST if " " not in name and name not in ALIKE)]
# What every request may write: who is signed in, and how often somebody tried.
BESIDE = re.compile(r"django_session|cache|limits_counter")
WRITES = re.compile(r"\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\W+(\w+)")


class Wrote(BaseException):
    """A statement would have changed a row; no `except` of the portal catches this."""


def stop_at_write(execute, sql, params, many, context):
    found = WRITES.match(sql)
    if found and not BESIDE.search(found[1]):
        raise Wrote(found[1])
    return execute(sql, params, many, context)


class Senders:
    """Everybody whose posts are in force, each with a browser of their own."""

    def __init__(self, world):
        self.clients = {}
        for name in IN_FORCE:
            user, self.clients[name] = world.person(name), Client()
            if user.is_authenticated:
                sign_in_anew(self.clients[name], user)

    def page(self, name, url):
        with aside():
            response = self.clients[name].get(url)
        return response if response.status_code == 200 else None

    def would_write(self, name, url, values):
        """Return the table that sending the form would write to first, or None."""
        body = {key: upload() if value == "FILE" else value for key, value in values.items()}
        with aside(), connection.execute_wrapper(stop_at_write):
            try:
                self.clients[name].post(url, body)
            except Wrote as found:
                return str(found)
        return None


def filled(senders, pages, more):
    """Return what to send: as read off the page of whoever is shown it, so that it would write."""
    for name in sorted(IN_FORCE, key=LIKELY.find, reverse=True):
        for url in pages:
            page = senders.page(name, url)
            for fills in (False, True) if page else ():
                values = Fields(page.text, fills=fills).values | more
                if senders.would_write(name, url, values):
                    return values
    return None


@pytest.fixture
def plain_refusals(monkeypatch):
    """Answer refusals without a page, which is most of what this test would wait for."""
    for status in (403, 404):
        monkeypatch.setattr(urls, f"handler{status}", refuse(status), raising=False)


def refuse(status):
    return lambda _request, exception: HttpResponse(status=status)


@pytest.mark.usefixtures("plain_refusals")
def test_sending_a_form_that_is_not_shown_stores_nothing(world):
    senders = Senders(world)
    leads = records(world, User.objects.get(email="secretary@example.org"))
    intruders, silent = [], []
    for name, route, view in forms():
        pages = [reverse(name, kwargs=kwargs) for kwargs in addresses(route, view, leads)]
        values = filled(senders, pages, ALSO.get(name, {}))
        if values is None:
            silent.append(name)
            continue
        assert senders.clients["administrator"].put(pages[0]).status_code == 405, name
        for who in IN_FORCE:
            for url in pages:
                if senders.would_write(who, url, values) and not senders.page(who, url):
                    intruders.append((name, who, url))
    assert intruders == []
    assert sorted(silent) == sorted(UNTRIED)
