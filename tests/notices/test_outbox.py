"""The outbox: real delivery to a mail server, one that is down, and nobody told twice."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from notices.actions import Guest, deliver, write_mails
from notices.models import Mail
from tests.accounts.catcher import mail_server
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.notices import MailFactory

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def write(users, key="r1:arrived"):
    write_mails(
        "establishment/mail/withdrawn",
        users,
        key=key,
        path=lambda: reverse("portal:home"),
        context={"request": SimpleNamespace(number="K-2026-0001", body_name="KLSP Zhur")},
    )


@pytest.fixture
def down(settings):
    """A mail server that nobody answers at."""
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = 1
    settings.EMAIL_TIMEOUT = 1


def test_mail_reaches_a_real_server_as_it_was_written(db, settings):
    mail = MailFactory(subject="KLSP Štrpce: kërkesa", text="Përshëndetje, čekamo Vas.\n")
    with mail_server() as (port, caught):
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT = port
        assert deliver() == (1, 0)
        assert deliver() == (0, 0)
    [message] = caught
    assert message["Subject"] == mail.subject
    assert message["To"] == mail.to.email
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().replace("\r\n", "\n") == mail.text
    mail.refresh_from_db()
    assert (mail.attempts, mail.last_error) == (1, "")
    assert mail.sent_at is not None


def test_server_that_is_down_loses_nothing_and_is_tried_again(db, down, settings):
    mail = MailFactory()
    with time_machine.travel("2026-06-15 10:00+00:00", tick=False):
        Mail.objects.update(next_try_at=timezone.now())
        assert deliver() == (0, 1)
        assert deliver() == (0, 0), "not again before its time"
    mail.refresh_from_db()
    assert (mail.attempts, mail.sent_at) == (1, None)
    assert "ConnectionRefusedError" in mail.last_error
    with time_machine.travel("2026-06-15 10:01+00:00", tick=False):
        assert deliver() == (0, 1)
        assert deliver() == (0, 0)
    with (
        mail_server() as (port, caught),
        time_machine.travel("2026-06-15 10:03+00:00", tick=False),
    ):
        settings.EMAIL_PORT = port
        assert deliver() == (1, 0)
    assert len(caught) == 1
    assert Mail.objects.get().attempts == 3


def test_wait_grows_to_six_hours_and_no_further(db, down):
    mail = MailFactory(attempts=20)
    before = timezone.now()
    deliver()
    mail.refresh_from_db()
    assert (
        timedelta(hours=5, minutes=59) < mail.next_try_at - before < timedelta(hours=6, minutes=1)
    )


def test_mail_that_another_process_took_is_left_alone(db, mailoutbox):
    mail = MailFactory()
    rows = list(Mail.objects.due(timezone.now()))
    Mail.objects.filter(pk=mail.pk).update(next_try_at=timezone.now() + timedelta(minutes=10))
    assert rows == [mail]
    assert deliver() == (0, 0)
    assert mailoutbox == []


def test_each_is_told_once_in_the_own_language(db, settings):
    settings.SITE_URL = "https://forumi.example.org"
    users = [UserFactory(language=language) for language in ("sq", "sr-latn", "en")]
    write(users)
    write(users)
    mails = {mail.to.language: mail for mail in Mail.objects.select_related("to")}
    assert Mail.objects.count() == 3
    assert len({mail.subject for mail in mails.values()}) == 3
    for language, mail in mails.items():
        assert f"https://forumi.example.org/{language}/" in mail.text
        assert "K-2026-0001" in mail.subject
    write(users, key="r1:another occasion")
    assert Mail.objects.count() == 6


def test_guest_and_attachment_wait_like_any_other_mail(db, settings):
    guest = Guest("musafiri@example.org", "sr-latn")
    write_mails(
        "establishment/mail/withdrawn",
        [guest, guest],
        key="r2:arrived",
        path=lambda: reverse("portal:home"),
        context={"request": SimpleNamespace(number="K-2026-0001", body_name="KLSP Zhur")},
        attach=lambda whom: ("letra.txt", "text/plain", f"Ëndërr për {whom.email}\n"),
    )
    mail = Mail.objects.get()
    assert (mail.to, mail.recipient) == (None, guest.email)
    with mail_server() as (port, caught):
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT = port
        assert deliver() == (1, 0)
    [message] = caught
    assert message["To"] == guest.email
    [attached] = message.iter_attachments()
    assert attached.get_filename() == "letra.txt"
    assert attached.get_content() == "Ëndërr për musafiri@example.org\n"
    assert message.get_body().get_content().replace("\r\n", "\n") == mail.text


def test_what_is_rolled_back_is_told_to_nobody(db):
    user = UserFactory()
    with transaction.atomic():
        write([user])
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


def test_command_says_what_it_did(db, mailoutbox):
    MailFactory.create_batch(2)
    printed = io.StringIO()
    call_command("deliver_mail", stdout=printed)
    assert printed.getvalue().strip() == "2 sent, 0 held up"
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_page_shows_what_is_held_up_to_administrators_only(
    client, db, count, django_assert_num_queries
):
    MailFactory.create_batch(count, attempts=2, last_error="ConnectionRefusedError: no")
    client.force_login(MailFactory().to)
    assert client.get(reverse("notices:list")).status_code == 403
    client.force_login(RoleGrantFactory(administrator=True).user)
    with django_assert_num_queries(8):
        page = client.get(reverse("notices:list"), {"state": "held_up"})
    assert len(page.context["object_list"]) == count
    text = page.content.decode()
    assert "ConnectionRefusedError: no" in text
    assert "Read it in the portal." not in text
