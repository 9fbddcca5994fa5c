"""The minutes: written item by item, saved while one writes, locked, published, opened again."""

from contextlib import contextmanager
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from audit.models import AuditEvent
from core.uploads import checked
from core.workflow import TransitionRefused
from meetings.actions import (
    EditConflict,
    attach_document,
    report_meeting,
    settle,
    write_minutes,
)
from meetings.choices import MinutesStatus, Resolution
from meetings.models import Action, ItemText, Meeting, Minutes
from meetings.models.agenda import MOST_TEXT
from meetings.workflow import LIFE, MINUTES
from tests.factories.meetings import (
    ActionFactory,
    AgendaItemFactory,
    ConcernFactory,
    ItemTextFactory,
    MeetingFactory,
    MinutesFactory,
)
from tests.files import PDF

HELD_ON = date(2026, 3, 10)
NEXT_ON = date(2026, 5, 12)
SAID = "Komandanti raportoi për gjendjen."
FACTS = {
    "approve": {"approved_on": NEXT_ON, "adopted_at": None},
    "publish": {"is_reviewed": True},
    "reopen": {"comment": "gabim në vota"},
}


@pytest.fixture
def by(world):
    return world.person("secretary")


@pytest.fixture
def meeting(world):
    return MeetingFactory(committee=world.kksb, starts_on=HELD_ON, agenda=["Një", "Dy"])


@pytest.fixture
def keeper(signed_in):
    return signed_in("secretary")


def page(meeting, name="minutes", **more):
    keys = {"committee": meeting.committee.slug, "meeting": meeting.public_id, **more}
    address = reverse(f"meetings:{name}", kwargs=keys)
    return f"{address}?language=sq" if name == "minutes" else address


def typed(meeting, version=1, **values):
    """Return what the page sends; `text=[…]` and the like go by the order of the items."""
    data = {
        "version": version,
        "entry": values.pop("entry", uuid4()),
        "actions-TOTAL_FORMS": 1,
        "actions-INITIAL_FORMS": 0,
    }
    for name, given in values.items():
        if not isinstance(given, list):
            data[name] = given
            continue
        for item, value in zip(meeting.agenda.in_order(), given, strict=False):
            data[f"{name}_{item.pk}"] = value
    return data


def texts(meeting, language="sq"):
    rows = ItemText.objects.filter(item__meeting=meeting, language=language)
    return [row.text for row in rows.order_by("item__position")]


def write(meeting, by, text, version=1, entry=None):
    minutes = Minutes.objects.filter(meeting=meeting).first() or Minutes(meeting=meeting)
    item = meeting.agenda.first()
    row = ItemText.objects.filter(item=item, language="sq").first()
    row = row or ItemText(item=item, language="sq")
    row.text = text
    return write_minutes.unasked(
        minutes,
        items=[],
        texts=[row],
        actions=[],
        version=version,
        entry=entry or uuid4(),
        by=by,
    )


def test_minutes_are_written_item_by_item_in_two_languages(keeper, meeting):
    votes = {"resolution": ["unanimous", "vote"], "votes_for": ["", 9], "votes_against": ["", 2]}
    entry = uuid4()
    data = typed(
        meeting,
        text=["U miratua.", SAID],
        decision=["", "Të patrullohet"],
        entry=entry,
        **votes,
    )
    data |= {"actions-0-text": "Kamera", "actions-0-addressee": "DKA"}
    answer = keeper.post(page(meeting), data)
    assert answer.url == f"{meeting.get_absolute_url()}#saved-{entry}"
    assert texts(meeting) == ["U miratua.", SAID]
    first, second = meeting.agenda.in_order()
    assert first.resolution == Resolution.UNANIMOUS
    assert (second.votes_for, second.votes_against, second.abstentions) == (9, 2, 0)
    assert Action.objects.get().addressee == "DKA"
    keeper.post(
        page(meeting).replace("=sq", "=sr-latn"), typed(meeting, 2, text=["Usvojeno."], **votes)
    )
    assert texts(meeting, "sr-latn")[0] == "Usvojeno."
    assert texts(meeting) == ["U miratua.", SAID]
    shown = keeper.get(meeting.get_absolute_url()).content.decode()
    assert "Decided by vote: for 9, against 2, abstained 0." in shown
    assert "Kamera" in shown


