from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from meetings.importing.real_events import convert_files


class Command(BaseCommand):
    help = "Turn a collection of public reports into files for import_records."

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, help="CSV with the columns of real_events.csv")
        parser.add_argument("folder", type=Path, help="where the files are written")

    def handle(self, *, source, folder, **_options):
        if not source.is_file():
            raise CommandError(f"There is no file {source}")
        folder.mkdir(parents=True, exist_ok=True)
        files, left_out = convert_files(source, folder)
        for name, rows in files.items():
            self.stdout.write(f"{name}.csv: {len(rows)} rows")
        self.stdout.write(f"left_out.csv: {len(left_out)} events, with the reason")
