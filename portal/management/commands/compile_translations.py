"""Compile the translation catalogues without GNU gettext."""

import os
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    help = "Compile every .po catalogue that has changed since its .mo file was written."
    requires_system_checks = ()

    def handle(self, **options):
        compiled = [path for path in catalogues() if compile_catalogue(path)]
        for path in compiled:
            # Whoever asked for a text before, in this process, was told that there is none; what
            # the demonstration freezes and sends after this would stay English.
            translation_file_changed(self, path.with_suffix(".mo"))
        if compiled and options["verbosity"]:
            self.stdout.write(f"Compiled {len(compiled)} translation catalogues")


def catalogues():
    """Yield the catalogues of every folder in LOCALE_PATHS."""
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))


def compile_catalogue(source):
    """Write the .mo file beside this catalogue unless it is up to date; say whether it did.

    The .mo file carries the time of its source, so that an older source is noticed as well.
    """
    target = source.with_suffix(".mo")
    written = source.stat().st_mtime_ns
    if target.exists() and target.stat().st_mtime_ns == written:
        return False
    # Another process may be reading or writing the same file: replace it in one step.
    part = target.with_suffix(f".{os.getpid()}.part")
    polib.pofile(str(source)).save_as_mofile(str(part))
    os.utime(part, ns=(written, written))
    part.replace(target)
    return True
