import os
import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import give_role, make_account
from accounts.choices import Role
from accounts.posts import holders_of
from core.transactions import atomic


class Command(BaseCommand):
    help = "Make the account of an administrator, who then makes all others in the browser."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--language", choices=["sq", "sr-latn", "en"], default="sq")

    @atomic()
    def handle(self, *, email, language, **_options):
        try:
            password = self.password()
            validate_password(password)
            user = make_account.unasked(by=None, email=email, password=password, language=language)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        give_role.unasked(
            by=None,
            user=user,
            role=Role.ADMINISTRATOR,
            from_on=timezone.localdate(),
            act="manage.py create_administrator",
        )
        self.stdout.write(f"{user.email} is an administrator from today on.")
        if holders_of(Role.ADMINISTRATOR).count() == 1:
            self.stdout.write(
                "Roles that one administrator gives are confirmed by another: run this once more "
                "for a second person."
            )

    def password(self):
        """Take the password from ADMINISTRATOR_PASSWORD, or ask for it on the terminal."""
        if password := os.environ.get("ADMINISTRATOR_PASSWORD"):
            return password
        if not sys.stdin.isatty():
            raise CommandError("Set ADMINISTRATOR_PASSWORD, or run this on a terminal.")
        return getpass("Password: ")