def test_vote_without_numbers_is_refused_and_nothing_is_lost(keeper, meeting):
    answer = keeper.post(page(meeting), typed(meeting, text=[SAID], resolution=["vote"]))
    assert "Say how many were for it." in answer.content.decode()
    assert SAID in answer.content.decode()
    assert not Minutes.objects.exists()


def test_page_saves_itself_while_one_writes_and_is_no_second_writer(keeper, meeting):
    entry = uuid4()
    auto = {"headers": {"X-Autosave": "1"}}
    answer = keeper.post(page(meeting), typed(meeting, text=["Nj"], entry=entry), **auto)
    assert answer.json()["version"] == 2
    # The answer was lost on the way: the page still knows the first version.
    answer = keeper.post(page(meeting), typed(meeting, text=["Një fjalë"], entry=entry), **auto)
    assert answer.json()["version"] == 3
    assert texts(meeting)[0] == "Një fjalë"
    other = keeper.post(page(meeting), typed(meeting, text=["Tjetër"]), **auto)
    assert other.status_code == 409
    bad = keeper.post(page(meeting), typed(meeting, 3, text=["x"], resolution=["vote"]), **auto)
    assert bad.status_code == 422
    assert texts(meeting)[0] == "Një fjalë"


def test_what_is_to_be_done_waits_for_the_person_and_comes_only_once(keeper, meeting):
    entry = uuid4()
    action = {"actions-0-text": "Kamera", "actions-0-addressee": "DKA"}
    data = typed(meeting, text=[SAID], entry=entry) | action
    keeper.post(page(meeting), data, headers={"X-Autosave": "1"})
    assert not Action.objects.exists()
    for _sending in range(2):
        assert keeper.post(page(meeting), data).status_code == 302
    assert Action.objects.count() == 1


def test_second_writer_sees_both_versions_and_saving_again_keeps_his(keeper, world, meeting):
    write(meeting, world.person("chair"), "Fjala e kryesuesit")
    answer = keeper.post(page(meeting), typed(meeting, text=["Fjala ime"]))
    shown = answer.content.decode()
    assert answer.context["versions"] == [
        {"label": "Një: What was said", "theirs": "Fjala e kryesuesit", "mine": "Fjala ime"}
    ]
    assert "Somebody else saved these minutes" in shown
    assert texts(meeting) == ["Fjala e kryesuesit"]
    keeper.post(page(meeting), typed(meeting, 2, text=["Fjala ime"]))
    assert texts(meeting)[0] == "Fjala ime"


def test_second_writer_is_shown_other_votes_too(keeper, world, meeting):
    write(meeting, world.person("chair"), "Fjala")
    meeting.agenda.filter(title="Një").update(resolution=Resolution.UNANIMOUS)
    votes = {"resolution": ["vote"], "votes_for": [7]}
    answer = keeper.post(page(meeting), typed(meeting, text=["Fjala"], **votes))
    assert answer.context["versions"] == [
        {
            "label": "Një: How it was decided",
            "theirs": "Decided unanimously.",
            "mine": "Decided by vote: for 7, against 0, abstained 0.",
        }
    ]


def test_revision_spans_ten_minutes_of_one_writer(world, meeting, by):
    other = world.person("chair")
    with time_machine.travel("2026-06-15 10:00Z", tick=False) as clock:
        signed = [(by, 0, "a"), (by, 9, "ab"), (by, 2, "abc"), (other, 1, "abcd")]
        for version, (writer, minutes, text) in enumerate(signed, start=1):
            clock.shift(timedelta(minutes=minutes))
            with history_of(writer):
                write(meeting, writer, text, version)
    rows = ItemText.objects.get().history.order_by("pk")
    assert [row.text for row in rows] == ["ab", "abc", "abcd"]


@contextmanager
def history_of(user):
    """Let the history name the writer, as the middleware does for a page."""
    HistoricalRecords.context.request = SimpleNamespace(user=user)
    yield
    del HistoricalRecords.context.request


