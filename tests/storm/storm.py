"""Twenty people at once, each with a browser, at every form that they are shown."""

import random
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from audit.actions import first_broken_event
from committees.models import Committee, NumberSeries, Participation
from compensation.models import SettlementRun
from establishment.models import Decision, EstablishmentRequest
from meetings.models import Concern
from tests.anew import sign_in_anew
from tests.forms import ALSO, LIKELY, UNTRIED, Fields, addresses, forms, records, upload
from tests.roles import World

THREADS, ROUNDS = 20, 3
# What came in each other's way before: these take numbers and note events.
OFTEN = {"meetings:log": 40, "concerns:create": 40, "establishment:create": 20}
# So many of those who are shown a form try it.
PAIRS = 2
NUMBERED = (
    (Committee, "registry_number"),
    (Concern, "number"),
    (Decision, "number"),
    (EstablishmentRequest, "number"),
    (Participation, "certificate_number"),
    (SettlementRun, "number"),
)


class Task(NamedTuple):
    """Somebody opens a form and sends it."""

    form: str
    who: str
    url: str


class People:
    """Those who write, each signed in once."""

    def __init__(self, world):
        self.cookies = {}
        for name in LIKELY.split():
            client = Client()
            sign_in_anew(client, world.person(name))
            self.cookies[name] = client.cookies

    def browser(self, name):
        """Return a browser of its own for somebody, so that several may write in one name."""
        client = Client(raise_request_exception=False)
        client.cookies.update(self.cookies[name])
        return client


def blow():
    """Write through all forms at once and return what they answered and what is amiss."""
    world = World()
    people = People(world)
    leads = records(world, User.objects.get(email="secretary@example.org"))
    tasks = list(tasks_of(people, leads))
    often = [task for task in tasks for _time in range(OFTEN.get(task.form, ROUNDS))]
    random.Random(27).shuffle(often)  # noqa: S311 -- who comes when
    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(threads.map(lambda task: sent(people, task), often))
    by_form = defaultdict(Counter)
    for task, status in zip(often, answers, strict=True):
        by_form[task.form][status] += 1
    return {
        "answers": by_form,
        "missing": sorted(missing_numbers()),
        "broken": str(first_broken_event() or ""),
    }


def tasks_of(people, leads):
    """Yield who may try which form, as its page is shown to them."""
    for form, route, view in forms():
        if form in UNTRIED:
            continue
        pages = [reverse(form, kwargs=kwargs) for kwargs in addresses(route, view, leads)]
        shown = (
            Task(form, who, url)
            for who in sorted(people.cookies, key=LIKELY.find, reverse=True)
            for url in pages
            if people.browser(who).get(url).status_code == 200
        )
        yield from islice(shown, PAIRS)


def sent(people, task):
    """Open the form, send it filled in, and return the status of the answer."""
    translation.activate("en")
    browser = people.browser(task.who)
    try:
        page = browser.get(task.url)
        if page.status_code != 200:
            return page.status_code
        values = Fields(page.text, fills=True).values | ALSO.get(task.form, {})
        body = {key: upload() if value == "FILE" else value for key, value in values.items()}
        return browser.post(task.url, body).status_code
    finally:
        connection.close()


def missing_numbers():
    """Yield the numbers that a series gave and nothing has."""
    there = {
        number
        for model, field in NUMBERED
        for number in model.objects.values_list(field, flat=True)
        if number
    }
    for series in NumberSeries.objects.all():
        for place in range(1, series.last + 1):
            number = f"{series.prefix}-{series.year}-{place:04}"
            if number not in there:
                yield number
