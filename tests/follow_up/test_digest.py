"""The weekly mail: to whom, how often, in which language, and what it does not say."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from notices.actions import deliver
from notices.models import Mail
from tests.accounts.catcher import mail_server
from tests.factories.meetings import ActionFactory, MeetingFactory
from tests.roles import HIDDEN_NAME, TODAY


def send():
    output = StringIO()
    call_command("action_digest", stdout=output)
    return output.getvalue()


def told():
    return {mail.to.email: mail for mail in Mail.objects.select_related("to")}


def test_owner_is_told_how_much_is_overdue_and_soon_due(world, ask, settings):
    settings.SITE_URL = "https://forumi.example.org"
    commander = world.person("station_commander")
    world.person("station_commander elsewhere")
    world.person("regional_director")
    for number in (1, 2):
        ask("station_commander", text=f"Patrulla {number}", due_on=TODAY - timedelta(number))
    ask("station_commander", text="Takimi", due_on=TODAY + timedelta(14))
    ask("station_commander", due_on=TODAY + timedelta(15))
    ask("station_commander", due_on=None)
    ask("station_commander", due_on=TODAY - timedelta(1), done=True)
    assert "1 people" in send()
    (mail,) = told().values()
    assert mail.to == commander
    assert mail.subject == "3 actions wait for an answer"
    assert "2 actions are overdue." in mail.text
    assert "1 action is due within 14 days." in mail.text
    for words in ("Patrulla", "Takimi", world.kksb.name_sq, HIDDEN_NAME):
        assert words not in mail.text + mail.subject
    assert "https://forumi.example.org/en/actions/?mine=on&overdue=on" in mail.text


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_mail_speaks_the_readers_language(world, ask, language):
    commander = world.person("station_commander")
    commander.language = language
    commander.save()
    ask("station_commander", due_on=TODAY)
    ask("station_commander", due_on=TODAY - timedelta(1))
    send()
    mail = Mail.objects.get()
    assert f"/{language}/actions/?mine=on" in mail.text
    assert (mail.subject == "2 actions wait for an answer") is (language == "en")
    assert ("1 action is overdue." in mail.text) is (language == "en")


def test_links_of_the_mail_lead_to_what_it_counts(signed_in, world, ask):
    client = signed_in("station_commander")
    ask("station_commander", due_on=TODAY - timedelta(1))
    for day in (0, 14):
        ask("station_commander", due_on=TODAY + timedelta(day))
    send()
    links = [line for line in Mail.objects.get().text.splitlines() if line.startswith("http")]
    numbers = [client.get(link).context["page_obj"].paginator.count for link in links]
    assert numbers == [1, 2]


def test_once_a_week_and_again_in_the_next(world, ask):
    world.person("station_commander").grants.update(until_on=None)
    ask("station_commander", due_on=TODAY)
    for _time in range(3):
        send()
    assert Mail.objects.count() == 1
    with time_machine.travel("2026-06-21 10:00+00:00", tick=False):
        send()
        assert Mail.objects.count() == 1
    with time_machine.travel("2026-06-22 10:00+00:00", tick=False):
        send()
        assert Mail.objects.count() == 2


def test_institution_without_a_post_answers_through_the_committee(world, meeting):
    for name in ("chair", "secretary", "deputy", "member", "municipal_officer"):
        world.person(name)
    ActionFactory(meeting=meeting, addressee="KFOR", due_on=TODAY)
    send()
    assert set(told()) == {"chair@example.org", "secretary@example.org"}


def test_post_that_nobody_holds_is_answered_for_by_the_committee_and_it_is_told_why(
    signed_in, world, ask
):
    client = signed_in("secretary")
    ask("station_commander", due_on=TODAY - timedelta(1))
    send()
    (mail,) = told().values()
    assert mail.to == client.user
    assert f"committee={world.kksb.slug}&overdue=on" in mail.text
    link = next(line for line in mail.text.splitlines() if line.startswith("http"))
    assert client.get(link).context["page_obj"].paginator.count == 1


def test_whoever_cannot_sign_in_is_not_written_to(world, ask):
    commander = world.person("station_commander")
    commander.is_active = False
    commander.save()
    ask("station_commander", due_on=TODAY)
    assert "0 people" in send()
    assert not Mail.objects.exists()


def test_nothing_due_is_no_mail(world, ask):
    world.person("station_commander")
    ask("station_commander", due_on=date(2026, 12, 1))
    send()
    assert not Mail.objects.exists()


def test_mail_leaves_through_a_real_server(world, ask, settings):
    world.person("station_commander")
    ask("station_commander", due_on=TODAY)
    send()
    with mail_server() as (port, caught):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        assert deliver() == (1, 0)
    (message,) = caught
    assert message["To"] == "station_commander@example.org"
    assert message["Subject"] == "1 action waits for an answer"
    assert reverse("follow_up:list") in message.get_content()


def test_meetings_of_others_are_counted_for_nobody_here(world):
    world.person("chair")
    elsewhere = MeetingFactory(committee=world.elsewhere, starts_on=date(2026, 3, 1))
    ActionFactory(meeting=elsewhere, due_on=TODAY)
    send()
    assert not Mail.objects.exists()
