import hashlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.choices import Role
from accounts.posts import holders_of
from audit.actions import append_event
from core.policy import asks
from notices.models import Mail

logger = logging.getLogger(__name__)

# A mail that one process took and did not bring back is free again after this time.
CLAIM = timedelta(minutes=10)
# After one minute, two, four and so on, then every six hours: the last try is three days later.
LONGEST_WAIT, LONG_AFTER, MOST_TRIES = timedelta(hours=6), 8, 21
# Begins the key of the mails that tell of such; of them nobody is told in turn.
GIVEN_UP = "mail-given-up:"


@dataclass(frozen=True)
class Guest:
    """Somebody without an account, who is written to in a language that another chose."""

    email: str
    language: str

    @property
    def pk(self):
        """What stands for the guest in the key of an occasion."""
        return f"guest-{hashlib.sha256(self.email.lower().encode()).hexdigest()[:16]}"


def write_mails(template, recipients, *, key, path, context, attach=None):
    """Put a mail for each recipient into the outbox, in the language that each one chose.

    `template` is a folder with `subject.txt` and `text.txt`; both find the context and `link`,
    the address that the function `path` gives in the recipient's language. Whoever was told of
    the occasion `key` already is not told again. Recipients are users or guests; `attach` returns
    (name, type, text) of a file for one of them, in the recipient's language as well.
    """
    now = timezone.now()
    mails = []
    for recipient in recipients:
        with translation.override(recipient.language):
            text = {**context, "link": f"{settings.SITE_URL}{path()}", "user": recipient}
            subject = render_to_string(f"{template}/subject.txt", text)
            name, content_type, attachment = attach(recipient) if attach else ("", "", "")
            is_guest = isinstance(recipient, Guest)
            mails.append(
                Mail(
                    key=f"{key}:{recipient.pk}",
                    to=None if is_guest else recipient,
                    address=recipient.email if is_guest else "",
                    subject=" ".join(subject.split())[:200],
                    text=render_to_string(f"{template}/text.txt", text).strip() + "\n",
                    attachment_name=name,
                    attachment_type=content_type,
                    attachment=attachment,
                    written_at=now,
                    next_try_at=now,
                )
            )
    Mail.objects.bulk_create(mails, ignore_conflicts=True)


def write_secret(user, subject, text, *, key):
    """Put a mail into the outbox that holds a secret for the owner of an account.

    Its text was written elsewhere and is kept no longer than the mail waits.
    """
    now = timezone.now()
    Mail.objects.create(
        key=key,
        to=user,
        subject=" ".join(subject.split())[:200],
        text=text,
        written_at=now,
        next_try_at=now,
        has_secret=True,
    )


def forget_address(address):
    """Remove every mail to an address that has no account, sent or not."""
    Mail.objects.filter(to=None, address__iexact=address).delete()


def deliver(*, at_most=200):
    """Send the mails whose turn has come; return how many left and how many were held up.

    A mail that does not leave stays in the outbox and is tried again, each time after twice the
    wait, for three days. Two processes never send the same mail: each claims it first.
    """
    sent = held_up = 0
    for mail in Mail.objects.due(timezone.now()).select_related("to")[:at_most]:
        if not _claim(mail):
            continue
        if _send(mail):
            sent += 1
        else:
            held_up += 1
    return sent, held_up


@asks("try_again", of="mail")
def try_again(mail, *, by):
    """Put a mail that was given up back into the outbox."""
    now = timezone.now()
    Mail.objects.filter(pk=mail.pk).update(given_up_at=None, attempts=0, next_try_at=now)
    append_event("mail.try-again", by=by, subject=mail)


def _claim(mail):
    now = timezone.now()
    return Mail.objects.due(now).filter(pk=mail.pk).update(next_try_at=now + CLAIM)


def _attached(mail):
    """The file of a mail; its type may carry parameters, as `text/calendar; method=REQUEST`."""
    content_type, *parameters = mail.attachment_type.split("; ")
    part = MIMEText(mail.attachment, content_type.removeprefix("text/"), "utf-8")
    for parameter in parameters:
        name, _equals, value = parameter.partition("=")
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=mail.attachment_name)
    return part


def _send(mail):
    """Hand the mail to the server and note what came of it; say whether it left.

    Whatever one mail ends in is noted with it and holds up no other.
    """
    row = Mail.objects.filter(pk=mail.pk)
    try:
        _message(mail).send()
    except Exception as error:  # noqa: BLE001 -- see above
        logger.warning("Mail %s did not leave: %s", mail.pk, type(error).__name__)
        _hold_up(mail, row, f"{type(error).__name__}: {error}"[:500])
        return False
    row.update(
        sent_at=timezone.now(), attempts=mail.attempts + 1, last_error="", **_without_secret(mail)
    )
    return True


def _message(mail):
    message = EmailMessage(
        mail.subject,
        mail.text,
        to=[mail.recipient],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": mail.message_id},
    )
    if mail.attachment:
        message.attach(_attached(mail))
    return message


def _hold_up(mail, row, error):
    """Try the mail later, or give it up and tell the administrators."""
    tried = mail.attempts + 1
    if tried < MOST_TRIES:
        wait = LONGEST_WAIT if mail.attempts > LONG_AFTER else timedelta(minutes=2**mail.attempts)
        row.update(attempts=tried, last_error=error, next_try_at=timezone.now() + wait)
        return
    row.update(
        attempts=tried, last_error=error, given_up_at=timezone.now(), **_without_secret(mail)
    )
    if not mail.key.startswith(GIVEN_UP):
        _tell_administrators()


def _without_secret(mail):
    return {"text": ""} if mail.has_secret else {}


def _tell_administrators():
    """Tell those who run the portal, once a day; they see it on their first page as well."""
    write_mails(
        "notices/mail/given_up",
        holders_of(Role.ADMINISTRATOR),
        key=f"{GIVEN_UP}{timezone.localdate()}",
        path=lambda: reverse("notices:list"),
        context={},
    )
