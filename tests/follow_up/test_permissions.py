"""Who sees an action and does what with it: one table, asked in every layer."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.workflow import TransitionRefused
from meetings.choices import ActionStatus
from meetings.models import Action, ActionProof, Institution, InstitutionSpelling
from meetings.workflow.action import ACTION
from tests.factories.meetings import (
    ActionFactory,
    ActionProofFactory,
    AgendaItemFactory,
    InstitutionFactory,
    InstitutionSpellingFactory,
    MeetingFactory,
    MinutesFactory,
)
from tests.files import PDF
from tests.roles import (
    HIDDEN_NAME,
    NAMES,
    answer,
    names_every_action,
    pages_of,
    rights,
    rows_of,
    truth_table,
    unlike,
)

ACTIONS = {
    "v": "view",
    "e": "edit",
    "a": "answer",
    "d": "decide",
    "o": "own",
    "h": "view_history",
}
# `police` answers as the station commander and stands in the council; `village` in the local
# committee; `directorate` as the municipal officer; `region`, `ministry` as their posts; `church`
# through the committee; `secret` was decided under a confidential item; `closed` is done.
TABLE = truth_table("""
    police  village  directorate  region  ministry  church  secret  closed
    anonymous                  -      -      -      -      -      -      -      -
    account                    -      -      -      -      -      -      -      -
    station_commander          vaoh   vaoh   vh     vh     vh     vh     vh     vh
    station_officer            -      vh     -      -      -      -      -      -
    station_commander nearby   vaoh   -      vh     vh     vh     vh     vh     vh
    regional_director          vh     vh     vh     vaoh   vh     vh     vh     vh
    community_policing         vh     vh     vh     vh     vh     vh     vh     vh
    deputy_general_director    vh     vh     vh     vh     vh     vh     vh     vh
    general_director           vh     vh     vh     vh     vh     vh     vh     vh
    municipal_officer          veadh  veadh  veadoh  veadh  veadh  veadh  veadh  vadh
    mia_officer                vh     vh     vh     vh     vaoh   vh     vh     vh
    mlga_officer               vh     vh     vh     vh     vh     vh     vh     vh
    osce_monitor               v      v      v      v      v      v      -      v
    administrator              veadh  veadh  veadh  veadh  veadh  veadh  veadh  vadh
    chair                      veadh  veadh  veadh  veadh  veadh  veadoh  veadoh  vadoh
    deputy                     veadh  veadh  veadh  veadh  veadh  veadh  veadh  vadh
    secretary                  veadh  veadh  veadh  veadh  veadh  veadoh  veadoh  vadoh
    member                     vh     vh     vh     vh     vh     vh     vh     vh
    observer                   vh     vh     vh     vh     vh     vh     vh     vh
    police                     vh     vh     vh     vh     vh     vh     vh     vh
    every role, ended          -      -      -      -      -      -      -      -
    every role, to come        -      -      -      -      -      -      -      -
    every place, elsewhere     -      -      -      -      -      -      -      -
    every office, ended        -      -      -      -      -      -      -      -
    every office, to come      -      -      -      -      -      -      -      -
    every office, elsewhere    -      -      -      -      -      -      -      -
