"""Turns an uploaded file into rows of text; knows nothing of what the columns mean."""

import csv
import io
from dataclasses import dataclass

import tablib
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.reading.apart import read_apart
from core.reading.refusal import Refused
from core.text import clean_text

MOST_ROWS = 20_000
BINARY = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(Exception):
    """The file cannot be read; `reason` says why and what to do, `row` where it is known."""

    def __init__(self, reason, row=None):
        self.reason = reason
        self.row = row
        super().__init__(reason)


@dataclass(frozen=True)
class Sheet:
    """The header, the rows below it, and the number that a spreadsheet shows for each row.

    `overlong` holds the numbers of rows with more cells than the header has names.
    """

    headers: list[str]
    rows: list[list[str]]
    numbers: list[int]
    overlong: set[int]

    @property
    def dataset(self):
        return tablib.Dataset(*self.rows, headers=self.headers)


def refuse_large(size):
    """Raise `Unreadable` for a file above `UPLOAD_MAX_BYTES`."""
    limit = settings.UPLOAD_MAX_BYTES
    if size > limit:
        raise Unreadable(
            _("The file is %(size)s; at most %(limit)s is taken. Split it into several files.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )


def read(name, content):
    """Return the `Sheet` of a CSV or XLSX file; raises `Unreadable`."""
    refuse_large(len(content))
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    extension = name.rpartition(".")[2].lower()
    if extension not in ("csv", "xlsx"):
        raise Unreadable(_("A file of this kind is not taken. Save it as CSV (UTF-8) or XLSX."))
    rows = _csv_rows(content) if extension == "csv" else _xlsx_rows(content)
    return _sheet(rows)


def _sheet(rows):
    """Take the first row that is not empty as the header, and leave out the other empty ones."""
    filled = ((number, cells) for number, cells in rows if any(cells))
    header_number, header = next(filled, (None, None))
    if header is None:
        raise Unreadable(_("The file is empty."))
    while not header[-1]:
        header.pop()
    names = [name.removesuffix("*").strip().casefold() for name in header]
    if "" in names:
        raise Unreadable(
            _("Column %(number)s has no name in the header.") % {"number": names.index("") + 1},
            header_number,
        )
    numbers, kept, overlong = [], [], set()
    for number, cells in filled:
        if any(cells[len(names) :]):
            overlong.add(number)
        if len(kept) == MOST_ROWS:
            raise Unreadable(
                _("The file has more than %(count)s rows. Split it into several files.")
                % {"count": MOST_ROWS},
                number,
            )
        numbers.append(number)
        kept.append([*cells, *[""] * (len(names) - len(cells))][: len(names)])
    return Sheet(names, kept, numbers, overlong)


def _csv_rows(content):
    if content.startswith(BINARY):
        raise Unreadable(_not_what_it_says("CSV"))
    if content.startswith(UTF_16):
        raise Unreadable(_wrong_encoding(), 1)
    if b"\x00" in content:
        raise Unreadable(_not_what_it_says("CSV"))
    try:
        text = clean_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(_wrong_encoding(), content[: error.start].count(b"\n") + 1) from None
    first = text.lstrip().partition("\n")[0]
    number = 0
    try:
        delimiter = max(",;", key=lambda sign: len(next(csv.reader([first], delimiter=sign))))
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, start=1):
            yield number, [cell.strip() for cell in cells]
    except csv.Error:
        raise Unreadable(
            _("A quotation mark is not closed, or stands inside a cell without being doubled."),
            number + 1,
        ) from None


def _xlsx_rows(content):
    try:
        answer, _kept = read_apart("table", content)
    except Refused as refusal:
        raise _unreadable(refusal) from None
    return answer["rows"]


def _unreadable(refusal):
    """Return why the workbook is not read, and what to do."""
    values = refusal.values
    if refusal.code == "rows":
        message = _(
            "The sheet goes on below row %(most)s. Delete the empty rows below the last record, or "
            "save the sheet as CSV (UTF-8)."
        )
    elif refusal.code == "columns":
        message = _(
            "The sheet goes on to the right of column %(most)s. Delete the empty columns, or save "
            "the sheet as CSV (UTF-8)."
        )
    elif refusal.code == "heavy":
        message = _("The file takes too long to read. Save the sheet as CSV (UTF-8).")
    else:
        message = _not_what_it_says("XLSX")
    return Unreadable(message % values, values.get("row"))


def _not_what_it_says(kind):
    return _(
        "The file is named as %(kind)s, but its content is something else. "
        "Open it in the program that made it and save it as CSV (UTF-8) or XLSX."
    ) % {"kind": kind}


def _wrong_encoding():
    return _(
        "The text is not in UTF-8. Save the file anew and choose «CSV UTF-8», or save it as XLSX."
    )
