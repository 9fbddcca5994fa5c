"""Who sees and does what with meetings and their parts: one table each, asked in every layer."""

import csv
import io

import pytest
from django.urls import reverse

from meetings.choices import MeetingKind, MeetingStatus
from meetings.models import (
    AgendaItem,
    Attendance,
    CompensationReport,
    ConcernCategory,
    Document,
    ItemText,
    Meeting,
    Minutes,
    Participant,
)
from tests.factories.meetings import (
    ActionFactory,
    AgendaItemFactory,
    AttendanceFactory,
    CompensationReportFactory,
    ConcernCategoryFactory,
    ConcernFactory,
    DocumentFactory,
    ItemTextFactory,
    MeetingFactory,
    MinutesFactory,
    ParticipantFactory,
    WorkPlanFactory,
)
from tests.files import PDF
from tests.roles import (
    ENGLISH,
    HIDDEN_NAME,
    answer,
    names_every_action,
    pages_of,
    rights,
    rows_of,
    truth_table,
    unlike,
)

MEETING = {
    "v": "view",
    "r": "view_record",
    "n": "view_names",
    "e": "edit",
    "s": "change_status",
    "p": "report",
    "m": "write_minutes",
    "a": "set_agenda",
    "t": "attach",
    "i": "invite",
}
# `executive` is held, `called off` stands for postponed and cancelled, `klsp` is planned.
MEETINGS = truth_table("""
    planned  held  called off  executive  klsp
    anonymous                  v       v      v      -      v
    account                    v       v      v      -      v
    station_commander          vrn     vrn    vrn    vrn    vrn
    station_officer            v       v      v      -      vrn
    station_commander nearby   vrn     vrn    vrn    vrn    v
    regional_director          vrn     vrn    vrn    vrn    vrn
    community_policing         vrn     vrn    vrn    vrn    vrn
    deputy_general_director    vrn     vrn    vrn    vrn    vrn
    general_director           vrn     vrn    vrn    vrn    vrn
    municipal_officer          vrnespati  vrnspmat  vrnes  vrnspmat  vrnespati
    mia_officer                vrn     vrn    vrn    vrn    vrn
    mlga_officer               vrn     vrn    vrn    vrn    vrn
    osce_monitor               vr      vr     vr     vr     vr
    administrator              vrnespati  vrnspmat  vrnes  vrnspmat  vrnespati
    chair                      vrnespati  vrnspmat  vrnes  vrnspmat  vrnespati
    deputy                     vrnespati  vrnspmat  vrnes  vrnspmat  vrnespati
    secretary                  vrnespati  vrnspmat  vrnes  vrnspmat  vrnespati
    member                     vrn     vrn    vrn    vrn    vrn
    observer                   vrn     vrn    vrn    vrn    vrn
    police                     vrn     vrn    vrn    vrn    vrn
    every role, ended          v       v      v      -      v
    every role, to come        v       v      v      -      v
    every place, elsewhere     v       v      v      -      v
    every office, ended        v       v      v      -      v
    every office, to come      v       v      v      -      v
    every office, elsewhere    v       v      v      -      v
""")
# What hangs on the held meeting; `secret agenda` on the executive one; `answers` on the council.
PARTS = truth_table("""
    agenda  secret agenda  record  answers
    anonymous                  v  -  -  -
    account                    v  -  -  -
    station_commander          v  v  v  v
    station_officer            v  -  -  -
    station_commander nearby   v  v  v  v
    regional_director          v  v  v  v
    community_policing         v  v  v  v
    deputy_general_director    v  v  v  v
    general_director           v  v  v  v
    municipal_officer          v  v  v  v
    mia_officer                v  v  v  v
    mlga_officer               v  v  v  v
    osce_monitor               v  v  v  v
    administrator              v  v  v  v
    chair                      v  v  v  v
    deputy                     v  v  v  v
    secretary                  v  v  v  v
    member                     v  v  v  v
    observer                   v  v  v  v
    police                     v  v  v  v
    every role, ended          v  -  -  -
    every role, to come        v  -  -  -
    every place, elsewhere     v  -  -  -
    every office, ended        v  -  -  -
    every office, to come      v  -  -  -
    every office, elsewhere    v  -  -  -
""")
VIEW = {"v": "view"}
# Words that only readers of the record may meet.
RECORD = {
    "minutes": "Fjala e procesverbalit",
    "decision": "Vendimi i fshehtë",
    "concern": "Shqetësimi i banorit",
    "participant": "Mysafiri i KFOR-it",
    "stand-in": "Toger zëvendës",
    "document": "fleta-e-nenshkruar.pdf",
}


