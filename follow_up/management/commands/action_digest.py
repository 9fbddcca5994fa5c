from django.core.management.base import BaseCommand

from follow_up.digest import write_digests


class Command(BaseCommand):
    help = "Write the weekly mail on open actions; run again in the same week it writes none."

    def handle(self, *, verbosity, **_options):
        told = write_digests()
        if verbosity:
            self.stdout.write(f"{told} people have actions to answer for")
