"""Invitations by mail: real delivery, calendar entries read by a parser that did not write them."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
import vobject
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from committees.choices import Office
from committees.models import Membership
from core.workflow import TransitionRefused
from meetings.actions import EditConflict, change_plan
from meetings.invitations import reach
from meetings.models import Meeting
from meetings.workflow import LIFE, MOST_GUESTS
from notices.actions import deliver
from notices.models import Mail
from tests.accounts.catcher import mail_server
from tests.factories.accounts import UserFactory
from tests.factories.committees import CommitteeFactory, ContactFactory, MembershipFactory
from tests.factories.meetings import AgendaItemFactory, ConcernFactory, MeetingFactory
from tests.roles import HIDDEN_NAME, TODAY

AHEAD = TODAY + timedelta(days=14)
GUEST = "musafiri@example.org"
HALL = "Shtëpia e kulturës; kati i dytë, «Čaršija» — rruga e dëshmorëve, Prizren"


def member(committee, language="sq", **more):
    return MembershipFactory(
        committee=committee, person__user=UserFactory(language=language), **more
    ).person.user


def lasting(user):
    """Let the offices of one of the cast last beyond today."""
    Membership.objects.filter(person__user=user).update(until_on=None)
    return user


@pytest.fixture
def secretary(world):
    return lasting(world.person("secretary"))


@pytest.fixture
def meeting(world):
    row = MeetingFactory(
        committee=world.kksb,
        planned=True,
        starts_on=AHEAD,
        start_time=time(10, 30),
        place=HALL,
        number_in_year=3,
    )
    AgendaItemFactory(meeting=row, position=1, title="Miratimi i procesverbalit")
    AgendaItemFactory(meeting=row, position=2, title="Ndriçimi; rruga, sheshi")
    return row


def convene(meeting, by, guests=()):
    return LIFE.perform(meeting, "convene", by=by, invited_emails=list(guests))


def change(meeting, by, **changes):
    fresh = Meeting.objects.get(pk=meeting.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    agenda = [item.title for item in fresh.agenda.all()]
    return change_plan.unasked(fresh, agenda=agenda, version=fresh.version, by=by)


def told(topic=None):
    """The addresses of the outbox, by the topic in the key of each mail."""
    return sorted(
        mail.recipient
        for mail in Mail.objects.select_related("to")
        if topic is None or mail.key.split(":")[2] == topic
    )


def entry(mail):
    calendar = vobject.readOne(mail.attachment)
    return calendar.method.value, calendar.vevent


def convene_page(meeting):
    return reverse(
        "meetings:transition", args=[meeting.committee.slug, meeting.public_id, "convene"]
    )


def test_invitation_reaches_a_real_server_with_its_entry(world, meeting, secretary, settings):
    settings.DEFAULT_FROM_EMAIL = "Forumi <forumi@example.org>"
    convene(meeting, secretary)
    with mail_server() as (port, caught):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        assert deliver() == (1, 0)
    [message] = caught
    assert message["To"] == secretary.email
    [attached] = message.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert attached["Content-Type"].params["method"] == "REQUEST"
    assert attached["Content-Type"].params["charset"] == "utf-8"
    assert attached.get_filename() == "invite.ics"
    calendar = vobject.readOne(attached.get_content())
    event = calendar.vevent
    assert calendar.method.value == "REQUEST"
    assert event.location.value == HALL
    assert event.description.value.endswith(
        "1. Miratimi i procesverbalit\n2. Ndriçimi; rruga, sheshi"
    )
    assert event.organizer.value == "mailto:forumi@example.org"
    assert event.attendee.value == f"mailto:{secretary.email}"
    assert event.attendee.params["RSVP"] == ["FALSE"]
    start = event.dtstart.value
    assert start.replace(tzinfo=None) == datetime.combine(AHEAD, time(10, 30))
    assert start.utcoffset() == timedelta(hours=2)
    assert "TZID=Europe/Belgrade" in attached.get_content()
    text = message.get_body().get_content()
    for said in ("29.06.2026", "10:30", HALL, "2. Ndriçimi; rruga, sheshi"):
        assert said in text


def test_each_member_is_told_in_the_own_language(world, meeting, secretary):
    for language in ("sq", "sr-latn", "en"):
        member(world.kksb, language)
    convene(meeting, secretary)
    mails = {mail.to.language: mail for mail in Mail.objects.select_related("to")}
    assert set(mails) == {"sq", "sr-latn", "en"}
    for language, mail in mails.items():
        assert f"/{language}/committees/" in mail.text
        method, event = entry(mail)
        assert f"/{language}/" in event.url.value


def test_change_and_cancellation_keep_the_uid_and_raise_the_sequence(
    client, world, meeting, secretary
):
    convene(meeting, secretary, [GUEST])
    change(meeting, secretary, place="Salla e re", starts_on=AHEAD + timedelta(days=1))
    LIFE.perform(Meeting.objects.get(pk=meeting.pk), "cancel", by=secretary, comment="no hall")
    for column, value in (("to", secretary), ("address", GUEST)):
        found = [entry(mail) for mail in Mail.objects.filter(**{column: value}).order_by("pk")]
        methods, entries = zip(*found, strict=True)
        assert methods == ("REQUEST", "REQUEST", "CANCEL")
        [uid] = {event.uid.value for event in entries}
        sequences = [int(event.sequence.value) for event in entries]
        assert sequences == sorted(set(sequences))
        assert [event.status.value for event in entries] == ["CONFIRMED"] * 2 + ["CANCELLED"]
        assert entries[1].location.value == "Salla e re"
        assert entries[1].dtstart.value.date() == AHEAD + timedelta(days=1)
    feed = client.get(reverse("meetings:calendar", args=[world.kksb.slug])).content.decode()
    assert vobject.readOne(feed).vevent.uid.value == uid


def test_postponed_meeting_leaves_the_calendars_and_comes_back_with_the_same_uid(
    meeting, secretary
):
    convene(meeting, secretary)
    for step, facts in (
        ("postpone", {"comment": "snow"}),
        ("reschedule", {"comment": "thaw", "starts_on": AHEAD + timedelta(days=7)}),
        ("convene", {}),
    ):
        LIFE.perform(meeting, step, by=secretary, **facts)
    found = [entry(mail) for mail in Mail.objects.order_by("pk")]
    assert [method for method, _event in found] == ["REQUEST", "CANCEL", "REQUEST"]
    assert len({event.uid.value for _method, event in found}) == 1
    sequences = [int(event.sequence.value) for _method, event in found]
    assert sequences == sorted(set(sequences))


def test_who_was_called_off_already_is_not_told_again(meeting, secretary):
    convene(meeting, secretary)
    LIFE.perform(meeting, "postpone", by=secretary, comment="snow")
    LIFE.perform(meeting, "cancel", by=secretary, comment="more snow")
    assert len(told("call-off")) == 1


@pytest.mark.parametrize("step", ["postpone", "cancel"])
def test_meeting_that_was_never_convened_is_called_off_without_mail(meeting, secretary, step):
    LIFE.perform(meeting, step, by=secretary, comment="why")
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "mails"),
    [({"place": "Salla e re"}, 1), ({"start_time": time(12)}, 1), ({"number_in_year": 4}, 0)],
)
def test_only_day_time_and_place_are_news(meeting, secretary, changes, mails):
    convene(meeting, secretary)
    before = Mail.objects.count()
    change(meeting, secretary, **changes)
    assert Mail.objects.count() - before == mails


def test_change_of_a_meeting_that_is_only_planned_is_told_to_nobody(meeting, secretary):
    change(meeting, secretary, place="Salla e re")
    assert told() == []


def test_second_editor_sends_nothing(meeting, secretary):
    convene(meeting, secretary)
    before = told()
    late = Meeting.objects.get(pk=meeting.pk)
    change(meeting, secretary, number_in_year=5)
    late.place = "Salla tjetër"
    with pytest.raises(EditConflict):
        change_plan.unasked(late, agenda=[], version=late.version, by=secretary)
    assert told() == before


def test_who_is_no_member_on_the_new_day_loses_the_entry(world, meeting, secretary):
    leaving = member(world.kksb, until_on=AHEAD)
    convene(meeting, secretary)
    change(meeting, secretary, starts_on=AHEAD + timedelta(days=1))
    methods = [entry(mail)[0] for mail in Mail.objects.filter(to=leaving).order_by("pk")]
    assert methods == ["REQUEST", "CANCEL"]


def test_nobody_but_members_of_the_day_who_read_the_record_gets_mail(world, secretary):
    meeting = MeetingFactory(
        committee=world.kksb, planned=True, executive=True, starts_on=AHEAD, start_time=time(9)
    )
    there = member(world.kksb)
    leaving = member(world.kksb, until_on=AHEAD - timedelta(days=1))
    coming = member(world.kksb, from_on=TODAY + timedelta(days=1))
    gone = member(world.kksb)
    gone.is_active = False
    gone.save()
    for name in ("osce_monitor", "mia_officer", "chair elsewhere", "municipal_officer", "account"):
        world.person(name)
    convene(meeting, secretary)
    assert told() == sorted([there.email, secretary.email])
    assert leaving.email not in told()
    # Whoever is no member yet may not read the committee's own meetings yet.
    assert coming in [row.person.user for row in reach(meeting).missed]


def test_what_is_rolled_back_is_told_to_nobody(meeting, secretary):
    with transaction.atomic():
        convene(meeting, secretary, [GUEST])
        assert told()
        transaction.set_rollback(True)
    assert told() == []


def test_past_meeting_invites_nobody(meeting, secretary):
    Meeting.objects.update(starts_on=TODAY - timedelta(days=1))
    meeting.refresh_from_db()
    convene(meeting, secretary, [GUEST])
    assert told() == []


def reached_at(committee, email, **more):
    """A member without an account whose address is noted."""
    row = MembershipFactory(committee=committee, **more)
    ContactFactory(person=row.person, email=email)
    return row


class TestMembersWithoutAnAccount:
    """They are written to at the address that the keepers of the roster noted."""

    def test_get_invitation_change_and_cancellation(self, world, meeting, secretary):
        reached_at(world.kksb, "dea@example.org")
        convene(meeting, secretary)
        change(meeting, secretary, place="Salla e re")
        LIFE.perform(Meeting.objects.get(pk=meeting.pk), "cancel", by=secretary, comment="snow")
        mails = Mail.objects.filter(address="dea@example.org").order_by("pk")
        assert [entry(mail)[0] for mail in mails] == ["REQUEST", "REQUEST", "CANCEL"]
        assert "2. Ndriçimi; rruga, sheshi" in mails[0].text

    def test_are_written_to_in_the_language_of_the_convener(self, world, meeting, secretary):
        reached_at(world.kksb, "dea@example.org")
        secretary.language = "sr-latn"
        secretary.save()
        convene(meeting, secretary)
        mail = Mail.objects.get(address="dea@example.org")
        assert "/sr-latn/" in mail.text
        # Whoever moves the meeting later does not change the language.
        change(meeting, member(world.kksb, "en"), place="Salla e re")
        assert "/sr-latn/" in Mail.objects.filter(address="dea@example.org").last().text

    def test_have_no_link_that_asks_for_a_sign_in(self, world, secretary):
        row = MeetingFactory(committee=world.kksb, planned=True, executive=True, starts_on=AHEAD)
        AgendaItemFactory(meeting=row, position=1, title="Buxheti")
        reached_at(world.kksb, "dea@example.org")
        convene(row, secretary)
        mail = Mail.objects.get(address="dea@example.org")
        assert "1. Buxheti" in mail.text
        assert "http" not in mail.text + mail.attachment

    def test_read_of_a_confidential_item_only_that_there_is_one(self, world, meeting, secretary):
        AgendaItemFactory(meeting=meeting, position=3, title="E mbyllur", is_confidential=True)
        secret = ConcernFactory(committee=world.kksb, meeting=None, sensitivity="confidential")
        AgendaItemFactory(meeting=meeting, position=4, title="Kërcënim", concern=secret)
        reached_at(world.kksb, "dea@example.org")
        convene(meeting, secretary)
        mail = Mail.objects.get(address="dea@example.org")
        assert "3. confidential\n4. confidential" in mail.text
        for word in ("E mbyllur", "Kërcënim"):
            assert word not in mail.text + mail.attachment
            assert word in Mail.objects.get(to=secretary).text

    def test_account_goes_before_the_noted_address(self, world, meeting, secretary):
        user = member(world.kksb)
        ContactFactory(person=user.person, email="tjeter@example.org")
        convene(meeting, secretary)
        assert told() == sorted([user.email, secretary.email])

    def test_closed_account_gives_way_to_the_noted_address(self, world, meeting, secretary):
        user = member(world.kksb)
        User.objects.filter(pk=user.pk).update(is_active=False)
        ContactFactory(person=user.person, email="tjeter@example.org")
        convene(meeting, secretary)
        assert told() == sorted(["tjeter@example.org", secretary.email])

    def test_account_that_may_not_read_the_record_yet_is_told_what_others_are(
        self, world, meeting, secretary
    ):
        AgendaItemFactory(meeting=meeting, position=3, title="E mbyllur", is_confidential=True)
        coming = member(world.kksb, from_on=TODAY + timedelta(days=1))
        convene(meeting, secretary)
        text = Mail.objects.get(to=coming).text
        assert "2. Ndriçimi" in text
        assert "E mbyllur" not in text

    def test_nobody_is_told_twice_at_one_address(self, world, meeting, secretary):
        reached_at(world.kksb, "familja@example.org")
        reached_at(world.kksb, "familja@example.org")
        reached_at(world.kksb, secretary.email.lower())
        convene(meeting, secretary, ["Familja@example.org", GUEST])
        assert told() == sorted(["familja@example.org", secretary.email, GUEST])

    def test_who_got_an_account_meanwhile_is_not_called_off(self, world, meeting, secretary):
        row = reached_at(world.kksb, "dea@example.org")
        convene(meeting, secretary)
        row.person.user = UserFactory(email="dea@example.org")
        row.person.save()
        change(meeting, secretary, place="Salla e re")
        assert told("call-off") == []
        mails = [
            mail for mail in Mail.objects.order_by("pk") if mail.recipient == "dea@example.org"
        ]
        assert [entry(mail)[0] for mail in mails] == ["REQUEST", "REQUEST"]

    def test_who_is_no_member_on_the_new_day_loses_the_entry(self, world, meeting, secretary):
        reached_at(world.kksb, "dea@example.org", until_on=AHEAD)
        convene(meeting, secretary, [GUEST])
        change(meeting, secretary, starts_on=AHEAD + timedelta(days=1))
        assert told("call-off") == ["dea@example.org"]

    def test_are_reminded(self, world, meeting, secretary):
        reached_at(world.kksb, "dea@example.org")
        convene(meeting, secretary)
        with at(date(2026, 6, 25)):
            remind()
        assert told("remind") == sorted(["dea@example.org", secretary.email])

    def test_page_says_the_number_of_mails_that_go_out(self, signed_in, world, meeting):
        client = signed_in("secretary")
        lasting(client.user)
        member(world.kksb)
        reached_at(world.kksb, "familja@example.org")
        reached_at(world.kksb, "familja@example.org")
        ContactFactory(
            person=MembershipFactory(committee=world.kksb).person, email="", phone="+38344123456"
        )
        page = client.get(convene_page(meeting)).content.decode()
        assert "goes by mail to 4 members." in page
        assert "That is 3 mails, as some share an address." in page
        assert "+383 44 123 456" in page
        answer = client.post(convene_page(meeting), {"invited_emails": GUEST}, follow=True)
        assert Mail.objects.count() == 4
        assert "4 mails with the invitation go out." in answer.content.decode()

    def test_page_says_that_nobody_is_invited_to_what_is_over(self, signed_in, world, meeting):
        client = signed_in("secretary")
        Meeting.objects.update(starts_on=TODAY - timedelta(days=1))
        page = client.get(convene_page(meeting)).content.decode()
        assert "nobody is invited by mail" in page
        answer = client.post(convene_page(meeting), {}, follow=True)
        assert "0 mails with the invitation go out." in answer.content.decode()


def invitations_page(meeting):
    return reverse("meetings:invitations", args=[meeting.committee.slug, meeting.public_id])


class TestPageOfInvitations:
    def test_sends_what_could_not_be_sent_when_the_others_were(self, signed_in, world, meeting):
        client = signed_in("secretary")
        lasting(client.user)
        row = MembershipFactory(committee=world.kksb)
        convene(meeting, client.user, [GUEST])
        assert "has not been sent yet" not in client.get(invitations_page(meeting)).content.decode()
        ContactFactory(person=row.person, email="dea@example.org")
        change(meeting, client.user, number_in_year=9)
        page = client.get(invitations_page(meeting)).content.decode()
        assert "Send the invitation that has not been sent yet" in page
        answer = client.post(invitations_page(meeting), {"rest": "1"}, follow=True)
        assert "1 mail with the invitation goes out." in answer.content.decode()
        assert told() == sorted([client.user.email, GUEST, "dea@example.org"])
        client.post(invitations_page(meeting), {"rest": "1"})
        assert len(told()) == 3

    def test_sends_nothing_before_the_meeting_is_convened(self, signed_in, world, meeting):
        reached_at(world.kksb, "dea@example.org")
        client = signed_in("secretary")
        client.post(invitations_page(meeting), {"rest": "1"})
        assert told() == []

    @pytest.mark.parametrize("is_public", [True, False])
    def test_offers_a_text_to_copy_in_both_languages(self, signed_in, meeting, is_public):
        if not is_public:
            Meeting.objects.update(kind="executive")
        page = signed_in("secretary").get(invitations_page(meeting))
        texts = {code: text for code, _name, text in page.context["texts"]}
        assert set(texts) == {"sq", "sr-latn"}
        for code, text in texts.items():
            for said in ("29", "10:30", HALL):
                assert said in text
            assert (f"/{code}/committees/" in text) is is_public
            assert "Miratimi" not in text
            assert escape(text) in page.content.decode()

    @pytest.mark.parametrize("name", ["member", "police", "regional_director", "osce_monitor"])
    def test_is_closed_to_whoever_does_not_keep_the_meeting(self, signed_in, meeting, name):
        client = signed_in(name)
        for page in ("invitations", "letters", "letters-to-all"):
            address = reverse(f"meetings:{page}", args=[meeting.committee.slug, meeting.public_id])
            assert client.get(address).status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_asks_the_same_however_many_members_there_are(
        self, signed_in, world, meeting, count, django_assert_num_queries
    ):
        client = signed_in("secretary")
        for number in range(count):
            reached_at(world.kksb, f"dea{number}@example.org")
            MembershipFactory(committee=world.kksb)
        with django_assert_num_queries(11):
            client.get(invitations_page(meeting))


class TestGuests:
    def test_are_written_to_in_the_language_of_the_convener(self, meeting, secretary):
        secretary.language = "en"
        secretary.save()
        convene(meeting, secretary, [GUEST])
        mail = Mail.objects.get(address=GUEST)
        assert mail.to is None
        assert "invitation to the meeting on 29.06.2026" in mail.subject
        assert "1. Miratimi i procesverbalit" in mail.text
        assert entry(mail)[1].attendee.value == f"mailto:{GUEST}"
        assert secretary.email not in mail.attachment

    def test_of_an_executive_meeting_get_no_agenda_and_no_link(self, world, secretary):
        meeting = MeetingFactory(
            committee=world.kksb, planned=True, executive=True, starts_on=AHEAD
        )
        AgendaItemFactory(meeting=meeting, position=1, title="E mbyllur")
        convene(meeting, secretary, [GUEST])
        mail = Mail.objects.get(address=GUEST)
        assert "E mbyllur" not in mail.text + mail.attachment
        assert meeting.get_absolute_url().removeprefix("/en") not in mail.text
        own = Mail.objects.get(to=secretary)
        assert "E mbyllur" in own.text
        assert "E mbyllur" in own.attachment

    def test_member_typed_as_a_guest_is_told_once(self, meeting, secretary):
        convene(meeting, secretary, [secretary.email.upper()])
        assert told() == [secretary.email]

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("salla", "This is no e-mail address: salla"),
            ("a@example.org\nb@\nc", "This is no e-mail address: b@"),
            (
                "\n".join(f"g{number}@example.org" for number in range(MOST_GUESTS + 1)),
                "These are more than 30 addresses.",
            ),
        ],
    )
    def test_wrong_addresses_are_said_and_stay_typed(self, signed_in, meeting, typed, says):
        client = signed_in("secretary")
        page = client.post(convene_page(meeting), {"invited_emails": typed})
        assert says in page.content.decode()
        assert page.context["form"]["invited_emails"].value() == typed
        meeting.refresh_from_db()
        assert (meeting.status, told()) == ("planned", [])

    def test_are_kept_with_the_meeting_for_insiders(self, signed_in, world, meeting):
        client = signed_in("secretary")
        client.post(convene_page(meeting), {"invited_emails": f"{GUEST}\r\n{GUEST}\r\n"})
        meeting.refresh_from_db()
        assert meeting.invited_emails == GUEST
        for name, sees in (("chair", True), ("osce_monitor", False), ("account", False)):
            client.force_login(world.person(name))
            assert (GUEST in client.get(meeting.get_absolute_url()).content.decode()) is sees
        client.logout()
        for url in (
            meeting.get_absolute_url(),
            reverse("meetings:export", args=["csv"]),
            reverse("meetings:calendar", args=[world.kksb.slug]),
            "/api/v1/meetings/",
        ):
            assert GUEST not in client.get(url).content.decode()

    def test_of_before_are_proposed_again(self, signed_in, meeting):
        client = signed_in("secretary")
        Meeting.objects.update(invited_emails=GUEST)
        assert GUEST in client.get(convene_page(meeting)).content.decode()


STEPS = ("convene", "postpone", "reschedule", "cancel", "place", "day", "number")


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=9))
def test_whatever_happens_a_calendar_follows(steps):
    """Each entry comes after the one before it, and at the end the calendar says what is so."""
    body = CommitteeFactory(kksb=True)
    clerk = member(body, office=Office.SECRETARY)
    row = MeetingFactory(committee=body, planned=True, starts_on=AHEAD, place="Salla")
    for number, step in enumerate(steps, start=1):
        row.refresh_from_db()
        with suppress(TransitionRefused):
            if step == "place":
                change(row, clerk, place=f"Salla {number}")
            elif step == "day":
                change(row, clerk, starts_on=row.starts_on + timedelta(days=1))
            elif step == "number":
                change(row, clerk, number_in_year=number)
            else:
                new_day = {"starts_on": AHEAD} if step == "reschedule" else {}
                LIFE.perform(row, step, by=clerk, comment="why", **new_day)
    row.refresh_from_db()
    found = [entry(mail) for mail in Mail.objects.filter(to=clerk).order_by("pk")]
    sequences = [int(event.sequence.value) for _method, event in found]
    assert sequences == sorted(set(sequences))
    assert len({event.uid.value for _method, event in found}) <= 1
    methods = [method for method, _event in found]
    assert methods[:1] != ["CANCEL"]
    assert ("CANCEL", "CANCEL") not in set(pairwise(methods))
    assert (methods[-1:] == ["REQUEST"]) is (row.status == "convened")
    if row.status == "convened":
        last = found[-1][1]
        assert last.location.value == row.place
        assert last.dtstart.value == row.starts_on


@pytest.mark.parametrize("count", [1, 3])
def test_convene_page_lists_who_cannot_be_reached(
    signed_in, world, meeting, count, django_assert_num_queries
):
    client = signed_in("secretary")
    lasting(client.user)
    MembershipFactory.create_batch(count, committee=world.kksb)
    with django_assert_num_queries(13):
        page = client.get(convene_page(meeting))
    names = {str(row.person) for row in page.context["reach"].missed}
    assert len(names) == count + 1
    assert HIDDEN_NAME in names
    assert "goes by mail to 1 member." in page.content.decode()


def remind():
    printed = StringIO()
    call_command("remind", stdout=printed)
    return printed.getvalue()


def at(day):
    return time_machine.travel(datetime.combine(day, time(8)), tick=False)


class TestReminders:
    def test_before_the_meeting_once_each(self, world, meeting, secretary):
        """The 29th is a Monday: two working days before it is the Thursday."""
        convene(meeting, secretary)
        for day, reminded in ((24, 0), (25, 1), (25, 1), (26, 1), (29, 1)):
            with at(date(2026, 6, day)):
                remind()
            assert len(told("remind")) == reminded, day

    def test_again_when_the_meeting_was_changed(self, meeting, secretary):
        convene(meeting, secretary)
        with at(date(2026, 6, 25)):
            remind()
            change(meeting, secretary, place="Salla e re")
            remind()
        assert told("remind") == [secretary.email] * 2

    def test_not_of_a_meeting_that_is_only_planned_or_called_off(self, meeting, secretary):
        with at(date(2026, 6, 26)):
            remind()
            assert told() == []
            convene(meeting, secretary)
            LIFE.perform(meeting, "cancel", by=secretary, comment="snow")
            remind()
        assert told("remind") == []

    def test_days_are_a_setting(self, meeting, secretary, settings):
        settings.MEETING_REMINDER_DAYS = 5
        convene(meeting, secretary)
        with at(date(2026, 6, 22)):
            assert "1 meetings are near" in remind()
        assert told("remind") == [secretary.email]

    def test_report_is_asked_of_chair_and_secretary_once(self, world, meeting, secretary):
        chair = lasting(world.person("chair"))
        lasting(world.person("member"))
        for day, asked in ((6, 0), (7, 2), (8, 2)):
            # Five working days after the Monday.
            with at(date(2026, 7, day) - timedelta(days=1)):
                remind()
            assert len(told("report")) == asked, day
        assert told("report") == sorted([chair.email, secretary.email])
        [subject] = set(Mail.objects.filter(to=chair).values_list("subject", flat=True))
        assert "29.06.2026" in subject

    def test_report_of_long_ago_is_not_asked_for(self, world, meeting, secretary):
        Meeting.objects.update(starts_on=TODAY - timedelta(days=91))
        remind()
        assert told() == []

    def test_report_that_came_is_not_asked_for(self, world, meeting, secretary):
        with at(date(2026, 7, 10)):
            LIFE.perform(meeting, "hold", by=secretary)
            remind()
        assert told("report") == []


def test_deputy_is_not_asked_for_the_report(world, meeting):
    lasting(world.person("deputy"))
    with at(date(2026, 7, 10)):
        remind()
    assert told("report") == []
