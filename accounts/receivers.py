"""What the library does to an account is put on record, and its owner told."""

import time

from allauth.account.models import EmailAddress
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.dispatch import receiver

from accounts.actions import end_keys, tell_owner
from accounts.choices import Change
from accounts.middleware import USED
from audit.actions import append_event
from core.transactions import atomic


@receiver(pre_save, sender=EmailAddress)
def refuse_second_address(instance, **_kwargs):
    """An account has the one address that an administrator gave it, by whatever way one comes."""
    if instance.email != instance.user.email:
        raise ValueError("An account has one address, that of its user.")


@receiver(user_logged_in)
def begin_session(request, **_kwargs):
    request.session[USED] = (int(time.time()), int(time.time()))


@receiver(password_changed)
@receiver(password_set)
@atomic()
def record_new_password(user, **_kwargs):
    _record(user, Change.PASSWORD_CHANGED, by=user)
    end_keys(user)


@receiver(password_reset)
@atomic()
def record_reset(user, **_kwargs):
    _record(user, Change.PASSWORD_RESET, by=user)
    end_keys(user)


@receiver(authenticator_added)
@atomic()
def record_new_factor(user, authenticator, **_kwargs):
    _record(user, Change.FACTOR_ADDED, by=user, kind=authenticator.type)


@receiver(authenticator_removed)
@atomic()
def record_removed_factor(user, authenticator, **_kwargs):
    _record(user, Change.FACTOR_REMOVED, by=user, kind=authenticator.type)


@receiver(authenticator_reset)
@atomic()
def record_renewed_factor(user, authenticator, **_kwargs):
    _record(user, Change.FACTOR_RENEWED, by=user, kind=authenticator.type)


def _record(user, change, *, by, **detail):
    append_event(change.value, by=by, subject=user, **detail)
    tell_owner(user, change, by=by)
