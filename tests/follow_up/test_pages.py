"""The pages of actions: the chain, the steps and what they refuse, the list and its filters."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.models import AuditEvent
from core.i18n import fold, slip_pattern
from core.workflow import TransitionRefused
from meetings.agendas import bring_open_matters, open_matters, remove_items
from meetings.models import Action, ActionProof, AgendaItem, Institution, Meeting
from meetings.workflow.action import ACTION
from tests.factories.meetings import (
    ActionFactory,
    ActionProofFactory,
    AgendaItemFactory,
    ConcernFactory,
    ItemTextFactory,
    MeetingFactory,
)
from tests.files import PDF
from tests.follow_up.conftest import HELD_ON
from tests.roles import TODAY

LIST = "follow_up:list"


@pytest.fixture
def keeper(signed_in):
    return signed_in("secretary")


def step(action, name):
    return reverse("follow_up:step", args=[action.pk, name])


def reread(action):
    return Action.objects.get(pk=action.pk)


def chain(meeting, **fields):
    """Return an action with all that stands before it."""
    concern = ConcernFactory(meeting=meeting, description="Rruga pa ndriçim")
    item = meeting.agenda.get()
    ItemTextFactory(item=item, decision="Të ndriçohet rruga")
    return ActionFactory(meeting=meeting, concern=concern, item=item, **fields)


def test_chain_is_read_from_the_concern_to_the_result(keeper, meeting):
    action = chain(meeting, due_on=date(2026, 4, 10))
    later = MeetingFactory(committee=meeting.committee, planned=True, starts_on=date(2026, 9, 1))
    bring_open_matters(later)
    proof = SimpleUploadedFile("fatura.pdf", PDF, "application/pdf")
    done = {"result": "U ndriçua.", "done_on": "2026-05-02", "proof": proof}
    assert keeper.post(step(action, "report-done"), done).url == action.get_absolute_url()
    text = keeper.get(action.get_absolute_url()).content.decode()
    order = [
        "Rruga pa ndriçim",
        "Siguria në shkolla",
        "Të ndriçohet rruga",
        action.text,
        later.date_text,
        "U ndriçua.",
        "fatura.pdf",
    ]
    places = [text.index(words, text.index("From the concern to the result")) for words in order]
    assert places == sorted(places)
    assert action.status != reread(action).status == "done"
    assert ActionProof.objects.get().sha256 in str(
        AuditEvent.objects.get(action="action.prove").detail
    )
    # And the way back: the meeting names the action, its concern and what came of it.
    page = keeper.get(meeting.get_absolute_url()).content.decode()
    assert action.get_absolute_url() in page
    assert "Arises from the concern:" in page
    assert "U ndriçua." in page


def test_parts_of_the_chain_that_are_not_the_readers_are_left_out(signed_in, meeting):
    action = chain(meeting)
    monitor = signed_in("osce_monitor")
    AgendaItem.objects.filter(pk=action.item_id).update(is_confidential=True)
    assert monitor.get(action.get_absolute_url()).status_code == 404
    AgendaItem.objects.filter(pk=action.item_id).update(is_confidential=False)
    text = monitor.get(action.get_absolute_url()).content.decode()
    assert "Të ndriçohet rruga" in text
    assert "History" not in text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"result": "", "done_on": "2026-05-01"}, "This field is required."),
        ({"done_on": "2026-03-09"}, "This lies before the meeting that decided it."),
        ({"done_on": "2026-06-16"}, "This day has not come yet."),
        ({"done_on": "kurrë"}, "Enter a valid date."),
        ({"proof": SimpleUploadedFile("a.pdf", b"no pdf")}, "its content is something else"),
        ({"proof": SimpleUploadedFile("a.exe", b"MZ")}, "A file of this kind is not taken."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(keeper, meeting, typed, message):
    action = ActionFactory(meeting=meeting)
    data = {"result": "U krye puna.", "done_on": "2026-05-01"} | typed
    page = keeper.post(step(action, "report-done"), data)
    text = page.content.decode()
    assert message in text
    assert typed.get("result", "U krye puna.") in text
    assert reread(action).status == "open"


def test_action_due_before_it_was_decided_is_refused(keeper, meeting):
    action = ActionFactory(meeting=meeting)
    address = reverse("follow_up:edit", args=[action.pk])
    data = {"text": "Të vihen kamera", "addressee": "Shkolla", "version": 0}
    page = keeper.post(address, data | {"due_on": "2026-03-09"}).content.decode()
    assert "This lies before the meeting that decided it." in page
    assert "Të vihen kamera" in page
    keeper.post(address, data | {"due_on": HELD_ON.isoformat()})
    saved = reread(action)
    assert (saved.text, saved.due_on, saved.version) == ("Të vihen kamera", HELD_ON, 1)
    assert saved.institution == Institution.objects.get(code="school")


def test_meeting_without_a_date_asks_for_any_day(keeper, world):
    action = ActionFactory(meeting=MeetingFactory(committee=world.kksb, undated=True))
    done = {"result": "U krye.", "done_on": "2001-01-01"}
    keeper.post(step(action, "report-done"), done)
    assert reread(action).done_on == date(2001, 1, 1)


def test_second_writer_is_told_and_may_keep_their_version(keeper, meeting):
    action = ActionFactory(meeting=meeting)
    address = reverse("follow_up:edit", args=[action.pk])
    data = {"text": "Një", "addressee": "KFOR", "version": 0}
    keeper.post(address, data)
    second = keeper.post(address, data | {"text": "Dy"})
    assert "Somebody else changed this action meanwhile." in second.content.decode()
    assert reread(action).text == "Një"
    keeper.post(
        address, data | {"text": "Dy", "version": second.context["form"]["version"].value()}
    )
    assert reread(action).text == "Dy"


def test_same_is_not_asked_twice(keeper, meeting):
    one, other = ActionFactory(meeting=meeting), ActionFactory(meeting=meeting)
    data = {"text": one.text, "addressee": one.addressee, "version": 0}
    page = keeper.post(reverse("follow_up:edit", args=[other.pk]), data)
    assert "The meeting asked this of the same addressee already." in page.content.decode()


def test_a_closed_action_is_not_edited_and_opens_again_with_a_reason(keeper, meeting):
    action = ActionFactory(meeting=meeting, done=True)
    assert keeper.get(reverse("follow_up:edit", args=[action.pk])).status_code == 403
    assert "This field is required." in keeper.post(step(action, "reopen")).content.decode()
    keeper.post(step(action, "reopen"), {"comment": "Llamba u prish prapë."})
    opened = reread(action)
    assert (opened.status, opened.result, opened.done_on) == ("open", "", None)
    text = keeper.get(action.get_absolute_url()).content.decode()
    assert "Llamba u prish prapë." in text
    assert "U riparua." in text  # in the history


def test_long_reason_is_kept_whole(keeper, meeting):
    action = ActionFactory(meeting=meeting)
    reason = "Nuk ka buxhet. " * 60
    keeper.post(step(action, "not-done"), {"result": reason})
    closed = reread(action)
    assert (closed.status, closed.result, closed.done_on) == ("not_done", reason.strip(), TODAY)
    keeper.post(step(action, "reopen"), {"comment": reason})
    assert reread(action).status == "open"
    assert reason.strip() in keeper.get(action.get_absolute_url()).content.decode()


def test_of_two_who_close_it_at_once_one_is_told(world, meeting):
    secretary = world.person("secretary")
    action = ActionFactory(meeting=meeting)
    stale = reread(action)
    ACTION.perform(action, "drop", by=secretary, result="Nuk duhet.")
    with pytest.raises(TransitionRefused, match="a moment ago"):
        ACTION.perform(stale, "report-done", by=secretary, result="U krye.", done_on=TODAY)


def test_minutes_ask_and_close(keeper, world, meeting):
    """An action typed on the minutes page knows its institution, its item and its concern."""
    concern = ConcernFactory(meeting=MeetingFactory(committee=world.kksb))
    item = AgendaItemFactory(meeting=meeting, kind="follow_up", title="", concern=concern)
    address = reverse("meetings:minutes", args=[world.kksb.slug, meeting.public_id])
    text = keeper.get(address).content.decode()
    assert '<datalist id="institutions">' in text
    assert '<option value="Directorate of Education">' in text
    data = {
        "version": 1,
        "entry": "00000000-0000-4000-8000-000000000001",
        "actions-TOTAL_FORMS": 1,
        "actions-INITIAL_FORMS": 0,
        "actions-0-text": "Të ndriçohet rruga",
        "actions-0-addressee": "DREJTORIA E SHERBIMEVE PUBLIKE",
        "actions-0-due_on": "2026-03-09",
        "actions-0-item": item.pk,
    }
    refused = keeper.post(address, data).content.decode()
    assert "This lies before the meeting that decided it." in refused
    assert "DREJTORIA E SHERBIMEVE PUBLIKE" in refused
    assert not Action.objects.exists()
    keeper.post(address, data | {"actions-0-due_on": "2026-04-09"})
    action = Action.objects.get()
    assert (action.institution.code, action.item, action.concern) == (
        "directorate_public_services",
        item,
        concern,
    )
    assert action.addressee == "DREJTORIA E SHERBIMEVE PUBLIKE"


def test_item_under_which_something_was_decided_stays_on_the_agenda(meeting):
    action = chain(meeting)
    action.item.texts.all().delete()
    with pytest.raises(Exception, match="The minutes speak of «Siguria në shkolla»"):
        remove_items([action.item])


def test_closed_actions_are_not_asked_about_again(world, meeting):
    for trait in ("done", "not_done", "dropped"):
        ActionFactory(meeting=meeting, **{trait: True})
    asked = [ActionFactory(meeting=meeting), ActionFactory(meeting=meeting, in_progress=True)]
    later = MeetingFactory(committee=world.kksb, planned=True, starts_on=date(2026, 9, 1))
    bring_open_matters(later)
    assert [item.action for item in later.agenda.in_order()] == asked


def test_what_was_decided_in_confidence_comes_back_in_confidence(world, meeting):
    """Neither the agenda of the next meeting nor its paper tells it to a monitor."""
    secret = AgendaItemFactory(meeting=meeting, is_confidential=True)
    action = ActionFactory(meeting=meeting, item=secret, text="Të kontrollohet shtëpia")
    later = MeetingFactory(committee=world.kksb, planned=True, starts_on=date(2026, 9, 1))
    monitor, member = world.person("osce_monitor"), world.person("member")
    assert list(open_matters(later, monitor)) == []
    assert list(open_matters(later, member)) == [action]
    bring_open_matters(later)
    assert not later.agenda.visible_to(monitor).exists()
    assert [item.action for item in later.agenda.visible_to(member)] == [action]


# name of the case: (what is asked of the list, which of the rows below it finds)
FILTERS = {
    "everything": ("", "late soon undated busy done"),
    "not closed": ("status=to_do", "late soon undated busy"),
    "in progress": ("status=in_progress", "busy"),
    "done": ("status=done", "done"),
    "overdue": ("overdue=on", "late"),
    "due from": ("due_from=2026-06-15", "soon"),
    "due until": ("due_to=2026-06-14", "late done"),
    "institution": ("institution=kfor", "late"),
    "not recognised": ("institution=unknown", "undated"),
    "kind": ("kind=international", "late"),
    "words": ("q=patrullë", "late"),
    "a slip": ("q=PATRULA", "late"),
    "a slip in the addressee": ("q=bashkesia+islmae", "soon"),
    "no such word": ("q=qqqq", ""),
    "committee": ("committee=nowhere", ""),
    "mine": ("mine=on", "late soon undated busy done"),
}


@pytest.fixture
def rows(meeting):
    def make(text, addressee, code="", **fields):
        institution = Institution.objects.filter(code=code).first()
        return ActionFactory(
            meeting=meeting, text=text, addressee=addressee, institution=institution, **fields
        )

    return {
        "late": make("Patrullë e përbashkët", "KFOR", "kfor", due_on=date(2026, 6, 14)),
        "soon": make("Takim", "Bashkësia Islame", "islamic_community", due_on=date(2026, 6, 15)),
        "undated": make("Ura", "Kompania X"),
        "busy": make("Shkolla", "Shkolla", "school", in_progress=True),
        "done": make("Kamera", "Shkolla", "school", done=True, due_on=date(2026, 5, 1)),
    }


@pytest.mark.parametrize(("query", "found"), FILTERS.values(), ids=FILTERS)
def test_filters_of_the_list_and_the_interface(keeper, rows, query, found):
    wanted = {rows[name].pk for name in found.split()}
    page = keeper.get(f"{reverse(LIST)}?{query}")
    assert {row.pk for row in page.context["object_list"]} == wanted
    assert {row["id"] for row in keeper.get(f"/api/v1/actions/?{query}").json()["results"]} == (
        wanted
    )


def test_places_of_the_list(signed_in, rows, world):
    client = signed_in("administrator")
    for query, number in (
        (f"municipality={world.here.code}", 5),
        (f"municipality={world.elsewhere.municipality.code}", 0),
        (f"region={world.here.region.code}", 5),
        (f"committee={world.kksb.slug}", 5),
    ):
        page = client.get(f"{reverse(LIST)}?{query}")
        assert page.context["page_obj"].paginator.count == number, query


def test_most_pressing_stand_first_and_closed_ones_last(keeper, rows):
    listed = keeper.get(reverse(LIST)).context["object_list"]
    known = {row.pk: name for name, row in rows.items()}
    assert [known[row.pk] for row in listed] == ["late", "soon", "busy", "undated", "done"]


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("decided", "newest", "undated"),
        ("institution", "soon", "undated"),
        ("committee", "late", "newest"),
    ],
)
def test_list_is_put_in_the_order_asked_for(keeper, world, rows, order, first, last):
    """Bashkësia Islame stands before KFOR; what is of no known institution or day comes last."""
    village = MeetingFactory(committee=world.klsp, starts_on=date(2026, 6, 1))
    rows["newest"] = ActionFactory(
        meeting=village, institution=rows["busy"].institution, addressee="Shkolla"
    )
    if order == "decided":
        undated = MeetingFactory(committee=world.kksb, undated=True)
        Action.objects.filter(pk=rows["undated"].pk).update(meeting=undated)
    listed = keeper.get(reverse(LIST), {"sort": order}).context["object_list"]
    known = {row.pk: name for name, row in rows.items()}
    assert (known[listed[0].pk], known[list(listed)[-1].pk]) == (first, last)


def test_a_wrong_filter_is_told(keeper, rows):
    page = keeper.get(f"{reverse(LIST)}?due_from=kurr%C3%AB").content.decode()
    assert "Enter a valid date." in page
    answer = keeper.get("/api/v1/actions/?due_from=kurr%C3%AB")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["due_from"]


def test_interface_says_what_is_asked_and_which_steps_are_open(keeper, rows):
    answers = {row["id"]: row for row in keeper.get("/api/v1/actions/").json()["results"]}
    late, done = answers[rows["late"].pk], answers[rows["done"].pk]
    assert late["institution"] == "kfor"
    assert late["addressee"] == "KFOR"
    assert late["is_overdue"] is True
    assert late["moves"] == ["take-up", "report-done", "not-done", "drop"]
    assert (done["status"], done["result"], done["moves"]) == ("done", "U riparua.", ["reopen"])


def test_export_names_institution_state_and_result(keeper, rows):
    lines = keeper.get(reverse("follow_up:export", args=["csv"])).content.decode().splitlines()
    assert lines[0].startswith("committee,committee_kind,municipality,decided_on,text,addressee,")
    assert any(",KFOR,kfor,2026-06-14,open,yes,," in line for line in lines)
    assert any("done,no,2025-04-01,U riparua." in line for line in lines)


def test_overview_counts_and_links_to_the_list(keeper, rows, meeting):
    ActionFactory(meeting=meeting, addressee="Kompania X", due_on=date(2026, 4, 1))
    page = keeper.get(reverse("follow_up:overdue"))
    groups = {group["parameter"]: group["rows"] for group in page.context["groups"]}
    assert [(row["key"], row["number"]) for row in groups["institution"]] == [
        (None, 1),
        ("kfor", 1),
    ]
    assert [(row["number"], row["oldest"]) for row in groups["committee"]] == [
        (2, date(2026, 4, 1))
    ]
    text = page.content.decode()
    for query in ("institution=kfor", "institution=unknown", f"committee={meeting.committee.slug}"):
        address = f"{reverse(LIST)}?overdue=on&amp;{query}"
        assert address in text
        found = keeper.get(address.replace("&amp;", "&")).context["page_obj"].paginator.count
        assert found == (2 if "committee" in query else 1)


def test_tab_of_a_committee_shows_its_own(keeper, world, rows):
    ActionFactory(meeting=MeetingFactory(committee=world.klsp), text="Të fshatit")
    page = keeper.get(reverse("follow_up:of-committee", args=[world.kksb.slug]))
    assert len(page.context["object_list"]) == 5
    assert "Të fshatit" not in page.content.decode()


def test_menu_names_actions_to_whoever_reads_some(signed_in):
    home = reverse("portal:home")
    address = f'href="{reverse(LIST)}"'
    assert address in signed_in("member").get(home).content.decode()
    assert address not in signed_in("account").get(home).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_three_rows_as_for_one(
    keeper, world, count, django_assert_num_queries
):
    for _number in range(count):
        meeting = MeetingFactory(committee=world.kksb, starts_on=HELD_ON, agenda=["Një"])
        action = chain(meeting, due_on=date(2026, 4, 1))
    for number in range(count):
        ActionProofFactory(action=action)
        later = MeetingFactory(committee=world.kksb, starts_on=HELD_ON + timedelta(number + 1))
        AgendaItemFactory(meeting=later, kind="follow_up", title="", action=action)
    actions, detail = reverse(LIST), action.get_absolute_url()
    addresses = {
        actions: 11,
        reverse("follow_up:overdue"): 9,
        reverse("follow_up:of-committee", args=[world.kksb.slug]): 10,
        detail: 16,
        reverse("follow_up:edit", args=[action.pk]): 11,
        "/api/v1/actions/": 7,
    }
    asked = {}
    for address, queries in addresses.items():
        keeper.get(address)
        with django_assert_num_queries(queries, info=address):
            asked[address] = keeper.get(address)
    assert len(asked[actions].context["object_list"]) == count
    assert len(asked[detail].context["proofs"]) == count


WORDS = st.text("abcdefghij", min_size=5, max_size=12)


@given(word=WORDS, at=st.integers(0, 10), letter=st.sampled_from("xyz"), kind=st.integers(0, 4))
def test_a_word_is_found_despite_one_slip_inside_it(word, at, letter, kind):
    at = 1 + at % (len(word) - 1)
    typed = (
        word,
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    )[kind]
    if len(typed) >= 5 and not (kind == 4 and at == 1):
        assert re.search(slip_pattern(fold(typed)), f"nje {word} tjeter")


def test_signs_of_expressions_are_letters_like_others(keeper, meeting):
    ActionFactory(meeting=meeting, text="Rruga (a) [b] *c")
    for text, number in (("(a)", 1), ("[b]", 1), ("*c", 1), (".*....", 0), ("(", 1)):
        page = keeper.get(reverse(LIST), {"q": text})
        assert page.context["page_obj"].paginator.count == number, text


def test_actions_of_a_meeting_outlive_its_correction(keeper, meeting):
    """A meeting moved behind a due date shows up among what needs mending, and nothing breaks."""
    action = ActionFactory(meeting=meeting, due_on=HELD_ON)
    Meeting.objects.filter(pk=meeting.pk).update(starts_on=HELD_ON + timedelta(1))
    page = keeper.get(reverse("meetings:findings-of-committee", args=[meeting.committee.slug]))
    assert "An action due before it was decided" in page.content.decode()
    assert keeper.get(action.get_absolute_url()).status_code == 200
