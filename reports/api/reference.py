"""Places, communities, rules and other reference data in the JSON interface: all public."""

from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from committees.models import Rule
from meetings.models import ConcernCategory, CountingRule, Institution
from places.models import (
    Community,
    Municipality,
    PoliceRegion,
    PoliceStation,
    PopulationBaseline,
    PopulationCount,
    ReligiousCommunity,
    StationRegion,
)
from reports.api.answers import Paged, Paging, answers

router = Router(tags=["reference"])


class Named(Schema):
    """A thing with an official name in each language; `id` is its code everywhere."""

    id: str = Field(alias="code")
    name_sq: str
    name_sr: str
    name_en: str


class MunicipalityAnswer(Named):
    region: str | None = Field(None, alias="region.code")
    designated_serb_majority: bool
    latitude: Decimal
    longitude: Decimal


class StationAnswer(Named):
    level: str
    municipality: str = Field(alias="municipality.code")
    region: str | None = None
    basis: str
    is_confirmed: bool

    @staticmethod
    def resolve_region(station):
        return next((row.region.code for row in station.regions_today), None)


class BaselineAnswer(Named):
    counted_on: date
    source: str
    note: str = Field(alias="note_en", description="What is to be known of it, in English.")
    note_sq: str
    note_sr: str


class CountAnswer(Schema):
    baseline: str = Field(alias="baseline.code")
    municipality: str = Field(alias="municipality.code")
    community: str | None = Field(None, alias="community.code")
    persons: int
    is_estimated: bool


class DueRuleAnswer(Schema):
    committee_kind: str = Field(alias="kind")
    subject: str
    value: int
    source: str = Field(alias="name")
    valid_from: date
    valid_to: date | None


class CountingRuleAnswer(Schema):
    committee_kind: str
    meeting_kind: str
    source: str = Field(alias="name")
    valid_from: date
    valid_to: date | None


class ConcernCategoryAnswer(Named):
    parent: str | None = Field(None, alias="parent.code")


class InstitutionAnswer(Named):
    kind: str
    is_local: bool


# What is listed, by its address: the shape, what it says of itself, and the rows in their order.
LISTS = {
    "municipalities": (
        MunicipalityAnswer,
        "The municipalities, by the number of the statistics agency.",
        lambda: Municipality.objects.select_related("region").order_by("code"),
    ),
    "regions": (Named, "The police regions.", lambda: PoliceRegion.objects.order_by("code")),
    "stations": (
        StationAnswer,
        "The police stations, each with its region of today where one is confirmed.",
        lambda: (
            PoliceStation.objects.select_related("municipality")
            .prefetch_related(Prefetch("regions", _regions_today(), to_attr="regions_today"))
            .order_by("code")
        ),
    ),
    "communities": (
        Named,
        "The communities; which of them is in the majority somewhere is told by the counts.",
        lambda: Community.objects.order_by("position", "code"),
    ),
    "religious-communities": (
        Named,
        "The religious communities that a seat may stand for.",
        lambda: ReligiousCommunity.objects.order_by("position", "code"),
    ),
    "baselines": (
        BaselineAnswer,
        "The counts of the population that figures may rest on; two are never mixed.",
        lambda: PopulationBaseline.objects.order_by("-counted_on", "code"),
    ),
    "population": (
        CountAnswer,
        "How many people of a community lived in a municipality; without a community, all.",
        lambda: PopulationCount.objects.select_related(
            "baseline", "municipality", "community"
        ).order_by("-baseline__counted_on", "municipality__code", "community__position", "pk"),
    ),
    "rules": (
        DueRuleAnswer,
        "What the law asks of a kind of committee, from day to day, with the source.",
        lambda: Rule.objects.order_by("kind", "subject", "valid_from", "pk"),
    ),
    "counting-rules": (
        CountingRuleAnswer,
        "Which kinds of meetings count toward the number due, from day to day.",
        lambda: CountingRule.objects.order_by("committee_kind", "meeting_kind", "valid_from"),
    ),
    "concern-categories": (
        ConcernCategoryAnswer,
        "What a concern may be about.",
        lambda: ConcernCategory.objects.select_related("parent").order_by("position", "code"),
    ),
    "institutions": (
        InstitutionAnswer,
        "Whom committees ask to do something.",
        lambda: Institution.objects.order_by("position", "code"),
    ),
}


def _regions_today():
    return StationRegion.objects.in_force(timezone.localdate()).select_related("region")


def _list(name, schema, description, rows):
    """Put a list at its address."""

    def operation(request, paging: Query[Paging]):
        found = rows().visible_to(request.user)
        return paging.answer(request, found.count(), list(paging.of(found)))

    router.get(
        f"/reference/{name}/",
        response=answers(Paged[schema]),
        operation_id=f"reference_{name.replace('-', '_')}",
        summary=name.replace("-", " ").capitalize(),
        description=description,
    )(operation)


for name, (schema, description, rows) in LISTS.items():
    _list(name, schema, description, rows)
