"""Mail about accounts, which know nothing of the outbox."""

from uuid import uuid4

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.posts import holders_of
from accounts.signals import account_changed, role_waits
from core.policy import may
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


@receiver(role_waits)
def ask_to_confirm(grant, **_kwargs):
    """Ask the administrators who may confirm a role to look at it."""
    write_mails(
        "notices/mail/role_waits",
        [user for user in holders_of(Role.ADMINISTRATOR) if may(user, "confirm", grant)],
        key=f"role:{grant.pk}:waits",
        path=lambda: reverse("accounts:role-confirm", args=[grant.pk]),
        context={"grant": grant},
    )
