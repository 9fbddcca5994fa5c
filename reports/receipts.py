"""The receipt of a figure: the formula, the records it counts, and those it leaves out and why.

Recounting the entries gives the figure. How many records there are is public, as the figure is;
which ones they are is listed as far as the reader may see them.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from committees.models import Membership, Seat
from meetings.models import Action, Activity, Attendance, Concern, Meeting
from places.models import PopulationCount
from reports.areas import Area, every_area
from reports.indicators.base import Indicator
from reports.indicators.measures import Entry
from reports.indicators.period import Period

# Records of each group that is left out, of which a page shows so many.
SHOWN = 20
# What a line of a receipt needs beside its record.
BESIDE = {
    Action: ("meeting__committee",),
    Activity: ("plan__committee",),
    Attendance: (
        "meeting__committee",
        "membership__seat__represents_community",
        "membership__seat__represents_religion",
    ),
    Concern: ("committee",),
    Meeting: ("committee",),
    Membership: (
        "person",
        "seat__committee",
        "seat__represents_community",
        "seat__represents_religion",
    ),
    PopulationCount: ("baseline", "municipality", "community"),
}


@dataclass(frozen=True)
class Line:
    """A record on a receipt; without `record` the reader may not see which one it is."""

    record: object
    url: str
    adds: str


class Receipt:
    """What one figure of an area rests on, for whoever asks."""

    def __init__(self, indicator: Indicator, period: Period, area: Area, user):
        self.indicator, self.period, self.area, self.user = indicator, period, area, user

    @cached_property
    def codes(self):
        return frozenset(every_area().get(self.area, ()))

    @cached_property
    def figure(self):
        """The figure as the dashboard shows it, or None."""
        within = self.indicator.by_municipality(self.period, self.codes)
        return self.indicator.of_area(self.period, within) if within else None

    @cached_property
    def entries(self):
        """Every record that the figure counts, in the order of the records."""
        return self.indicator.entries(self.period, self.codes)

    @property
    def recounted(self):
        """The figure again, put together from the entries alone."""
        return self.indicator.sum_up(self.entries, self.codes)

    def lines(self, entries):
        """Return the lines of some entries: one question for each kind of record."""
        wanted = defaultdict(set)
        for entry in entries:
            wanted[entry.model].add(entry.pk)
        seen = {
            model: model.objects.visible_to(self.user)
            .select_related(*BESIDE.get(model, ()))
            .in_bulk(keys)
            for model, keys in wanted.items()
        }
        return [self._line(entry, seen[entry.model].get(entry.pk)) for entry in entries]

    def _line(self, entry, record):
        if record is None:
            return Line(None, "", "")
        return Line(record, url_of(record), self.adds(entry))

    def adds(self, entry: Entry):
        """Say what the record adds to the figure."""
        figure = entry.figure
        if figure.counts:
            names = self._names
            return ", ".join(str(names.get(key, key)) for key in figure.counts)
        if figure.denominator is not None:
            return _("counts in both") if figure.numerator else _("counts in the whole only")
        return str(figure.numerator)

    @cached_property
    def _names(self):
        """The categories by key."""
        if self.indicator.named_by:
            return self.indicator.named_by()
        return {category.key: category.label for category in self.indicator.categories}

    @property
    def left_out(self):
        """Triples (reason, number, first lines) of what the reader can see was left out."""
        if not self.indicator.parts(self.period):
            return []
        groups = []
        for group in self.indicator.left_out:
            rows = group.rows(self.period).filter(**{f"{group.place}__in": self.codes})
            rows = rows.visible_to(self.user)
            if number := rows.count():
                beside = BESIDE.get(rows.model, ())
                first = rows.select_related(*beside).order_by("pk")[:SHOWN]
                groups.append((group.reason, number, [(row, url_of(row)) for row in first]))
        return groups


def url_of(record):
    """Return the page on which a record is seen, or nothing where there is none."""
    if isinstance(record, Attendance):
        record = record.meeting
    if isinstance(record, Membership | Seat):
        record = record.committee if isinstance(record, Seat) else record.seat.committee
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
