"""The agenda: what is written, what stands on it by rule, what arrives by itself, its order."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.actions import (
    EditConflict,
    change_plan,
    plan_meeting,
    plan_year,
    report_meeting,
    set_agenda,
    settle,
)
from meetings.agendas import MOST_ITEMS, bring_open_matters, open_matters, write_agenda
from meetings.choices import AgendaKind
from meetings.models import AgendaItem, Meeting, StandingItem
from meetings.workflow import LIFE
from tests.factories.committees import CommitteeFactory
from tests.factories.meetings import (
    ActionFactory,
    AgendaItemFactory,
    ConcernFactory,
    ItemTextFactory,
    MeetingFactory,
)

NEXT = date(2026, 5, 20)
MARK = "0b6f2f3e-7a0c-4d0e-9a55-0c8f4c3c2b11"


@pytest.fixture
def by(world):
    return world.person("secretary")


@pytest.fixture
def meeting(world):
    return MeetingFactory(planned=True, committee=world.kksb, starts_on=NEXT)


def lines(meeting):
    return [str(item) for item in meeting.agenda.in_order()]


def page(meeting, name="agenda"):
    return reverse(f"meetings:{name}", args=[meeting.committee.slug, meeting.public_id])


def typed(meeting, *rows, **more):
    """Return what the agenda page sends: rows of (item or None, title, place, further fields)."""
    data = {
        "items-TOTAL_FORMS": len(rows),
        "items-INITIAL_FORMS": sum(item is not None for item, *_rest in rows),
        "version": meeting.version,
    }
    for number, (item, title, place, *fields) in enumerate(rows):
        values = {"title": title, "ORDER": place, "kind": item.kind if item else "theme"}
        if item:
            values["id"] = item.pk
        for name in fields:
            values[name] = "on"
        data |= {f"items-{number}-{name}": value for name, value in values.items()}
    return data | more


def test_item_is_known_again_by_its_name_and_a_changed_line_by_its_place(meeting):
    write_agenda(meeting, ["Një", "Dy", "Tre"])
    one, two, three = meeting.agenda.in_order()
    AgendaItem.objects.filter(pk=three.pk).update(is_confidential=True)
    write_agenda(meeting, ["tre", "Dy e re", "Një"])
    assert lines(meeting) == ["Tre", "Dy e re", "Një"]
    assert [item.pk for item in meeting.agenda.in_order()] == [three.pk, two.pk, one.pk]
    assert meeting.agenda.get(pk=three.pk).is_confidential
    assert two.history.count() == 2


def test_line_of_which_the_minutes_speak_stays(meeting):
    write_agenda(meeting, ["Një", "Dy"])
    ItemTextFactory(item=meeting.agenda.get(title="Dy"))
    with pytest.raises(ValidationError, match="The minutes speak of «Dy»"):
        write_agenda(meeting, ["Një"])
    assert lines(meeting) == ["Një", "Dy"]


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_what_stands_on_every_agenda_is_called_in_the_readers_language(meeting, language):
    with translation.override(language):
        label = str(AgendaKind.ADOPTION.label)
        write_agenda(meeting, [label, "Siguria"])
    first, second = meeting.agenda.in_order()
    assert (first.kind, first.title) == (AgendaKind.ADOPTION, "")
    assert (second.kind, second.title) == (AgendaKind.THEME, "Siguria")
    with translation.override("en"):
        assert str(first) == "Adoption of the minutes of the last meeting"


def test_year_is_planned_with_the_standing_items_of_its_day(world, by, today):
    of_councils = StandingItem.objects.filter(committee_kind="kksb", meeting_kind="regular")
    of_councils.filter(kind=AgendaKind.OTHER).update(valid_to=date(2026, 7, 31))
    days = [date(2026, 7, 1), date(2026, 9, 1)]
    july, september = plan_year.unasked(world.kksb, days, start_time=None, place="", by=by)
    assert [item.kind for item in july.agenda.in_order()] == [
        *("adoption", "police_report", "follow_up", "other")
    ]
    assert len(september.agenda.all()) == 3


def test_open_matters_of_earlier_meetings_arrive_and_settled_ones_do_not(world, by, meeting):
    earlier = MeetingFactory(committee=world.kksb, starts_on=date(2026, 2, 1))
    concern = ConcernFactory(meeting=earlier)
    action = ActionFactory(meeting=earlier)
    ConcernFactory(meeting=earlier, resolved=True)
    ActionFactory(meeting=earlier, done=True)
    ConcernFactory(meeting=MeetingFactory(committee=world.klsp, starts_on=date(2026, 2, 1)))
    ConcernFactory(meeting=MeetingFactory(committee=world.kksb, starts_on=date(2026, 5, 25)))
    assert list(open_matters(meeting)) == [concern, action]
    AgendaItemFactory(meeting=meeting, position=1, kind=AgendaKind.FOLLOW_UP, title="")
    AgendaItemFactory(meeting=meeting, position=2, title="Të ndryshme")
    LIFE.perform(meeting, "convene", by=by)
    items = list(meeting.agenda.in_order())
    assert [item.matter for item in items] == [None, concern, action, None]
    bring_open_matters(meeting)
    assert meeting.agenda.count() == 4
    settle(action, on=NEXT, words="U riparua.", by=by)
    later = MeetingFactory(planned=True, committee=world.kksb, starts_on=date(2026, 6, 30))
    assert action not in list(open_matters(later))
    assert concern in list(open_matters(later))


def test_open_matters_arrive_at_the_latest_with_the_report(world, by, today):
    earlier = MeetingFactory(committee=world.kksb, starts_on=date(2026, 2, 1))
    concern = ConcernFactory(meeting=earlier)
    new = Meeting(committee=world.kksb, starts_on=date(2026, 6, 1))
    held = report_meeting.unasked(
        new, agenda=["Siguria"], participants=[], attendance={}, version=None, by=by
    )
    assert lines(held) == ["Siguria", concern.description]
    held.agenda.get(concern=concern).delete()
    report_meeting.unasked(
        held, agenda=["Siguria"], participants=[], attendance={}, version=held.version, by=by
    )
    assert lines(held) == ["Siguria"]


def test_agenda_is_arranged_on_its_page(signed_in, meeting):
    write_agenda(meeting, ["Një", "Dy"])
    one, two = meeting.agenda.in_order()
    client = signed_in("secretary")
    earlier = MeetingFactory(committee=meeting.committee, starts_on=date(2026, 2, 1))
    concern = ConcernFactory(meeting=earlier)
    data = typed(
        meeting,
        (one, "Një", 3, "is_confidential"),
        (two, "Dy", 1),
        (None, "Tre", 2),
        (None, "", 9),
        bring="on",
        entry=MARK,
    )
    answer = client.post(page(meeting), data)
    assert answer.url == f"{meeting.get_absolute_url()}#saved-{MARK}"
    assert lines(meeting) == ["Dy", "Tre", "Një", concern.description]
    assert meeting.agenda.get(title="Një").is_confidential
    meeting.refresh_from_db()
    assert "dy" in meeting.search_text
    # Everybody may search; what is confidential is not found.
    assert "nje" not in meeting.search_text


def test_item_is_taken_off_on_the_page_unless_the_minutes_speak_of_it(signed_in, world, today):
    meeting = MeetingFactory(committee=world.kksb, agenda=["Një", "Dy"])
    one, two = meeting.agenda.in_order()
    ItemTextFactory(item=two)
    client = signed_in("secretary")
    refused = client.post(
        page(meeting), typed(meeting, (one, "Një", 1, "DELETE"), (two, "Dy", 2, "DELETE"))
    )
    assert "The minutes speak of «Dy»" in refused.content.decode()
    assert lines(meeting) == ["Një", "Dy"]
    client.post(page(meeting), typed(meeting, (one, "Një", 1, "DELETE"), (two, "Dy", 2)))
    assert lines(meeting) == ["Dy"]


def test_somebody_faster_is_told_and_saving_again_keeps_mine(signed_in, world, meeting, by):
    write_agenda(meeting, ["Një"])
    item = meeting.agenda.get()
    client = signed_in("chair")
    data = typed(meeting, (item, "Imja", 1))
    set_agenda.unasked(
        meeting, [AgendaItem(meeting=meeting, title="E tjetrit")], version=1, bring=False, by=by
    )
    answer = client.post(page(meeting), data)
    assert all(f'value="{title}"' in answer.content.decode() for title in ("E tjetrit", "Imja"))
    meeting.refresh_from_db()
    assert lines(meeting) == ["E tjetrit"]
    with pytest.raises(EditConflict):
        change_plan.unasked(meeting, agenda=[], version=1, by=by)


def test_theme_without_a_title_is_refused_and_nothing_is_lost(signed_in, meeting):
    write_agenda(meeting, ["Një", "Dy"])
    one, two = meeting.agenda.in_order()
    answer = signed_in("secretary").post(
        page(meeting), typed(meeting, (one, "", 1), (two, "Dy e ndryshuar", 2))
    )
    text = answer.content.decode()
    assert "A theme needs a title." in text
    assert "Dy e ndryshuar" in text
    assert lines(meeting) == ["Një", "Dy"]


def test_themes_of_the_last_meeting_are_offered_again(signed_in, world, meeting):
    MeetingFactory(committee=world.kksb, starts_on=date(2026, 1, 5), agenda=["Vjetra"])
    MeetingFactory(committee=world.kksb, starts_on=date(2026, 3, 5), agenda=["Qentë", "Drita"])
    text = signed_in("secretary").get(page(meeting) + "?last").content.decode()
    assert all(f'value="{title}"' in text for title in ("Qentë", "Drita"))
    assert "Vjetra" not in text


def test_agenda_of_more_lines_than_anybody_works_through_is_refused(signed_in, world, today):
    plan = {
        "kind": "regular",
        "starts_on": "2026-09-01",
        "agenda": "\n".join(f"Pika {number}" for number in range(MOST_ITEMS + 1)),
    }
    address = reverse("meetings:plan", args=[world.kksb.slug])
    client = signed_in("secretary")
    refused = client.post(address, plan)
    assert "The agenda has 201 lines; at most 200 are taken." in refused.content.decode()
    assert "Pika 200" in refused.content.decode()
    assert not Meeting.objects.exists()
    client.post(address, plan | {"agenda": plan["agenda"].rpartition("\n")[0]})
    assert Meeting.objects.get().agenda.count() == MOST_ITEMS


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_three_items_as_for_one(
    signed_in, world, meeting, count, django_assert_num_queries
):
    earlier = MeetingFactory(committee=world.kksb, starts_on=date(2026, 2, 1))
    write_agenda(meeting, [f"Pika {number}" for number in range(count)])
    for _number in range(count):
        ConcernFactory(meeting=earlier)
        ActionFactory(meeting=earlier)
    client = signed_in("secretary")
    client.get(page(meeting))
    with django_assert_num_queries(11):
        answer = client.get(page(meeting))
    assert len(answer.context["open_matters"]) == 2 * count


WORDS = st.lists(
    st.sampled_from(["Një", "Dy", "Tre", "Katër", "Siguria në shkolla", "Të ndryshme"]), max_size=8
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=WORDS, second=WORDS)
def test_agenda_is_what_was_written_whatever_stood_there(db, first, second):
    meeting = MeetingFactory(planned=True, committee=CommitteeFactory(kksb=True))
    write_agenda(meeting, first)
    before = {str(item): item.pk for item in meeting.agenda.in_order()}
    write_agenda(meeting, second)
    assert lines(meeting) == second
    assert [item.position for item in meeting.agenda.in_order()] == list(range(1, len(second) + 1))
    # A line that stays is still the same item.
    after = {item.pk for item in meeting.agenda.in_order()}
    assert {before[line] for line in set(first) & set(second) if first.count(line) == 1} <= after


def test_number_and_year_of_a_moved_meeting(world, by, today):
    MeetingFactory(committee=world.kksb, starts_on=date(2027, 1, 10), number_in_year=1)
    moved = plan_meeting.unasked(
        Meeting(committee=world.kksb, starts_on=date(2026, 12, 20), number_in_year=6),
        agenda=[],
        by=by,
    )
    moved.starts_on = date(2027, 1, 20)
    change_plan.unasked(moved, agenda=[], version=moved.version, by=by)
    assert moved.number_in_year == 2
    LIFE.perform(moved, "postpone", by=by, comment="bora")
    LIFE.perform(moved, "reschedule", by=by, comment="rruga", starts_on=date(2026, 12, 28))
    assert (moved.starts_on, moved.number_in_year) == (date(2026, 12, 28), 1)


def test_cancelled_meeting_that_was_held_after_all(world, by, today):
    meeting = MeetingFactory(planned=True, committee=world.kksb, starts_on=date(2026, 6, 1))
    LIFE.perform(meeting, "cancel", by=by, comment="mungesë")
    LIFE.perform(meeting, "reschedule", by=by, comment="u mbajt", starts_on=date(2026, 6, 2))
    report_meeting.unasked(
        meeting, agenda=[], participants=[], attendance={}, version=meeting.version, by=by
    )
    meeting.refresh_from_db()
    assert (meeting.status, meeting.starts_on) == ("held", date(2026, 6, 2))
