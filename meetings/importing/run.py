"""One import from the file to the report; all of it is stored, or nothing."""

import hashlib

from django.db import IntegrityError
from django.utils.translation import gettext as _

from audit.actions import append_event
from core.transactions import atomic
from meetings.importing.kinds import KINDS
from meetings.importing.reader import Unreadable, read
from meetings.importing.report import Problem, Report


def import_file(kind, name, content, *, user=None, dry_run=False, leave_out=False):
    """Import the bytes of a file and return the `Report`.

    Without a user everything is permitted, but that somebody invites. With one, each row must be of
    a committee that the user may write to. A rehearsal (`dry_run`) leaves everything as it was.
    With `leave_out` the rows without a mistake are stored, where the kind lets others be left out.
    """
    report = Report(name, hashlib.sha256(content).hexdigest(), is_dry_run=dry_run)
    try:
        sheet = read(name, content)
    except Unreadable as refusal:
        report.problems = [Problem(name, refusal.reason, refusal.row)]
        return report
    report.problems = problems_of_header(name, sheet, KINDS[kind].resource)
    if user is None and KINDS[kind].asks_anew:
        message = _("accounts are loaded by somebody: name them with --by")
        report.problems = [Problem(name, message)]
    if report.problems:
        return report
    try:
        with atomic():
            _import_rows(kind, sheet, report, user, leave_out=leave_out)
    except IntegrityError:
        report.problems = [
            Problem(name, _("somebody stored the same records a moment ago; try again"))
        ]
    return report


def _import_rows(kind, sheet, report, user, *, leave_out):
    leave_out = leave_out and KINDS[kind].resource.leaves_out
    resource = KINDS[kind].resource(sheet=sheet, user=user, leave_out=leave_out)
    result = resource.import_data(
        sheet.dataset,
        dry_run=report.is_dry_run,
        use_transactions=True,
        rollback_on_validation_errors=not leave_out,
    )
    # The library collects what the code did not foresee; such an error is never a row's fault.
    for failure in [*result.base_errors, *(error for row in result.rows for error in row.errors)]:
        raise failure.error
    report.fill(resource, result)
    if (leave_out or not report.problems) and not report.is_dry_run:
        append_event(
            f"import.{kind}",
            by=user,
            file=report.file,
            sha256=report.sha256,
            rows=report.rows,
            new=report.new,
            changed=report.changed,
        )


def problems_of_header(name, sheet, resource):
    """Return what is wrong with the header: unknown, doubled and missing columns, or no rows."""
    known = list(resource.fields)
    if not set(sheet.headers) & set(known):
        message = _("the first row must name the columns; for example: %(columns)s")
        return [Problem(name, message % {"columns": ", ".join(known)}, 1)]
    found = [
        Problem(
            name,
            _("this column is unknown; the columns are: %(columns)s")
            % {"columns": ", ".join(known)},
            1,
            column,
        )
        for column in sheet.headers
        if column not in known
    ]
    found += [
        Problem(name, _("this column stands in the header twice"), 1, column)
        for column in dict.fromkeys(sheet.headers)
        if sheet.headers.count(column) > 1
    ]
    found += [
        Problem(name, _("this column is missing; it must be there"), 1, column)
        for column in resource.required_columns()
        if column not in sheet.headers
    ]
    if not found and not sheet.rows:
        found = [Problem(name, _("there are no rows below the header"))]
    return found
