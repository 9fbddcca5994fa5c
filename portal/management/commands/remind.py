from django.core.management.base import BaseCommand

from establishment import notices
from meetings import invitations


class Command(BaseCommand):
    help = "Write the reminders that are due; run as often as you like, nobody is told twice."

    def handle(self, *, verbosity, **_options):
        requests, meetings = notices.remind(), invitations.remind()
        if verbosity:
            self.stdout.write(f"{requests} requests are due or overdue")
            self.stdout.write(f"{meetings} meetings are near or without a report")
