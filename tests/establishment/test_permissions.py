"""Who sees and does what with a request, at every place of its way, through every door."""

import csv
import io

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import RoleGrant
from establishment.models import EstablishmentRequest
from establishment.workflow import WAY
from tests.establishment.conftest import WAYS
from tests.files import PDF
from tests.roles import names_every_action, pages_of, rights, rows_of, truth_table, unlike

REQUEST = {
    "v": "view",
    "f": "view_file",
    "e": "edit",
    "s": "submit",
    "p": "place",
    "t": "take_on",
    "w": "withdraw",
    "d": "decide",
    "o": "forward",
    "a": "approve",
    "b": "send_back",
    "r": "reopen",
    "c": "prepare",
    "g": "begin_again",
}
# A request of the citizens' route; those who brought it there are other people.
REQUESTS = truth_table("""
    draft  submitted  station  region  headquarters  general  returned  approved  rejected \
        withdrawn
    anonymous                 -      -     -       -       -       -       -       -   -    -
    account                   -      -     -       -       -       -       -       -   -    -
    station_commander         vfeswc  vfpwc  vftwdoc  vfwc  vfwc  vfwc  vfestwc  vfc  vfcg  vfcg
    station_officer           vfeswc  vfpwc  vfwc  vfwc  vfwc  vfwc  vfestwc  vfc  vfcg  vfcg
    regional_director         -      -     vf      vftdob  vf      vf      vf      vf  vfr  vf
    community_policing        -      vf    vf      vf      vftdob  vf      vf      vf  vf   vf
    deputy_general_director   -      vf    vf      vf      vf      vf      vf      vf  vf   vf
    general_director          -      vf    vf      vf      vf      vftdab  vf      vf  vf   vf
    municipal_officer         -      -     -       -       -       -       -       -   -    -
    mia_officer               -      -     -       -       -       -       -       -   -    -
    mlga_officer              -      -     -       -       -       -       -       -   -    -
    osce_monitor              -      v     v       v       v       v       v       v   v    v
    administrator             -      vpt   v       v       v       v       v       v   v    v
    chair                     -      -     -       -       -       -       -       -   -    -
    deputy                    -      -     -       -       -       -       -       -   -    -
    secretary                 -      -     -       -       -       -       -       -   -    -
    member                    -      -     -       -       -       -       -       -   -    -
    observer                  -      -     -       -       -       -       -       -   -    -
    police                    -      -     -       -       -       -       -       -   -    -
    station_commander nearby  -      -     -       -       -       -       -       -   -    -
    every role, ended         -      -     -       -       -       -       -       -   -    -
    every role, to come       -      -     -       -       -       -       -       -   -    -
    every place, elsewhere    -      -     -       -       -       -       -       -   -    -
    every office, ended       -      -     -       -       -       -       -       -   -    -
    every office, to come     -      -     -       -       -       -       -       -   -    -
    every office, elsewhere   -      -     -       -       -       -       -       -   -    -
""")
# The moves of each state; which of them a role may take follows from the table above.
MOVES = {
    "draft": {"submit", "withdraw"},
    "submitted": {"place", "withdraw"},
    "at_level": {"forward", "approve", "return", "send-back", "reject", "withdraw"},
    "returned": {"resubmit", "withdraw"},
    "approved": set(),
    "rejected": {"reopen"},
    "withdrawn": set(),
}
LETTERS = {
    "submit": "s",
    "resubmit": "s",
    "place": "p",
    "withdraw": "w",
    "return": "d",
    "reject": "d",
    "forward": "o",
    "approve": "a",
    "send-back": "b",
    "reopen": "r",
}
SECRET = "Shpresa Fshehtina"


def page(name, request, **more):
    return reverse(f"establishment:{name}", kwargs={"number": request.number, **more})


def open_moves(status, letters):
    """Return the moves that the state knows and the letters grant, in no other way."""
    return {name for name in MOVES[status] if LETTERS[name] in letters}


def test_table_speaks_of_every_action_and_every_move():
    assert names_every_action(EstablishmentRequest, REQUEST)
    assert {step.name for step in WAY.transitions} == LETTERS.keys()
    assert {
        status: {step.name for step in WAY.transitions if status in step.sources}
        for status in MOVES
    } == MOVES


def test_policy_on_requests(world, office):
    requests = {place: office.at(place) for place in WAYS}
    for name, expected in REQUESTS.items():
        user = world.person(name)
        flags = EstablishmentRequest.objects.with_actions(user).in_bulk()
        found = {
            place: "".join(
                letter
                for letter, action in REQUEST.items()
                if getattr(flags[row.pk], f"can_{action}")
            )
            for place, row in requests.items()
        }
        assert found == expected, name
        for place, letters in unlike(expected):
            assert rights(user, requests[place], REQUEST) == letters, (name, place)


