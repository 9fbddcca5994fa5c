from allauth.account.adapter import DefaultAccountAdapter
from django.utils import translation


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up."""

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        """Write in the language that the owner of the account chose, whatever the page speaks."""
        language = getattr(context.get("user"), "language", translation.get_language())
        with translation.override(language):
            super().send_mail(template_prefix, email, context)
