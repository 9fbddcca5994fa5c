from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db.models import FileField
from django.utils import timezone

from limits import counting
from meetings import kept_files

# A transaction that stores a file ends long before; what it did not keep has no row by then.
LEFT_FOR = timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Delete what is over: sessions, counters of limits, files of imports that nobody came back "
        "for, and files of a day or more that no record names."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="delete nothing, list the files without a record"
        )

    def handle(self, *, dry_run, verbosity, **_options):
        if not dry_run:
            call_command("clearsessions")
            counting.remove_old()
            kept_files.remove_old()
        left = sorted(left_files())
        for name in left:
            if dry_run:
                self.stdout.write(name)
            else:
                default_storage.delete(name)
        if verbosity and (left or dry_run):
            what = "would be deleted" if dry_run else "deleted"
            self.stdout.write(f"{len(left)} files that no record names {what}")


def left_files():
    """Return the names of the files that no record names, and that are older than a day.

    Where no record names any file there are none: that is an empty database, or one that is being
    restored, beside the folder of another.
    """
    named = {name for columns in map(names_in, apps.get_models()) for name in columns}
    if not named:
        return set()
    oldest = timezone.now() - LEFT_FOR
    stored = {name for name in files_in("") if default_storage.get_modified_time(name) < oldest}
    return stored - named


def names_in(model):
    """Yield the names of files in the rows of a table; its history keeps them as plain text."""
    kept = {field.name for field in model._meta.concrete_fields}
    for field in getattr(model, "instance_type", model)._meta.concrete_fields:
        if isinstance(field, FileField) and field.name in kept:
            yield from model._base_manager.values_list(field.name, flat=True)


def files_in(folder):
    """Yield the names of the files below a folder, but not of the kept ones of imports."""
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}{name}" for name in files)
    for name in folders:
        if f"{folder}{name}" != kept_files.FOLDER:
            yield from files_in(f"{folder}{name}/")
