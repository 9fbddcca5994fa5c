import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from reports.models import Edition
from reports.opendata.package import file_name, package


class Command(BaseCommand):
    help = "Write the open-data packages of a year: of each kind the edition that holds today."

    def add_arguments(self, parser):
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--output", required=True, type=Path, help="the folder to write to")

    def handle(self, *, year, output, **_options):
        editions = Edition.objects.published().filter(year=year).order_by("kind")
        if not editions:
            raise CommandError(f"No edition of {year} is published.")
        output.mkdir(parents=True, exist_ok=True)
        for edition in editions:
            content = package(edition)
            path = output / file_name(edition)
            path.write_bytes(content)
            self.stdout.write(f"{path}: {hashlib.sha256(content).hexdigest()}")