@pytest.fixture
def meetings(world, today):
    """One meeting for each column of the table, and everything that hangs on them."""
    held = MeetingFactory(
        committee=world.kksb,
        starts_on=today.replace(month=3),
        agenda=["Rendi publik"],
        summary=RECORD["minutes"],
        decisions=RECORD["decision"],
    )
    ConcernFactory(meeting=held, description=RECORD["concern"])
    ParticipantFactory(meeting=held, name=RECORD["participant"])
    DocumentFactory(meeting=held, name=RECORD["document"])
    AttendanceFactory(
        meeting=held,
        membership=world.kksb.seats.first().memberships.first(),
        code="represented",
        represented_by=RECORD["stand-in"],
    )
    ahead = {"starts_on": today.replace(month=9), "committee": world.kksb}
    return {
        "planned": MeetingFactory(planned=True, **ahead),
        "held": held,
        "called off": MeetingFactory(postponed=True, **ahead),
        "executive": MeetingFactory(
            executive=True,
            committee=world.kksb,
            starts_on=today.replace(month=4),
            agenda=["Rendi i fshehtë"],
        ),
        "klsp": MeetingFactory(planned=True, **ahead | {"committee": world.klsp}),
    }


@pytest.fixture
def parts(world, meetings):
    held = meetings["held"]
    return {
        "agenda": [held.agenda.get()],
        "secret agenda": [meetings["executive"].agenda.get()],
        "record": [
            held.participants.get(),
            held.documents.get(),
            held.attendance.get(),
        ],
        "answers": [
            WorkPlanFactory(committee=world.kksb),
            CompensationReportFactory(committee=world.kksb),
        ],
    }


# An item of each kind and what the minutes say of it, on a held meeting; minutes in each state.
WRITTEN = truth_table("""
    item  confidential  matter  draft  published
    anonymous                  v   -   -   -   v
    account                    v   -   -   -   v
    station_commander          vt  vt  vt  v   v
    station_officer            v   -   -   -   v
    station_commander nearby   vt  vt  vt  v   v
    regional_director          vt  vt  vt  v   v
    community_policing         vt  vt  vt  v   v
    deputy_general_director    vt  vt  vt  v   v
    general_director           vt  vt  vt  v   v
    municipal_officer          vt  vt  vt  vc  vc
    mia_officer                vt  vt  vt  v   v
    mlga_officer               vt  vt  vt  v   v
    osce_monitor               vt  t   vt  v   v
    administrator              vt  vt  vt  vc  vc
    chair                      vt  vt  vt  vc  vc
    deputy                     vt  vt  vt  vc  vc
    secretary                  vt  vt  vt  vc  vc
    member                     vt  vt  vt  v   v
    observer                   vt  vt  vt  v   v
    police                     vt  vt  vt  v   v
    every role, ended          v   -   -   -   v
    every role, to come        v   -   -   -   v
    every place, elsewhere     v   -   -   -   v
    every office, ended        v   -   -   -   v
    every office, to come      v   -   -   -   v
    every office, elsewhere    v   -   -   -   v
""")
ITEM = {"v": "view", "t": "view_text"}
MINUTES = {"v": "view", "c": "change_status"}


@pytest.fixture
def written(world):
    """Rows for each column of the table, with the letters that it speaks in."""
    held = MeetingFactory(committee=world.kksb)
    public = MeetingFactory(committee=world.kksb)
    concern = ConcernFactory(meeting=held)
    action = ActionFactory(meeting=held)
    items = {
        "item": [AgendaItemFactory(meeting=held)],
        "confidential": [AgendaItemFactory(meeting=held, is_confidential=True)],
        "matter": [
            AgendaItemFactory(meeting=held, kind="follow_up", title="", concern=concern),
            AgendaItemFactory(meeting=held, kind="follow_up", title="", action=action),
        ],
    }
    for rows in items.values():
        for item in rows:
            ItemTextFactory(item=item)
    return {name: (rows, ITEM) for name, rows in items.items()} | {
        "draft": ([MinutesFactory(meeting=held)], MINUTES),
        "published": ([MinutesFactory(meeting=public, published=True)], MINUTES),
    }


def page(name, meeting, **more):
    keys = {"committee": meeting.committee.slug, "meeting": meeting.public_id, **more}
    return reverse(f"meetings:{name}", kwargs=keys)


