from django.core.management.base import BaseCommand

from reports.digest import write_digests


class Command(BaseCommand):
    help = "Write the weekly mail on the figures to the monitors; once a week, however often run."

    def handle(self, *, verbosity, **_options):
        told = write_digests()
        if verbosity:
            self.stdout.write(f"{told} monitors are told")
