"""The pages of requests: drafts with bad input, lists with filters, chain, counts of queries."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from committees.choices import CommitteeStatus
from establishment.actions import save_part
from establishment.choices import TaskState
from establishment.composition import composition_of
from establishment.evidence import tasks_of
from establishment.models import Chain, EstablishmentRequest
from tests.factories.accounts import RoleGrantFactory
from tests.factories.committees import CommitteeFactory
from tests.factories.establishment import (
    EstablishmentRequestFactory,
    ProposedMemberFactory,
    RequestDocumentFactory,
)
from tests.factories.places import (
    CommunityFactory,
    PoliceRegionFactory,
    PoliceStationFactory,
    PopulationBaselineFactory,
    PopulationCountFactory,
    SettlementFactory,
    StationRegionFactory,
)
from tests.files import PDF, pdf_of

EMPTY = {
    "reasons": "",
    "letter_on": None,
    "signatories": None,
    "contact_name": "",
    "name_sq": "",
    "name_sr": "",
}


def page(name, request, **more):
    return reverse(f"establishment:{name}", kwargs={"number": request.number, **more})


@pytest.fixture
def officer(office, client):
    """The client of the officer of the station."""
    client.force_login(office.station_officer)
    return client


def states(request):
    return {task.key: task.state for task in tasks_of(request)}


def test_task_list_of_an_empty_draft_says_what_each_route_needs(office):
    citizens = EstablishmentRequestFactory(station=office.station, **EMPTY)
    assert states(citizens) == {
        "area": TaskState.TODO,
        "reasons": TaskState.TODO,
        "letter": TaskState.TODO,
        "members": TaskState.TODO,
        "documents": TaskState.OPTIONAL,
    }
    commander = EstablishmentRequestFactory(station=office.station, route="commander", **EMPTY)
    assert list(states(commander)) == [
        "area",
        "reasons",
        "analysis",
        "consent",
        "members",
        "documents",
    ]
    complete = office.draft(commander=True)
    assert set(states(complete).values()) == {TaskState.COMPLETE}


@pytest.mark.parametrize(
    ("purpose", "tasks"),
    [
        ("area", ["area", "reasons", "documents"]),
        ("suspension", ["reasons", "documents"]),
        ("renewal", ["reasons", "members", "documents"]),
        ("dissolution", ["reasons", "documents"]),
    ],
)
def test_change_of_a_committee_needs_less(office, world, purpose, tasks):
    request = EstablishmentRequestFactory(
        station=office.station, purpose=purpose, route="", committee=world.klsp
    )
    assert list(states(request)) == tasks


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("letter_on", "date of the residents&#x27; letter"),
        ("signatories", "number of signatories"),
        ("contact_name", "contact person of the initiative"),
    ],
)
def test_page_of_a_draft_names_what_is_missing(officer, office, field, text):
    request = office.draft(**{field: EMPTY[field]})
    assert text in officer.get(page("detail", request)).text
    url = page("move", request, step="submit")
    refused = officer.post(url, {"seen": request.version})
    assert text in refused.text
    request.refresh_from_db()
    assert request.status == "draft"


def test_letter_with_its_scan_is_saved_in_one_go(officer, office):
    request = EstablishmentRequestFactory(station=office.station, **EMPTY)
    url = page("part", request, part="letter")
    officer.post(
        url,
        {
            "letter_on": "2026-06-01",
            "signatories": "41",
            "contact_name": "Arta Shembulli",
            "upload": SimpleUploadedFile("letra.pdf", PDF),
        },
    )
    request.refresh_from_db()
    assert (request.letter_on, request.signatories) == (date(2026, 6, 1), 41)
    document = request.documents.get()
    assert (document.kind, document.name, document.size) == ("letter", "letra.pdf", len(PDF))
    assert states(request)["letter"] == TaskState.COMPLETE


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (("letra.pdf", b"<html>"), "but its content is something else"),
        (("letra.exe", b"MZ"), "A file of this kind is not taken"),
        (("letra.pdf", b""), "The submitted file is empty"),
        (("letra.pdf", pdf_of(pages=0)), "has no pages"),
        (("letra.pdf", pdf_of(pages=2000)), "The PDF has 2000 pages"),
        (("letra.pdf", b"%PDF-" + bytes(50 * 1024 * 1024)), "at most 10.0"),
    ],
    ids=["disguised", "program", "empty", "no pages", "2000 pages", "50 MB"],
)
def test_bad_document_is_refused_and_the_typed_text_stays(officer, office, upload, message):
    request = EstablishmentRequestFactory(station=office.station, **EMPTY)
    answer = officer.post(
        page("part", request, part="letter"),
        {"contact_name": "Arta Shembulli", "upload": SimpleUploadedFile(*upload)},
    )
    assert message in answer.text
    assert 'value="Arta Shembulli"' in answer.text
    assert not request.documents.exists()
    request.refresh_from_db()
    assert request.contact_name == ""


@pytest.mark.parametrize(
    ("part", "sent", "field"),
    [
        ("letter", {"letter_on": "2999-01-01"}, "letter_on"),
        ("letter", {"signatories": "0"}, "signatories"),
        ("letter", {"signatories": "shumë"}, "signatories"),
        ("analysis", {"analysis_from": "2026-03-01", "analysis_to": "2026-01-01"}, "__all__"),
        ("consent", {"consent_on": "2027-01-01"}, "consent_on"),
    ],
)
def test_bad_values_are_named_at_their_field(officer, office, part, sent, field):
    route = "citizens" if part == "letter" else "commander"
    request = EstablishmentRequestFactory(station=office.station, route=route)
    answer = officer.post(page("part", request, part=part), sent)
    assert answer.context["form"].errors.keys() == {field}


def test_settlement_of_another_municipality_is_asked_about(officer, office):
    elsewhere = SettlementFactory(name="Vërmica")
    request = EstablishmentRequestFactory(station=office.station)
    url = page("part", request, part="area")
    sent = {"places": "Zhur\nVermica", "name_sq": "KLSP Zhur", "name_sr": "LOJB Žur"}
    assert "is_namesake" not in officer.get(url).text
    answer = officer.post(url, sent)
    assert 'name="is_namesake"' in answer.text
    assert f"Vërmica is known as a settlement of the municipality of {elsewhere.municipality}" in (
        answer.text
    )
    assert "Zhur\nVermica" in answer.text
    assert not request.settlements.exists()
    officer.post(url, {**sent, "is_namesake": "on"})
    assert {place.municipality for place in request.settlements.all()} == {
        office.station.municipality
    }


def test_second_writer_of_the_same_page_is_told_and_loses_nothing(officer, office):
    request = EstablishmentRequestFactory(station=office.station)
    url = page("part", request, part="reasons")
    mark = officer.get(url).context["form"].initial["as_read"]
    EstablishmentRequest.objects.filter(pk=request.pk).update(reasons="Shkruar ndërkohë")
    answer = officer.post(url, {"reasons": "Teksti im", "as_read": mark})
    assert "Somebody else saved this page while you were writing" in answer.text
    assert "Teksti im" in answer.text
    again = {"reasons": "Teksti im", "as_read": answer.context["form"].data["as_read"]}
    assert officer.post(url, again).status_code == 302
    request.refresh_from_db()
    assert request.reasons == "Teksti im"


def test_page_of_a_draft_writes_nothing_of_another_page_nor_of_the_way(office):
    request = office.at("returned")
    stale = EstablishmentRequest.objects.get(pk=request.pk)
    EstablishmentRequest.objects.filter(pk=request.pk).update(contact_name="Tjetri", version=9)
    stale.reasons = "Arsye të reja"
    save_part(stale, fields=["reasons"], by=office.station_officer)
    request.refresh_from_db()
    assert (request.reasons, request.contact_name, request.version) == (
        "Arsye të reja",
        "Tjetri",
        9,
    )


def test_text_typed_while_a_colleague_submits_is_shown_again(officer, office):
    request = office.draft()
    office.move(request, "submit")
    answer = officer.post(page("part", request, part="reasons"), {"reasons": "Teksti im"})
    assert answer.status_code == 409
    assert "The request was submitted or ended meanwhile: this was not saved." in answer.text
    assert "Teksti im" in answer.text


FORGED = {
    "part": {"part": "reasons"},
    "member-create": {},
    "documents": {},
    "member-remove": {"pk": "member"},
    "document-remove": {"pk": "document"},
}


@pytest.mark.parametrize("name", FORGED)
@pytest.mark.parametrize("role", ["regional_director", "community_policing", "general_director"])
def test_those_who_decide_read_the_file_and_do_not_write_it(client, office, role, name):
    request = office.at("returned")
    rows = {"member": request.members.named().first(), "document": request.documents.get()}
    keys = {key: getattr(rows.get(value), "pk", value) for key, value in FORGED[name].items()}
    client.force_login(getattr(office, role))
    said = client.post(
        page(name, request, **keys),
        {
            "reasons": "FORGED",
            "given_name": "Agim",
            "family_name": "Falso",
            "office": "member",
            "capacity": "resident",
            "kind": "consent",
            "upload": SimpleUploadedFile("letter.pdf", PDF, "application/pdf"),
        },
    )
    assert said.status_code == 403
    assert "FORGED" not in said.text
    request.refresh_from_db()
    assert request.reasons != "FORGED"
    assert not request.members.filter(family_name="Falso").exists()
    assert request.members.filter(pk=rows["member"].pk).exists()
    assert list(request.documents.kept()) == [rows["document"]]


def test_draft_may_be_begun_on_both_routes(officer, office):
    officer.post(
        reverse("establishment:create"), {"station": office.station.pk, "route": "commander"}
    )
    request = EstablishmentRequest.objects.get()
    assert (request.number, request.route, request.status) == ("K-2026-0001", "commander", "draft")
    assert request.history.count() == 1


def test_overlap_with_a_committee_or_an_open_request_is_a_warning(officer, office):
    request = office.draft()
    place = request.settlements.get()
    committee = CommitteeFactory(municipality=place.municipality, settlements=[place])
    other = EstablishmentRequestFactory(station=office.station, settlements=[place])
    shown = officer.get(page("detail", request))
    assert shown.context["overlaps"] == [
        (committee.name, committee.get_absolute_url()),
        (other.title, other.get_absolute_url()),
    ]
    assert "One of the settlements is covered already" in shown.text
    assert office.move(request, "submit").pk
    type(committee).objects.update(status=CommitteeStatus.DISSOLVED)
    EstablishmentRequest.objects.filter(pk=other.pk).delete()
    assert officer.get(page("detail", request)).context["overlaps"] == []


def test_composition_is_advice_by_a_named_baseline(office):
    request = office.draft()
    place = office.station.municipality
    baseline = PopulationBaselineFactory(counted_on=date(2025, 1, 1), name_en="Count of the test")
    many, few, none = CommunityFactory.create_batch(3)
    for community, persons in ((None, 1000), (many, 900), (few, 95), (none, 5)):
        PopulationCountFactory(
            baseline=baseline, municipality=place, community=community, persons=persons
        )
    ProposedMemberFactory(request=request, represents_community=few, sex="f")
    found = composition_of(request.members.all(), place)
    assert (found.seats, found.named, found.empty) == (4, 3, 1)
    assert (found.women, found.sex_known, found.women_percent) == (2, 3, 67)
    assert [(row.name, row.persons, row.seats) for row in found.communities] == [
        (many.name, 900, 0),
        (few.name, 95, 1),
    ]
    assert [row.name for row in found.unrepresented] == [many.name]
    assert (found.has_chair, found.has_police, found.has_youth) == (True, True, False)
    assert found.baseline == baseline


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"draft", "region", "overdue", "returned"}),
        ({"status": "returned"}, {"returned"}),
        ({"level": "regional_director"}, {"region", "overdue"}),
        ({"overdue": "on"}, {"overdue"}),
        ({"mine": "on"}, {"returned"}),
        ({"purpose": "dissolution"}, set()),
        ({"q": "kerkimi"}, {"region"}),
    ],
)
def test_list_narrows_by_state_level_delay_and_words(officer, office, asked, expected):
    rows = {
        "draft": office.draft(),
        "region": office.at("region", name_sq="KLSP Kërkimi"),
        "overdue": office.at("region"),
        "returned": office.at("returned"),
    }
    EstablishmentRequest.objects.filter(pk=rows["overdue"].pk).update(due_on=date(2026, 6, 12))
    names = {row.pk: name for name, row in rows.items()}
    for url in (reverse("establishment:list"), "/api/v1/requests/"):
        answer = officer.get(url, asked)
        found = (
            {names[row.pk] for row in answer.context["object_list"]}
            if answer.context
            else {
                names[EstablishmentRequest.objects.get(number=row["number"]).pk]
                for row in answer.json()["results"]
            }
        )
        assert found == expected, url


def test_list_finds_by_region_municipality_and_committee(officer, office, world):
    change = office.at("station", purpose="dissolution", route="", committee=world.klsp)
    office.draft()
    for asked in (
        {"region": office.region.code},
        {"committee": world.klsp.slug},
    ):
        found = officer.get(reverse("establishment:list"), asked)
        assert list(found.context["object_list"]) == [change]
    everything = officer.get(
        reverse("establishment:list"), {"municipality": office.station.municipality.code}
    )
    assert len(everything.context["object_list"]) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_requests_as_for_one(
    officer, office, count, django_assert_num_queries
):
    for _number in range(count):
        office.at("region")
    with django_assert_num_queries(13):
        assert len(officer.get(reverse("establishment:list")).context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_three_of_each_as_for_one(
    office, client, count, django_assert_num_queries
):
    request = office.at("region")
    for _number in range(count):
        ProposedMemberFactory(request=request)
        RequestDocumentFactory(request=request)
    client.force_login(office.regional_director)
    with django_assert_num_queries(22):
        assert client.get(page("detail", request)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_interface_asks_as_often_for_three_requests_as_for_one(
    officer, office, count, django_assert_num_queries
):
    for _number in range(count):
        office.at("region")
    with django_assert_num_queries(7):
        assert officer.get("/api/v1/requests/").json()["count"] == count


@pytest.mark.parametrize("count", [1, 3])
def test_export_asks_as_often_for_three_requests_as_for_one(
    officer, office, count, django_assert_num_queries
):
    for _number in range(count):
        office.at("region")
    # On PostgreSQL the audit record takes its lock by a statement.
    with django_assert_num_queries(12 if connection.vendor == "postgresql" else 11):
        officer.get(reverse("establishment:export", args=["csv"]))


@pytest.fixture
def boss(client, office):
    """The client of an administrator."""
    client.force_login(RoleGrantFactory(administrator=True).user)
    return client


def level(number, role, **more):
    row = {"order": number, "role": role, "working_days": 5}
    row |= {name: f"{role} {name}" for name in ("name_sq", "name_sr", "name_en")} | more
    return row


def chain_form(levels, first="2026-07-01"):
    sent = {
        "valid_from": first,
        "act": "Urdhër 12",
        "levels-TOTAL_FORMS": len(levels),
        "levels-INITIAL_FORMS": 0,
    }
    for index, row in enumerate(levels):
        sent |= {f"levels-{index}-{name}": value for name, value in row.items()}
    return sent


def test_administrator_reorders_adds_and_removes_levels_for_the_future(boss):
    url = reverse("establishment:chain-create")
    shown = boss.get(url).context["formsets"][0]
    assert [form.initial.get("role") for form in shown] == [
        "station_commander",
        "regional_director",
        "community_policing",
        "general_director",
        None,
        None,
    ]
    levels = [
        level(1, "station_commander"),
        level("", "regional_director"),
        level(3, "community_policing"),
        level(2, "deputy_general_director"),
        level(4, "general_director"),
    ]
    assert boss.post(url, chain_form(levels)).status_code == 302
    chain = Chain.objects.latest("valid_from")
    assert [row.role for row in chain.levels.order_by("order")] == [
        "station_commander",
        "deputy_general_director",
        "community_policing",
        "general_director",
    ]
    assert [
        row["is_to_come"] for row in boss.get(reverse("establishment:chain")).context["chains"]
    ] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("levels", "first", "message"),
    [
        ([level(1, "general_director")], "2026-07-01", "A chain has two levels or more."),
        (
            [level(1, "general_director"), level(1, "station_commander")],
            "2026-07-01",
            "Two levels have the same place in the order.",
        ),
        (
            [level(1, "general_director"), level(2, "general_director")],
            "2026-07-01",
            "An office is a level of a chain only once.",
        ),
        (
            [level(1, "station_commander"), level(2, "regional_director")],
            "2026-07-01",
            "The last level is the General Director, who decides.",
        ),
        (
            [level(1, "station_commander"), level(2, "general_director", name_sr="")],
            "2026-07-01",
            "A level has a name in each language.",
        ),
        (
            [level(1, "station_commander"), level(2, "general_director")],
            "2026-06-15",
            "A new chain begins tomorrow or later.",
        ),
        (
            [level(1, "station_commander"), level(2, "general_director", working_days=0)],
            "2026-07-01",
            "greater than or equal to 1",
        ),
    ],
)
def test_bad_chain_is_refused_with_its_reason(boss, levels, first, message):
    answer = boss.post(reverse("establishment:chain-create"), chain_form(levels, first))
    assert message in answer.text
    assert "Urdhër 12" in answer.text
    assert Chain.objects.count() == 1


def test_region_of_a_station_is_entered_once_and_what_waited_goes_up(boss, office):
    station = PoliceStationFactory()
    request = EstablishmentRequestFactory(
        station=station, settlements=[SettlementFactory(municipality=station.municipality)]
    )
    ProposedMemberFactory(request=request)
    ProposedMemberFactory(request=request, police=True)
    RequestDocumentFactory(request=request)
    filer = RoleGrantFactory(station_officer=True, station=station).user
    office.move(request, "submit", by=filer)
    request.refresh_from_db()
    assert request.status == "submitted"
    assert boss.get(reverse("portal:home")).context["requests_waiting"] == 1
    assert station in boss.get(reverse("establishment:chain")).context["unplaced"]
    region = PoliceRegionFactory()
    url = reverse("establishment:region-confirm", args=[station.code])
    sent = {"region": region.pk, "valid_from": "2026-06-01"}
    assert boss.post(url, sent).status_code == 302
    request.refresh_from_db()
    assert (request.status, request.region) == ("at_level", region)
    assert boss.get(reverse("portal:home")).context["requests_waiting"] == 0
    assert boss.post(url, sent).status_code == 404


@pytest.mark.parametrize("name", ["chain-create", "region-confirm"])
def test_only_administrators_change_the_chain(client, office, name):
    station = PoliceStationFactory()
    args = [station.code] if name == "region-confirm" else []
    client.force_login(office.general_director)
    assert client.get(reverse(f"establishment:{name}", args=args)).status_code == 403


def test_region_is_that_of_the_day_of_submission(office, today):
    row = office.station.regions.get()
    row.valid_to = today - timedelta(days=1)
    row.save()
    new = StationRegionFactory(
        station=office.station, region=PoliceRegionFactory(), valid_from=today
    )
    assert office.move(office.draft(), "submit").pk
    assert EstablishmentRequest.objects.get().region == new.region


def test_menu_tells_how_many_wait_on_every_page(client, office):
    office.at("region")
    office.at("region")
    client.force_login(office.regional_director)
    for name in ("portal:home", "committees:list", "establishment:list"):
        shown = client.get(reverse(name))
        assert shown.context["requests_waiting"] == 2
    assert "2 requests wait for you" in client.get(reverse("portal:home")).text
    assert "2 requests wait for you" in client.get(reverse("committees:list")).text


@pytest.mark.parametrize("end", ["rejected", "withdrawn"])
def test_request_that_came_to_an_end_can_begin_again(office, client, end):
    """Everything was typed again after a rejection: area, reasons, members, the letter."""
    old = office.at(end)
    client.force_login(office.station_officer)
    page = client.get(old.get_absolute_url()).text
    again = reverse("establishment:again", args=[old.number])
    assert again in page
    assert client.get(again).status_code == 200
    new = EstablishmentRequest.objects.exclude(pk=old.pk)
    assert not new.exists()
    answer = client.post(again)
    draft = new.get()
    assert answer.url == draft.get_absolute_url()
    assert (draft.status, draft.route, draft.name_sq) == ("draft", old.route, old.name_sq)
    assert list(draft.settlements.all()) == list(old.settlements.all())
    said = [
        [(row.full_name, row.capacity, row.office) for row in request.members.in_order()]
        for request in (old, draft)
    ]
    assert said[0] == said[1] != []
    kept = [
        [(row.file.name, row.sha256, row.kind) for row in request.documents.all()]
        for request in (old, draft)
    ]
    assert kept[0] == kept[1] != []
    office.move(draft, "submit")


def test_back_after_submitting_leads_to_the_file(office, client):
    """It read «You may not do this», and told the commander to ask for a role."""
    request = office.at("station")
    client.force_login(office.station_officer)
    step = reverse("establishment:move", args=[request.number, "submit"])
    part = reverse("establishment:part", args=[request.number, "reasons"])
    for url in (step, part):
        assert client.get(url).url == request.get_absolute_url()


def test_nobody_barred_stands_as_the_one_who_decides(office, client):
    request = office.at("station")
    client.force_login(office.regional_director)
    named = f"Decides: {office.station_commander}"
    assert named in " ".join(client.get(request.get_absolute_url()).text.split())
    request.moves.filter(name="submit").update(moved_by=office.station_commander)
    page = client.get(request.get_absolute_url()).text
    assert "Decides:" not in page
    assert "Nobody may decide at this level now" in page


def test_late_step_back_from_a_draft_is_asked_to_which_level(office, client):
    """A page from before sent a step that asks for a level, of which a draft has none."""
    draft = office.draft()
    client.force_login(office.station_officer)
    url = reverse("establishment:move", args=[draft.number, "send-back"])
    answer = client.post(url, {"comment": "arsyeja", "seen": draft.version + 7})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"to_step"}
