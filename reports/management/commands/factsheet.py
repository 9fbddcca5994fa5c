from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from places.models import Municipality, PoliceRegion
from reports.areas import Area
from reports.factsheets.sheet import factsheet
from reports.factsheets.source import NoFigures, yearbook_for
from reports.factsheets.words import KINDS


class Command(BaseCommand):
    help = "Print the fact sheet of a year as PDF: of the country, a region or a municipality."

    def add_arguments(self, parser):
        parser.add_argument("--kind", required=True, choices=[kind.value for kind in KINDS])
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--edition", type=int, help="its number; without it the one that holds")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--output", type=Path, help="the file to write")
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--region", help="the code of a police region")
        place.add_argument("--municipality", help="the two digits of a municipality")
        parser.add_argument(
            "--all",
            type=Path,
            help="a folder for those of all municipalities, in each language",
        )

    def handle(self, *, kind, year, edition, **options):
        with translation.override("en"):
            try:
                book = yearbook_for(kind, year, edition)
            except NoFigures as refusal:
                raise CommandError(refusal.reason) from refusal
        if options["all"]:
            self.print_all(book, options["all"])
        elif options["output"] and options["language"]:
            pdf = factsheet(book, self.area(options), options["language"])
            options["output"].write_bytes(pdf)
            self.stdout.write(f"{options['output']}: {len(pdf):,} bytes")
        else:
            raise CommandError("Say --language and --output, or --all with a folder.")

    def area(self, options):
        region, municipality = options["region"] or "", options["municipality"] or ""
        if region and not PoliceRegion.objects.filter(code=region).exists():
            raise CommandError(f"There is no police region {region!r}.")
        if municipality and not Municipality.objects.filter(code=municipality).exists():
            raise CommandError(f"There is no municipality {municipality!r}.")
        return Area(region=region, municipality=municipality)

    def print_all(self, book, folder):
        folder.mkdir(parents=True, exist_ok=True)
        codes = Municipality.objects.order_by("code").values_list("code", flat=True)
        for code in codes:
            for language, _name in settings.LANGUAGES:
                path = folder / f"{book.kind}-{book.year}-{code}-{language}.pdf"
                path.write_bytes(factsheet(book, Area(municipality=code), language))
        self.stdout.write(f"{folder}: sheets of {len(codes)} municipalities")
