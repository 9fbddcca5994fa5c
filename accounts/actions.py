import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.choices import Change, KeyScope, Role
from accounts.giving import refuse_past, refuse_second_holder
from accounts.models import ApiToken, RoleGrant, User
from accounts.posts import holds_post
from accounts.signals import access_ended, account_changed, account_invited, role_waits
from audit.actions import append_event
from core.policy import MADE, NOT_YOURS, NotAnyMore, asks, claim
from core.transactions import atomic

TOKEN_DAYS = 365


@asks("add_grant", of="user")
def give_role(*, user, by, beside=False, is_one_of_many=False, **fields):
    """Give a user a role, also beside whoever holds a post that has one holder.

    It waits for another administrator where its role asks for that, unless the portal gives it.
    Whoever gives many at once (`is_one_of_many`) has checked what the database checks as well, and
    asks the administrators once (`tell_of_waiting`).
    Raises ValidationError when dates or scope do not fit, when the user has the role already, and
    when somebody else holds the post and `beside` is not said.
    """
    now = timezone.now()
    given = {"given_at": now, "given_by": by} if by else {"confirmed_at": now}
    grant = RoleGrant(user=user, **fields, **given)
    grant.full_clean(validate_constraints=not is_one_of_many)
    if by:
        refuse_past(grant)
        if not beside:
            refuse_second_holder(grant)
    grant.save()
    if by:
        # The question before was about the account; this one is about the role.
        claim(by, "give", grant)
    append_event("role.give", by=by, subject=grant)
    if not grant.is_waiting:
        tell_owner(grant.user, Change.ROLE_GIVEN, by=by)
    elif not is_one_of_many:
        tell_of_waiting([grant])
    return grant


def tell_of_waiting(grants):
    """Let the administrators who may confirm the roles be asked to do so."""
    if grants:
        role_waits.send(RoleGrant, grants=grants)


@asks("confirm", of="grant")
def confirm_role(grant, *, by):
    """Let a role hold that another administrator gave."""
    grant.refresh_from_db()
    grant.confirmed_at, grant.confirmed_by = timezone.now(), by
    grant.save()
    append_event("role.confirm", by=by, subject=grant)
    tell_owner(grant.user, Change.ROLE_GIVEN, by=by)
    return grant


@asks("confirm", of="grants")
def confirm_roles(grants, *, by):
    """Let several roles hold at once: all of them, or none where one may not be confirmed."""
    for grant in grants:
        confirm_role.unasked(grant, by=by)


@asks("refuse", of="grant")
def refuse_role(grant, *, by):
    """Take away a role that never held; its history stays."""
    append_event("role.refuse", by=by, subject=grant)
    grant.delete()


@asks("end", of="grant")
def end_role(grant, *, until_on, by):
    """Let a grant end with the given day.

    Raises ValidationError when it lies before the start, when a role that asks to be confirmed
    would last longer than it was confirmed for, and for the last administrator.
    """
    grant.refresh_from_db()
    was, grant.until_on = grant.until_on, until_on
    grant.full_clean()
    _refuse_longer(grant, was)
    _keep_an_administrator(grant)
    grant.save()
    append_event("role.end", by=by, subject=grant, until_on=str(until_on))
    tell_owner(grant.user, Change.ROLE_ENDED, by=by)
    end_access_without_post(grant.user, by=by)
    return grant


def _refuse_longer(grant, was):
    """Refuse that one person alone lengthens what two gave until a day."""
    if Role(grant.role).is_confirmed and was and (grant.until_on is None or grant.until_on > was):
        message = _(
            "The role was confirmed until %(day)s. To let somebody have it longer, give it anew "
            "from the day after."
        )
        day = date_format(was, "SHORT_DATE_FORMAT")
        raise ValidationError({"until_on": message % {"day": day}})


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
    tell_owner(user, Change.KEY_MADE, by=user)
    return token, key


@asks("end", of="grant")
def end_role_now(grant, *, by):
    """Let a grant hold no more from this moment on; one to come never will.

    Raises ValidationError for the last administrator.
    """
    grant.refresh_from_db()
    _keep_an_administrator(grant)
    grant.until_on = max(timezone.localdate(), grant.from_on)
    grant.ended_at, grant.ended_by = timezone.now(), by
    grant.full_clean()
    grant.save()
    append_event("role.end_now", by=by, subject=grant)
    tell_owner(grant.user, Change.ROLE_ENDED, by=by)
    end_access_without_post(grant.user, by=by)
    return grant


def _keep_an_administrator(grant):
    """Refuse an end after which nobody could make accounts, give roles or end them."""
    if grant.role != Role.ADMINISTRATOR:
        return
    others = RoleGrant.objects.select_for_update(no_key=True, of=("self",)).exclude(pk=grant.pk)
    lasting = others.in_force(timezone.localdate()).filter(
        role=Role.ADMINISTRATOR, until_on=None, user__is_active=True
    )
    if not lasting.exclude(user=grant.user).exists():
        raise ValidationError(
            _("This is the last administrator. Give the role to somebody else first.")
        )


@asks("edit", of="user")
def save_choices(user, *, by):
    """Write the language of a user's mail, and which of it they want."""
    user.save(update_fields=["language", "wants_digest"])


@asks("revoke", of="token")
def revoke_token(token, *, by):
    token.revoked_on = timezone.localdate()
    token.save()
    append_event("token.revoke", by=by, subject=token)
    tell_owner(token.user, Change.KEY_REVOKED, by=by)


def digest_of(key):
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


