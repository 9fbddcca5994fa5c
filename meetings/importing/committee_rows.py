"""The kind `committees`: the register itself."""

from types import SimpleNamespace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.actions import free_slug
from committees.choices import CommitteeKind, CommitteeStatus
from committees.models import Committee
from core.i18n import fold
from meetings.importing.cells import Choice, Day, Lines, MunicipalityCell, Text
from meetings.importing.resource import Column, RecordResource
from meetings.importing.tables import Wrong
from places.models import Settlement


class CommitteeResource(RecordResource):
    """Committees, known again by registry number, or else by kind, municipality and name."""

    named_by = "name_sq"

    kind = Column(
        "kind",
        Choice(CommitteeKind.KLSP, CommitteeKind.KKSB),
        gettext_lazy("klsp or kksb."),
        required=True,
        is_key=True,
    )
    municipality_code = Column(
        "municipality",
        MunicipalityCell(),
        gettext_lazy("Code from 01 to 38, or the name in any spelling."),
        required=True,
        is_key=True,
    )
    name_sq = Column("name_sq", Text(200), gettext_lazy("Name in Albanian."), required=True)
    name_sr = Column("name_sr", Text(200), gettext_lazy("Name in Serbian."))
    name_en = Column("name_en", Text(200), gettext_lazy("Name in English."))
    registry_number = Column(
        "registry_number",
        Text(30),
        gettext_lazy("Number in the register; it finds the committee again."),
    )
    station = Column(
        "beside__station",
        Text(200),
        gettext_lazy("Police station of the municipality, by code or name."),
    )
    status = Column(
        "status",
        Choice(*CommitteeStatus),
        gettext_lazy("active, suspended or dissolved; empty is active."),
    )
    established_on = Column(
        "established_on", Day(), gettext_lazy("Day on which it was founded: 2018-05-01.")
    )
    act = Column("act", Text(200), gettext_lazy("Founding act."))
    settlements = Column(
        "beside__settlements",
        Lines(120),
        gettext_lazy("Villages and neighbourhoods covered, between semicolons."),
    )

    def find(self):
        committee = self._numbered() or self._alike()
        if committee:
            self.tables.require(committee, "edit")
            committee.beside = SimpleNamespace(
                status=committee.status,
                station=committee.station,
                settlements=sorted(place.name for place in committee.settlements.all()),
            )
        else:
            self.tables.require_founder(self.values["municipality_code"])
            self._refuse_second_council()
        return committee

    def _numbered(self):
        number = self.values.get("registry_number")
        committee = self.tables.numbered(number) if number else None
        if committee and (committee.kind, committee.municipality) != self._place():
            self.tables.require(committee, "edit")
            raise Wrong(
                _("this registry number belongs to a committee of another kind or place"),
                "registry_number",
            )
        return committee

    def _alike(self):
        """Return the one committee of that kind and place which the row can only mean, or None.

        A dissolved committee is meant only by a row that says so.
        """
        number = self.values.get("registry_number")
        rows = [
            row
            for row in self.tables.committees_in(*self._place())
            if not (number and row.registry_number)
        ]
        open_rows = [row for row in rows if row.status != CommitteeStatus.DISSOLVED]
        if self.values["kind"] == CommitteeKind.KLSP:
            open_rows = self._of_that_name(open_rows)
        if self._is_dissolved():
            dissolved = [row for row in rows if row.status == CommitteeStatus.DISSOLVED]
            open_rows = self._of_that_name(self._founded_then(dissolved)) or open_rows
        if len(open_rows) > 1:
            raise Wrong(_("several committees match; give the registry number"), "registry_number")
        return open_rows[0] if open_rows else None

    def _refuse_second_council(self):
        if self.values["kind"] == CommitteeKind.KKSB and not self._is_dissolved():
            rows = self.tables.committees_in(*self._place())
            if any(row.status != CommitteeStatus.DISSOLVED for row in rows):
                raise Wrong(
                    _("this municipality has a council with another registry number"),
                    "registry_number",
                )

    def _place(self):
        return self.values["kind"], self.values["municipality_code"]

    def _is_dissolved(self):
        return self.values.get("status") == CommitteeStatus.DISSOLVED

    def _of_that_name(self, rows):
        return [row for row in rows if fold(row.name_sq) == fold(self.values["name_sq"])]

    def _founded_then(self, rows):
        day = self.values.get("established_on")
        return [row for row in rows if day is None or row.established_on == day]

    def make(self):
        kind, municipality = self._place()
        committee = Committee(kind=kind, municipality=municipality)
        committee.beside = SimpleNamespace(station=None, settlements=[])
        return committee

    def claims(self):
        kind, municipality = self._place()
        number = self.values.get("registry_number")
        keys = [fold(number)] if number else []
        if self._is_dissolved():
            since = self.values.get("established_on")
            keys.append((kind, municipality.pk, fold(self.values["name_sq"]), since, number))
        elif kind == CommitteeKind.KKSB:
            keys.append((kind, municipality.pk))
        elif not number:
            keys.append((kind, municipality.pk, fold(self.values["name_sq"])))
        return keys

    def complete(self, committee):
        place, beside = committee.municipality, committee.beside
        if "station" in self.values:
            try:
                committee.station = self.tables.station(self.values["station"], place)
            except Wrong as wrong:
                self.wrong("station", str(wrong))
        beside.station = committee.station
        beside.settlements = sorted(
            {self.tables.settlement_name(name, place) for name in beside.settlements}
        )

    def store(self, new, changed):
        """Write one by one: each new address must see the ones before it.

        Changes come first, so that a council can be dissolved and followed in one file.
        """
        for committee in [*changed, *new]:
            if committee.pk is None:
                committee.slug = free_slug(
                    committee.kind, committee.municipality, committee.name_sq
                )
            elif committee.status != committee.beside.status:
                self._stamp(committee)
            committee._history_user = self.user
            committee.save()
            self._settle(committee)

    def _stamp(self, committee):
        """Say who changed the status, or that nobody is known to have."""
        committee.status_at = timezone.now() if self.user else None
        committee.status_by = self.user
        committee.status_on = None

    def _settle(self, committee):
        wanted = {fold(name): name for name in committee.beside.settlements}
        present = {place.key for place in committee.settlements.all()}
        if present != wanted.keys():
            committee.settlements.set(
                Settlement.objects.get_or_create(
                    municipality=committee.municipality, key=key, defaults={"name": name}
                )[0]
                for key, name in wanted.items()
            )