def test_revisions_show_what_each_changed(keeper, world, meeting):
    keeper.post(page(meeting), typed(meeting, text=["E para\nE dyta"]))
    with time_machine.travel("2026-06-15 11:00Z", tick=False):
        keeper.post(page(meeting), typed(meeting, 2, text=["E para\nE tretë"]))
        shown = keeper.get(page(meeting, "minutes-revisions"))
    newest = shown.context["revisions"][0]["lines"]
    assert newest == [{"is_new": False, "text": "E dyta"}, {"is_new": True, "text": "E tretë"}]


def test_text_pasted_from_a_word_processor_is_kept_without_its_marks(keeper, meeting):
    pasted = "Raport\x0bi\u00a0gjat\u00eb\u00ad\u200b\r\nfund\x07"
    keeper.post(page(meeting), typed(meeting, text=[pasted]))
    assert texts(meeting)[0] == "Raport\ni gjatë\nfund"


def test_text_of_200_000_letters_is_taken_and_one_more_is_not(keeper, meeting):
    long = "ë" * MOST_TEXT
    refused = keeper.post(page(meeting), typed(meeting, text=[long + "ë"]))
    assert "200000" in str(refused.context["form"].errors)
    assert long in refused.content.decode()
    keeper.post(page(meeting), typed(meeting, text=[long]))
    assert texts(meeting)[0] == long


@pytest.mark.parametrize("state", MinutesStatus)
@pytest.mark.parametrize("step", MINUTES.transitions, ids=lambda step: step.name)
def test_every_step_from_every_state(world, meeting, by, state, step, today):
    traits = {} if state == MinutesStatus.DRAFT else {state.value: True}
    minutes = MinutesFactory(meeting=meeting, **traits)
    ItemTextFactory(item=meeting.agenda.first())
    if state not in step.sources:
        with pytest.raises(TransitionRefused):
            MINUTES.perform(minutes, step.name, by=by, **FACTS[step.name])
        minutes.refresh_from_db()
        assert minutes.status == state
        return
    MINUTES.perform(minutes, step.name, by=by, **FACTS[step.name])
    minutes.refresh_from_db()
    assert minutes.status == step.target
    assert (minutes.approved_on is None) is (step.target == MinutesStatus.DRAFT)
    assert minutes.history.count() == 2
    assert AuditEvent.objects.filter(action=f"minutes.{step.name}", actor=by.email).exists()


def test_empty_minutes_are_not_approved(meeting, by):
    minutes = MinutesFactory(meeting=meeting)
    with pytest.raises(TransitionRefused, match=r"Nothing is written yet\."):
        MINUTES.perform(minutes, "approve", by=by, **FACTS["approve"])


def test_minutes_are_approved_by_the_next_meeting_which_links_back(keeper, world, meeting, today):
    following = MeetingFactory(committee=world.kksb, starts_on=NEXT_ON, number_in_year=3)
    MeetingFactory(committee=world.klsp, starts_on=NEXT_ON)
    keeper.post(page(meeting), typed(meeting, text=[SAID]))
    step = page(meeting, "minutes-step", step="approve")
    form = keeper.get(step).context["form"]
    assert list(form.fields["adopted_at"].queryset) == [following]
    assert form["adopted_at"].value() == following.pk
    keeper.post(step, {"adopted_at": following.pk})
    minutes = Minutes.objects.get()
    assert (minutes.status, minutes.adopted_at, minutes.approved_on) == (
        *(MinutesStatus.APPROVED, following, NEXT_ON),
    )
    assert following.get_absolute_url() in keeper.get(meeting.get_absolute_url()).content.decode()
    assert meeting.get_absolute_url() in keeper.get(following.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Choose a meeting, or give the day."),
        ("2026-03-09", "The day lies between the meeting and today."),
        ("2026-06-16", "The day lies between the meeting and today."),
    ],
)
def test_day_of_approval_must_fit(keeper, meeting, day, said):
    keeper.post(page(meeting), typed(meeting, text=[SAID]))
    answer = keeper.post(page(meeting, "minutes-step", step="approve"), {"approved_on": day})
    assert said in answer.content.decode()
    assert Minutes.objects.get().status == MinutesStatus.DRAFT