@asks("make", of=MADE)
def make_account(*, email, by, password=None, **fields):
    """Make an account whose address counts as verified: an administrator vouches for it.

    Without a password its owner is invited to set one. Raises ValidationError when the address is
    taken.
    """
    user = User(email=User.objects.normalize_email(email).lower(), **fields)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    append_event("account.make", by=by, subject=user)
    if by and password is None:
        _invite(user, by=by)
    return user


@asks("give", of=MADE)
def invite_to_post(*, email, first_name, last_name, language, by, **role):
    """Give a role to the owner of an address, whose account is made where there is none yet.

    Raises ValidationError when the account is closed, and as `give_role` does.
    """
    user = User.objects.select_for_update(no_key=True).filter(email__iexact=email).first()
    if user is None:
        user = make_account.unasked(
            email=email, first_name=first_name, last_name=last_name, language=language, by=by
        )
    elif not user.is_active:
        message = _("The account with this address is closed. Ask an administrator.")
        raise ValidationError({"email": message})
    return give_role.unasked(user=user, by=by, **role)


@asks("invite", of="user")
def invite(user, *, by):
    """Send the owner of an account the link with which they set their password, once more.

    Links sent before no longer work.
    """
    user.refresh_from_db()
    _invite(user, by=by)
    return user


@asks("take_back", of="user")
def take_back_invitation(user, *, by):
    """Let the links that were sent to the owner of an account work no more."""
    user.refresh_from_db()
    _forget_links(user)
    append_event("account.take_back", by=by, subject=user)
    return user


def _invite(user, *, by):
    _forget_links(user, invited_at=timezone.now(), invited_by=by)
    append_event("account.invite", by=by, subject=user)
    account_invited.send(User, user=user, by=by)


def _forget_links(user, *, invited_at=None, invited_by=None):
    """End all links to a password: they hang on what stands in its place, which is drawn anew."""
    user.set_unusable_password()
    user.invited_at, user.invited_by = invited_at, invited_by
    user.save(update_fields=["password", "invited_at", "invited_by"])


@asks("correct", of="user")
def correct_account(user, *, by, **fields):
    """Write the name of an owner anew, and the language of their mail; the owner is told."""
    user.refresh_from_db()
    for name, value in fields.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=[*fields, "search_text"])
    append_event("account.correct", by=by, subject=user)
    tell_owner(user, Change.CORRECTED, by=by)
    return user


@atomic()
def change_address(user, *, email, by):
    """Give an account another e-mail address; both addresses are told.

    Raises ValidationError when the address is taken.
    """
    user = _held(user, by)
    claim(by, "change_address", user)
    was = user.email
    user.email = User.objects.normalize_email(email).lower()
    user.full_clean(exclude=["password"])
    user.save()
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    append_event("account.change_address", by=by, subject=user, was=was)
    tell_owner(user, Change.ADDRESS_CHANGED, by=by, old_address=was)
    if user.is_invited:
        _invite(user, by=by)
    return user


@atomic()
def close_account(user, *, reason, by):
    """Let nobody sign in to an account any more, and end what is open in its name."""
    user = _held(user, by)
    claim(by, "close", user)
    user.is_active = False
    user.save()
    if not user.has_entered:
        _forget_links(user)
    append_event("account.close", by=by, subject=user, reason=reason)
    tell_owner(user, Change.CLOSED, by=by)
    end_access(user, by=by)
    return user


@atomic()
def reopen_account(user, *, reason, by):
    """Let the owner of a closed account sign in again."""
    user = _held(user, by)
    claim(by, "reopen", user)
    user.is_active = True
    user.save()
    append_event("account.reopen", by=by, subject=user, reason=reason)
    tell_owner(user, Change.REOPENED, by=by)
    return user


def _held(user, by):
    """Lock the account and that of who acts, and return the account as it now is.

    Two administrators who close each other's account at once queue here: whoever comes second
    has none any more.
    """
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=[user.pk, by.pk])
    accounts = {row.pk: row for row in rows.order_by("pk")}
    if not accounts[by.pk].is_active:
        raise NotAnyMore(NOT_YOURS)
    return accounts[user.pk]


@asks("end_sessions", of="user")
def end_sessions(user, *, by):
    """End all sessions of an account; its keys and its calendar address stay."""
    _end_sessions(user)
    append_event("sessions.end", by=by, subject=user)
    tell_owner(user, Change.SESSIONS_ENDED, by=by)


@asks("reset_factor", of="user")
def reset_factor(user, *, reason, by):
    """Take away the second factor of somebody who lost it, with its recovery codes and passkeys.

    All sessions end: whoever has the lost device may still be signed in.
    """
    Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    append_event("factor.reset", by=by, subject=user, reason=reason)
    tell_owner(user, Change.FACTOR_RESET, by=by)


def _end_sessions(user):
    User.objects.filter(pk=user.pk).update(access_number=F("access_number") + 1)
    user.refresh_from_db(fields=["access_number"])


@atomic()
def end_access(user, *, by):
    """End all sessions of a user, and what else opens the portal in their name."""
    _end_sessions(user)
    append_event("access.end", by=by, subject=user)
    end_keys(user)


@atomic()
def end_keys(user):
    """Revoke the keys of a user, and tell the apps above to end theirs."""
    user.api_tokens.filter(revoked_on=None).update(revoked_on=timezone.localdate())
    access_ended.send(User, user=user)


def end_access_without_post(user, *, by):
    """End the access of somebody who has neither a role nor an office left today."""
    if not holds_post(user, timezone.localdate()):
        end_access(user, by=by)


def tell_owner(user, change, *, by, old_address=""):
    """Tell the apps above what changed, so that the owner learns of it by mail."""
    account_changed.send(User, user=user, change=change, by=by, old_address=old_address)
