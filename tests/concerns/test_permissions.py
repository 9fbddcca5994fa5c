"""Who sees and does what with a concern, at every place of its way, through every door."""

import csv
import io

import pytest
from django.db import transaction
from django.urls import reverse

from concerns.models import ConcernDocument, ConcernText, MunicipalResponse, ProblemRecord
from meetings.choices import ConcernStatus
from meetings.ladder_mail import holders
from meetings.models import Concern, Referral
from meetings.workflow import CONCERN
from tests.factories.accounts import UserFactory
from tests.factories.committees import MembershipFactory, PersonFactory
from tests.factories.concerns import (
    ConcernDocumentFactory,
    ConcernTextFactory,
    MunicipalResponseFactory,
    ProblemRecordFactory,
)
from tests.factories.meetings import ConcernFactory, MeetingFactory, ReferralFactory
from tests.files import PDF
from tests.roles import answer, names_every_action, pages_of, rights, rows_of, truth_table

LETTERS = {
    "v": "view",
    "n": "view_history",
    "a": "view_answer",
    "e": "edit",
    "h": "handle",
    "w": "answer",
    "c": "close",
    "p": "publish",
    "r": "respond",
}
# All but the last were raised before the local committee; see conftest.
PLACES = truth_table("""
    home  secret  passed  ministry  closed  published  council
    anonymous                  -       -       -        -        -      a        -
    account                    -       -       -        -        -      a        -
    station_commander          vn      vn      vn       vn       vn     vna      vn
    station_officer            vn      vn      vn       vn       vn     vna      -
    station_commander nearby   -       -       vn       vn       -      a        vn
    regional_director          vn      vn      vn       vn       vn     vna      vn
    community_policing         vn      vn      vn       vn       vn     vna      vn
    deputy_general_director    vn      vn      vn       vn       vn     vna      vn
    general_director           vn      vn      vn       vn       vn     vna      vn
    municipal_officer          vnehcr  vnehcr  vnehwr   vner     vncpr  vnacpr   vnehcr
    mia_officer                vn      vn      vn       vnhwr    vn     vna      vn
    mlga_officer               vn      vn      vn       vn       vn     vna      vn
    osce_monitor               v       -       v        v        v      va       v
    administrator              vnehcr  vnehcr  vnehwr   vnehwr   vncpr  vnacpr   vnehcr
    chair                      vnehcr  vnehcr  vnehwr   vner     vncpr  vnacpr   vnehcr
    deputy                     vnehcr  vnehcr  vnehwr   vner     vncpr  vnacpr   vnehcr
    secretary                  vnehcr  vnehcr  vnehwr   vner     vncpr  vnacpr   vnehcr
    member                     vn      vn      vn       vn       vn     vna      vn
    observer                   vn      vn      vn       vn       vn     vna      vn
    police                     vn      vn      vn       vn       vn     vna      vn
    every role, ended          -       -       -        -        -      a        -
    every role, to come        -       -       -        -        -      a        -
    every place, elsewhere     -       -       -        -        -      a        -
    every office, ended        -       -       -        -        -      a        -
    every office, to come      -       -       -        -        -      a        -
    every office, elsewhere    -       -       -        -        -      a        -
""")
# The steps of each state, and the letter that each needs.
STEPS = {
    "open": {"take-up", "resolve", "refer", "not-competent", "no-action", "duplicate"},
    "in_progress": {"resolve", "refer", "answer", "not-competent", "no-action", "duplicate"},
    "referred": {"take-up", "refer", "answer", "decline"},
    "resolved": {"reopen"},
    "not_competent": {"reopen"},
    "duplicate": {"reopen"},
    "no_action": {"reopen"},
}
NEEDED = {
    "take-up": "h",
    "refer": "h",
    "answer": "w",
    "decline": "w",
    "resolve": "c",
    "not-competent": "c",
    "no-action": "c",
    "duplicate": "c",
    "reopen": "c",
}
# Above a ministry there is nobody.
HINDERED = {("ministry", "refer")}
VIEW = {"v": "view"}


def page(name, concern, **more):
    return reverse(f"concerns:{name}", kwargs={"number": concern.number, **more})


