"""Load past records from a spreadsheet; `docs/import.md` says what the files look like."""

import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.importing.kinds import KINDS
from meetings.importing.reader import Unreadable, refuse_large
from meetings.importing.run import import_file


class Refused(Exception):
    """The command was called in a way that cannot be carried out."""


class Command(BaseCommand):
    help = "Load records from a CSV or XLSX file: all of it, or nothing. Exit code 0 or 1."

    def add_arguments(self, parser):
        # Not `choices`: a wrong word is to end with exit code 1 and a sentence.
        parser.add_argument("kind", help=", ".join(KINDS))
        parser.add_argument("file", help="CSV (UTF-8, comma or semicolon) or XLSX")
        parser.add_argument("--dry-run", action="store_true", help="check only, store nothing")
        parser.add_argument("--by", metavar="EMAIL", help="load as this user, with their rights")
        parser.add_argument(
            "--language", default="en", help="language of the messages: sq, sr-latn or en"
        )

    def handle(self, *, kind, file, language, **options):
        known = dict(settings.LANGUAGES)
        with translation.override(language if language in known else "en"):
            try:
                if language not in known:
                    raise Refused(
                        _("There is no language «%(code)s»; use one of: %(codes)s.")
                        % {"code": language, "codes": ", ".join(known)}
                    )
                report = self.load(kind, Path(file), options)
            except Refused as refusal:
                self.fail([str(refusal)])
            self.tell(report)

    def load(self, kind, path, options):
        if kind not in KINDS:
            raise Refused(
                _("There is no kind «%(kind)s»; use one of: %(kinds)s.")
                % {"kind": kind, "kinds": ", ".join(KINDS)}
            )
        user = self.user(options["by"])
        try:
            refuse_large(path.stat().st_size)
            content = path.read_bytes()
        except OSError as error:
            raise Refused(
                _("%(file)s cannot be read: %(reason)s") % {"file": path, "reason": error.strerror}
            ) from None
        except Unreadable as refusal:
            raise Refused(f"{path.name}: {refusal.reason}") from None
        return import_file(kind, path.name, content, user=user, dry_run=options["dry_run"])

    def user(self, email):
        if not email:
            return None
        user = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise Refused(_("There is no active user «%(email)s».") % {"email": email})
        return user

    def tell(self, report):
        if report.problems:
            count = len(report.problems)
            total = ngettext(
                "Nothing was stored: %(count)s problem.",
                "Nothing was stored: %(count)s problems.",
                count,
            )
            self.fail([*map(str, report.problems), total % {"count": count}])
        for label, number in report.counts:
            self.stdout.write(f"{label}: {number}")
        if report.is_dry_run:
            self.stdout.write(_("This was a dry run: nothing was stored."))

    def fail(self, lines):
        for line in lines:
            self.stderr.write(line)
        sys.exit(1)
