"""The outbox: real delivery to a mail server, one that is down, and nobody told twice."""

import io
import re
import subprocess
import sys
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.urls import reverse
from django.utils import timezone

from notices.actions import Guest, deliver, write_mails
from notices.management.commands import deliver_mail
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
    mail = MailFactory(attempts=18)
    before = timezone.now()
    deliver()
    mail.refresh_from_db()
    assert (
        timedelta(hours=5, minutes=59) < mail.next_try_at - before < timedelta(hours=6, minutes=1)
    )


def test_mail_is_given_up_after_three_days(db, down):
    mail, tried, first = MailFactory(), 0, timezone.now()
    with time_machine.travel(first, tick=False) as clock:
        while mail.given_up_at is None:
            clock.move_to(mail.next_try_at)
            deliver()
            tried += 1
            mail.refresh_from_db()
        assert timedelta(days=3) < timezone.now() - first < timedelta(days=3, hours=6)
        clock.shift(timedelta(days=9))
        assert deliver() == (0, 0)
    assert mail.attempts == tried == 21


def test_administrators_are_told_once_a_day_of_mail_given_up(db, down):
    administrators = [RoleGrantFactory(administrator=True).user for _one in range(2)]
    MailFactory.create_batch(3, attempts=20)
    deliver()
    told = Mail.objects.filter(key__startswith="mail-given-up:")
    assert {mail.to for mail in told} == set(administrators)
    told.update(attempts=20, next_try_at=timezone.now())
    deliver()
    assert Mail.objects.given_up().count() == 5
    assert Mail.objects.count() == 5, "nobody is told of mail that tells of mail"


def test_mail_that_cannot_even_be_composed_holds_up_no_other(db, mailoutbox):
    """The header breaks the library's rule; before, it ended the carrier and all behind it."""
    broken = MailFactory(subject="KLSP\nBcc: somebody@example.org")
    whole = MailFactory()
    assert deliver() == (1, 1)
    broken.refresh_from_db()
    assert "BadHeaderError" in broken.last_error
    assert [message.to for message in mailoutbox] == [[whole.to.email]]


def test_mail_tried_for_long_stops_nothing(db, down):
    """Two to the power of the tries was more minutes than a date can hold."""
    mail = MailFactory(attempts=60)
    assert deliver() == (0, 1)
    mail.refresh_from_db()
    assert mail.given_up_at is not None


def test_second_sending_is_the_same_message(db, mailoutbox, settings):
    settings.SITE_URL = "https://forumi.example.org"
    mail = MailFactory()
    deliver()
    # The process ended between the sending and the note of it.
    Mail.objects.update(sent_at=None, next_try_at=timezone.now())
    deliver()
    MailFactory()
    deliver()
    marks = [message.message()["Message-ID"] for message in mailoutbox]
    assert marks[0] == marks[1] == mail.message_id
    assert marks[2] != marks[0]
    assert marks[0].endswith("@forumi.example.org>")


def test_link_to_a_new_password_waits_in_the_outbox_and_is_not_kept(client, db, mailoutbox):
    user = UserFactory(language="sr-latn")
    client.post(reverse("account_reset_password"), {"email": user.email})
    mail = Mail.objects.get()
    assert mail.to == user
    link = re.search(r"/accounts/password/reset/key/[\w-]+/", mail.text)
    deliver()
    mail.refresh_from_db()
    assert link[0] in mailoutbox[0].body
    assert mail.text == ""


def test_mail_server_that_is_down_stops_no_request_for_a_password(client, db, down):
    user = UserFactory()
    page = client.post(reverse("account_reset_password"), {"email": user.email})
    assert page.status_code == 302
    assert deliver() == (0, 1)


def test_administrator_lets_a_mail_be_tried_again(client, db, mailoutbox):
    mail = MailFactory(given_up_at=timezone.now(), attempts=20)
    secret = MailFactory(given_up_at=timezone.now(), has_secret=True)
    again = reverse("notices:try-again", args=[mail.pk])
    client.force_login(mail.to)
    assert client.post(again).status_code == 403
    client.force_login(RoleGrantFactory(administrator=True).user)
    assert "2 messages could not be delivered" in client.get(reverse("portal:home")).text
    listed = client.get(reverse("notices:list"), {"state": "given_up"})
    assert again in listed.text
    refused = reverse("notices:try-again", args=[secret.pk])
    assert refused not in listed.text
    assert client.post(refused).status_code == 403
    assert client.get(again).status_code == 405
    assert client.post(again).status_code == 302
    assert deliver() == (1, 0)
    assert len(mailoutbox) == 1


def test_carrier_outlives_a_database_that_does_not_answer(db, monkeypatch, mailoutbox):
    MailFactory()
    answers = [OperationalError("server closed the connection"), None, KeyboardInterrupt()]

    def deliver_or_fail():
        if answer := answers.pop(0):
            raise answer
        return deliver()

    monkeypatch.setattr(deliver_mail, "deliver", deliver_or_fail)
    monkeypatch.setattr(deliver_mail, "close_old_connections", lambda: None)
    monkeypatch.setattr(deliver_mail.time, "sleep", lambda seconds: None)
    with pytest.raises(KeyboardInterrupt):
        call_command("deliver_mail", every=20)
    assert len(mailoutbox) == 1


def test_carrier_that_is_killed_is_started_anew(tmp_path):
    """The keeper is real; what it keeps is a program that dies at once and leaves a mark."""
    (tmp_path / "manage.py").write_text("open('marks', 'a').write('x')\n")
    run = (
        "import pathlib, portal.carrier as carrier; carrier.PAUSE = 0;"
        f"carrier.ROOT = pathlib.Path({str(tmp_path)!r}); carrier.main('20')"
    )
    command = [sys.executable, "-c", run]
    keeper = subprocess.Popen(command, cwd=settings.BASE_DIR)  # noqa: S603 -- our own program
    marks = tmp_path / "marks"
    try:
        for _try in range(200):
            if marks.exists() and len(marks.read_text()) >= 3:
                break
            time.sleep(0.05)
    finally:
        keeper.terminate()
        keeper.wait(10)
    assert len(marks.read_text()) >= 3
    assert keeper.returncode == 0


@pytest.mark.parametrize(("minutes", "status"), [(5, 200), (16, 503)])
def test_health_says_when_nobody_carries_the_mail(client, db, minutes, status):
    MailFactory(next_try_at=timezone.now() - timedelta(minutes=minutes))
    assert client.get("/healthz").status_code == 200
    assert client.get("/healthz?deep").status_code == status


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
