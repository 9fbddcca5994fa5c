"""The JSON interface as a program meets it: the description, pages, validators, limits, keys."""

import hashlib
import json
from datetime import date, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actions import make_token
from places.models import PopulationBaseline, PopulationCount
from reports import facts
from reports.api import api
from reports.indicators import COUNTED, FLAGS
from tests.factories.committees import (
    CommitteeFactory,
    MembershipFactory,
    PersonalProfileFactory,
    SeatFactory,
)
from tests.factories.establishment import EstablishmentRequestFactory
from tests.factories.meetings import (
    ActionFactory,
    AgendaItemFactory,
    ConcernCategoryFactory,
    ConcernFactory,
    CountingRuleFactory,
    InstitutionFactory,
    MeetingFactory,
    WorkPlanFactory,
)
from tests.factories.places import MunicipalityFactory, PoliceRegionFactory, PoliceStationFactory
from tests.factories.reports import EditionFactory
from tests.roles import ENGLISH, HIDDEN_NAME

pytestmark = pytest.mark.django_db
API = "/api/v1"
REFUSED = {"401", "403", "429"}
FIGURES = {"indicators", "definitions", "receipts", "editions"}


def described():
    return api.get_openapi_schema()


def paths():
    return sorted(described()["paths"])


def scope_of(path):
    part = path.removeprefix(f"{API}/").split("/")[0]
    return "reference" if part == "reference" else "figures" if part in FIGURES else "records"


@pytest.fixture
def records(world):
    """One record of each kind, and the values that stand in addresses."""
    meeting = MeetingFactory(committee=world.kksb, starts_on=date(2026, 3, 1), status="held")
    AgendaItemFactory(meeting=meeting)
    ConcernFactory(meeting=meeting)
    ActionFactory(meeting=meeting)
    WorkPlanFactory(committee=world.kksb, year=2026)
    EstablishmentRequestFactory(status="submitted", submitted_on=date(2026, 5, 1))
    edition = EditionFactory(out=True)
    return {
        "committees": {"slug": world.kksb.slug},
        "meetings": {"id": meeting.public_id},
        "definitions": {"key": "meetings_held"},
        "receipts": {"key": "meetings_held"},
        "editions": {"id": edition.pk},
    }


def address(path, values):
    return path.format(**values.get(path.removeprefix(f"{API}/").split("/")[0], {}))


def fits(value, schema, schemas, at="answer"):
    """Say where the value is not what the schema says; nothing where it is."""
    if "$ref" in schema:
        return fits(value, schemas[schema["$ref"].rsplit("/", 1)[1]], schemas, at)
    if "anyOf" in schema:
        faults = [list(fits(value, part, schemas, at)) for part in schema["anyOf"]]
        return [] if [] in faults else faults[0]
    kinds = {
        "object": dict, "array": list, "string": str, "integer": int, "number": (int, float),
        "boolean": bool, "null": type(None),
    }  # fmt: skip
    kind = schema.get("type")
    if kind and (
        not isinstance(value, kinds[kind])
        or (isinstance(value, bool) and kind in ("integer", "number"))
    ):
        return [f"{at}: {value!r} is no {kind}"]
    if kind == "array":
        return [
            fault
            for number, row in enumerate(value)
            for fault in fits(row, schema["items"], schemas, f"{at}[{number}]")
        ]
    if kind == "object":
        return list(_members(value, schema, schemas, at))
    return []


def _members(value, schema, schemas, at):
    known, rest = schema.get("properties", {}), schema.get("additionalProperties")
    yield from (f"{at}: {name} is missing" for name in set(schema.get("required", ())) - set(value))
    for name, part in value.items():
        if name in known:
            yield from fits(part, known[name], schemas, f"{at}.{name}")
        elif isinstance(rest, dict):
            yield from fits(part, rest, schemas, f"{at}.{name}")
        elif not rest:
            yield f"{at}: {name} is not described"


def test_description_names_every_address():
    records = ["actions", "committees", "concerns", "meetings", "requests", "workplans"]
    figures = ["definitions", "editions", "indicators"]
    reference = [
        "baselines", "communities", "concern-categories", "counting-rules", "institutions",
        "municipalities", "population", "regions", "religious-communities", "rules", "stations",
    ]  # fmt: skip
    ones = [
        "committees/{slug}", "meetings/{id}", "definitions/{key}", "receipts/{key}",
        "editions/{id}", "editions/{id}/differences",
    ]  # fmt: skip
    names = records + figures + ones + [f"reference/{name}" for name in reference]
    assert paths() == sorted(f"{API}/{name}/" for name in names)


