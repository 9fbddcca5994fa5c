from django.conf import settings
from django.core.management.base import BaseCommand

from committees.actions.contacts import erase_expired_contacts, expired_contacts
from committees.actions.profiles import erase_expired, expired


class Command(BaseCommand):
    help = (
        "Erase the personal declarations and the contacts of whoever has left every committee for "
        "so long (PROFILE_RETENTION_DAYS); doing it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count them")

    def handle(self, *, dry_run, verbosity, **_options):
        days = settings.PROFILE_RETENTION_DAYS
        for name, kept, erase in (
            ("personal declarations", expired, erase_expired),
            ("contacts", expired_contacts, erase_expired_contacts),
        ):
            count = kept(days=days).count() if dry_run else erase(days=days)
            if verbosity:
                what = "would be erased" if dry_run else "erased"
                self.stdout.write(f"{count} {name} {what}")
