"""Everything that cells may name, read once per import."""

import re
from collections import defaultdict
from functools import cached_property

from django.utils.translation import gettext as _

from committees.choices import CommitteeKind, CommitteeStatus
from committees.models import Committee
from core.i18n import fold
from meetings.importing.words import COMMUNITY_WORDS
from meetings.models import ConcernCategory
from places.models import (
    Community,
    Municipality,
    MunicipalitySpelling,
    PoliceStation,
    ReligiousCommunity,
    Settlement,
)

CODE = re.compile(r"0?(\d{1,2})(?:\.0+)?")


class Wrong(ValueError):
    """A cell or a row that cannot be taken; the text says what would be right.

    `column` is given where a whole row is judged and one cell of it is to blame.
    """

    def __init__(self, message, column=""):
        self.column = column
        super().__init__(message)


class Tables:
    """The reference data, the committees, and what the user may do with them.

    Without a user, as on the command line, everything is permitted.
    """

    def __init__(self, user=None):
        self.user = user
        self._permitted = {}

    @cached_property
    def municipalities(self):
        places = {place.pk: place for place in Municipality.objects.select_related("region")}
        keys = {
            spelling.key: places[spelling.municipality_id]
            for spelling in MunicipalitySpelling.objects.all()
        }
        return keys | {place.code: place for place in places.values()}

    def municipality(self, text):
        """Return the municipality of a code (`20`, `20.0`, `3`) or of any spelling."""
        code = CODE.fullmatch(text)
        key = code[1].zfill(2) if code else fold(text)
        try:
            return self.municipalities[key]
        except KeyError:
            raise Wrong(
                _("no municipality has this code or name; give a code from 01 to 38")
            ) from None

    @cached_property
    def committees(self):
        return list(
            Committee.objects.select_related("municipality", "station").prefetch_related(
                "settlements"
            )
        )

    @cached_property
    def _by_number(self):
        return {fold(row.registry_number): row for row in self.committees if row.registry_number}

    @cached_property
    def _by_place(self):
        groups = defaultdict(list)
        for row in self.committees:
            groups[row.kind, row.municipality_id].append(row)
        return groups

    def numbered(self, number):
        """Return the committee with the registry number, or None."""
        return self._by_number.get(fold(number))

    def committees_in(self, kind, municipality):
        return self._by_place[kind, municipality.pk]

    def committee(self, text, action):
        """Return the committee that a cell names, if the user may perform the action on it.

        A cell holds a registry number, `kksb:20`, or `klsp:20:NAME`.
        """
        found = self.any_committee(text)
        self.require(found, action)
        return found

    def any_committee(self, text):
        """Return the committee that a cell names, whoever keeps it."""
        found = self.numbered(text)
        if found is None:
            kind, _colon, rest = text.partition(":")
            place, _colon, name = rest.partition(":")
            found = self._only(self._named(kind.strip().casefold(), place.strip(), name.strip()))
        return found

    def _named(self, kind, place, name):
        if kind == CommitteeKind.KKSB and place and not name:
            rows = self.committees_in(kind, self.municipality(place))
            return [row for row in rows if row.status != CommitteeStatus.DISSOLVED] or rows
        if kind == CommitteeKind.KLSP and place and name:
            rows = self.committees_in(kind, self.municipality(place))
            return [row for row in rows if fold(row.name_sq) == fold(name)]
        return []

    def _only(self, rows):
        if not rows:
            raise Wrong(
                _(
                    "no such committee; give its registry number, «kksb:20» for the council of "
                    "municipality 20, or «klsp:20:NAME» with the Albanian name of the committee"
                )
            )
        if len(rows) > 1:
            raise Wrong(_("several committees match; give the registry number"))
        return rows[0]

    def require(self, committee, action):
        """Raise `Wrong` unless the user may perform the action on the committee."""
        if self.user is None:
            return
        if action not in self._permitted:
            rows = Committee.objects.permitted(self.user, action)
            self._permitted[action] = set(rows.values_list("pk", flat=True))
        if committee.pk not in self._permitted[action]:
            raise Wrong(not_kept())

    def require_founder(self, municipality):
        """Raise `Wrong` unless the user may enter a committee of the municipality."""
        if self.user is None or municipality.pk in self._founds_in:
            return
        raise Wrong(not_kept(), "municipality_code")

    @cached_property
    def _founds_in(self):
        founding = Municipality.objects.permitted(self.user, "found_committee")
        return set(founding.values_list("pk", flat=True))

    @cached_property
    def _stations(self):
        groups = defaultdict(dict)
        for station in PoliceStation.objects.all():
            groups[station.municipality_id].update(dict.fromkeys(keys_of(station), station))
        return groups

    def station(self, text, municipality):
        try:
            return self._stations[municipality.pk][fold(text)]
        except KeyError:
            known = sorted({row.code for row in self._stations[municipality.pk].values()})
            raise Wrong(
                _("no police station of the municipality has this name; its stations: %(codes)s")
                % {"codes": ", ".join(known) or "–"}
            ) from None

    @cached_property
    def _settlements(self):
        return {(row.municipality_id, row.key): row.name for row in Settlement.objects.all()}

    def settlement_name(self, text, municipality):
        """Return the name under which a settlement stands first, here or in the file."""
        return self._settlements.setdefault((municipality.pk, fold(text)), text)

    @cached_property
    def communities(self):
        rows = {row.code: row for row in Community.objects.all()}
        keys = {key: row for row in rows.values() for key in keys_of(row)}
        for code, words in COMMUNITY_WORDS.items():
            if code in rows:
                keys |= {fold(word): rows[code] for word in words if fold(word) not in keys}
        return keys

    @cached_property
    def religions(self):
        return {key: row for row in ReligiousCommunity.objects.all() for key in keys_of(row)}

    @cached_property
    def categories(self):
        return {key: row for row in ConcernCategory.objects.all() for key in keys_of(row)}

    def named(self, table, text):
        """Return the row of `communities`, `religions` or `categories` that a text names."""
        rows = getattr(self, table)
        try:
            return rows[fold(text)]
        except KeyError:
            codes = dict.fromkeys(row.code for row in rows.values())
            raise Wrong(
                _("«%(text)s» is not known; use one of: %(codes)s")
                % {"text": text, "codes": ", ".join(codes)}
            ) from None


def keys_of(row):
    """Return the texts by which people name a row of the reference data, folded."""
    texts = (row.code, row.code.replace("_", " "), row.name_sq, row.name_sr, row.name_en)
    return [fold(text) for text in texts if text]


def not_kept():
    return _("this is not among the committees you keep")