def test_tables_speak_of_every_action():
    assert names_every_action(Meeting, MEETING)
    assert names_every_action(AgendaItem, ITEM)
    assert names_every_action(ItemText, VIEW)
    assert names_every_action(Minutes, MINUTES)
    for model in (Attendance, CompensationReport, Document, Participant):
        assert names_every_action(model, VIEW)


@rows_of(MEETINGS)
def test_policy_on_meetings(world, meetings, name, expected):
    user = world.person(name)
    assert {column: rights(user, row, MEETING) for column, row in meetings.items()} == expected


@rows_of(PARTS)
def test_policy_on_parts(world, parts, name, expected):
    user = world.person(name)
    for column, rows in parts.items():
        for row in rows:
            assert rights(user, row, VIEW) == expected[column], row._meta.label


@rows_of(WRITTEN)
def test_policy_on_what_is_written(world, written, name, expected):
    user = world.person(name)
    for column, (rows, letters) in written.items():
        for row in rows:
            assert rights(user, row, letters) == expected[column], (column, row._meta.label)
            if letters is ITEM:
                # What is said of an item is read by whoever sees the item and reads its text.
                seen = ItemText.objects.visible_to(user).filter(item=row).exists()
                assert seen is (expected[column] == "vt"), column


@rows_of(WRITTEN)
def test_interface_tells_of_an_agenda_what_is_open(signed_in, written, name, expected):
    client = signed_in(name)
    items = {c: rows for c, (rows, letters) in written.items() if letters is ITEM}
    AgendaItem.objects.update(resolution="unanimous")
    held = items["item"][0].meeting
    told = client.get(f"/api/v1/meetings/{held.public_id}/").json()["agendaItem"]
    seen = {
        row.position: None if expected[column] == "v" else "unanimous"
        for column, rows in items.items()
        for row in rows
        if "v" in expected[column]
    }
    agenda = {row["number"]: row["result"] for row in told}
    # The factory of the meeting adds an item of its own, which is like any other.
    assert {number: agenda[number] for number in seen} == seen
    hidden = {row.position for rows in items.values() for row in rows} - seen.keys()
    assert not hidden & agenda.keys()


def test_item_that_follows_up_a_confidential_concern_is_for_those_who_know_the_members(world):
    held = MeetingFactory(committee=world.kksb)
    concern = ConcernFactory(meeting=held, sensitivity="confidential")
    item = AgendaItemFactory(meeting=held, kind="follow_up", title="", concern=concern)
    ItemTextFactory(item=item)
    monitor = world.person("osce_monitor")
    assert rights(monitor, item, ITEM) == "t"
    assert not ItemText.objects.visible_to(monitor).exists()
    assert rights(world.person("member"), item, ITEM) == "vt"


@rows_of(MEETINGS)
def test_lists_search_export_and_interface_hold_what_is_seen(
    signed_in, world, meetings, name, expected
):
    client = signed_in(name)
    seen = {row.public_id for column, row in meetings.items() if "v" in expected[column]}
    asked = {"municipality": world.here.code}
    listed = client.get(reverse("meetings:list"), asked)
    assert {row.public_id for row in listed.context["object_list"]} == seen
    assert listed.context["page_obj"].paginator.count == len(seen)
    export = client.get(reverse("meetings:export", args=["csv"]), asked).content.decode()
    assert len(list(csv.DictReader(io.StringIO(export)))) == len(seen)
    rows = client.get("/api/v1/meetings/", asked).json()
    assert {row["id"] for row in rows["results"]} == seen
    assert rows["count"] == len(seen)
    for column, letters in unlike(expected):
        one = client.get(f"/api/v1/meetings/{meetings[column].public_id}/", headers=ENGLISH)
        assert one.status_code == (200 if "v" in letters else 404), column
    secret = client.get(reverse("meetings:list"), asked | {"q": "fshehtë"})
    found = {row.pk for row in secret.context["object_list"]}
    assert found == ({meetings["executive"].pk} if "v" in expected["executive"] else set())
    for text in (listed.content.decode(), export, str(rows)):
        assert HIDDEN_NAME not in text
        assert not any(words in text for words in RECORD.values())


@pages_of(MEETINGS)
def test_page_of_a_meeting_shows_what_is_open_to_the_reader(
    signed_in, world, meetings, name, expected
):
    client = signed_in(name)
    letters = expected["held"]
    text = client.get(page("detail", meetings["held"])).content.decode()
    assert "Rendi publik" in text
    found = {what for what, words in RECORD.items() if words in text}
    assert found == (set(RECORD) if "r" in letters else set())
    assert (HIDDEN_NAME in text) is ("n" in letters)
    assert (page("report", meetings["held"]) in text) is ("p" in letters)
    assert (page("history", meetings["held"]) in text) is ("n" in letters)


