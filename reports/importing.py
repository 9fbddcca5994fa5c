"""The kind `totals` of the import: figures that others published, without records behind them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import is_administrator
from committees.choices import CommitteeKind
from meetings.importing import bulk
from meetings.importing.cells import Cell, Choice, Number, Text, YearOfRecord
from meetings.importing.kinds import KINDS, Kind
from meetings.importing.resource import Column, RecordResource
from meetings.importing.tables import Wrong
from reports.areas import every_area
from reports.indicators import INDICATORS
from reports.models import ImportedTotal
from reports.totals import BODIES

MOST = 999_999


class FigureCell(Cell):
    """The key of an indicator, or `bodies`."""

    def clean(self, value, row=None, **_kwargs):
        known = [BODIES, *(indicator.key for indicator in INDICATORS)]
        if value not in known:
            raise Wrong(_("use one of: %(codes)s") % {"codes": ", ".join(known)})
        return value


class AreaCell(Cell):
    """The code of a region or the two digits of a municipality."""

    def clean(self, value, row=None, **_kwargs):
        if value not in {area.key for area in every_area()}:
            raise Wrong(_("no police region or municipality has this code"))
        return value


class TotalResource(RecordResource):
    """A published figure is known again by what it says of what, and by its source."""

    named_by = "figure"

    kind = Column(
        "kind", Choice(*CommitteeKind), gettext_lazy("kksb, klsp, evsb or national."), required=True
    )
    year = Column("year", YearOfRecord(), gettext_lazy("The year it speaks of."), required=True)
    said_of = Column("said_of", Text(40), gettext_lazy("The time as the source says it."))
    figure = Column(
        "key",
        FigureCell(),
        gettext_lazy("Key of a figure (as in the JSON interface), or bodies for their number."),
        required=True,
    )
    area = Column(
        "area",
        AreaCell(),
        gettext_lazy("Code of a police region or a municipality; empty for the whole country."),
    )
    number = Column("numerator", Number(0, MOST), gettext_lazy("The number."), required=True)
    out_of = Column("denominator", Number(0, MOST), gettext_lazy("Out of how many, if said."))
    source = Column(
        "source", Text(300), gettext_lazy("Who published it, and where."), required=True
    )
    note = Column("note", Text(500), gettext_lazy("What a reader should know of it."))

    def before_import(self, _dataset, **_kwargs):
        """Read what is stored already."""
        self._known = {_key(row): row for row in ImportedTotal.objects.all()}

    def find(self):
        if self.user and not is_administrator(self.user):
            raise Wrong(_("only administrators load published figures"))
        return self._known.get(self._cells())

    def make(self):
        return ImportedTotal()

    def claims(self):
        return [self._cells()]

    def _cells(self):
        names = ("kind", "year", "said_of", "figure", "area", "source")
        return tuple(self.values.get(name, "") for name in names)

    def complete(self, record):
        if record.denominator is not None and record.denominator < record.numerator:
            self.wrong("out_of", _("the part is larger than the whole"))

    def store(self, new, changed):
        bulk.create(ImportedTotal, new, by=self.user)
        bulk.update(ImportedTotal, changed, ["numerator", "denominator", "note"], by=self.user)


def _key(row):
    return tuple(getattr(row, name) for name in ImportedTotal.KEY)


def offer_totals():
    """Let the import page and the command know of this kind, which lies above them."""
    KINDS["totals"] = Kind(gettext_lazy("Published figures without records"), TotalResource)