def sign_in(client, user):
    """Let the client be the user, or nobody."""
    client.logout()
    if user.is_authenticated:
        client.force_login(user)


# Every door for everybody: the rules behind the doors are asked of both databases above.
@pytest.mark.once
@pytest.mark.parametrize("place", WAYS)
def test_every_move_through_button_page_post_and_interface(client, world, office, place):
    """All (state, move, role) triples: what stands in no table is refused at every door."""
    request = office.at(place)
    for name, expected in REQUESTS.items():
        user, letters = world.person(name), expected[place]
        if not letters and place != "region":
            # Whoever sees nothing meets the same wall everywhere; one place shows it.
            continue
        sign_in(client, user)
        allowed = open_moves(request.status, letters)
        offered = {offer.transition.name for offer in WAY.offers(request, user)}
        assert offered == allowed, name
        answered = client.get("/api/v1/requests/").json()["results"]
        assert [set(row["moves"]) for row in answered] == ([allowed] if "v" in letters else [])
        assert client.post("/api/v1/requests/", {"move": "approve"}).status_code == 405
        for step in WAY.transitions:
            found, moved = try_move(client, request, step.name)
            wanted = 200 if LETTERS[step.name] in letters else 403 if "v" in letters else 404
            assert found == (wanted if user.is_authenticated else 302), (name, step.name)
            assert moved is (step.name in allowed), (name, step.name)


def try_move(client, request, name):
    """Open the page of a move and send it; return its status, and whether the request moved."""
    url = page("move", request, step=name)
    asked = client.get(url)
    sent = {"comment": "arsyeja", "seen": request.version}
    if name == "send-back":
        sent["to_step"] = request.steps.values_list("pk", flat=True).filter(order=1).first() or ""
    with transaction.atomic():
        client.post(url, sent)
        moved = EstablishmentRequest.objects.get(pk=request.pk).version != request.version
        transaction.set_rollback(True)
    return asked.status_code, moved


@rows_of(REQUESTS)
def test_lists_files_and_interface_show_what_may_be_seen_and_no_more(
    signed_in, office, name, expected
):
    request = office.at("region")
    draft = office.draft()
    client = signed_in(name)
    seen = [
        row.number
        for row, place in ((draft, "draft"), (request, "region"))
        if "v" in expected[place]
    ]
    listed = client.get(reverse("establishment:list"))
    answered = client.get("/api/v1/requests/").json()
    assert sorted(row["number"] for row in answered["results"]) == sorted(seen)
    assert answered["count"] == len(seen)
    assert SECRET not in str(answered)
    if not client.user.is_authenticated:
        assert listed.status_code == 302
        return
    export = client.get(reverse("establishment:export", args=["csv"]))
    if listed.status_code == 403:
        assert (seen, export.status_code) == ([], 403)
        assert reverse("establishment:list") not in client.get(reverse("portal:home")).text
        return
    assert sorted(row.number for row in listed.context["object_list"]) == sorted(seen)
    rows = list(csv.DictReader(io.StringIO(export.text)))
    assert sorted(row["number"] for row in rows) == sorted(seen)
    assert SECRET not in export.text + listed.text
    found = client.get(reverse("establishment:list"), {"q": SECRET})
    assert list(found.context["object_list"]) == []


def test_page_shows_persons_reasons_and_documents_to_readers_of_the_file_only(
    client, world, office
):
    request = office.at("approved")
    document = request.documents.get()
    pages = {
        page("detail", request): "v",
        page("history", request): "f",
        reverse("establishment:document", args=[document.pk]): "f",
        page("letter", request, language="sq"): "f",
    }
    texts = [SECRET, "arsyeja", "kerkesa.pdf", request.reasons, str(office.regional_director)]
    texts += map(str, request.members.named())
    for name, expected in REQUESTS.items():
        user, letters = world.person(name), expected["approved"]
        sign_in(client, user)
        for url, needed in pages.items():
            response = client.get(url)
            if response.streaming:
                assert b"".join(response.streaming_content) == PDF
            if not user.is_authenticated:
                assert response.status_code == 302
            elif needed in letters:
                assert response.status_code == 200, (name, url)
            else:
                hidden = "v" not in letters or "document" in url or "letter" in url
                assert response.status_code == (404 if hidden else 403), (name, url)
        if "v" in letters:
            shown = client.get(page("detail", request)).text
            for text in texts:
                assert (text in shown) is ("f" in letters), (name, text)


