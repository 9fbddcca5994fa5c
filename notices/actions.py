import hashlib
import smtplib
from dataclasses import dataclass
from datetime import timedelta
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from notices.models import Mail

# A mail that one process took and did not bring back is free again after this time.
CLAIM = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=6)


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


def deliver(*, at_most=200):
    """Send the mails whose turn has come; return how many left and how many were held up.

    A mail that the server does not take stays in the outbox and is tried again, each time after
    twice the wait. Two processes never send the same mail: each claims it first.
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
    message = EmailMessage(
        mail.subject,
        mail.text,
        to=[mail.recipient],
        headers={"Auto-Submitted": "auto-generated"},
    )
    if mail.attachment:
        message.attach(_attached(mail))
    row = Mail.objects.filter(pk=mail.pk)
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        wait = min(timedelta(minutes=2**mail.attempts), LONGEST_WAIT)
        row.update(
            attempts=mail.attempts + 1,
            last_error=f"{type(error).__name__}: {error}"[:500],
            next_try_at=timezone.now() + wait,
        )
        return False
    row.update(sent_at=timezone.now(), attempts=mail.attempts + 1, last_error="")
    return True
