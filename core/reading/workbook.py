"""The rows of the first sheet of a workbook (XLSX), as text."""

import io
import re
import warnings
from datetime import date, datetime, time

import openpyxl

from core.reading.packed import opened
from core.reading.refusal import Refused
from core.text import clean_text

# A sheet says of a row which it is, so that a few letters can stand for thousands of millions.
MOST_ROWS = 30_000
MOST_COLUMNS = 60
# What of a number format is no letter of a date: quoted words, escaped letters, [brackets].
NOT_OF_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read(content, _kind):
    opened(io.BytesIO(content)).close()
    with warnings.catch_warnings():
        # The library warns of styles and rules that it leaves out; only values count here.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        try:
            return {"rows": list(_rows(book.worksheets[0]))}, b""
        finally:
            book.close()


def _rows(sheet):
    """Yield the number and the texts of each row that is not empty."""
    # Some programs note a wrong extent, which would cut the sheet short.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1), start=1):
        if number > MOST_ROWS:
            raise Refused("rows", most=MOST_ROWS)
        if len(row) > MOST_COLUMNS:
            raise Refused("columns", row=number, most=MOST_COLUMNS)
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def _text(cell):
    """Return the cell as a person would type it into a CSV file."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return str(getattr(value, "text", value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return _date_text(value, cell.number_format) if value.time() == time() else str(value)
    if isinstance(value, date):
        return _date_text(value, cell.number_format)
    return clean_text(str(value)).strip()


def _date_text(value, number_format):
    """Return the date as exactly as the cell shows it.

    Typing `2023-05` makes a spreadsheet store the first of May and show only the month: the day
    was never said.
    """
    shown = NOT_OF_DATE.sub("", number_format or "").lower()
    if "d" in shown or "y" not in shown:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