def test_description_names_every_answer():
    for path, methods in described()["paths"].items():
        (method,) = methods
        named = {"404"} if "{" in path else set()
        found = set(map(str, methods[method]["responses"]))
        assert found == {"200", "304", "422"} | REFUSED | named, path


def test_every_answer_is_as_described(signed_in, records):
    client, document = signed_in("osce_monitor"), described()
    schemas = document["components"]["schemas"]
    empty = set()
    for path, methods in document["paths"].items():
        response = client.get(address(path, records))
        assert response.status_code == 200, (path, response.content)
        schema = methods["get"]["responses"][200]["content"]["application/json"]["schema"]
        answer = response.json()
        assert list(fits(answer, schema, schemas)) == [], path
        if "results" in answer and not answer["results"]:
            empty.add(path)
    # The edition of the factory froze nothing that could differ.
    assert empty <= {f"{API}/editions/{{id}}/differences/"}


@pytest.mark.parametrize("fault", ["key", "scope", "number", "name"])
def test_every_refusal_is_as_described(client, world, records, fault):
    user, schemas = world.person("osce_monitor"), described()["components"]["schemas"]
    _token, figures = make_token(user=user, name="a test", scope="figures")
    _token, wrong = make_token(user=user, name="a test", scope="records")
    for path in paths():
        url, headers, status, shape = address(path, records), {}, None, "Reason"
        if fault == "key":
            headers, status = {"Authorization": "Bearer forumi_x"}, 401
        elif fault == "scope" and scope_of(path) != "reference":
            key = wrong if scope_of(path) == "figures" else figures
            headers, status = {"Authorization": f"Bearer {key}"}, 403
        elif fault == "number" and "page_size" in str(described()["paths"][path]):
            url, status, shape = f"{url}?page_size=501", 422, "Problem"
        elif fault == "name" and "{" in path:
            values = {"slug": "nowhere", "id": 10**9, "key": "nothing"}
            url, status = path.format(**values), 404
        if status is None:
            continue
        response = client.get(url, headers=headers)
        assert response.status_code == status, (path, response.content)
        assert fits(response.json(), schemas[shape], schemas) == [], path


def test_refusal_by_scope_says_why(client, world):
    _token, key = make_token(user=world.person("member"), name="a test", scope="figures")
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    response = client.get(f"{API}/meetings/", headers=headers)
    assert response.json() == {"detail": "This key does not open this part of the interface."}


@pytest.mark.parametrize(
    ("scope", "opened"),
    [
        ("figures", {"figures", "reference"}),
        ("records", {"records", "reference"}),
        ("all", {"figures", "records", "reference"}),
    ],
)
def test_scope_opens_its_part_and_no_other(client, world, records, scope, opened):
    _token, key = make_token(user=world.person("osce_monitor"), name="a test", scope=scope)
    headers = {"Authorization": f"Bearer {key}"}
    found = {
        scope_of(path)
        for path in paths()
        if client.get(address(path, records), headers=headers).status_code == 200
    }
    assert found == opened


# Pages of lists


def test_pages_lead_to_each_other(client, world):
    meetings = [
        MeetingFactory(committee=world.kksb, starts_on=date(2026, 1, day)) for day in range(1, 6)
    ]
    seen, url = [], f"{API}/meetings/?page_size=2&year=2026"
    while url:
        response = client.get(url)
        answer = response.json()
        assert answer["count"] == 5
        links = [f'<{answer[rel]}>; rel="{rel}"' for rel in ("next", "previous") if answer[rel]]
        assert response.get("Link", "") == ", ".join(links)
        seen += [row["id"] for row in answer["results"]]
        url = answer["next"]
    assert seen == [meeting.public_id for meeting in reversed(meetings)]
    assert answer["previous"].endswith("page_size=2&year=2026&page=2")


