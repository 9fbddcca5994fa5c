"""What a kept file is decides who reads it: one that names persons asks for the right to names."""

import pytest
from django.urls import reverse

from concerns.models import ConcernDocument
from meetings.choices import FileKind
from meetings.models import ActionProof, ActivityDocument, Document
from tests.factories.concerns import ConcernDocumentFactory
from tests.factories.meetings import (
    ActionFactory,
    ActionProofFactory,
    ActivityDocumentFactory,
    ActivityFactory,
    ConcernFactory,
    DocumentFactory,
    MeetingFactory,
)
from tests.files import PDF
from tests.roles import rights, rows_of, truth_table

# Files beside a held meeting of the council, and beside its concern, its action, its plan.
FILES = truth_table("""
    sheet  minutes  letter  paper  photo  other
    anonymous                  -  -  -  -  -  -
    account                    -  -  -  -  -  -
    station_commander          v  v  v  v  v  v
    station_officer            -  -  -  -  -  -
    station_commander nearby   v  v  v  v  v  v
    regional_director          v  v  v  v  v  v
    community_policing         v  v  v  v  v  v
    deputy_general_director    v  v  v  v  v  v
    general_director           v  v  v  v  v  v
    municipal_officer          v  v  v  v  v  v
    mia_officer                v  v  v  v  v  v
    mlga_officer               v  v  v  v  v  v
    osce_monitor               -  -  -  v  v  v
    administrator              v  v  v  v  v  v
    chair                      v  v  v  v  v  v
    deputy                     v  v  v  v  v  v
    secretary                  v  v  v  v  v  v
    member                     v  v  v  v  v  v
    observer                   v  v  v  v  v  v
    police                     v  v  v  v  v  v
    every role, ended          -  -  -  -  -  -
    every role, to come        -  -  -  -  -  -
    every place, elsewhere     -  -  -  -  -  -
    every office, ended        -  -  -  -  -  -
    every office, to come      -  -  -  -  -  -
    every office, elsewhere    -  -  -  -  -  -
""")
ADDRESSES = {
    Document: "meetings:document",
    ConcernDocument: "concerns:document",
    ActionProof: "follow_up:proof",
    ActivityDocument: "plans:evidence",
}


@pytest.fixture
def files(world, today):
    """{kind: its files}, one beside a record of each sort; a file is named after its kind."""
    meeting = MeetingFactory(committee=world.kksb, starts_on=today.replace(month=3))
    concern = ConcernFactory(meeting=meeting)
    action = ActionFactory(meeting=meeting, done=True)
    activity = ActivityFactory(plan__committee=world.kksb)
    return {
        kind.value: [
            DocumentFactory(meeting=meeting, kind=kind, name=f"meeting-{kind}.pdf"),
            ConcernDocumentFactory(concern=concern, kind=kind, name=f"concern-{kind}.pdf"),
            ActionProofFactory(action=action, kind=kind, name=f"action-{kind}.pdf"),
            ActivityDocumentFactory(activity=activity, kind=kind, name=f"activity-{kind}.pdf"),
        ]
        for kind in FileKind
    }


def test_the_table_speaks_of_every_kind(world):
    assert list(FILES["account"]) == [kind.value for kind in FileKind]


@rows_of(FILES)
def test_policies(world, files, name, expected):
    user = world.person(name)
    opened = {kind for kind, letters in expected.items() if "v" in letters}
    for model in ADDRESSES:
        seen = model.objects.visible_to(user).values_list("kind", flat=True)
        assert sorted(seen) == sorted(opened), model
    for kind in ("sheet", "photo"):
        assert rights(user, files[kind][0], {"v": "view"}) == expected[kind]


@pytest.mark.parametrize("name", ["anonymous", "account", "osce_monitor", "member"])
def test_downloads_and_pages(signed_in, world, files, name):
    client, expected = signed_in(name), FILES[name]
    for kind in ("sheet", "photo"):
        for row in files[kind]:
            found = client.get(reverse(ADDRESSES[type(row)], args=[row.pk]))
            if "v" in expected[kind]:
                assert b"".join(found.streaming_content) == PDF
            else:
                refused = 404 if client.user.is_authenticated else 302
                assert found.status_code == refused, (kind, row)
    meeting, concern, action, activity = files["sheet"]
    meeting, concern = meeting.meeting, concern.concern
    pages = {
        "meeting": [
            meeting.get_absolute_url(),
            reverse("meetings:documents", args=[world.kksb.slug]),
        ],
        "concern": [concern.get_absolute_url()],
        "action": [action.action.get_absolute_url()],
        "activity": [activity.activity.get_absolute_url()],
    }
    opened = {kind for kind, letters in expected.items() if "v" in letters}
    for record, addresses in pages.items():
        for address in addresses:
            text = client.get(address).content.decode()
            shown = {kind for kind in files if f"{record}-{kind}.pdf" in text}
            assert shown == opened, address
    for address in (
        f"/api/v1/meetings/{meeting.public_id}/",
        f"/api/v1/concerns/{concern.number}/",
        f"/api/v1/actions/?committee={world.kksb.slug}",
        "/api/v1/workplans/",
    ):
        text = client.get(address).content.decode()
        assert not any(row.name in text for rows in files.values() for row in rows), address


def test_a_plan_counts_only_the_files_that_its_reader_may_open(signed_in, files):
    plan = files["sheet"][3].activity.plan
    text = signed_in("osce_monitor").get(plan.get_absolute_url()).content.decode()
    assert "3 files as evidence" in text


def test_a_file_that_nobody_sorted_is_guarded_like_a_signed_list():
    for model in ADDRESSES:
        assert model().kind == FileKind.SHEET
