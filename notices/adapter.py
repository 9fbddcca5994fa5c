"""Mail of the library that keeps the accounts: it goes through the outbox like any other."""

from types import SimpleNamespace
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.utils import translation

from accounts.adapter import AccountAdapter
from notices.actions import write_secret


class OutboxAdapter(AccountAdapter):
    """Writes to the owner of an account alone, in the language that they chose.

    The portal's name and address are its own: those of the request are the visitor's word.
    """

    def send_mail(self, template_prefix, email, context):
        user = context["user"]
        site = SimpleNamespace(name="Forumi", domain=urlsplit(settings.SITE_URL).netloc)
        with translation.override(user.language):
            message = self.render_mail(template_prefix, email, {**context, "current_site": site})
        write_secret(user, message.subject, message.body, key=f"account:{uuid4()}")
