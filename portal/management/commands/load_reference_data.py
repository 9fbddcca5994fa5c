from django.core.management.base import BaseCommand

import committees.reference
import compensation.reference
import establishment.reference
import meetings.reference
import places.reference
import reports.reference


class Command(BaseCommand):
    help = "Load places, rules and categories from the data files; loading twice changes nothing."

    def handle(self, *, verbosity, **_options):
        for app in (places, committees, establishment, meetings, compensation, reports):
            app.reference.load()
        if verbosity:
            self.stdout.write("Reference data is as the files say.")
