"""Mail about accounts, which know nothing of the outbox."""

from django.dispatch import receiver
from django.urls import reverse

from accounts.choices import Role
from accounts.posts import holders_of
from accounts.signals import role_waits
from core.policy import may
from notices.actions import write_mails


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
