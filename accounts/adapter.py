from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from audit.actions import append_event

LOCKED_FOR = 300


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
            path = reverse(
                "account_reset_password_from_key",
                kwargs={"uidb36": context["uid"], "key": context["key"]},
            )
            context["password_reset_url"] = f"{settings.SITE_URL}{path}"
            super().send_password_reset_mail(user, user.email, context)

    def pre_authenticate(self, request, **credentials):
        """Put on record that an address or an account is locked out, once while it lasts."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            if cache.add(f"locked:{self.get_client_ip(request)}", 1, LOCKED_FOR):
                append_event("sign_in_locked", tried=str(credentials.get("email", ""))[:254])
            raise
