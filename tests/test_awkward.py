"""Whatever signs are typed into any text field, they come in clean and are shown everywhere.

One text with all that is awkward goes into every text field of every form. It bears a number, by
which it is found again: in the tables, and then on pages, in files and in mails.
"""

import csv
import io
import json
import re
from itertools import count, islice

import openpyxl
import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.text import clean_text
from notices.actions import deliver
from tests.addresses import routes
from tests.anew import sign_in_anew
from tests.forms import ALSO, UNTRIED, Fields, addresses, aside, forms, records, upload
from tests.roles import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PEOPLE = ("administrator", "secretary", "station_commander", "osce_monitor")
# A formula, a letter and its mark, a bullet of a word processor, an emoji, Chinese, Arabic with a
# turn of direction, a byte order mark, a soft hyphen, and what HTML, typst, TeX and lines mean.
AWKWARD = (
    "=Z{number}ze\u0308 \uf0b7\U0001f600\u4e2d\u202e\u0639\ufeff\u00ad\"'<script>x</script>"
    "#typst[ $x$ \\ a\r\nb\tc"
)
MARK = re.compile(r"Z(\d+)zë")
# Forms after which a record is no longer what the others ask for: each of their texts is read at
# once, and the step taken back.
STEPS = re.compile(r"step|transition|withdraw|(move|merge|end|close|oath|publish|remove)$")
# What a form must be told to ask for its texts.
CALLED = {"kind": "extraordinary", "called_as": "mayor", "ends_on": "", "known_from": ""}
HELD = CALLED | {"starts_on": TODAY.isoformat()}
TOLD = {
    "committees:membership-hand-over": {"successor": "", "mandate_until_on": ""},
    "concerns:create": {"is_new": "on"},
    "meetings:answers-update": {"answer": "yes"},
    "concerns:problem": {"assessed_on": TODAY.isoformat(), "has_helped": "true"},
    "meetings:log": HELD,
    "meetings:plan": CALLED,
    "meetings:report": CALLED,
    "meetings:update": CALLED,
    "meetings:plan-year": {"days-0-day": "2026-07-20", "days-1-day": ""},
    "plans:activity-progress": {"state": "dropped"},
}
# Fields that look like texts and take none: numbers, keys of records, addresses of mail.
NO_TEXTS = ("before", "budget", "concern", "duplicate_of", "invited_emails")
# Texts that no state of the world asks for: "namespace:name.field": reason
NEVER_TAKEN = {
    "concerns:project-step.comment": "no project waits to be proposed again",
}
# Texts that stand on none of the pages that are read here: "namespace:name.field": reason
UNSHOWN = {
    "accounts:create.act": "told to whoever confirms the role",
    "accounts:reopen.reason": "in the audit record",
    "accounts:reset-factor.reason": "in the audit record",
    "accounts:role-give.act": "told to whoever confirms the role",
    "committees:create.name_sr": "for readers of Serbian",
    "committees:membership-end.end_note": "kept with the membership",
    "committees:membership-hand-over.act": "kept with the membership",
    "committees:participation-transition.comment": "in the audit record",
    "committees:seat-close.closing_act": "kept with the seat",
    "committees:seat.act": "kept with the membership",
    "committees:strike-take-back.comment": "in the history of the membership",
    "meetings:dismissal-withdraw.comment": "kept with the finding",
    "meetings:finding-dismiss.explanation": "listed while the finding stands",
    "meetings:findings-dismiss.explanation": "listed while the finding stands",
    "meetings:minutes-step.comment": "in the audit record",
    "meetings:update.agenda": "written over by the agenda itself",
    "reports:declared.purpose": "in the audit record",
}
# Addresses whose parts lead to no record.
LEADS_NOWHERE = {
    "committees:certificate-check",
    "concerns:document",
    "follow_up:proof",
    "meetings:calendar-personal",
    "meetings:calendar-region",
    "meetings:import-template",
    "meetings:sheet",
    "reports:chart",
    "reports:receipt",
    "reports:receipt-export",
}


