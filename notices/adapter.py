"""Mail of the library that keeps the accounts: it goes through the outbox like any other."""

import uuid

from django.contrib.auth import get_user_model
from django.utils import translation

from accounts.adapter import AccountAdapter
from notices.actions import Guest, write_secret


class OutboxAdapter(AccountAdapter):
    """Writes in the language that the owner of the account chose, whatever the page speaks."""

    def send_mail(self, template_prefix, email, context):
        user = context.get("user") or get_user_model().objects.filter(email=email).first()
        recipient = user or Guest(email, translation.get_language())
        with translation.override(recipient.language):
            message = self.render_mail(template_prefix, email, context)
        write_secret(recipient, message.subject, message.body, key=f"account:{uuid.uuid4()}")
