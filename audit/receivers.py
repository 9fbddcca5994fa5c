"""Sign-ins, from the signals of Django itself."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from audit.actions import append_event


@receiver(user_logged_in)
def record_sign_in(user, **_kwargs):
    append_event("sign_in", by=user)


@receiver(user_logged_out)
def record_sign_out(user, **_kwargs):
    if user is not None:
        append_event("sign_out", by=user)


@receiver(user_login_failed)
def record_failed_sign_in(credentials, **_kwargs):
    append_event("sign_in_failed", tried=str(credentials.get("email", ""))[:254])
