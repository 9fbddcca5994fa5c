"""What was approved stays as it was signed, whatever the roster of that day becomes."""

import hashlib
from datetime import date

import pytest
from django.urls import reverse

from committees.actions import correct_membership, hand_over, strike
from committees.choices import EndReason
from meetings.choices import Audience, MinutesStatus
from meetings.models import SignedPaper, SignedRecord
from meetings.papers import minutes_data
from meetings.signing import audience_of, changes_since, set_files, signed_papers
from meetings.workflow import MINUTES
from reports.indicators import Period
from reports.indicators.working import quorum_reached
from tests.factories.accounts import RoleGrantFactory
from tests.factories.committees import MembershipFactory, PersonFactory, RuleFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    AttendanceFactory,
    ItemTextFactory,
    MeetingFactory,
    MinutesFactory,
)
from tests.roles import HIDDEN_NAME, names_every_action, rights, rows_of, truth_table

WHY = "Gabim në shkrim"
HELD_ON, APPROVED_ON = date(2026, 3, 10), date(2026, 3, 20)
PAPER = {"v": "view"}
# Which paper of approved minutes somebody is given: with names, without them, the public one,
# before the minutes are published and after.
TABLE = truth_table("""
    insiders  readers  public  published
    anonymous                -   -   -   v
    account                  -   -   -   v
    station_commander        v   v   v   v
    station_officer          -   -   -   v
    station_commander nearby  v  v   v   v
    regional_director        v   v   v   v
    community_policing       v   v   v   v
    deputy_general_director  v   v   v   v
    general_director         v   v   v   v
    municipal_officer        v   v   v   v
    mia_officer              v   v   v   v
    mlga_officer             v   v   v   v
    osce_monitor             -   v   -   v
    administrator            v   v   v   v
    chair                    v   v   v   v
    deputy                   v   v   v   v
    secretary                v   v   v   v
    member                   v   v   v   v
    observer                 v   v   v   v
    police                   v   v   v   v
    every role, ended        -   -   -   v
    every role, to come      -   -   -   v
    every place, elsewhere   -   -   -   v
    every office, ended      -   -   -   v
    every office, to come    -   -   -   v
    every office, elsewhere  -   -   -   v
""")


@pytest.fixture
def member(world):
    return world.kksb.seats.get().memberships.get()


@pytest.fixture
def meeting(world, member):
    """A held meeting of the council: its one member was there, minutes of one item are written."""
    RuleFactory(kind="kksb", subject="quorum_percent", value=50)
    meeting = MeetingFactory(committee=world.kksb, starts_on=HELD_ON, agenda=["Siguria"])
    AttendanceFactory(meeting=meeting, membership=member)
    ItemTextFactory(item=meeting.agenda.get(), text="U bisedua.")
    MinutesFactory(meeting=meeting)
    return meeting


@pytest.fixture
def keeper(world):
    return RoleGrantFactory(administrator=True).user


def approve(meeting, by):
    return MINUTES.perform(meeting.minutes, "approve", by=by, approved_on=APPROVED_ON)


def publish(meeting, by):
    return MINUTES.perform(meeting.minutes, "publish", by=by, is_reviewed=True)


def paper_page(meeting, language="en"):
    name = "meetings:minutes-paper"
    address = reverse(name, args=[meeting.committee.slug, meeting.public_id])
    return f"{address}?language={language}"


def join(meeting, since=date(2026, 1, 1)):
    """Let somebody be a member of that day who was none when the minutes were signed."""
    return MembershipFactory(committee=meeting.committee, from_on=since)


@rows_of(TABLE)
def test_policy_on_signed_papers(world, meeting, keeper, name, expected):
    approve(meeting, keeper)
    user = world.person(name)

    def paper(audience):
        return SignedPaper.objects.get(audience=audience, language="sq")

    found = {audience.value: rights(user, paper(audience), PAPER) for audience in Audience}
    publish(meeting, keeper)
    found["published"] = rights(user, paper(Audience.PUBLIC), PAPER)
    assert found == expected
    record = rights(user, SignedRecord.objects.get(), PAPER)
    assert record == expected["readers"]
    assert names_every_action(SignedPaper, PAPER)
    assert names_every_action(SignedRecord, PAPER)


def test_approval_freezes_and_opening_again_thaws(meeting, keeper):
    approve(meeting, keeper)
    record = meeting.minutes.signed
    assert (record.listed, record.taken) == (1, 1)
    assert (record.voting, record.needed, record.present) == (1, 1, 1)
    assert record.papers.count() == 9
    MINUTES.perform(meeting.minutes, "reopen", by=keeper, comment=WHY)
    assert not SignedRecord.objects.exists()
    assert not SignedPaper.objects.exists()
    approve(meeting, keeper)
    assert SignedPaper.objects.count() == 9


