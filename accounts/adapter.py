from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from audit.actions import append_event
from limits.counting import count, count_of, network_of

LOCKED_FOR = 300
# So many wrong passwords in an hour, from wherever they come, are no slips of the owner.
MOST_FAILED, HOUR = 100, 60 * 60
# The cookie of a device says for so long who signed in there; a shared one has few users.
DEVICE, KNOWN_FOR, MOST_KNOWN = "known_device", timedelta(days=180), 5
GUESSED = _(
    "Too many wrong passwords were tried for this account. Sign in on a device on which you signed "
    "in before, or try again in an hour."
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up."""

    def is_open_for_signup(self, request):
        return False

    def send_password_reset_mail(self, user, email, context):
        """Send the link to the address of the account, whatever was typed, and only if verified.

        The link leads to the portal's own address: that of the request is the visitor's word.
        """
        if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
            return
        with translation.override(user.language):
            context["password_reset_url"] = password_address(context["uid"], context["key"])
            super().send_password_reset_mail(user, user.email, context)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Count wrong passwords by account and network, so that no stranger locks anybody out."""
        return f"{_tried(credentials)}:{network_of(request)}"

    def pre_authenticate(self, request, **credentials):
        """Refuse who guesses; put on record once a window that somebody does.

        Whoever guesses from many networks at once is stopped for one account as a whole; its owner
        still signs in on a device that knows them.
        """
        email = _tried(credentials)
        try:
            super().pre_authenticate(request, **credentials)
            if is_guessed(email) and not is_known_device(request, email):
                raise ValidationError(GUESSED)
        except ValidationError:
            if count(f"locked:{network_of(request)}", seconds=LOCKED_FOR) == 1:
                append_event("sign_in_locked", tried=email)
            raise

    def authentication_failed(self, request, **credentials):
        count(f"failed:{_tried(credentials)}", seconds=HOUR)

    def post_login(self, request, user, **kwargs):
        """Let the device know whom it signed in."""
        response = super().post_login(request, user, **kwargs)
        remember_device(response, request, user.email)
        return response


def password_address(uid, key):
    """Return the address at which the owner of an account sets a password."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    return f"{settings.SITE_URL}{path}"


def _tried(credentials):
    """Return the address that somebody tried to sign in with, in small letters."""
    return str(credentials.get("email", "")).lower()[:150]


def is_guessed(email):
    """Say whether so many wrong passwords were tried for the account that strangers must wait."""
    return count_of(f"failed:{email}") >= MOST_FAILED


def known_to_device(request):
    """Return the addresses that signed in on this device before."""
    try:
        return signing.loads(request.COOKIES.get(DEVICE, ""), salt=DEVICE, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return []


def is_known_device(request, email):
    return _mark(email) in known_to_device(request)


def remember_device(response, request, email):
    """Keep the sealed marks of the last few who signed in, and no address, on the device."""
    marks = [mark for mark in known_to_device(request) if mark != _mark(email)]
    value = signing.dumps([*marks, _mark(email)][-MOST_KNOWN:], salt=DEVICE)
    response.set_cookie(
        DEVICE,
        value,
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(email):
    return salted_hmac(DEVICE, email, algorithm="sha256").hexdigest()[:24]