@pages_of(REQUESTS)
def test_pages_of_the_draft(signed_in, office, name, expected):
    request = office.draft()
    member, document = request.members.named().first(), request.documents.get()
    client = signed_in(name)
    for url in (
        page("part", request, part="area"),
        page("part", request, part="reasons"),
        page("part", request, part="letter"),
        page("members", request),
        page("member-create", request),
        page("member-update", request, pk=member.pk),
        page("member-remove", request, pk=member.pk),
        page("documents", request),
        page("document-remove", request, pk=document.pk),
    ):
        status = client.get(url).status_code
        if not client.user.is_authenticated:
            assert status == 302
        else:
            assert status == (200 if "e" in expected["draft"] else 404), url
    client.post(page("part", request, part="reasons"), {"reasons": "tjetër"})
    client.post(page("member-remove", request, pk=member.pk))
    client.post(page("document-remove", request, pk=document.pk))
    request.refresh_from_db()
    written = "e" in expected["draft"]
    assert (request.reasons == "tjetër") is written
    assert request.members.filter(pk=member.pk).exists() is not written
    assert request.documents.kept().exists() is not written


@rows_of(REQUESTS)
def test_station_begins_requests_of_its_own_only(signed_in, world, office, name, expected):
    client = signed_in(name)
    asked = client.get(reverse("establishment:create"))
    files = "e" in expected["draft"]
    if name in ("station_commander nearby", "every place, elsewhere"):
        assert office.station not in asked.context["form"].fields["station"].queryset
    elif client.user.is_authenticated:
        assert asked.status_code == (200 if files else 403)
    client.post(
        reverse("establishment:create"), {"station": office.station.pk, "route": "citizens"}
    )
    assert EstablishmentRequest.objects.exists() is files
    url = reverse("establishment:change-create", kwargs={"committee": world.klsp.slug})
    client.post(url, {"purpose": "dissolution"})
    assert EstablishmentRequest.objects.filter(committee=world.klsp).exists() is files


def test_commander_who_files_what_citizens_ask_for_has_approved_it(office):
    """It came to a dead end: the only one who could decide had filed it."""
    request = office.draft()
    office.move(request, "submit", by=office.station_commander)
    request.refresh_from_db()
    assert request.step.role == "regional_director"
    first = request.steps.get(order=1)
    assert (first.role, first.is_filing) == ("station_commander", True)


def test_nobody_decides_on_what_they_filed(office):
    """Whoever submitted as an officer of the station and became its commander does not decide."""
    request = office.draft()
    office.move(request, "submit")
    RoleGrant.objects.filter(user=office.station_commander).update(user=office.station_officer)
    request.refresh_from_db()
    assert request.step.role == "station_commander"
    with pytest.raises(PermissionDenied):
        office.move(request, "forward", by=office.station_officer)
    other = office.grant("station_commander")
    assert office.move(request, "forward", by=other).step.role == "regional_director"


def test_nobody_decides_at_two_levels(office):
    """Whoever was promoted meanwhile does not decide again on the same request."""
    request = office.at("region")
    promoted = office.station_commander
    office_above = office.grant("regional_director").grants.get()
    type(office_above).objects.filter(pk=office_above.pk).update(user=promoted)
    for move in ("forward", "return", "reject"):
        with pytest.raises(PermissionDenied):
            office.move(request, move, by=promoted)
    request.refresh_from_db()
    assert request.status == "at_level"


def test_commanders_route_is_filed_by_the_commander_and_goes_straight_to_the_region(office):
    request = office.draft(commander=True)
    with pytest.raises(PermissionDenied):
        office.move(request, "submit", by=office.station_officer)
    office.move(request, "submit")
    request.refresh_from_db()
    assert request.step.role == "regional_director"
    first = request.steps.get(order=1)
    assert (first.role, first.is_filing) == ("station_commander", True)
    with pytest.raises(PermissionDenied):
        office.move(request, "send-back", by=office.regional_director, to_step=first)


def test_grant_that_ended_yesterday_decides_nothing(office, client, today):
    request = office.at("region")
    director = office.regional_director
    grant = director.grants.get()
    grant.until_on = today.replace(day=today.day - 1)
    grant.save()
    client.force_login(director)
    url = page("move", request, step="forward")
    assert client.get(url).status_code == 404
    assert client.post(url, {"seen": request.version}).status_code == 404
    request.refresh_from_db()
    assert request.step.role == "regional_director"


def test_a_request_has_no_decision_before_it_is_decided(office):
    with pytest.raises(ObjectDoesNotExist):
        _ = office.at("general").decision