@pytest.mark.parametrize(("page", "previous"), [(2, 1), (9, 1), (0, None), (-1, None)])
def test_page_that_there_is_not(client, world, page, previous):
    MeetingFactory(committee=world.kksb)
    answer = client.get(f"{API}/meetings/?page={page}").json()
    assert (answer["count"], answer["next"]) == (1, None)
    assert len(answer["results"]) == (1 if page < 1 else 0)
    assert (answer["previous"] or "").endswith(f"page={previous}" if previous else "")


@pytest.mark.parametrize(
    ("name", "value"),
    [("page_size", "0"), ("page_size", "-1"), ("page_size", "501"), ("page_size", "x"),
     ("page", "x"), ("page", str(10**30))],
)  # fmt: skip
def test_pages_have_bounds(client, reference, name, value):
    response = client.get(f"{API}/reference/municipalities/?{name}={value}")
    assert response.status_code == 422
    assert list(response.json()["errors"]) == [name]


def test_number_that_no_record_can_have(client, reference):
    for name in ("meetings", "editions"):
        assert client.get(f"{API}/{name}/{10**30}/").status_code == 404


# Validators and caches


def test_answer_that_still_holds_is_not_sent_again(client, world):
    first = client.get(f"{API}/meetings/")
    again = client.get(f"{API}/meetings/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    MeetingFactory(committee=world.kksb)
    changed = client.get(f"{API}/meetings/", headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed.json()["count"]) == (200, 1)
    assert changed["ETag"] != first["ETag"]


@pytest.mark.parametrize("address", ["indicators/?kind=kksb&year=2025", "differences"])
def test_the_validator_tells_of_no_writing_that_the_answer_does_not_show(
    client, make, publish, monkeypatch, address
):
    # The real identity is not known within the transaction of a test.
    monkeypatch.setattr(facts, "identity", lambda _periods, area, touches: touches.of(area))
    council = make.council("20")
    [first_held, *_others] = make.meetings(council, 3)
    member = MembershipFactory(committee=council)
    edition = publish()
    make.meetings(council, 1)
    url = f"{API}/{address.replace('differences', f'editions/{edition.pk}/differences/')}"
    first = client.get(url)
    assert first["ETag"] != client.get(url, headers=ENGLISH)["ETag"]
    for write in (
        lambda: PersonalProfileFactory(person=member.person),
        lambda: ConcernFactory(meeting=first_held, sensitivity="confidential"),
        lambda: MeetingFactory(committee=council, executive=True, starts_on=date(2025, 5, 5)),
        lambda: first_held.save(),
    ):
        write()
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again["ETag"]) == (304, first["ETag"])
    make.meetings(council, 1)
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_answer_says_for_whom_it_is(client, world):
    MeetingFactory(committee=world.kksb, executive=True)
    public = client.get(f"{API}/meetings/")
    assert set(public["Cache-Control"].split(", ")) == {"public", "no-cache"}
    _token, key = make_token(user=world.person("member"), name="a test")
    keyed = client.get(f"{API}/meetings/", headers={"Authorization": f"Bearer {key}"})
    client.force_login(world.person("secretary"))
    signed_in = client.get(f"{API}/meetings/")
    for response in (keyed, signed_in):
        assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
        assert response["ETag"] != public["ETag"]
        assert {"Authorization", "Cookie", "Accept-Language"} <= set(response["Vary"].split(", "))


# Limits


def test_too_many_questions_of_an_address(client, world, settings):
    settings.API_LIMIT_PER_ADDRESS = 2
    url = f"{API}/reference/regions/"
    assert [client.get(url).status_code for _time in range(3)] == [200, 200, 429]
    refused = client.get(url)
    assert refused.json() == {"detail": "Too many requests."}
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert client.get(url, REMOTE_ADDR="192.0.2.7").status_code == 200
    _token, key = make_token(user=world.person("account"), name="a test")
    assert client.get(url, headers={"Authorization": f"Bearer {key}"}).status_code == 200


def test_each_key_has_its_own_number_and_the_next_minute_is_new(client, world, settings, today):
    settings.API_LIMIT_PER_KEY = 1
    user, url = world.person("account"), f"{API}/reference/regions/"
    keys = [make_token(user=user, name="a test")[1] for _number in range(2)]

    def ask(key):
        return client.get(url, headers={"Authorization": f"Bearer {key}"})

    assert [ask(keys[0]).status_code, ask(keys[0]).status_code] == [200, 429]
    assert ask(keys[1]).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        assert ask(keys[0]).status_code == 200
    client.force_login(user)
    assert [client.get(url).status_code for _time in range(2)] == [200, 429]


