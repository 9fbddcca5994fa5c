"""The pages of meetings: dates as far as known, what is public, and how often they ask."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from tests.factories.committees import MembershipFactory
from tests.factories.meetings import (
    AttendanceFactory,
    ConcernFactory,
    DocumentFactory,
    MeetingFactory,
    ParticipantFactory,
)
from tests.factories.places import CommunityFactory


def test_meeting_belongs_to_the_committee_of_its_address(client, world):
    meeting = MeetingFactory(committee=world.kksb)
    for committee, found in ((world.kksb, True), (world.klsp, False)):
        keys = {"committee": committee.slug, "meeting": meeting.public_id}
        page = client.get(reverse("meetings:detail", kwargs=keys))
        assert ("KKSB Këtu" in page.content.decode()) is found
        assert (page.status_code == 404) is not found


@pytest.mark.parametrize("number", [999_999, 10**30])
def test_number_that_no_meeting_has_is_no_page(client, world, number):
    page = client.get(
        reverse("meetings:detail", kwargs={"committee": world.kksb.slug, "meeting": number})
    )
    assert page.status_code == 404
    assert "Page not found" in page.content.decode()


@pytest.mark.parametrize("language", ["en", "sq", "sr-latn"])
def test_silence_is_neither_held_nor_zero(client, world, language):
    meeting = MeetingFactory(committee=world.kksb, planned=True, starts_on=date(2026, 6, 1))
    with translation.override(language):
        text = client.get(meeting.get_absolute_url()).content.decode()
        assert gettext("awaiting report") in text
        assert (
            gettext(
                "The date has passed and nobody has said what became of the meeting. "
                "It counts neither as held nor as zero."
            )
            in text
        )


def test_meeting_without_attendance_says_so_to_readers(signed_in, world):
    meeting = MeetingFactory(committee=world.kksb)
    text = signed_in("osce_monitor").get(meeting.get_absolute_url()).content.decode()
    assert "Attendance was not noted." in text


def test_monitor_reads_the_record_by_seats_and_capacities(signed_in, world):
    chair = MembershipFactory(
        committee=world.kksb, seat__title="Drejtoria e Arsimit", person__family_name="Fshehur"
    )
    meeting = MeetingFactory(committee=world.kksb, chaired_by=chair, chaired_as="mayor")
    AttendanceFactory(meeting=meeting, membership=chair, code="late")
    text = signed_in("osce_monitor").get(meeting.get_absolute_url()).content.decode()
    assert "Drejtoria e Arsimit" in text
    assert "1 of 1 seat taken" in text
    assert "mayor" in text
    assert "Fshehur" not in text


def test_history_names_the_chair_and_the_writer_to_insiders_only(signed_in, world):
    chair = MembershipFactory(committee=world.kksb, person__family_name="Fshehur")
    meeting = MeetingFactory(committee=world.kksb)
    meeting.chaired_by = chair
    meeting.save()
    url = reverse(
        "meetings:history", kwargs={"committee": world.kksb.slug, "meeting": meeting.public_id}
    )
    assert "Fshehur" in signed_in("member").get(url).content.decode()
    text = signed_in("osce_monitor").get(url).content.decode()
    assert "Fshehur" not in text
    assert "Your roles do not include this step here." in text


@pytest.mark.parametrize("language", ["en", "sq", "sr-latn"])
def test_refusal_gives_its_reason_in_the_language_of_the_page(signed_in, world, language):
    client = signed_in("member")
    with translation.override(language):
        page = client.get(reverse("meetings:log", kwargs={"committee": world.kksb.slug}))
        assert page.status_code == 403
        assert gettext("Your roles do not include this step here.") in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_rows_as_for_one(
    client, world, count, django_assert_num_queries
):
    for _number in range(count):
        MeetingFactory()
    with django_assert_num_queries(6):
        page = client.get(reverse("meetings:list"))
    assert len(page.context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_meeting_asks_as_often_for_three_of_each_as_for_one(
    signed_in, world, count, django_assert_num_queries
):
    client = signed_in("secretary")
    meeting = MeetingFactory(
        committee=world.kksb,
        agenda=["Një"] * count,
        chaired_as="mayor",
        chaired_by=MembershipFactory(committee=world.kksb),
    )
    for _number in range(count):
        community = CommunityFactory()
        member = MembershipFactory(committee=world.kksb, seat__represents_community=community)
        AttendanceFactory(meeting=meeting, membership=member)
        ConcernFactory(meeting=meeting, communities=[community])
        ParticipantFactory(meeting=meeting)
        DocumentFactory(meeting=meeting)
        meeting.communities_affected.add(community)
    with django_assert_num_queries(28):
        page = client.get(meeting.get_absolute_url())
    assert page.context["listed"] == page.context["present"] == count
