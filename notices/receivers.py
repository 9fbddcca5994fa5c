"""Mail about accounts, which know nothing of the outbox."""

from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.adapter import password_address
from accounts.choices import Role
from accounts.posts import holders_of
from accounts.signals import account_changed, account_invited, role_waits
from core.policy import may
from notices.actions import Guest, write_mails, write_secret


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


@receiver(account_invited)
def invite(user, by, **_kwargs):
    """Send the link with which somebody sets the first password of their account."""
    with translation.override(user.language):
        uid, key = user_pk_to_url_str(user), default_token_generator.make_token(user)
        text = {
            "user": user,
            "by": by.get_full_name(),
            "link": password_address(uid, key),
            "ends_at": user.invitation_ends_at,
            "home": f"{settings.SITE_URL}{reverse('portal:home')}",
        }
        write_secret(
            user,
            render_to_string("notices/mail/invitation/subject.txt", text),
            render_to_string("notices/mail/invitation/text.txt", text).strip() + "\n",
            key=f"account:invitation:{uuid4()}",
        )


@receiver(role_waits)
def ask_to_confirm(grants, **_kwargs):
    """Ask the administrators who may confirm roles to look at them: one mail for all."""
    first, *more = grants
    write_mails(
        "notices/mail/role_waits",
        [user for user in holders_of(Role.ADMINISTRATOR) if may(user, "confirm", first)],
        key=f"role:{first.pk}:waits",
        path=lambda: reverse("accounts:roles-confirm") if more else _page_to_confirm(first),
        context={"grant": first, "more": len(more)},
    )


def _page_to_confirm(grant):
    return reverse("accounts:role-confirm", args=[grant.pk])
