from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Stands in the place of Django's own: a portal has administrators and no superusers."""

    help = "Says how an administrator is made."

    def add_arguments(self, parser):
        for name in ("--username", "--email"):
            parser.add_argument(name)
        parser.add_argument("--noinput", "--no-input", action="store_true")

    def handle(self, *, email, **_options):
        raise CommandError(
            f"Make an administrator by: manage.py create_administrator {email or 'EMAIL'}"
        )