def test_tables_speak_of_every_action_and_every_step():
    assert names_every_action(Concern, LETTERS)
    for model in (Referral, ConcernText, ConcernDocument, MunicipalResponse, ProblemRecord):
        assert names_every_action(model, VIEW)
    assert {step.name for step in CONCERN.transitions} == NEEDED.keys()
    assert {
        status: {step.name for step in CONCERN.transitions if status in step.sources}
        for status in STEPS
    } == STEPS


@rows_of(PLACES)
def test_policy_on_concerns(world, places, name, expected):
    user = world.person(name)
    assert {place: rights(user, row, LETTERS) for place, row in places.items()} == expected


@rows_of(PLACES)
def test_mail_goes_to_whom_a_concern_lies_with_but_to_no_administrator(
    world, places, name, expected
):
    user = world.person(name)
    handles = {place for place, letters in expected.items() if "h" in letters}
    told = {place for place, row in places.items() if not row.is_closed and user in holders(row)}
    assert told == (set() if name == "administrator" else handles)


@rows_of(PLACES)
def test_what_is_kept_beside_a_concern_is_seen_with_it(world, places, name, expected):
    user = world.person(name)
    for place in ("home", "secret", "ministry"):
        concern = places[place]
        rows = [
            ConcernTextFactory(concern=concern),
            ConcernDocumentFactory(concern=concern),
            MunicipalResponseFactory(concern=concern),
            ProblemRecordFactory(concern=concern),
            *concern.referrals.all(),
        ]
        for row in rows:
            assert rights(user, row, VIEW) == ("v" if "v" in expected[place] else ""), place


# Where a concern may lie in each state; a closed one lies where it was raised.
STATES = [
    ("home", "open"),
    ("home", "in_progress"),
    ("passed", "referred"),
    ("passed", "in_progress"),
    ("ministry", "referred"),
    ("ministry", "in_progress"),
    ("closed", "resolved"),
    ("closed", "not_competent"),
    ("closed", "no_action"),
    ("closed", "duplicate"),
    ("council", "open"),
]


# Every door for everybody: the rules behind the doors are asked of both databases above.
@pytest.mark.once
@pytest.mark.parametrize(("place", "status"), STATES)
def test_every_step_through_button_page_and_post(client, world, places, place, status):
    """All (state, step, role) triples: what stands in no table is refused at every door.

    The buttons are asked of everybody; pages and posts, which take long, of one of those whom the
    table gives the same.
    """
    concern = places[place]
    original = places["council"] if status == "duplicate" else None
    Concern.objects.filter(pk=concern.pk).update(status=status, duplicate_of=original)
    concern.refresh_from_db()
    asked = set()
    for name, cells in PLACES.items():
        user, letters = world.person(name), cells[place]
        granted = {step for step in STEPS[status] if NEEDED[step] in letters}
        offers = CONCERN.offers(concern, user)
        assert {offer.transition.name for offer in offers} == granted, name
        allowed = {offer.transition.name for offer in offers if not offer.reason}
        assert {(place, step) for step in granted - allowed} <= HINDERED, name
        if (letters, user.is_authenticated) in asked:
            continue
        asked.add((letters, user.is_authenticated))
        client.logout()
        if user.is_authenticated:
            client.force_login(user)
        for step in CONCERN.transitions:
            found, moved = try_step(client, concern, step.name)
            wanted = 200 if NEEDED[step.name] in letters else 403 if "v" in letters else 404
            assert found == (wanted if user.is_authenticated else 302), (name, step.name)
            assert moved is (step.name in allowed), (name, step.name)


def try_step(client, concern, name):
    """Open the page of a step and send it; return its status, and whether the concern moved."""
    url = page("step", concern, step=name)
    asked = client.get(url).status_code
    receivers = [f"committee:{pk}" for pk in _councils(concern)] + ["ministry:mia"]
    with transaction.atomic():
        for receiver in receivers:
            client.post(
                url,
                {
                    "comment": "arsyeja",
                    "receiver": receiver,
                    "answer": "U krye.",
                    "answered_on": "2026-06-15",
                    "duplicate_of": _other(concern).number,
                },
            )
            if Concern.objects.get(pk=concern.pk).version != concern.version:
                break
        moved = Concern.objects.get(pk=concern.pk).version != concern.version
        transaction.set_rollback(True)
    return asked, moved


def _councils(concern):
    return concern.committee.municipality.committees.of_kind("kksb").values_list("pk", flat=True)


