import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.choices import KeyScope
from accounts.models import ApiToken, RoleGrant, User
from accounts.signals import role_waits
from audit.actions import append_event
from core.policy import MADE, asks
from core.transactions import atomic

TOKEN_DAYS = 365


@asks("add_grant", of="user")
def give_role(*, user, by, **fields):
    """Give a user a role; raises ValidationError when dates or scope do not fit.

    It waits for another administrator where its role asks for that, unless the portal gives it.
    """
    now = timezone.now()
    given = {"given_at": now, "given_by": by} if by else {"confirmed_at": now}
    grant = RoleGrant(user=user, **fields, **given)
    grant.full_clean()
    grant.save()
    append_event("role.give", by=by, subject=grant)
    if grant.is_waiting:
        role_waits.send(RoleGrant, grant=grant)
    return grant


@asks("confirm", of="grant")
def confirm_role(grant, *, by):
    """Let a role hold that another administrator gave."""
    grant.refresh_from_db()
    grant.confirmed_at, grant.confirmed_by = timezone.now(), by
    grant.save()
    append_event("role.confirm", by=by, subject=grant)
    return grant


@asks("refuse", of="grant")
def refuse_role(grant, *, by):
    """Take away a role that never held; its history stays."""
    append_event("role.refuse", by=by, subject=grant)
    grant.delete()


@asks("end", of="grant")
def end_role(grant, *, until_on, by):
    """Let a grant end with the given day; raises ValidationError when it lies before the start."""
    grant.refresh_from_db()
    grant.until_on = until_on
    grant.full_clean()
    grant.save()
    append_event("role.end", by=by, subject=grant, until_on=str(until_on))
    return grant


@atomic()
def make_token(*, user, name, scope=KeyScope.ALL):
    """Make a key to the JSON interface; the returned text is shown once and not kept."""
    key = f"forumi_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(key),
        scope=scope,
        expires_on=timezone.localdate() + timedelta(days=TOKEN_DAYS),
    )
    append_event("token.make", by=user, subject=token)
    return token, key


@asks("end", of="grant")
def end_role_now(grant, *, by):
    """Let a grant hold no more from this moment on; one to come never will."""
    grant.refresh_from_db()
    grant.until_on = max(timezone.localdate(), grant.from_on)
    grant.ended_at, grant.ended_by = timezone.now(), by
    grant.full_clean()
    grant.save()
    append_event("role.end_now", by=by, subject=grant)
    return grant


@asks("edit", of="user")
def save_choices(user, *, by):
    """Write the language of a user's mail, and which of it they want."""
    user.save(update_fields=["language", "wants_digest"])


@asks("revoke", of="token")
def revoke_token(token, *, by):
    token.revoked_on = timezone.localdate()
    token.save()
    append_event("token.revoke", by=by, subject=token)


def digest_of(key):
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


@asks("add_grant", of=MADE)
def make_account(*, email, by, password=None, **fields):
    """Make an account whose address counts as verified: an administrator vouches for it.

    Without a password the owner sets one by «Forgotten password?». Raises ValidationError when
    the address is taken.
    """
    user = User(email=User.objects.normalize_email(email).lower(), **fields)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    append_event("account.make", by=by, subject=user)
    return user
