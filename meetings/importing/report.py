"""What became of every row of a file, in the reader's language."""

from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

PREVIEWED = 20


@dataclass(frozen=True)
class Problem:
    """Something wrong: where it stands, what stands there, and what would be right.

    `value` is None where no cell is to blame; `row` is what a spreadsheet shows beside the row.
    """

    file: str
    message: str
    row: int | None = None
    column: str = ""
    value: str | None = None

    def __str__(self):
        facts = vars(self)
        if self.row is None:
            return _("%(file)s: %(message)s") % facts
        if not self.column:
            return _("%(file)s: row %(row)s – %(message)s") % facts
        if self.value is None:
            return _("%(file)s: row %(row)s, column %(column)s – %(message)s") % facts
        if not self.value:
            return _("%(file)s: row %(row)s, column %(column)s: empty – %(message)s") % facts
        return _("%(file)s: row %(row)s, column %(column)s: «%(value)s» – %(message)s") % facts


@dataclass(frozen=True)
class RowPreview:
    """A row that is new or changes something: (column, before, after) of each change."""

    row: int
    is_new: bool
    changes: list


@dataclass
class Report:
    """The outcome of an import or of its rehearsal."""

    file: str
    sha256: str = ""
    is_dry_run: bool = False
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    preview: list[RowPreview] = field(default_factory=list)
    hints: list[tuple[int, str]] = field(default_factory=list)

    @property
    def left_out(self):
        """How many rows have a mistake."""
        return len({problem.row for problem in self.problems})

    @property
    def good(self):
        """How many rows would be stored although others are left out."""
        return self.new + self.changed

    @property
    def counts(self):
        """The numbers with their names, in the order of the summary."""
        return [
            (pgettext("count", "Rows read"), self.rows),
            (pgettext("count of rows", "New"), self.new),
            (pgettext("count of rows", "Changed"), self.changed),
            (pgettext("count of rows", "Unchanged"), self.unchanged),
        ]

    def fill(self, resource, result):
        """Take over what the library says of the rows."""
        sheet = resource.sheet
        self.rows = len(sheet.rows)
        self.problems = sorted(
            (
                self.problem_of(sheet, invalid.number - 1, column, message)
                for invalid in result.invalid_rows
                for column, messages in invalid.error_dict.items()
                for message in messages
            ),
            key=lambda problem: (problem.row, position_of(sheet, problem.column)),
        )
        if self.problems and not resource.leaves_out:
            return
        self.hints = resource.hints
        self.new = sum(row.is_new() for row in result.rows)
        self.changed = sum(row.is_update() for row in result.rows)
        self.unchanged = sum(row.is_skip() for row in result.rows)
        touched = (
            (number, row)
            for number, row in zip(sheet.numbers, result.rows, strict=True)
            if row.is_new() or row.is_update()
        )
        self.preview = [
            RowPreview(number, row.is_new(), [rendered(resource, *it) for it in row.changes])
            for number, row in islice(touched, PREVIEWED)
        ]

    def problem_of(self, sheet, index, column, message):
        value = sheet.rows[index][sheet.headers.index(column)] if column in sheet.headers else ""
        return Problem(self.file, message, sheet.numbers[index], column, value[:100])


def position_of(sheet, column):
    return sheet.headers.index(column) if column in sheet.headers else -1


def rendered(resource, name, before, after):
    """Return a change with its values as texts."""
    render = resource.fields[name].widget.render
    return name, render(before), render(after)
