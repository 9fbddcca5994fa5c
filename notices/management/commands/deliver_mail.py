import logging
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from notices.actions import deliver

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send what waits in the outbox; what the mail server refuses is tried again later."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="go on for good, with this pause"
        )

    def handle(self, *, every, verbosity, **_options):
        if not every:
            self.deliver(verbosity)
            return
        while True:
            self.deliver_in_spite(verbosity)
            time.sleep(every)

    def deliver(self, verbosity, *, quiet=False):
        sent, held_up = deliver()
        if verbosity and (sent or held_up or not quiet):
            self.stdout.write(f"{sent} sent, {held_up} held up")

    def deliver_in_spite(self, verbosity):
        """Deliver, and outlive a database that does not answer: it will answer again."""
        try:
            self.deliver(verbosity, quiet=True)
        except DatabaseError:
            logger.exception("The outbox could not be read; it is tried again")
        finally:
            close_old_connections()