def test_approved_minutes_lock_the_record_until_they_are_opened_with_a_reason(
    keeper, world, meeting
):
    MinutesFactory(meeting=meeting, approved=True)
    meeting.refresh_from_db()
    for name in ("minutes", "report", "agenda"):
        assert keeper.get(page(meeting, name)).status_code == 403
    with pytest.raises(TransitionRefused, match="are approved"):
        LIFE.perform(meeting, "retract", by=world.person("chair"), comment="jo")
    reopen = page(meeting, "minutes-step", step="reopen")
    assert "comment" in keeper.post(reopen, {}).context["form"].errors
    keeper.post(reopen, {"comment": "gabim në vota"})
    assert Minutes.objects.get().history.first().history_change_reason == "gabim në vota"
    assert keeper.get(page(meeting)).status_code == 200


def test_what_looks_private_is_shown_and_looked_at_before_it_is_public(keeper, world, meeting):
    keeper.post(page(meeting), typed(meeting, text=["Thirrni 044 123 456.", SAID]))
    MINUTES.perform(Minutes.objects.get(), "approve", by=world.person("chair"), **FACTS["approve"])
    step = page(meeting, "minutes-step", step="publish")
    assert "<mark>044 123 456</mark>" in keeper.get(step).content.decode()
    refused = keeper.post(step, {})
    assert "is_reviewed" in refused.context["form"].errors
    assert Minutes.objects.get().status == MinutesStatus.APPROVED
    keeper.post(step, {"is_reviewed": "on"})
    assert Minutes.objects.get().status == MinutesStatus.PUBLISHED


def test_nothing_private_needs_no_tick(keeper, meeting):
    MinutesFactory(meeting=meeting, approved=True)
    ItemTextFactory(item=meeting.agenda.first(), text="U miratua njëzëri.")
    # A confidential item does not become public, whatever it says.
    hidden = AgendaItemFactory(meeting=meeting, is_confidential=True)
    ItemTextFactory(item=hidden, text="Thirrni 044 123 456.")
    keeper.post(page(meeting, "minutes-step", step="publish"), {})
    assert Minutes.objects.get().status == MinutesStatus.PUBLISHED


def test_public_reads_only_what_is_public_of_published_minutes(client, world, meeting):
    item = meeting.agenda.first()
    ItemTextFactory(item=item, text="Fjala publike", decision="Vendimi publik")
    hidden = AgendaItemFactory(meeting=meeting, title="Pika e fshehtë", is_confidential=True)
    ItemTextFactory(item=hidden, text="Fjala e fshehtë")
    matter = AgendaItemFactory(
        meeting=meeting, kind="follow_up", title="", concern=ConcernFactory(description="Zhurmë")
    )
    ItemTextFactory(item=matter, text="Fjala për banorin")
    minutes = MinutesFactory(meeting=meeting, approved=True)
    draft = client.get(meeting.get_absolute_url()).content.decode()
    assert "Fjala publike" not in draft
    assert client.get(page(meeting, "minutes-paper")).status_code == 404
    MINUTES.perform(minutes, "publish", by=world.person("chair"), is_reviewed=True)
    shown = client.get(meeting.get_absolute_url()).content.decode()
    assert "Fjala publike" in shown
    assert "Vendimi publik" in shown
    for words in ("Pika e fshehtë", "Fjala e fshehtë", "Zhurmë", "Fjala për banorin"):
        assert words not in shown
    assert client.get(page(meeting, "minutes-paper")).content.startswith(b"%PDF")


def test_item_that_answers_a_matter_settles_it(keeper, world, meeting):
    concern = ConcernFactory(meeting=MeetingFactory(committee=world.kksb))
    item = AgendaItemFactory(meeting=meeting, kind="follow_up", title="", concern=concern)
    tick = {f"settles_{item.pk}": "on"}
    refused = keeper.post(page(meeting), typed(meeting) | tick)
    assert "Say what the answer is." in refused.content.decode()
    keeper.post(page(meeting), typed(meeting) | tick | {f"text_{item.pk}": "U ndriçua."})
    concern.refresh_from_db()
    assert (concern.answer, concern.answered_on) == ("U ndriçua.", HELD_ON)


