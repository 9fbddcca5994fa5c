"""What the imports of all kinds have in common, on top of django-import-export.

A row is read cell by cell first, so that every wrong cell is named at once; then its record is
looked up or begun, filled, and compared with what it was. Nothing is written before the last row
has been read: with one bad row nothing is written at all.
"""

from types import SimpleNamespace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult

from meetings.importing.cells import refuse_formula
from meetings.importing.tables import Tables, Wrong


class Column(Field):
    """A column of the file: where its value goes, how it is read, and what to tell the user.

    Values that are no column of the model wait in `beside` on the record.
    """

    def __init__(self, attribute, widget, help_text, *, required=False, is_key=False):
        super().__init__(attribute=attribute, widget=widget)
        self.help_text = help_text
        self.required = required
        # Keys only find the record; they never change the one that they find.
        self.is_key = is_key

    def put(self, instance, value):
        *path, name = self.attribute.split("__")
        for step in path:
            instance = getattr(instance, step)
        setattr(instance, name, value)


class RecordRow(RowResult):
    """What became of a row, with (column, before, after) of each change."""

    def __init__(self):
        super().__init__()
        self.changes = []

    def add_instance_info(self, instance):
        """Keep nothing: the text of a record would cost a query a row."""


class RecordResource(Resource):
    """Makes records of one kind out of the rows of a `Sheet`."""

    # The column by which a report names the record of a row.
    named_by = ""
    # Whether rows without a mistake may be stored while others are left out.
    leaves_out = False
    # Whether a rehearsal stores and takes back; not where storing has effects beyond the rows.
    is_rehearsed = True

    class Meta:
        use_bulk = True
        batch_size = None
        # Records are found by `find`, in what was read before the first row.
        instance_loader_class = BaseInstanceLoader
        # Changes are collected here, without the deep copies that the library compares.
        skip_diff = True

    def __init__(self, *, sheet, user=None, leave_out=False):
        super().__init__()
        self.leave_out = leave_out
        self.sheet = sheet
        self.user = user
        self.tables = Tables(user)
        self.values = {}
        self.wrongs = {}
        self._before = {}
        self._claimed = {}
        # What somebody should look at before the file is loaded: (row, words). It stops nothing.
        self.hints = []

    # What a kind says of itself

    def find(self):
        """Return the record that the cells in `values` name, or None; raises `Wrong`."""
        raise NotImplementedError

    def make(self):
        """Return a new record for the cells in `values`."""
        raise NotImplementedError

    def claims(self):
        """Return the keys that only one row of the file may have."""
        raise NotImplementedError

    def complete(self, record):
        """Check and fill in what depends on several cells; report with `wrong`."""

    def check_file(self, result):
        """Check what only shows when all rows are read; report with `refuse`."""

    def store(self, new, changed):
        """Write the records and their history."""
        raise NotImplementedError

    # For the kinds

    def wrong(self, column, message):
        self.wrongs.setdefault(column, message)

    def refuse(self, result, index, column, message):
        """Turn a row down after it was read; `index` counts the rows from 0."""
        row = dict(zip(self.sheet.headers, self.sheet.rows[index], strict=True))
        error = ValidationError({column: [message]})
        result.append_invalid_row(index + 1, row, error)

    @classmethod
    def required_columns(cls):
        return [name for name, column in cls.fields.items() if column.required]

    # The library's steps

    @classmethod
    def get_row_result_class(cls):
        return RecordRow

    def before_import_row(self, row, row_number=None, **_kwargs):
        self.number = self.sheet.numbers[row_number - 1]
        self.index = row_number - 1
        self.values = {}
        self.wrongs = {}
        if self.number in self.sheet.overlong:
            self.wrong(self.named_by, _("this row has more cells than the header has names"))
        for name, column in self.fields.items():
            text = row.get(name, "")
            try:
                if text:
                    if column.widget.refuses_formulas:
                        refuse_formula(text)
                    self.values[name] = column.clean(row, tables=self.tables)
                elif column.required:
                    raise Wrong(_("this cell must be filled"))
            except Wrong as wrong:
                self.wrong(name, str(wrong))

    def get_or_init_instance(self, _instance_loader, _row):
        found = None
        if all(name in self.values for name in self.required_columns()):
            try:
                found = self.find()
                self._claim(found)
            except Wrong as wrong:
                self.wrong(wrong.column or self.named_by, str(wrong))
        self._before = self._facts(found) if found else {}
        # A row with a mistake never becomes a record.
        blank = SimpleNamespace() if self.wrongs else None
        return found or blank or self.make(), found is None

    def _claim(self, found):
        """Note which row the record belongs to; raises `Wrong` when an earlier row has it."""
        keys = self.claims() if found is None else [*self.claims(), id(found)]
        for key in keys:
            first = self._claimed.setdefault(key, self.number)
            if first != self.number:
                raise Wrong(_("this repeats row %(row)s; give every record once") % {"row": first})

    def import_instance(self, instance, _row, **_kwargs):
        if not self.wrongs:
            for name, value in self.values.items():
                if not self.fields[name].is_key:
                    self.fields[name].put(instance, value)
            self.complete(instance)
        if self.wrongs:
            raise ValidationError({name: [text] for name, text in self.wrongs.items()})

    def skip_row(self, instance, _original, _row, import_validation_errors=None):
        if import_validation_errors:
            return False
        after = self._facts(instance)
        self._changes = [
            (name, self._before.get(name), value)
            for name, value in after.items()
            if self._before.get(name) != value
        ]
        return bool(self._before) and not self._changes

    def after_import_row(self, _row, row_result, **_kwargs):
        row_result.changes = [] if row_result.is_skip() else self._changes

    def _facts(self, record):
        facts = {name: column.get_value(record) for name, column in self.fields.items()}
        return {name: None if value in ("", []) else value for name, value in facts.items()}

    def bulk_create(self, _transactions, dry_run, *_args, result=None, **_kwargs):
        self.check_file(result)
        is_whole = self.leave_out or not result.has_validation_errors()
        if is_whole and not result.has_errors() and (self.is_rehearsed or not dry_run):
            self.store(self.create_instances, self.update_instances)

    def bulk_update(self, *_args, **_kwargs):
        """Do nothing: `store` has written both."""