""")
SECRET = "Të kontrollohet shtëpia"


@pytest.fixture
def actions(world, meeting, ask):
    """One action for each column of the table."""
    item = AgendaItemFactory(meeting=meeting, is_confidential=True)
    village = MeetingFactory(committee=world.klsp, starts_on=meeting.starts_on)
    return {
        "police": ask("station_commander"),
        "village": ask("station_commander", meeting=village),
        "directorate": ask("municipal_officer"),
        "region": ask("regional_director"),
        "ministry": ask("mia_officer"),
        "church": ask(),
        "secret": ActionFactory(meeting=meeting, item=item, text=SECRET, addressee="?"),
        "closed": ask(done=True),
    }


def test_tables_speak_of_every_action():
    assert names_every_action(Action, ACTIONS)
    assert names_every_action(ActionProof, {"v": "view"})
    assert names_every_action(Institution, {"v": "view", "s": "assign"})
    assert names_every_action(InstitutionSpelling, {"v": "view"})


@rows_of(TABLE)
def test_policy(world, actions, name, expected):
    user = world.person(name)
    found = {column: rights(user, row, ACTIONS) for column, row in actions.items()}
    assert {column: sorted(letters) for column, letters in found.items()} == {
        column: sorted(letters) for column, letters in expected.items()
    }
    for column, row in actions.items():
        proof = ActionProofFactory(action=row)
        assert rights(user, proof, {"v": "view"}) == ("v" if "v" in expected[column] else "")


@pytest.mark.parametrize("name", NAMES)
def test_institutions_are_known_to_all_and_assigned_by_administrators(world, name):
    user = world.person(name)
    wanted = "vs" if name == "administrator" else "v"
    assert rights(user, InstitutionFactory(), {"v": "view", "s": "assign"}) == wanted
    assert rights(user, InstitutionSpellingFactory(), {"v": "view"}) == "v"


@rows_of(TABLE)
def test_list_export_overview_and_interface_hold_what_is_seen(
    signed_in, world, actions, name, expected
):
    client = signed_in(name)
    Action.objects.open().update(due_on=date(2026, 4, 1))
    seen = {actions[column].pk for column, letters in expected.items() if "v" in letters}
    rows = client.get("/api/v1/actions/").json()
    assert ({row["id"] for row in rows["results"]}, rows["count"]) == (seen, len(seen))
    listed = client.get(reverse("follow_up:list"))
    export = client.get(reverse("follow_up:export", args=["csv"]))
    overview = client.get(reverse("follow_up:overdue"))
    pages = [listed, export, overview]
    if name == "anonymous":
        assert {page.url.split("?")[0] for page in pages} == {reverse("account_login")}
        return
    if name == "account" or name.endswith(("ended", "to come")):
        assert [page.status_code for page in pages] == [403, 403, 403]
        return
    assert {row.pk for row in listed.context["object_list"]} == seen
    assert len(list(csv.DictReader(io.StringIO(export.content.decode())))) == len(seen)
    overdue = seen - {actions["closed"].pk}
    for group in overview.context["groups"]:
        assert sum(row["number"] for row in group["rows"]) == len(overdue), group["parameter"]
    for text in (listed.content.decode(), export.content.decode(), str(rows)):
        assert HIDDEN_NAME not in text
        assert (SECRET in text) is ("v" in expected["secret"])


@pages_of(TABLE)
def test_pages(signed_in, actions, name, expected):
    client = signed_in(name)
    for column, letters in unlike(expected):
        action = actions[column]
        proof = ActionProofFactory(action=action)
        step = "reopen" if column == "closed" else "drop"
        for url, needed in (
            (action.get_absolute_url(), "v"),
            (reverse("follow_up:edit", args=[action.pk]), "e"),
            (reverse("follow_up:step", args=[action.pk, "report-done"]), "a"),
            (reverse("follow_up:step", args=[action.pk, step]), "d"),
        ):
            found, wanted = answer(client, url, letters, needed)
            assert found == wanted, (column, url)
        page = client.get(action.get_absolute_url())
        if "v" in letters:
            assert bool(page.context["versions"]) is ("h" in letters), column
            handed = client.get(reverse("follow_up:proof", args=[proof.pk]))
            assert b"".join(handed.streaming_content) == PDF
        elif client.user.is_authenticated:
            assert client.get(reverse("follow_up:proof", args=[proof.pk])).status_code == 404


@pages_of(TABLE)
def test_writing_takes_effect_or_changes_nothing(signed_in, actions, name, expected):
    client = signed_in(name)
    for column, letters in unlike(expected):
        action = actions[column]
        words = f"Fjala e re: {column}"
        edited = {"text": words, "addressee": "KFOR", "version": 0}
        client.post(reverse("follow_up:edit", args=[action.pk]), edited)
        action.refresh_from_db()
        assert (action.text == words) is ("e" in letters), column
        is_closed = not action.is_open
        client.post(reverse("follow_up:step", args=[action.pk, "not-done"]), {"result": "S'ka."})
        action.refresh_from_db()
        assert (action.status == "not_done") is ("a" in letters and not is_closed), column


def step_facts(name):
    return {
        "report-done": {"result": "U krye.", "done_on": date(2026, 6, 1)},
        "not-done": {"result": "S'ka buxhet."},
        "drop": {"result": "Nuk duhet."},
    }.get(name, {})


STEPS = {
    ("open", "take-up"): "in_progress",
    ("open", "report-done"): "done",
    ("open", "not-done"): "not_done",
    ("open", "drop"): "dropped",
    ("in_progress", "report-done"): "done",
    ("in_progress", "not-done"): "not_done",
    ("in_progress", "drop"): "dropped",
    ("done", "reopen"): "open",
    ("not_done", "reopen"): "open",
    ("dropped", "reopen"): "open",
}
LETTER = {step.name: "d" if step.action == "decide" else "a" for step in ACTION.transitions}


@pytest.mark.once
@pytest.mark.parametrize("has_locked_minutes", [False, True], ids=["draft", "locked"])
@rows_of(TABLE)
def test_every_step_from_every_state_by_everybody(
    world, meeting, ask, name, expected, has_locked_minutes
):
    """Every (state, step, role): the policy speaks first, then the table of steps."""
    if has_locked_minutes:
        MinutesFactory(meeting=meeting, published=True)
    user = world.person(name)
    for state in ActionStatus:
        trait = {} if state == ActionStatus.OPEN else {state.value: True}
        for step in ACTION.transitions:
            action = ask("station_commander", **trait)
            offered = {offer.transition.name for offer in ACTION.offers(action, user)}
            is_there = (state.value, step.name) in STEPS
            is_granted = LETTER[step.name] in expected["police"]
            assert (step.name in offered) is (is_there and is_granted), (state, step.name)
            if is_granted and is_there:
                ACTION.perform(action, step.name, by=user, **step_facts(step.name))
                assert action.status == STEPS[state.value, step.name]
                assert action.is_open is (action.status in ("open", "in_progress"))
                continue
            error = TransitionRefused if is_granted else PermissionDenied
            with pytest.raises(error):
                ACTION.perform(action, step.name, by=user, **step_facts(step.name))
            assert Action.objects.get(pk=action.pk).status == state
