"""The municipalities of a sheet, each with what the year says of its bodies."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from committees.choices import IN_BEING, CommitteeState
from core.i18n import sort_key
from meetings.yearly import NOT_APPLICABLE
from places.models import Municipality
from reports.indicators import Figure
from reports.wording import DASH
from reports.yearbook import Yearbook


def official_names(place):
    """Return the name in both official languages, that of the reader's first."""
    names = [place.name_sq, place.name_sr or place.name_sq]
    if get_language() == "sr-latn":
        names.reverse()
    return names


@dataclass(frozen=True)
class Place:
    """What a yearbook says of one municipality; a missing figure is never zero."""

    place: Municipality
    book: Yearbook

    @property
    def name(self):
        """The official name in the reader's language; the Albanian one in English."""
        return official_names(self.place)[0]

    @property
    def names(self):
        return " / ".join(dict.fromkeys(official_names(self.place)))

    def figure(self, key):
        return self.book.figure(self.place.code, key) or Figure()

    def previous(self, key):
        return self.book.previous(self.place.code, key) or Figure()

    @cached_property
    def state(self):
        """What the body is; of several, the best."""
        counts = self.figure("established").counts
        return next(
            (state for state in CommitteeState if counts[state.value]),
            CommitteeState.NOT_ESTABLISHED,
        )

    @property
    def is_there(self):
        return self.state in IN_BEING

    def bodies(self, figure):
        """How many bodies are in being by a figure of the states."""
        return sum(figure.counts[state.value] for state in IN_BEING)

    @property
    def state_text(self):
        """The state in words, with what explains a missing answer."""
        answers = self.figure("meets_requirement").counts
        if self.is_there and answers[NOT_APPLICABLE]:
            return _("%(state)s, founded in the year") % {"state": self.state.label}
        if self.is_there and self.figure("meetings_held").numerator is None:
            return _("%(state)s, no report") % {"state": self.state.label}
        return str(self.state.label)

    def absence(self, number):
        """What stands in the place of a bar: why there is no number."""
        if number is not None:
            return ""
        return str(_("no report") if self.is_there else self.state.label)

    def number(self, key):
        return shown(self.figure(key).numerator)

    def number_before(self, key):
        return shown(self.previous(key).numerator)


def shown(number):
    """Return the number in the reader's language; a dash for no data."""
    return DASH if number is None else number_format(number, use_l10n=True)


def places_of(area, book):
    """Return the municipalities of an area in the reader's alphabet."""
    rows = Municipality.objects.select_related("region")
    found = [
        Place(row, book)
        for row in rows
        if area.holds(row.code, row.region.code if row.region else None)
    ]
    return sorted(found, key=lambda row: sort_key(row.name))
