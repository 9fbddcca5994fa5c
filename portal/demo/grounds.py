"""What the reference data says about a municipality, as far as the invented committees need it."""

from dataclasses import dataclass

from django.db.models import F

from places.models import (
    Community,
    Municipality,
    PoliceStation,
    PopulationCount,
    ReligiousCommunity,
)
from portal.demo.texts import SQ, SR

BASELINE = "census-2024"
FIRST = "20"
NORTH = "mitrovice-veri"
# A community with this share of the people is resident; with the larger one, its language is used.
RESIDENT, SPOKEN = 0.01, 0.4
# Where Catholic parishes are.
CATHOLIC = {"02", "08", "17", "20", "26"}


@dataclass(frozen=True)
class Ground:
    """A municipality with its stations and the communities and religions that live there."""

    municipality: Municipality
    stations: tuple[PoliceStation, ...]
    communities: tuple[Community, ...]
    religions: tuple[ReligiousCommunity, ...]
    language: int
    has_deputy_for_communities: bool


def read_grounds():
    """Return the grounds of all municipalities: Prizren first, the north last."""
    shares = _shares()
    religions = {religion.code: religion for religion in ReligiousCommunity.objects.all()}
    return [
        _ground(municipality, shares[municipality.pk], religions)
        for municipality in sorted(
            Municipality.objects.select_related("region").prefetch_related("stations"),
            key=lambda place: (
                place.region is not None and place.region.code == NORTH,
                place.code != FIRST,
                place.code,
            ),
        )
    ]


def _shares():
    """Return `{municipality: {community: share of the people}}`, the largest first."""
    counts = PopulationCount.objects.filter(baseline__code=BASELINE)
    totals = dict(counts.filter(community=None).values_list("municipality", "persons"))
    shares = {}
    for count in (
        counts.exclude(community=None)
        .select_related("community")
        .order_by("municipality", F("persons").desc(), "community")
    ):
        share = count.persons / totals[count.municipality_id]
        shares.setdefault(count.municipality_id, {})[count.community] = share
    return shares


def _ground(municipality, shares, religions):
    share_of = {community.code: share for community, share in shares.items()}
    faiths = {
        "islamic_community": share_of["serb"] < 1 - SPOKEN,
        "serbian_orthodox_church": share_of["serb"] >= RESIDENT,
        "catholic_church": municipality.code in CATHOLIC,
    }
    is_serbian = share_of["serb"] >= SPOKEN
    resident = [community for community, share in shares.items() if share >= RESIDENT]
    if is_serbian:
        resident.sort(key=lambda community: community.code != "serb")
    return Ground(
        municipality=municipality,
        stations=tuple(sorted(municipality.stations.all(), key=lambda station: station.pk)),
        communities=tuple(community for community in resident if community.code != "other"),
        religions=tuple(religions[code] for code, is_there in faiths.items() if is_there),
        language=SR if is_serbian else SQ,
        has_deputy_for_communities=max(shares.values()) <= 0.9,
    )
