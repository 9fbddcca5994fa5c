import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from notices.actions import deliver


class Command(BaseCommand):
    help = "Send what waits in the outbox; what the mail server refuses is tried again later."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="go on for good, with this pause"
        )

    def handle(self, *, every, verbosity, **_options):
        while True:
            sent, held_up = deliver()
            if verbosity and (sent or held_up or not every):
                self.stdout.write(f"{sent} sent, {held_up} held up")
            if not every:
                return
            close_old_connections()
            time.sleep(every)
