import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import connection

from committees.models import Committee
from places.models import Municipality
from portal.demo import DEMO_ACT, is_demo
from portal.demo.build import Country
from portal.demo.sizes import SMALL, scaled


class Command(BaseCommand):
    help = "Fill an empty database with demonstration data; everything in it is invented."

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            type=float,
            help="1 is the whole country over twelve years; without it the set is small",
        )
        parser.add_argument("--seed", type=int, default=2012, help="another seed, other data")
        parser.add_argument(
            "--progress", action="store_true", help="draw a bar also where no terminal is"
        )

    @no_translations
    def handle(self, *, scale, seed, progress, verbosity, **_options):
        self.refuse_production()
        self.refuse_beside_other_data()
        stream = sys.stderr if progress or sys.stderr.isatty() else None
        size = SMALL if scale is None else scaled(scale)
        counts = Country(size, seed).build(stream)
        if connection.vendor == "postgresql":
            # Its planner knows nothing yet of so many new rows and would read them in vain.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        if verbosity:
            for model, number in counts.items():
                self.stdout.write(f"{number:>8,} {model._meta.verbose_name_plural}")

    def refuse_production(self):
        """Raise CommandError where real people sign in: the passwords of the data are known."""
        if settings.PRODUCTION:
            raise CommandError("Demonstration data is for trying the portal, not for a server.")

    def refuse_beside_other_data(self):
        """Raise CommandError unless there are places and no committees."""
        if is_demo():
            raise CommandError("The database holds demonstration data already.")
        if Committee.objects.exclude(act=DEMO_ACT).exists():
            raise CommandError(
                "The database holds committees that are not demonstration data. "
                "Demonstration data goes into an empty database only."
            )
        if not Municipality.objects.exists():
            raise CommandError("There are no municipalities yet: run load_reference_data first.")
