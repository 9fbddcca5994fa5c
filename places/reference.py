"""Loads the reference data of this app from `places/data/*.csv`; loading twice changes nothing.

Each file says its source and date in comment lines at its head. What a source does not confirm
stays unconfirmed: an empty `region` remains empty.
"""

import csv
from datetime import date
from pathlib import Path

from core.i18n import fold
from core.transactions import atomic
from places.models import (
    Community,
    Municipality,
    MunicipalitySpelling,
    PoliceRegion,
    PoliceStation,
    PopulationBaseline,
    PopulationCount,
    PublicHoliday,
    ReligiousCommunity,
    StationRegion,
)

DATA = Path(__file__).parent / "data"
NAMES = ("name_sq", "name_sr", "name_en")
BASELINES = {
    "census-2011": {
        "name_sq": "Regjistrimi i popullsisë 2011",
        "name_sr": "Popis stanovništva 2011",
        "name_en": "Population census 2011",
        "counted_on": date(2011, 4, 1),
        "source": "Kosovo Agency of Statistics, census 2011",
        "note_sq": "Katër komunat veriore nuk u regjistruan.",
        "note_sr": "Četiri severne opštine nisu popisane.",
        "note_en": "Four northern municipalities were not enumerated.",
    },
    "census-2024": {
        "name_sq": "Regjistrimi i popullsisë 2024",
        "name_sr": "Popis stanovništva 2024",
        "name_en": "Population census 2024",
        "counted_on": date(2024, 4, 5),
        "source": "Kosovo Agency of Statistics, census 2024 (census2024_05, census2024_63)",
        "note_sq": "Përfshin vlerësimin e agjencisë për katër komunat veriore.",
        "note_sr": "Obuhvata procenu agencije za četiri severne opštine.",
        "note_en": "Includes the agency's estimate for the four northern municipalities.",
    },
}


def read_rows(path):
    """Return the rows of a data file, its comment lines left out."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@atomic()
def load():
    """Bring the reference data of places to what the files say."""
    _load_named(PoliceRegion, "police_regions.csv")
    _load_named(Community, "communities.csv", position=True)
    _load_named(ReligiousCommunity, "religious_communities.csv", position=True)
    regions = {region.code: region for region in PoliceRegion.objects.all()}
    _load_municipalities(regions)
    municipalities = {place.code: place for place in Municipality.objects.all()}
    _load_spellings(municipalities)
    _load_stations(municipalities, regions)
    _load_population(municipalities)
    _load_holidays()


def _load_named(model, file_name, *, position=False):
    for number, row in enumerate(read_rows(DATA / file_name), start=1):
        values = {name: row[name] for name in NAMES}
        if position:
            values["position"] = number
        model.objects.update_or_create(code=row["code"], defaults=values)


def _load_municipalities(regions):
    copied = (
        *NAMES,
        "district",
        "extra_languages",
        "latitude",
        "longitude",
        "tile_row",
        "tile_column",
        "short_sq",
        "short_sr",
        "note",
    )
    for row in read_rows(DATA / "municipalities.csv"):
        Municipality.objects.update_or_create(
            code=row["code"],
            defaults={name: row[name] for name in copied}
            | {
                "region": regions.get(row["region"]),
                "designated_serb_majority": row["designated_serb_majority"] == "yes",
            },
        )


def _load_spellings(municipalities):
    """Collect every way of writing a municipality; the first to claim a key keeps it."""
    claims = {}
    for place in municipalities.values():
        for name in NAMES:
            claims.setdefault(fold(getattr(place, name)), (place, getattr(place, name)))
    for row in read_rows(DATA / "municipality_spellings.csv"):
        claims.setdefault(fold(row["text"]), (municipalities[row["municipality"]], row["text"]))
    for key, (place, text) in claims.items():
        MunicipalitySpelling.objects.update_or_create(
            key=key, defaults={"municipality": place, "text": text}
        )
    for place in municipalities.values():
        own = sorted(key for key, (claimant, _text) in claims.items() if claimant == place)
        Municipality.objects.filter(pk=place.pk).update(search_text=" | ".join(own))


def _load_stations(municipalities, regions):
    for row in read_rows(DATA / "police_stations.csv"):
        station, _created = PoliceStation.objects.update_or_create(
            code=row["code"],
            defaults={name: row[name] for name in (*NAMES, "level", "basis")}
            | {
                "municipality": municipalities[row["municipality"]],
                "is_confirmed": row["basis"].startswith("confirmed"),
            },
        )
        if row["region"] and not station.regions.exists():
            StationRegion.objects.create(station=station, region=regions[row["region"]])


def _load_population(municipalities):
    communities = {community.code: community for community in Community.objects.all()}
    for code, values in BASELINES.items():
        baseline, _created = PopulationBaseline.objects.update_or_create(code=code, defaults=values)
        for row in read_rows(DATA / f"population_{code[-4:]}.csv"):
            counts = {None: row["total"]} | {
                community: row[name] for name, community in communities.items() if row.get(name)
            }
            for community, persons in counts.items():
                PopulationCount.objects.update_or_create(
                    baseline=baseline,
                    municipality=municipalities[row["code"]],
                    community=community,
                    defaults={
                        "persons": persons,
                        "is_estimated": row.get("is_estimated") == "yes",
                    },
                )


def _load_holidays():
    for row in read_rows(DATA / "public_holidays.csv"):
        PublicHoliday.objects.update_or_create(
            day=row["day"], defaults={name: row[name] for name in NAMES}
        )
