from django.core.management.base import BaseCommand

from establishment.notices import remind


class Command(BaseCommand):
    help = "Write the reminders that are due; run as often as you like, nobody is told twice."

    def handle(self, *, verbosity, **_options):
        due = remind()
        if verbosity:
            self.stdout.write(f"{due} requests are due or overdue")