# How often a list asks


@pytest.fixture
def fill(world):
    """Return functions that make one more row of a list."""
    return {
        "editions": lambda: EditionFactory(out=True),
        "committees": lambda: CommitteeFactory(kksb=True),
        "meetings": lambda: MeetingFactory(committee=world.kksb),
        "reference/municipalities": MunicipalityFactory,
        "reference/regions": PoliceRegionFactory,
        "reference/stations": PoliceStationFactory,
        "reference/population": lambda: PopulationCount.objects.create(
            baseline=PopulationBaseline.objects.first(),
            municipality=MunicipalityFactory(),
            persons=7,
        ),
        "reference/concern-categories": lambda: ConcernCategoryFactory(
            parent=ConcernCategoryFactory()
        ),
        "reference/institutions": InstitutionFactory,
        "reference/counting-rules": CountingRuleFactory,
    }


# One of them counts the question.
QUERIES = {
    "editions": 3,
    "committees": 3,
    "meetings": 5,
    "reference/municipalities": 3,
    "reference/regions": 3,
    "reference/stations": 4,
    "reference/population": 3,
    "reference/concern-categories": 3,
    "reference/institutions": 3,
    "reference/counting-rules": 3,
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_list_asks_as_often_for_three_rows(client, fill, name, count, django_assert_num_queries):
    for _number in range(count):
        fill[name]()
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(f"{API}/{name}/").json()["count"] >= count


@pytest.mark.parametrize("count", [1, 3])
def test_one_record_asks_as_often_with_three_parts(
    signed_in, world, count, django_assert_num_queries
):
    client, meeting = signed_in("secretary"), MeetingFactory(committee=world.kksb)
    for _number in range(count):
        MembershipFactory(committee=world.kksb)
        AgendaItemFactory(meeting=meeting)
    for url, queries in (
        (f"committees/{world.kksb.slug}", 10),
        (f"meetings/{meeting.public_id}", 9),
    ):
        with django_assert_num_queries(queries):
            assert client.get(f"{API}/{url}/").status_code == 200


# What one answer says


def test_committee_speaks_popolo(signed_in, world):
    seat = SeatFactory(committee=world.kksb, capacity="community", represents_community=None)
    for name, told in (("anonymous", False), ("member", True)):
        client = signed_in(name)
        answer = client.get(f"{API}/committees/{world.kksb.slug}/", headers=ENGLISH).json()
        assert (answer["id"], answer["classification"]) == (world.kksb.slug, "kksb")
        assert answer["area"] == {"id": world.here.code, "name": world.here.name}
        assert {"name": "KKSB Këtu", "lang": "sq"} in answer["other_names"]
        post = next(row for row in answer["posts"] if row["id"] == seat.pk)
        assert (post["role"], post["label"]) == ("community", "community representative")
        assert (answer["memberships"] is not None) is told
        if told:
            member = next(m for m in answer["memberships"] if m["person"]["name"] == HIDDEN_NAME)
            assert member["post_id"] in {row["id"] for row in answer["posts"]}
            assert member["role"] == "member"


def test_dissolved_committee_has_its_last_day(client, world):
    fields = {"status": "dissolved", "status_on": date(2025, 5, 1)}
    gone = CommitteeFactory(municipality=world.here, **fields)
    assert client.get(f"{API}/committees/{gone.slug}/").json()["dissolution_date"] == "2025-05-01"
    assert client.get(f"{API}/committees/{world.klsp.slug}/").json()["dissolution_date"] is None


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ({"start_time": time(9, 30)}, "2026-03-01T09:30", None),
        ({}, "2026-03-01", None),
        ({"ends_on": date(2026, 3, 2)}, "2026-03-01", "2026-03-02"),
        ({"precision": "month"}, None, None),
        ({"precision": "unknown", "starts_on": None}, None, None),
    ],
)
def test_meeting_speaks_oparl(client, world, fields, start, end):
    fields = {"starts_on": date(2026, 3, 1), "start_time": None, "place": "Salla"} | fields
    meeting = MeetingFactory(committee=world.kksb, **fields)
    answer = client.get(f"{API}/meetings/{meeting.public_id}/").json()
    assert (answer["start"], answer["end"], answer["cancelled"]) == (start, end, False)
    assert answer["organization"] == [world.kksb.slug]
    assert answer["location"] == {"description": "Salla"}
    assert [item["name"] for item in answer["agendaItem"]] == [
        str(item) for item in meeting.agenda.order_by("position")
    ]


