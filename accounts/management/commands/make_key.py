from django.core.management.base import BaseCommand, CommandError

from accounts.actions import make_token
from accounts.choices import KeyScope
from accounts.models import User


class Command(BaseCommand):
    help = "Make a personal key to the JSON interface for an account, and print it."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name", nargs="?", default="command line")
        parser.add_argument("--scope", choices=KeyScope.values, default=KeyScope.ALL.value)

    def handle(self, *, email, name, scope, **_options):
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account {email}.")
        _token, key = make_token(user=user, name=name, scope=scope)
        self.stdout.write(key)