@pages_of(MEETINGS)
def test_pages_of_meetings(signed_in, meetings, name, expected):
    client = signed_in(name)
    for column, letters in unlike(expected):
        meeting = meetings[column]
        found, wanted = answer(client, page("detail", meeting), letters, "v", is_public=True)
        assert found == wanted, column
        for url, needed in (
            (page("update", meeting), "e"),
            (page("report", meeting), "p"),
            (page("history", meeting), "n"),
            (page("minutes", meeting), "m"),
            (page("agenda", meeting), "a"),
            (page("minutes-revisions", meeting), "n"),
            (page("agenda-paper", meeting), "r"),
            (page("attendance-sheet", meeting), "n"),
            (page("transition", meeting, step="cancel"), "s"),
        ):
            found, wanted = answer(client, url, letters, needed)
            assert found == wanted, (column, url)


@pages_of(PARTS)
def test_document_is_handed_out_to_readers(signed_in, parts, name, expected):
    client = signed_in(name)
    document = parts["record"][1]
    response = client.get(reverse("meetings:document", args=[document.pk]))
    if "v" in expected["record"]:
        assert b"".join(response.streaming_content) == PDF
        assert 'filename="fleta-e-nenshkruar.pdf"' in response["Content-Disposition"]
    elif client.user.is_authenticated:
        assert response.status_code == 404
    else:
        assert response.url.startswith(reverse("account_login"))


@pages_of(MEETINGS)
def test_writing_takes_effect_or_changes_nothing(signed_in, meetings, name, expected):
    client = signed_in(name)
    ahead = {"kind": "regular", "starts_on": "2026-05-10", "place": "Vendi i ri", "version": 1}
    for column, letters in unlike(expected):
        meeting = meetings[column]
        client.post(page("update", meeting), ahead)
        meeting.refresh_from_db()
        assert (meeting.place == "Vendi i ri") is ("e" in letters), column
        record = {
            "kind": meeting.kind,
            "precision": "day",
            "starts_on": "2026-06-01",
            "summary": "Fjala e re",
            "version": meeting.version,
            "concerns-TOTAL_FORMS": 0,
            "concerns-INITIAL_FORMS": 0,
        }
        client.post(page("report", meeting), record)
        meeting.refresh_from_db()
        assert (meeting.summary == "Fjala e re") is ("p" in letters), column
        before = meeting.status
        step = "retract" if before == MeetingStatus.HELD else "reschedule"
        reason = {"comment": "a slip of the pen", "starts_on": "2026-11-11"}
        client.post(page("transition", meeting, step=step), reason)
        meeting.refresh_from_db()
        moved = {MeetingStatus.HELD, MeetingStatus.POSTPONED} & {before}
        assert (meeting.status == MeetingStatus.PLANNED and bool(moved)) is (
            "s" in letters and bool(moved)
        ), column


def test_commander_of_another_station_finds_nothing_that_is_not_public(
    signed_in, world, meetings, parts
):
    client = signed_in("station_commander elsewhere")
    committee = {"committee": world.kksb.slug}
    pages = [
        world.kksb.get_absolute_url(),
        f"{world.kksb.get_absolute_url()}?on=2026-03-15",
        *(row.get_absolute_url() for row in meetings.values()),
        reverse("meetings:list"),
        reverse("committees:list"),
        reverse("portal:home"),
        reverse("reports:dashboard"),
        "/api/v1/meetings/",
        "/api/v1/committees/",
        *(reverse("meetings:export", args=[kind]) for kind in ("csv", "json")),
        reverse("meetings:answers", kwargs=committee),
        page("history", meetings["held"]),
        reverse("meetings:document", args=[parts["record"][1].pk]),
        reverse("meetings:list") + f"?q={HIDDEN_NAME.split()[1]}",
    ]
    for url in pages:
        text = client.get(url).content.decode()
        for words in (*RECORD.values(), HIDDEN_NAME, "Rendi i fshehtë"):
            assert words not in text, url


def test_executive_meeting_does_not_exist_for_the_public(client, meetings):
    assert client.get(page("detail", meetings["executive"])).status_code == 404
    assert not Meeting.objects.filter(kind=MeetingKind.EXECUTIVE).visible_to(
        client.get(page("detail", meetings["held"])).wsgi_request.user
    )


def test_categories_of_concerns_are_public(world):
    category = ConcernCategoryFactory()
    found = ConcernCategory.objects.visible_to(world.person("anonymous"))
    assert found.filter(pk=category.pk).exists()