def test_form_sent_again_makes_no_second_meeting_and_loses_no_word(keeper, world, today):
    log = reverse("meetings:log", args=[world.kksb.slug])
    data = {
        "kind": "regular",
        "precision": "day",
        "starts_on": "2026-06-01",
        "entry": str(uuid4()),
        "summary": "Një",
        "concerns-TOTAL_FORMS": 1,
        "concerns-INITIAL_FORMS": 0,
        "concerns-0-description": "Rruga pa ndriçim",
    }
    first = keeper.post(log, data)
    again = keeper.post(log, data | {"summary": "Një dhe dy"})
    assert first.url == again.url
    meeting = Meeting.objects.get()
    assert meeting.summary == "Një dhe dy"
    assert meeting.concerns.count() == 1
    plan = reverse("meetings:plan", args=[world.kksb.slug])
    future = {"kind": "regular", "starts_on": "2026-09-01", "entry": str(uuid4())}
    for _sending in range(2):
        keeper.post(plan, future)
    assert Meeting.objects.filter(starts_on="2026-09-01").count() == 1


def test_mark_of_a_form_does_not_reach_a_meeting_of_another_committee(world, by, today):
    mark = uuid4()
    MeetingFactory(committee=world.klsp, entry=mark)
    new = Meeting(committee=world.kksb, starts_on=date(2026, 6, 1), entry=mark)
    with pytest.raises(Exception, match=r"(?i)unique"):
        report_meeting.unasked(new, agenda=[], participants=[], attendance={}, version=None, by=by)


def test_two_writers_of_the_same_version(world, meeting, by):
    write(meeting, by, "a")
    with pytest.raises(EditConflict) as conflict:
        write(meeting, world.person("chair"), "b", version=1)
    assert conflict.value.current.version == 2


def test_settling_leaves_a_trace(world, meeting, by):
    action = ActionFactory(meeting=meeting)
    settle(action, on=timezone.localdate(), words="U krye.", by=by)
    assert AuditEvent.objects.filter(action="action.report-done", actor=by.email).count() == 1
    assert [row.status for row in action.history.order_by("history_id")] == ["open", "done"]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_three_items_as_for_one(
    keeper, world, count, django_assert_num_queries
):
    meeting = MeetingFactory(committee=world.kksb, starts_on=HELD_ON)
    MinutesFactory(meeting=meeting)
    for number in range(count):
        item = AgendaItemFactory(meeting=meeting, position=number)
        ItemTextFactory(item=item)
        ItemTextFactory(item=item, language="en")
        ActionFactory(meeting=meeting)
    for name, queries in (("minutes", 14), ("minutes-revisions", 9)):
        keeper.get(page(meeting, name))
        with django_assert_num_queries(queries):
            assert keeper.get(page(meeting, name)).status_code == 200


def test_short_minutes_are_approved_like_minutes_by_item(keeper, meeting, today):
    """There was no «Approve», its address answered 404, and nobody was paid."""
    record = {"agenda": [], "participants": [], "attendance": {}, "version": meeting.version}
    meeting.summary = "U fol për ndriçimin."
    report_meeting(meeting, **record, by=keeper.user)
    approve = page(meeting, "minutes-step", step="approve")
    assert approve in keeper.get(meeting.get_absolute_url()).text
    keeper.post(approve, {"approved_on": HELD_ON.isoformat()})
    minutes = Minutes.objects.get(meeting=meeting)
    assert minutes.status == MinutesStatus.APPROVED
    # They may name anybody: nobody looked at them as at minutes by item.
    with pytest.raises(TransitionRefused, match="Only minutes by item are published"):
        MINUTES.perform(minutes, "publish", by=keeper.user)


def test_scan_of_signed_minutes_can_be_approved(keeper, meeting, today):
    upload = SimpleUploadedFile("procesverbali.pdf", PDF, content_type="application/pdf")
    attach_document(meeting, checked(upload), kind="minutes", by=keeper.user)
    keeper.post(page(meeting, "minutes-step", step="approve"), {"approved_on": HELD_ON.isoformat()})
    assert Minutes.objects.get(meeting=meeting).status == MinutesStatus.APPROVED
