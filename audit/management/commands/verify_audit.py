from django.core.management.base import BaseCommand, CommandError

from audit.actions import first_broken_event
from audit.models import AuditEvent


class Command(BaseCommand):
    help = "Recount the hash chain of the audit record; exit code 1 when an event was touched."

    def handle(self, **_options):
        broken = first_broken_event()
        if broken:
            raise CommandError(f"The chain breaks at event {broken.pk}: {broken}")
        self.stdout.write(f"{AuditEvent.objects.count()} events, chain unbroken.")
