from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports import facts
from reports.forms import KINDS


class Command(BaseCommand):
    help = "Compare the figures that are kept with a recount of the records."

    def add_arguments(self, parser):
        parser.add_argument(
            "--rebuild",
            nargs="*",
            type=int,
            metavar="YEAR",
            help="first forget what is kept and compute these years anew (the last two)",
        )

    def handle(self, *, rebuild, verbosity, **_options):
        if rebuild is not None:
            this_year = timezone.localdate().year
            facts.rebuild([kind.value for kind in KINDS], rebuild or [this_year - 1, this_year])
        wrong = list(facts.differences())
        for difference in wrong:
            self.stderr.write(str(difference))
        if wrong:
            raise CommandError(f"{len(wrong)} kept figures differ from the records.")
        if verbosity:
            self.stdout.write("What is kept and holds equals the records.")