def _other(concern):
    rows = Concern.objects.filter(committee__municipality=concern.committee.municipality)
    return rows.exclude(pk=concern.pk).filter(sensitivity="internal").first()


@rows_of(PLACES)
def test_lists_search_export_map_and_interface_hold_what_is_seen(
    signed_in, places, world, name, expected
):
    client = signed_in(name)
    seen = {row.number for place, row in places.items() if "v" in expected[place]}
    answered = client.get("/api/v1/concerns/").json()
    assert {row["number"] for row in answered["results"]} == seen
    assert answered["count"] == len(seen)
    listed = client.get(reverse("concerns:list"), {"q": "rrethoje"})
    if not client.user.is_authenticated:
        assert listed.status_code == 302
        return
    assert {row.number for row in listed.context["object_list"]} == seen
    assert listed.context["page_obj"].paginator.count == len(seen)
    export = client.get(reverse("concerns:export", args=["csv"])).content.decode()
    assert {row["number"] for row in csv.DictReader(io.StringIO(export))} == seen
    tiles = client.get(reverse("concerns:map")).context["map"].tiles
    assert sum(tile.number for tile in tiles) == len(seen)


@pages_of(PLACES)
def test_pages_of_a_concern_open_to_whom_the_table_says(signed_in, places, name, expected):
    client = signed_in(name)
    pages = {
        "detail": "v",
        "history": "n",
        "edit": "e",
        "attach": "r",
        "publish": "p",
        "withdraw": "p",
        "again": "e",
        "problem": "r",
    }
    for place in ("home", "secret", "published"):
        for address, needed in pages.items():
            found, status = answer(client, page(address, places[place]), expected[place], needed)
            assert found == status, (place, address)
    words = page("text", places["home"], language="en")
    found, status = answer(client, words, expected["home"], "r")
    assert found == status


@rows_of(PLACES)
def test_register_of_a_committee_is_for_its_readers_and_new_ones_for_its_keepers(
    signed_in, world, name, expected
):
    client = signed_in(name)
    letters = "v" + "r" * ("v" in expected["council"]) + "e" * ("e" in expected["council"])
    for address, needed in (("of-committee", "r"), ("create", "e")):
        url = reverse(f"concerns:{address}", args=[world.kksb.slug])
        found, status = answer(client, url, letters, needed)
        assert found == status, address


def test_local_chair_hands_a_concern_on_and_cannot_act_until_it_is_back(client, world, places):
    """The table's chair sits on both; here each sits on one."""
    local, council = (UserFactory(email=f"{name}@example.org") for name in ("lokal", "keshill"))
    for user, committee in ((local, world.klsp), (council, world.kksb)):
        MembershipFactory(committee=committee, person=PersonFactory(user=user), office="chair")
    passed = places["passed"]
    assert rights(local, passed, LETTERS) == "vner"
    assert rights(council, passed, LETTERS) == "vnhwr"
    assert rights(council, places["home"], LETTERS) == ""


def test_file_of_a_concern_is_handed_out_to_whoever_sees_the_concern(client, world, places):
    document = ConcernDocumentFactory(concern=places["secret"])
    url = reverse("concerns:document", args=[document.pk])
    client.force_login(world.person("osce_monitor"))
    assert client.get(url).status_code == 404
    client.force_login(world.person("member"))
    assert b"".join(client.get(url).streaming_content) == PDF


def test_council_learns_of_a_concern_passed_to_it_but_not_of_the_executive_meeting(client, world):
    meeting = MeetingFactory(committee=world.klsp, executive=True)
    concern = ConcernFactory(
        meeting=meeting, holder_committee=world.kksb, status=ConcernStatus.REFERRED
    )
    ReferralFactory(concern=concern, to_committee=world.kksb)
    council = UserFactory(email="keshilltar@example.org")
    MembershipFactory(committee=world.kksb, person=PersonFactory(user=council))
    for user, is_told in ((council, False), (world.person("chair"), True)):
        client.force_login(user)
        shown = client.get(concern.get_absolute_url()).text
        assert concern.description in shown
        assert (meeting.get_absolute_url() in shown) is is_told
        [row] = client.get("/api/v1/concerns/").json()["results"]
        assert (row["meeting"] == meeting.public_id) is is_told