def test_page_shows_what_was_signed_and_what_changed_since(signed_in, meeting, keeper):
    client = signed_in("secretary")
    approve(meeting, keeper)
    before = client.get(meeting.get_absolute_url()).text
    assert "Since the approval the roster" not in before
    late = join(meeting)
    page = client.get(meeting.get_absolute_url()).text
    assert "1 of 1 vote present, 1 needed" in page
    assert "Since the approval the roster of that day has changed" in page
    assert f"now on it: {late.person}" in page
    strike.unasked(late, reason=WHY, by=keeper)
    assert "Since the approval the roster" not in client.get(meeting.get_absolute_url()).text


def test_handover_and_corrected_name_are_told_beside(meeting, member, keeper):
    approve(meeting, keeper)
    other = join(meeting)
    approve_again = meeting.minutes.signed
    given = {"end_reason": EndReason.REPLACED, "act": "Nr. 2", "on": date(2026, 2, 1)}
    follower = hand_over.unasked(other, successor=PersonFactory(), by=keeper, **given)
    facts = {
        name: getattr(member, name)
        for name in ("seat", "office", "from_on", "until_on", "end_reason", "end_note", "act")
    }
    person = {"given_name": "Besarta", "family_name": "Re", "sex": "f"}
    correct_membership.unasked(member, reason=WHY, by=keeper, **facts, **person)
    told = changes_since(approve_again, meeting, names=True)
    assert any(str(follower.person) in line for line in told)
    assert any(HIDDEN_NAME in line and "is now Besarta Re" in line for line in told)
    nameless = " ".join(changes_since(approve_again, meeting, names=False))
    assert "Besarta" not in nameless
    assert HIDDEN_NAME not in nameless


def test_file_stays_byte_for_byte_and_its_hash_is_on_the_page(signed_in, meeting, keeper):
    client = signed_in("secretary")
    minutes = approve(meeting, keeper)
    set_files(minutes)
    first = client.get(paper_page(meeting)).content
    join(meeting)
    assert client.get(paper_page(meeting)).content == first
    digest = hashlib.sha256(first).hexdigest()
    paper = SignedPaper.objects.get(audience=Audience.INSIDERS, language="en")
    assert paper.sha256 == digest
    assert digest in client.get(meeting.get_absolute_url()).text
    set_files(minutes)
    assert client.get(paper_page(meeting)).content == first


def test_public_page_and_paper_are_the_signed_ones_without_attendance(client, meeting, keeper):
    approve(meeting, keeper)
    assert client.get(paper_page(meeting)).status_code == 404
    publish(meeting, keeper)
    first = client.get(paper_page(meeting)).content
    page = client.get(meeting.get_absolute_url()).text
    assert "U bisedua." in page
    assert SignedPaper.objects.exclude(file="").get().audience == Audience.PUBLIC
    assert hashlib.sha256(first).hexdigest() in client.get(meeting.get_absolute_url()).text
    join(meeting)
    assert client.get(paper_page(meeting)).content == first
    assert "Since the approval the roster" not in client.get(meeting.get_absolute_url()).text


def test_approving_on_the_page_sets_all_files(signed_in, meeting):
    client = signed_in("secretary")
    step = reverse(
        "meetings:minutes-step", args=[meeting.committee.slug, meeting.public_id, "approve"]
    )
    client.post(step, {"approved_on": APPROVED_ON})
    meeting.minutes.refresh_from_db()
    assert meeting.minutes.status == MinutesStatus.APPROVED
    assert SignedPaper.objects.exclude(file="").count() == 9


def test_papers_hold_what_the_policy_opens(world, meeting, keeper):
    """Each circle reads on paper what it reads on the page."""
    hidden = AgendaItemFactory(meeting=meeting, title="Pika e fshehtë", is_confidential=True)
    ItemTextFactory(item=hidden, text="Fjala e fshehtë")
    approve(meeting, keeper)
    publish(meeting, keeper)
    for name in ("secretary", "osce_monitor", "anonymous"):
        user = world.person(name)
        paper = signed_papers(meeting, audience_of(user, meeting)).get(language="sq")
        assert rights(user, paper, PAPER) == "v"
        seen = [item.name for item in meeting.agenda.visible_to(user).in_order()]
        assert [item["name"] for item in paper.content["items"]] == seen
    public = minutes_data(meeting, Audience.PUBLIC, "sq")
    assert (public["attendance"], public["actions"], public["notes"]) == ([], [], [])


def test_figure_of_the_quorum_keeps_the_votes_of_approved_minutes(world, meeting, keeper):
    approve(meeting, keeper)
    join(meeting)
    join(meeting)
    [row] = quorum_reached.measure.meetings(Period("kksb", 2026))
    assert (row.votes, row.present) == (1, 1)
    MINUTES.perform(meeting.minutes, "reopen", by=keeper, comment=WHY)
    [row] = quorum_reached.measure.meetings(Period("kksb", 2026))
    assert (row.votes, row.present) == (3, 1)
