"""Whatever is asked of the portal, and by whom, it answers in time and with no fault of its own.

Cases are drawn from a seed and a number, so that one can be taken again alone, with
`HOSTILE_SEED=7 HOSTILE_ONLY=412`; `HOSTILE_CASES` says how many there are. Each is taken back.
"""

import logging
import os
import random
import re
import signal
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

import django_filters
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from tests import nasty
from tests.addresses import routes
from tests.anew import sign_in_anew
from tests.forms import ALSO, Fields, addresses, aside, forms, records

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SEED = os.environ.get("HOSTILE_SEED", "27")
CASES = int(os.environ.get("HOSTILE_CASES", "2000"))
ONLY = os.environ.get("HOSTILE_ONLY")
# Seconds that an answer may take: of work, and with what it waits for on a machine that is busy.
MOST, LONGEST = 10, 60
PEOPLE = ("administrator", "secretary", "station_commander", "osce_monitor", "anonymous")
URLENCODED = "application/x-www-form-urlencoded"
# What proves that a form was sent by a page of ours, in the cookie and in the header.
TOKEN = "t" * 32
MULTIPART = "multipart/form-data; boundary=Kufiri"
# What an address asks for beside the fields of the filters.
ASKED = """
    address against beside by census edition file from_on indicator language last live mandate next
    of on page page_size part peers state third typed_by until_on year kind key
"""
# What stands in parts of addresses that lead to no record.
PARTS = {
    "chart": ("meetings_held", "map", "bars"),
    "code": ("x", "a:b:c", "A" * 100),
    "extension": ("csv", "xlsx", "json", "svg", "png", "zip", "exe"),
    "key": ("meetings_held", "bodies", "x", "a:b"),
    "kind": ("meetings", "members", "answers"),
    "language": ("sq", "sr-latn", "en", "xx", "sr"),
    "region": ("peje", "prishtine", "x"),
    "step": ("submit", "approve", "publish", "close", "hold", "x"),
    "subject": ("map", "compare", "series", "kksb"),
    "year": ("0", "1999", "2026", "9999", "99999", "9" * 20),
    "id": ("1", "0", "-1", "9" * 20, "x"),
    "quarter": ("0", "1", "5", "9" * 20),
    "rule": ("without-attendance", "x"),
    "part": ("reasons", "area", "x"),
}
# Parts of addresses that a browser sends percent-encoded.
RAW = (
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "..",
    "%2e%2e%2f",
    "%0d%0aX:1",
    "x" * 5_000,
    "%E4%B8%AD",
    "-1",
    "0",
    "0000",
    "9999",
    "99999",
    "9" * 20,
    "1" + "0" * 300,
    "٣",
    "%D9%A3",
    "2026-06-15",
    "new",
    "-",
    "_",
    "con",
)
METHODS = ("PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH", "POST", "BREW")
HEADERS = (
    {"If-None-Match": '"x"'},
    {"If-None-Match": "*, W/" + '"' * 50},
    {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT"},
    {"Accept": "text/html;q=x, */*;q=-1"},
    {"Accept": "application/xml"},
    {"Accept-Language": "xx-YY;q=9,sr-Cyrl;q=0.x," + "a," * 300},
    {"Accept-Encoding": "gzip;q=0, br;q=NaN"},
    {"Authorization": "Bearer forumi_" + "x" * 3_000},
    {"Authorization": "Bearer \xff\x00"},
    {"Authorization": "Basic !!!"},
    {"Authorization": "Bearer"},
    {"Cookie": "sessionid=\x00; csrftoken=x; language=zz"},
    {"Cookie": "sessionid=" + "x" * 3_000},
    {"Range": "bytes=-1-5,9-"},
    {"Host": "[::1"},
    {"Host": "evil.example:99999"},
    {"Origin": "null"},
    {"Referer": "http://[::1"},
    {"X-Forwarded-For": "not an address"},
    {"X-Requested-With": "XMLHttpRequest"},
    {"Content-Length": "x"},
)


class Request(NamedTuple):
    """What somebody sends; those after the first go where its answer led, as a browser would."""

    who: str
    method: str
    address: str
    body: bytes = b""
    kind: str = URLENCODED
    headers: dict = {}
    then: bool = False


class Page(NamedTuple):
    """A form as somebody is shown it."""

    name: str
    who: str
    address: str
    values: dict


class TooLong(BaseException):
    """An answer takes too long; no `except` of the portal catches this."""


class Hostile:
    """Draws requests from what the world holds, and sends them."""

    def __init__(self, world):
        self.cookies = {name: signed_in(world.person(name)) for name in PEOPLE}
        self.leads = records(world, User.objects.get(email="secretary@example.org"))
        self.routes = [(route, view) for _name, route, view in routes()]
        self.machines = [
            pair for pair in self.routes if re.search(r"api/v1|\.ics|check/|certificates/", pair[0])
        ]
        self.asked = sorted({*ASKED.split(), *filter_names()})
        self.forms = list(self.pages())
        uploads = [page for page in self.forms if "FILE" in page.values.values()]
        self.uploads = list({page.name: page for page in uploads}.values())
        self.files = nasty.whole_files()

    def pages(self):
        """Yield each form as the first who is shown it sees it, in up to two states."""
        for name, route, view in forms():
            shown = self.shown(
                name,
                (reverse(name, kwargs=kwargs) for kwargs in addresses(route, view, self.leads)),
                ALSO.get(name, {}),
            )
            yield from islice(shown, 2)
        for name, route, view in routes():
            if view.__module__.startswith("allauth.") and "<" not in route:
                yield from self.shown(name, [reverse(name)], {})

    def shown(self, name, urls, more):
        for url in urls:
            for who in PEOPLE:
                with aside():
                    answer = self.browser(who).get(url)
                    page = answer.text if answer.status_code == 200 else ""
                if values := Fields(page, fills=True).values:
                    yield Page(name, who, url, values | more)
                    break

    def browser(self, who):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.cookies.update(self.cookies[who])
        return client

    def request(self, number):
        """Return the case of that number; the kinds take turns."""
        chance = random.Random(f"{SEED}:{number}")  # noqa: S311 -- to be drawn again alike
        draw = (self.of_address, self.of_form, self.of_file, self.of_machine)[number % 4]
        return draw(chance)

    def of_address(self, chance, pairs=None):
        route, view = chance.choice(pairs or self.routes)
        return Request(
            who=chance.choice(PEOPLE),
            method="GET",
            address=self.address(chance, route, view) + self.query(chance),
        )

    def address(self, chance, route, view):
        """Return the route with real values in its parts, and often a strange one among them."""
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        rows = [row for lead in self.leads.values() for row in lead if row.keys() & set(names)]
        words = [word for word in self.leads if word and f"{word}/" in route]
        known = [row for word in words for row in self.leads[word] if row.keys() & set(names)]
        row = chance.choice(known or rows or [{}])
        strange = chance.choice([*names, None, None]) if names else None

        def part(found):
            name = found[1]
            if name == strange:
                return chance.choice(RAW)
            if name in row:
                return quote(str(row[name]))
            return chance.choice(PARTS.get(name, ("1", "2", "kksb", "x")))

        path = re.sub(r"<(?:\w+:)?(\w+)>", part, route)
        path = re.sub(r"[\^$]|\(\?P(.*?)\)/", "a-b/", path)
        usual = chance.random() < 0.9
        language = chance.choice(("en", "sq", "sr-latn") if usual else ("xx", "SR-Latn", "%00"))
        return "/" + re.sub(r"^en/", f"{language}/", path)

    def query(self, chance):
        if chance.random() < 0.3:
            return ""
        number = chance.choice((1, 1, 2, 5))
        pairs = [(chance.choice(self.asked), self.value(chance)) for _time in range(number)]
        raw = chance.choice(("", "", "", "&q=%00", "&q=%ed%a0%80", "&year=%ff", "&q=%", "&;&=&q"))
        return f"?{nasty.quoted(pairs)}{raw}"

    def value(self, chance, usual=""):
        """Return a strange value, of the kind of the usual one more often than not."""
        kinds = (nasty.TEXTS, nasty.NUMBERS, nasty.DAYS)
        if chance.random() < 0.5 and usual[:1].isdigit():
            return chance.choice(nasty.DAYS if usual[4:5] == "-" else nasty.NUMBERS)
        return chance.choice(chance.choice(kinds))

    def of_form(self, chance):
        page = chance.choice(self.forms)
        pairs = self.spoilt(chance, page.values)
        if "FILE" in page.values.values() and chance.random() < 0.5:
            return self.sent(chance, page, nasty.multipart(pairs), MULTIPART)
        body = nasty.quoted(pairs).encode()
        if chance.random() < 0.15:
            return self.sent(chance, page, *self.broken(chance, pairs, body))
        return self.sent(chance, page, body, URLENCODED)

    def spoilt(self, chance, values):
        """Return the fields of a form, some of them with what does not belong there."""
        values = {name: value for name, value in values.items() if value != "FILE"}
        names = [name for name in values if name != "csrfmiddlewaretoken"]
        number = chance.choice((1, 1, 1, 2, 4, len(names)))
        for name in chance.sample(names, min(number, len(names))):
            values[name] = self.value(chance, values[name])
        pairs = list(values.items())
        match chance.randrange(12):
            case 0:
                pairs = [pair for pair in pairs if "TOTAL_FORMS" not in pair[0]]
            case 1:
                strange = chance.choice(("-1", "1000000000", "abc", "1001", "", "9" * 30))
                pairs = [(n, strange if "TOTAL_FORMS" in n else v) for n, v in pairs]
            case 2:
                pairs += [(name, self.value(chance)) for name in names]
            case 3:
                pairs += [("typed_by", self.value(chance)), ("entry", self.value(chance))]
            case 4:
                pairs += [(f"x{number}", "") for number in range(1_100)]
            case 5:
                pairs = [pair for pair in pairs if chance.random() < 0.5 or "csrf" in pair[0]]
        return pairs

    def broken(self, chance, pairs, body):
        """Return a body that cannot be read, or not so, and what it is called."""
        parts = nasty.multipart(pairs)
        return chance.choice(
            (
                (body + b"&x=\xeb", f"{URLENCODED}; charset=latin-1"),
                (body + b"&x=+AOs-", f"{URLENCODED}; charset=utf-7"),
                (body, f"{URLENCODED}; charset=none-such"),
                (body + b"&x=\xff\xfe", URLENCODED),
                (parts[: chance.randrange(len(parts))], MULTIPART),
                (parts, "multipart/form-data"),
                (parts, "multipart/form-data; boundary=other"),
                (parts, "multipart/form-data; boundary=" + "x" * 300),
                (parts.replace(b"form-data", b"form-data; \x00"), MULTIPART),
                (b"{", "application/json"),
                (body, "text/plain"),
                (body, ""),
                (b"x" * 6_000_000, URLENCODED),
                (b"", MULTIPART),
            )
        )

    def sent(self, chance, page, body, kind, *, then=False):
        who = page.who if chance.random() < 0.85 else chance.choice(PEOPLE)
        return Request(who, "POST", page.address, body, kind, then=then)

    def of_file(self, chance):
        # Long pages more seldom: drawing them is most of what this test does.
        lengths = [1 / len(page.values) for page in self.uploads]
        [page] = chance.choices(self.uploads, lengths)
        extension = chance.choice(sorted(self.files))
        if "/import/" in page.address:
            extension = chance.choice(("csv", "xlsx"))
        content = self.files[extension]
        if extension in ("csv", "xlsx") and chance.random() < 0.5:
            content = self.table(chance, extension)
        if chance.random() < 0.9:
            content = nasty.mutated(chance, content)
        name = chance.choice((f"shkresa.{extension}",) * 4 + nasty.NAMES + ("a.pdf", "a.xlsx"))
        pairs = [(field, value) for field, value in page.values.items() if value != "FILE"]
        fields = [field for field, value in page.values.items() if value == "FILE"]
        body = nasty.multipart(pairs, [(field, name, content) for field in fields])
        return self.sent(chance, page, body, MULTIPART, then=True)

    def table(self, chance, extension):
        """Return a sound file of a table with cells that do not belong there."""
        rows = [list(row) for row in nasty.TABLE]
        for _time in range(3):
            row = chance.choice(rows)
            row[chance.randrange(len(row))] = self.value(chance)[:2_000]
        if extension == "csv":
            return b"\n".join(b",".join(map(nasty.bytes_of, row)) for row in rows)
        # A workbook takes no controls, and no halves of signs.
        sound = [["".join(filter(str.isprintable, cell)) for cell in row] for row in rows]
        return nasty.workbook(sound)

    def of_machine(self, chance):
        """What no page asks: the interface, calendars, proofs, other methods and headers."""
        is_page = chance.random() < 0.25
        asked = self.of_address(chance, self.routes if is_page else self.machines)
        headers = chance.choice(HEADERS) | chance.choice(HEADERS) if chance.random() < 0.6 else {}
        method = chance.choice(METHODS) if chance.random() < 0.4 or is_page else "GET"
        return asked._replace(method=method, headers=headers)

    def fault(self, request):
        """Send the request, take back what it did, and return what was wrong with the answer."""
        cache.clear()
        try:
            with aside(), in_time(), translation.override("en"):
                return self.answered(request)
        except TooLong:
            return f"takes longer than {MOST} seconds"

    def answered(self, request):
        browser = self.browser(request.who)
        answer = browser.generic(
            request.method,
            request.address,
            request.body,
            content_type=request.kind,
            headers={"X-CSRFToken": TOKEN, **request.headers},
        )
        wrong = amiss(answer)
        if request.then and not wrong and answer.status_code == 302:
            where = answer["Location"]
            answer = browser.get(where)
            wrong = amiss(answer)
            page = answer.text if answer.status_code == 200 else ""
            if (values := Fields(page, fills=True).values) and not wrong:
                leads = re.search(r'formaction="([^"?]+)', page)
                wrong = amiss(browser.post(leads[1] if leads else where, values))
        return wrong


def signed_in(user):
    client = Client()
    if user.is_authenticated:
        sign_in_anew(client, user)
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    return client.cookies


def filter_names(kind=django_filters.FilterSet):
    """Yield what the filters of all lists ask."""
    for filterset in kind.__subclasses__():
        yield from filterset.base_filters
        yield from filter_names(filterset)


@contextmanager
def in_time():
    """Raise `TooLong` where the block takes too long."""

    def end(_number, _frame):
        raise TooLong

    before = {number: signal.signal(number, end) for number in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, MOST)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def amiss(answer):
    """Return what is wrong with an answer, or None; it is read to its end."""
    if answer.streaming:
        b"".join(answer)
    if answer.exc_info:
        kind, error, _trace = answer.exc_info
        return f"{kind.__name__}: {error}"[:300]
    return f"status {answer.status_code}" if answer.status_code >= 500 else None


@pytest.fixture
def quiet():
    """Leave the log alone: it would tell of thousands of refusals."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.usefixtures("quiet")
def test_no_request_makes_the_portal_fail(world):
    hostile = Hostile(world)
    numbers = [int(ONLY)] if ONLY else range(CASES)
    wrong = []
    for number in numbers:
        request = hostile.request(number)
        if fault := hostile.fault(request):
            wrong.append(f"HOSTILE_SEED={SEED} HOSTILE_ONLY={number}: {fault}\n{request}"[:1_500])
    assert not wrong, "\n\n".join(wrong)
