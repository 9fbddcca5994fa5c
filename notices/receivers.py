"""The owner of an account learns of what is done to it."""

from uuid import uuid4

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from accounts.signals import account_changed
from notices.actions import Guest, write_mails


@receiver(account_changed)
def write_of_change(user, change, by, old_address, **_kwargs):
    """Write to the owner, and to the address that the account had, where it got another.

    What nobody did, such as the demonstration, is told to nobody.
    """
    if by is None:
        return
    recipients = [user, Guest(old_address, user.language)] if old_address else [user]
    write_mails(
        "notices/mail/account_changed",
        recipients,
        key=f"account:{change.value}:{uuid4()}",
        path=lambda: reverse("portal:me"),
        context={"change": change.label, "at": timezone.now(), "is_own_deed": by == user},
    )
