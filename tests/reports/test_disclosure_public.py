"""What the public gets: nothing that tells of a declaration but one table, which is attacked."""

import csv
import io
import re
import zipfile
from collections import Counter
from datetime import date
from functools import partial
from itertools import product

import pytest
from django.urls import reverse

from committees.models import PersonalProfile
from reports.disclosure import rules
from reports.indicators import COMPOSITION
from tests.committees.test_profiles import addresses
from tests.factories.meetings import MeetingFactory
from tests.reports.test_disclosure_attack import possible_answers, recovered
from tests.roles import World

pytestmark = pytest.mark.django_db


# What differs whenever one asks: tokens, and in a PDF the moment and the number of the file.
BY_CHANCE = re.compile(
    rb'(token|nonce)(=|" value=)"[^"]+"|\(D:\d{14}Z\)|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d'
    rb"|ID ?\[.*?\]|ID>[^<]+<"
)


def everything_public(client, world, numbers=()):
    """Return all that is handed out without a sign-in, by address: pages, files, feeds, answers.

    The validators of the answers are among it: they may tell no more than the answers.
    """
    # Of the sheets, which take long, that of one municipality: all print what `data.json` holds.
    urls = {url for url in addresses(world, sorted(numbers)) if "sheet.pdf" not in url}
    urls.add("/en/figures/sheet.pdf?kind=kksb&year=2025&language=en&municipality=20")
    for asked in ("?kind=kksb&year=2025", "?kind=kksb&municipality=20", "?kind=klsp"):
        pages = ("", "composition/", "working/", "map/", "compare/", "series/")
        urls |= {f"/en/figures/{page}{asked}" for page in pages}
        urls |= {f"/en/figures.{extension}{asked}" for extension in ("csv", "json")}
        urls.add(f"/api/v1/indicators/{asked}")
    for indicator in COMPOSITION:
        urls.add(f"/en/figures/receipts/{indicator.key}.csv?kind=kksb&year=2025")
    found = {}
    for url in sorted(urls):
        answer = client.get(url)
        body = b"".join(answer) if answer.streaming else answer.content
        found[url] = (answer.status_code, BY_CHANCE.sub(b"", body), answer.headers.get("ETag"))
    return found


# Hundreds of addresses: what they read is asked of both databases where they are tested.
@pytest.mark.once
@pytest.mark.usefixtures("today")
def test_no_public_output_changes_by_a_byte_with_declarations(
    client, make, members, publish, declare
):
    """Erased, changed or new: what is published already stays, and nothing else tells of it."""
    council = make.council("20")
    counted = members(council, *["albanian"] * 20, *["serb"] * 12, *[None] * 10)
    edition = publish()
    world = World()
    late = [make.member(council, since=2026).person, make.member(world.klsp, since=2020).person]
    meeting = MeetingFactory(committee=council, held=True, starts_on=date(2025, 5, 5))
    numbers = {meeting.pk, edition.pk}

    before = everything_public(client, world, numbers)
    assert sum(status == 200 for status, *_rest in before.values()) > 60
    PersonalProfile.objects.exclude(person=counted[0]).delete()
    PersonalProfile.objects.update(community=None)
    for person in late:
        declare(person, "serb", "serbian_orthodox_church")
    for url, answer in everything_public(client, world, numbers).items():
        assert before[url] == answer, url


# Whoever is met by the attack: what each of eight said. The first four sat in 2024, all in 2025.
SAID = {
    "one of another community": ["albanian"] * 7 + ["serb"],
    "half and half": ["albanian", "serb"] * 4,
    "two answered": ["albanian", "-", None, ""] * 2,
    "three communities": ["albanian", "albanian", "serb", "serb", "roma", "roma", None, "serb"],
}
CODES = ["albanian", "roma", "serb"]


@pytest.fixture
def attacked(client, make, members, publish):
    """A function that publishes two years and returns what an attacker reads of them."""

    def publish_and_read(said):
        council = make.council("20")
        members(council, *said[:4], since=2023)
        members(council, *said[4:], since=2024)
        return tuple(table_read(client, publish(year)) for year in (2024, 2025))

    return publish_and_read


def table_read(client, edition):
    """Return (members, answered, cells) of the question of the community, as published."""
    answer = client.get(reverse("reports:open-data", args=[edition.pk]))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    lines = csv.DictReader(io.StringIO(archive.read("declared.csv").decode()))
    rows = [row for row in lines if row["question"] == "community"]
    page = client.get(edition.get_absolute_url()).content.decode()
    numbers = {row["answer"]: int(row["at_least"]) for row in rows}
    for row in rows[1:]:
        assert re.search(rf'{row["name_en"]}</th><td class="num">{row["at_least"]}<', page)
    return int(rows[0]["members"]), numbers.pop(""), tuple(numbers.items())


def small_rules(monkeypatch, protected):
    """Let cells of two people pass, so that all worlds can be tried."""
    monkeypatch.setattr(rules, "protected", protected)
    monkeypatch.setattr(rules, "are_enough", partial(rules.are_enough, least=2))


def worlds_that_fit(read, rule):
    """Try every answer of every member; return what each may have said, given what was read."""

    def published(world):
        return tuple(
            (4, answered, tuple(cells.items()))
            for four in (world[:4], world[4:])
            for answered, cells in [rule(Counter(code for code in four if code), members=4)]
        )

    found = possible_answers(product([*CODES, ""], repeat=8), published)
    return {read: found[read]}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_attack_on_what_is_published_recovers_nobody(attacked, monkeypatch, said):
    rule = partial(rules.protected, least=2, base=2)
    small_rules(monkeypatch, rule)
    assert recovered(worlds_that_fit(attacked(said), rule)) == 0


def test_the_same_attack_on_exact_numbers_recovers_somebody(attacked, monkeypatch):
    def exact(answers, *, members):
        return sum(answers.values()), dict(sorted(answers.items()))

    small_rules(monkeypatch, exact)
    read = attacked(SAID["one of another community"])
    assert recovered(worlds_that_fit(read, exact)) == 4