def test_definitions_hold_every_indicator_and_every_note(client, reference):
    answer = client.get(f"{API}/definitions/?page_size=500").json()
    assert [row["key"] for row in answer["results"]] == [row.key for row in COUNTED]
    for row, indicator in zip(answer["results"], COUNTED, strict=True):
        assert row["definition"] == str(indicator.definition)
        assert row["is_quality_note"] is (indicator in FLAGS)


def test_receipt_names_the_records_that_are_open(client, world):
    for number in range(2):
        MeetingFactory(committee=world.kksb, starts_on=date(2026, 3, 1 + number))
    MeetingFactory(committee=world.kksb, starts_on=date(2026, 4, 1), executive=True)
    query = f"year=2026&municipality={world.here.code}&page_size=500"
    answer = client.get(f"{API}/receipts/meetings_held/?{query}").json()
    assert answer["figure"]["value"] == answer["count"]
    assert (answer["area"], answer["data_as_of"]) == (world.here.code, "2026-06-15")
    hidden = [row for row in answer["results"] if row["name"] is None]
    assert all(row["url"] is None and row["adds"] is None for row in hidden)
    assert len(answer["results"]) - len(hidden) == 2
    wrong = client.get(f"{API}/receipts/meetings_held/?year=abc")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["year"])


@pytest.mark.parametrize(("scope", "named"), [("figures", False), ("all", True)])
def test_key_for_figures_names_no_member(client, world, scope, named):
    _token, key = make_token(user=world.person("secretary"), name="a test", scope=scope)
    url = f"{API}/receipts/members_serving/?municipality={world.here.code}&page_size=500"
    answer = client.get(url, headers={"Authorization": f"Bearer {key}"}).json()
    assert answer["count"] > 0
    assert (HIDDEN_NAME in str(answer)) is named


def test_edition_is_told_with_its_hash_and_what_differs(client, make, publish):
    council = make.council("20")
    make.meetings(council, 6)
    edition = publish()
    answer = client.get(f"{API}/editions/{edition.pk}/").json()
    assert answer["sha256"] == edition.sha256
    text = json.dumps(answer["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == edition.sha256
    url = f"{API}/editions/{edition.pk}/differences/"
    assert client.get(url).json()["count"] == 0
    make.meetings(council, 1)
    rows = client.get(f"{url}?page_size=500").json()["results"]
    (held,) = [
        row
        for row in rows
        if (row["indicator"], row["area"]) == ("meetings_held", "20") and row["year"] == 2025
    ]
    assert (held["was"]["value"], held["now"]["value"], held["change"]) == (6, 7, 1)
    assert client.get(f"{url}?against=previous").json()["count"] == 0
    assert client.get(f"{url}?against=never").status_code == 422


def test_draft_edition_does_not_exist_for_the_public(client, world):
    draft = EditionFactory()
    assert client.get(f"{API}/editions/").json()["count"] == 0
    for part in ("", "differences/"):
        assert client.get(f"{API}/editions/{draft.pk}/{part}").status_code == 404
    client.force_login(world.person("osce_monitor"))
    assert client.get(f"{API}/editions/{draft.pk}/").json()["content"] is None
    assert client.get(f"{API}/editions/{draft.pk}/differences/").json()["results"] == []


def test_reference_data_name_each_other_by_code(client, reference):
    lists = {
        name: client.get(f"{API}/reference/{name}/?page_size=500").json()["results"]
        for name in ("municipalities", "regions", "stations", "baselines", "population")
    }
    ids = {name: {row.get("id") for row in rows} for name, rows in lists.items()}
    assert len(ids["municipalities"]) == 38
    assert {row["region"] for row in lists["municipalities"]} <= ids["regions"] | {None}
    assert {row["municipality"] for row in lists["stations"]} <= ids["municipalities"]
    assert {row["region"] for row in lists["stations"]} & ids["regions"]
    assert {row["baseline"] for row in lists["population"]} <= ids["baselines"]