class Writers:
    """Those who write, each with a browser, and which text they wrote into which field."""

    def __init__(self, world):
        self.clients = {}
        for name in PEOPLE:
            self.clients[name] = Client()
            sign_in_anew(self.clients[name], world.person(name))
        self.leads = records(world, User.objects.get(email="secretary@example.org"))
        self.numbers = count(1)
        self.fields, self.places = {}, set()

    def write_all(self, reader):
        """Fill in every form; what takes a record on is taken back once its texts were read."""
        known = [form for form in forms() if form[0] not in UNTRIED]
        asked = {name: addresses(route, view, self.leads) for name, route, view in known}
        for name in filter(STEPS.search, asked):
            for urls in by_step(name, asked[name]):
                with aside():
                    if page := self.write(name, urls):
                        self.look_around(reader, page)
        pages = []
        for name in asked:
            if not STEPS.search(name):
                pages += self.write(name, [reverse(name, kwargs=one) for one in asked[name]])
        self.look_around(reader, pages)

    def look_around(self, reader, pages):
        """Find the texts in the tables, mails, and pages that came next, with their histories."""
        self.find()
        deliver(at_most=500)
        for who, url in pages:
            for page in (url, f"{url}history/"):
                response = self.clients[who].get(page)
                if response.status_code == 200:
                    reader.read(response)

    def write(self, name, urls):
        """Fill in a form where it is shown and taken; return who was led to which page."""
        for url in urls:
            who, page = self.shown(url)
            if page and not Fields(page, fills=True).texts:
                return []
            for fills in (True, False) if page else ():
                if led_to := self.sent(who, name, url, Fields(page, fills=fills)):
                    return [(who, led_to)]
        return []

    def shown(self, url):
        for who, client in self.clients.items():
            response = client.get(url)
            if response.status_code == 200:
                return who, response.text
        return None, None

    def sent(self, who, name, url, fields):
        """Send the form with a text in each field; those that take none are left as they were."""
        told = {field: "represented" for field in fields.values if field.startswith("attendance_")}
        told |= ALSO.get(name, {}) | TOLD.get(name, {})
        texts = {}
        for field, most in fields.texts.items():
            number = next(self.numbers)
            self.fields[number] = f"{name}.{re.sub(r'[0-9]+', 'N', field)}"
            texts[field] = AWKWARD.format(number=number)[:most]
        for _time in range(2):
            values = fields.values | told | texts
            body = {key: upload() if value == "FILE" else value for key, value in values.items()}
            response = self.clients[who].post(url, body)
            wrong = refusals(response.context) if response.status_code == 200 else {}
            if response.status_code in (200, 302) and not wrong:
                return response.get("Location", url)
            if wrong.keys() <= {"__all__"}:
                return None
            told |= dict.fromkeys(wrong.keys() - texts.keys(), "")
            texts = {field: text for field, text in texts.items() if field not in wrong}
        return None

    def find(self):
        """Note where the texts are stored; each is clean there."""
        kinds = (models.CharField, models.TextField, models.JSONField)
        for model in apps.get_models():
            fields = model._meta.concrete_fields
            names = [field.attname for field in fields if isinstance(field, kinds)]
            for row in model.objects.values_list(*names) if names else ():
                for name, value in zip(names, row, strict=True):
                    text = json.dumps(value, ensure_ascii=False) if type(value) is dict else value
                    for number in MARK.findall(str(text)):
                        assert clean_text(text) == text, (model, name)
                        self.places.add(self.fields[int(number)])


def refusals(context):
    """Return what a page says is wrong, by the name of the field."""
    rows = [row for some in context.get("formsets") or () for row in some]
    found = {}
    for form in (context.get("form"), *rows):
        for name, messages in dict(getattr(form, "errors", None) or {}).items():
            found[form.add_prefix(name)] = messages
    return found


def by_step(name, kwargs):
    """Return the addresses of every record, for each step of them all."""
    steps = {one.get("step") for one in kwargs}
    told = [{"step": step} if step else {} for step in sorted(steps, key=str)]
    return [
        list(dict.fromkeys(reverse(name, kwargs=one | step) for one in kwargs)) for step in told
    ]


class Reader:
    """Reads whatever is answered, and which texts stand in it."""

    def __init__(self):
        self.seen, self.kinds = set(), set()

    def read(self, response):
        kind = re.split(r"[/.;]", response["Content-Type"].partition(";")[0])[-1]
        self.kinds.add(kind)
        content = b"".join(response) if response.streaming else response.content
        getattr(self, kind, bool)(content)

    def look(self, text):
        self.seen |= {int(number) for number in MARK.findall(text)}

    def html(self, content):
        text = content.decode()
        assert "<script>x" not in text
        self.look(text)

    def json(self, content):
        self.look(json.dumps(json.loads(content), ensure_ascii=False))

    def pdf(self, content):
        assert content.startswith(b"%PDF")

    def sheet(self, content):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                assert not [cell for cell in row if cell.data_type == "f"]
                self.look(" ".join(str(cell.value) for cell in row))

    def csv(self, content):
        for row in csv.reader(io.StringIO(content.decode())):
            assert not [cell for cell in row if cell.startswith("=")]
            self.look(" ".join(row))

    def calendar(self, content):
        for line in content.decode().split("\r\n"):
            assert re.fullmatch(r"([A-Z-]+[;:]| |$).*", line), line
        self.look(content.decode())


def pages_of(leads):
    """Yield the addresses that show what is on record, each with two records at most."""
    for name, route, view in routes():
        page = getattr(view, "view_class", None)
        if view.__module__.startswith("allauth.") or (page and not hasattr(page, "get")):
            continue
        if "<" not in route:
            yield reverse(name)
        elif page and name not in LEADS_NOWHERE:
            for kwargs in addresses(route, view, leads)[:2]:
                yield reverse(name, kwargs=kwargs)


def test_any_sign_in_any_text_is_stored_clean_and_shown_everywhere(world):
    writers, reader = Writers(world), Reader()
    with translation.override("en"):
        writers.write_all(reader)
        for url in pages_of(writers.leads):
            answers = (client.get(url) for client in writers.clients.values())
            for answer in islice((a for a in answers if a.status_code == 200), 1):
                reader.read(answer)
    for message in mail.outbox:
        assert "\n" not in message.subject
        reader.look(f"{message.subject} {message.body}")
    written = {field for field in writers.fields.values() if not field.endswith(NO_TEXTS)}
    shown = {writers.fields[number] for number in reader.seen}
    assert sorted(written - writers.places) == sorted(NEVER_TAKEN)
    assert sorted(writers.places - shown) == sorted(UNSHOWN)
    assert reader.kinds >= {"html", "csv", "json", "pdf", "calendar", "sheet"}
