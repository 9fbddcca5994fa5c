"""Planning, logging and reporting by the pages: what is saved, what is said, what is kept."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from meetings.models import Meeting
from tests.factories.committees import MembershipFactory
from tests.factories.meetings import (
    AttendanceFactory,
    ConcernCategoryFactory,
    ConcernFactory,
    MeetingFactory,
)
from tests.factories.places import CommunityFactory

XSS = "<script>alert(1)</script>"
SUMMARY = "U diskutua ndriçimi i rrugës"


@pytest.fixture
def keeper(world, client):
    client.force_login(world.person("secretary"))
    return client


@pytest.fixture
def member(world):
    return MembershipFactory(committee=world.kksb, person__given_name="Ganimete")


def page(name, committee, meeting=None):
    keys = {"committee": committee.slug} | ({"meeting": meeting.public_id} if meeting else {})
    return reverse(f"meetings:{name}", kwargs=keys)


def record(**changes):
    return {
        "kind": "regular",
        "precision": "day",
        "starts_on": "2026-06-01",
        "place": "Shkolla e Mesme",
        "agenda": "Siguria në shkolla\r\nTë ndryshme",
        "participants": "KFOR\r\n",
        "summary": SUMMARY,
        "concerns-TOTAL_FORMS": 0,
        "concerns-INITIAL_FORMS": 0,
    } | changes


def concern(number, **values):
    return {f"concerns-{number}-{name}": value for name, value in values.items()}


def errors(response):
    """Return all that the page says is wrong, field by field."""
    return {
        name: [str(message) for message in messages]
        for name, messages in response.context["form"].errors.items()
    }


def test_meeting_is_planned_and_its_plan_changed(keeper, world):
    plan = {"kind": "regular", "starts_on": "2026-09-01", "place": "Salla", "agenda": "Një\nDy"}
    response = keeper.post(page("plan", world.kksb), plan)
    meeting = Meeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.status, meeting.starts_on) == ("planned", date(2026, 9, 1))
    change = plan | {"starts_on": "2026-09-02", "agenda": "Dy", "version": 1}
    keeper.post(page("update", world.kksb, meeting), change)
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.version) == (date(2026, 9, 2), 2)
    assert [item.title for item in meeting.agenda.all()] == ["Dy"]


def test_meeting_is_logged_with_everything_in_one_step(keeper, world, member):
    theme, community = ConcernCategoryFactory(), CommunityFactory()
    typed = record(
        **{f"attendance_{member.pk}": "represented", f"stand_in_{member.pk}": "Toger"},
        chaired_by=member.pk,
        incident_discussed="false",
        residents_women=7,
        **{"concerns-TOTAL_FORMS": 1},
        **concern(0, description="Qentë", category=theme.pk, communities=[community.pk]),
    )
    response = keeper.post(page("log", world.kksb), typed)
    meeting = Meeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.status, meeting.summary, meeting.residents_women) == ("held", SUMMARY, 7)
    assert meeting.chaired_as == member.seat.capacity
    row = meeting.attendance.get(membership=member)
    assert (row.code, row.represented_by) == ("represented", "Toger")
    assert meeting.incident_discussed is True
    assert list(meeting.communities_affected.all()) == [community]
    shown = keeper.get(meeting.get_absolute_url()).content.decode()
    for words in (SUMMARY, "Ganimete", "Toger", "Qentë", "KFOR", "Siguria në shkolla"):
        assert words in shown


@pytest.mark.parametrize("language", ["en", "sq", "sr-latn"])
def test_held_meeting_cannot_lie_in_the_future(keeper, world, language):
    with translation.override(language):
        response = keeper.post(page("log", world.kksb), record(starts_on="2026-06-16"))
        said = gettext("A held meeting cannot lie in the future.")
    text = response.content.decode()
    assert said in text
    assert SUMMARY in text
    assert 'value="2026-06-16"' in text
    assert "Siguria në shkolla\r\nTë ndryshme" in text
    assert not Meeting.objects.exists()


def test_held_meeting_cannot_be_moved_into_the_future_as_a_plan(keeper, world):
    meeting = MeetingFactory(committee=world.kksb)
    response = keeper.post(
        page("update", world.kksb, meeting),
        {"kind": "regular", "starts_on": "2026-12-01", "version": 1},
    )
    assert "Your roles do not include this step here." in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.starts_on == date(2025, 3, 12)


@pytest.mark.parametrize("language", ["en", "sq", "sr-latn"])
@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (
            date(2026, 6, 2),
            None,
            "%(name)s was not a member on %(day)s: the membership began on %(first)s.",
        ),
        (
            date(2026, 1, 1),
            date(2026, 5, 31),
            "%(name)s was not a member on %(day)s: the membership ran from %(first)s to %(last)s.",
        ),
    ],
)
def test_nobody_is_marked_before_joining_or_after_leaving(
    keeper, world, first, last, said, language
):
    stranger = MembershipFactory(committee=world.kksb, from_on=first, until_on=last)
    with translation.override(language):
        response = keeper.post(
            page("log", world.kksb), record(**{f"attendance_{stranger.pk}": "present"})
        )
        message = gettext(said) % {
            "name": stranger.person,
            "day": date_format(date(2026, 6, 1), "SHORT_DATE_FORMAT"),
            "first": date_format(first, "SHORT_DATE_FORMAT"),
            "last": last and date_format(last, "SHORT_DATE_FORMAT"),
        }
    assert message in response.content.decode()
    assert SUMMARY in response.content.decode()
    assert not Meeting.objects.exists()


def test_somebody_of_another_committee_cannot_be_marked(keeper, world):
    other = MembershipFactory(committee=world.elsewhere)
    keeper.post(page("log", world.kksb), record(**{f"attendance_{other.pk}": "present"}))
    assert not other.attendance.exists()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (
            {"stand_in": "Toger", "attendance": "present"},
            "stand_in",
            "Only a represented member has somebody who stood in for them.",
        ),
        (
            {"attendance": "asleep"},
            "attendance",
            "Select a valid choice. asleep is not one of the available choices.",
        ),
    ],
)
def test_attendance_that_does_not_fit_is_said_at_the_member(
    keeper, world, member, typed, field, said
):
    response = keeper.post(
        page("log", world.kksb),
        record(**{f"{name}_{member.pk}": value for name, value in typed.items()}),
    )
    assert errors(response) == {f"{field}_{member.pk}": [said]}
    text = response.content.decode()
    assert said in text
    assert SUMMARY in text
    assert ("Toger" in text) is ("stand_in" in typed)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"starts_on": "1.6.26x"}, "starts_on", "Enter a valid date."),
        ({"starts_on": ""}, "starts_on", "This field is required."),
        ({"start_time": "25:00"}, "start_time", "Enter a valid time."),
        (
            {"residents_men": "-1"},
            "residents_men",
            "Ensure this value is greater than or equal to 0.",
        ),
        ({"number_in_year": "three"}, "number_in_year", "Enter a whole number."),
        (
            {"chaired_by": "999999"},
            "chaired_by",
            "Select a valid choice. That choice is not one of the available choices.",
        ),
    ],
)
def test_field_that_does_not_fit_says_why_and_the_rest_stays(keeper, world, typed, field, said):
    response = keeper.post(page("log", world.kksb), record(**typed))
    assert errors(response) == {field: [said]}
    text = response.content.decode()
    assert f'href="#id_{field}"' in text
    assert SUMMARY in text
    assert f"<title>Error: {gettext('Log a meeting')}" in text.replace("\n", "")
    assert not Meeting.objects.exists()


def test_all_that_is_wrong_is_said_at_once(keeper, world):
    typed = record(starts_on="2026-07-01", **{"concerns-TOTAL_FORMS": 1}) | concern(
        0, description="", is_incident="on"
    )
    response = keeper.post(page("log", world.kksb), typed)
    text = response.content.decode()
    assert "There are 2 problems on this page" in text
    assert "A held meeting cannot lie in the future." in text
    assert response.context["concerns"].errors == [{"description": ["This field is required."]}]


@pytest.mark.parametrize(("day", "is_refused"), [("1990-03-01", True), ("2000-01-01", False)])
def test_a_year_that_nobody_can_mean_is_refused(keeper, world, day, is_refused):
    """No page of figures goes back to it: the meeting would be lost."""
    response = keeper.post(page("log", world.kksb), record(starts_on=day))
    said = "Before 2000 there was no such committee: look at the year again."
    assert (said in response.content.decode()) is is_refused
    assert Meeting.objects.exists() is not is_refused
    if is_refused:
        assert f'value="{day}"' in response.content.decode()


@pytest.mark.parametrize("crafted", ["attendance_²", "attendance_x", f"attendance_{10**30}"])
def test_crafted_names_of_fields_do_no_harm(keeper, world, crafted):
    keeper.post(page("log", world.kksb), record(**{crafted: "present"}))
    assert Meeting.objects.get().attendance.filter(code="present").count() == 0


@pytest.mark.parametrize("name", ["report", "update"])
def test_second_editor_sees_both_versions_and_saving_again_keeps_theirs(keeper, world, name):
    meeting = MeetingFactory(
        committee=world.kksb,
        status="held" if name == "report" else "planned",
        starts_on=date(2026, 6, 1),
        place="Salla e vjetër",
        incident_discussed=True,
    )
    url = page(name, world.kksb, meeting)
    mine = record(version=1, place="Salla ime", incident_discussed="false")
    keeper.post(url, record(version=1, place="Salla e tyre", incident_discussed="true"))
    response = keeper.post(url, mine)
    text = response.content.decode()
    assert "Somebody else saved this meeting while you were writing." in text
    versions = {row["label"]: (row["theirs"], row["mine"]) for row in response.context["versions"]}
    assert versions["Place"] == ("Salla e tyre", "Salla ime")
    if name == "report":
        assert ("yes", "no") in versions.values()
        assert SUMMARY in text
    meeting.refresh_from_db()
    assert (meeting.place, meeting.version) == ("Salla e tyre", 2)
    keeper.post(url, mine | {"version": response.context["form"]["version"].value()})
    meeting.refresh_from_db()
    assert (meeting.place, meeting.version) == ("Salla ime", 3)


def test_form_without_its_version_shows_the_present_one(keeper, world):
    meeting = MeetingFactory(committee=world.kksb, planned=True, starts_on=date(2026, 9, 1))
    response = keeper.post(
        page("update", world.kksb, meeting), {"kind": "regular", "starts_on": "2026-10-01"}
    )
    assert "Somebody else saved this meeting" in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.starts_on == date(2026, 9, 1)


def test_edit_of_the_record_begins_with_what_is_known(keeper, world, member):
    meeting = MeetingFactory(
        committee=world.kksb, agenda=["Një", "Dy"], incident_discussed=False, summary=SUMMARY
    )
    AttendanceFactory(
        meeting=meeting, membership=member, code="represented", represented_by="Toger"
    )
    form = keeper.get(page("report", world.kksb, meeting)).context["form"]
    assert form["agenda"].value() == "Një\nDy"
    assert form["incident_discussed"].value() == "false"
    assert form["summary"].value() == SUMMARY
    [row] = [row for row in form.grid if row["member"] == member]
    assert (row["code"].value(), row["stand_in"].value()) == ("represented", "Toger")


def test_roster_of_the_form_is_that_of_the_day(keeper, world):
    former = MembershipFactory(committee=world.kksb, until_on=date(2025, 12, 31))
    meeting = MeetingFactory(committee=world.kksb, starts_on=date(2025, 12, 31))
    today = keeper.get(page("log", world.kksb)).context["form"]
    that_day = keeper.get(page("report", world.kksb, meeting)).context["form"]
    assert former not in [row["member"] for row in today.grid]
    assert former in [row["member"] for row in that_day.grid]


def test_what_is_written_is_text_and_never_markup(keeper, world, member):
    member.person.given_name = XSS
    member.person.save()
    typed = record(
        summary=XSS,
        decisions=XSS,
        place=XSS,
        agenda=XSS,
        participants=XSS,
        **{f"attendance_{member.pk}": "represented", f"stand_in_{member.pk}": XSS},
        **{"concerns-TOTAL_FORMS": 1},
        **concern(0, description=XSS),
    )
    refused = keeper.post(page("log", world.kksb), typed | {"starts_on": "2027-01-01"})
    keeper.post(page("log", world.kksb), typed)
    meeting = Meeting.objects.get()
    pages = [
        keeper.get(meeting.get_absolute_url()),
        keeper.get(page("report", world.kksb, meeting)),
        keeper.get(page("history", world.kksb, meeting)),
        refused,
    ]
    for response in pages[:2] + pages[3:]:
        assert XSS not in response.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.content.decode()
    assert XSS not in pages[2].content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_form_asks_as_often_for_three_members_as_for_one(
    keeper, world, count, django_assert_num_queries
):
    for _number in range(count):
        MembershipFactory(committee=world.klsp, seat__represents_community=CommunityFactory())
    keeper.get(page("log", world.klsp))
    with django_assert_num_queries(18):
        form = keeper.get(page("log", world.klsp)).context["form"]
    # The secretary and the hidden member of the small country sit there as well.
    assert len(form.grid) == count + 2


@pytest.mark.parametrize("count", [1, 3])
def test_edit_of_a_record_asks_as_often_for_three_concerns_as_for_one(
    keeper, world, count, django_assert_num_queries
):
    meeting = MeetingFactory(committee=world.kksb)
    for _number in range(count):
        member = MembershipFactory(committee=world.kksb)
        AttendanceFactory(meeting=meeting, membership=member)
        ConcernFactory(meeting=meeting)
    with django_assert_num_queries(25):
        form = keeper.get(page("report", world.kksb, meeting)).context["form"]
    # The hidden member of the small country sits there; the secretary came after the meeting.
    assert len(form.grid) == count + 1
