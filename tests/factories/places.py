from datetime import date, timedelta
from string import ascii_uppercase

import factory

from core.i18n import fold
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
    Settlement,
    StationRegion,
)


def letters(number):
    """Return a code of two letters; real municipalities have digits."""
    first, second = divmod(number % len(ascii_uppercase) ** 2, len(ascii_uppercase))
    return ascii_uppercase[first] + ascii_uppercase[second]


class PoliceRegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PoliceRegion

    code = factory.Sequence("region-{}".format)
    name_sq = factory.Sequence("Rajoni {}".format)
    name_sr = factory.Sequence("Region {}".format)
    name_en = factory.Sequence("Region {}".format)


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    code = factory.Sequence(letters)
    name_sq = factory.Sequence("Komuna {}".format)
    name_sr = factory.Sequence("Opština {}".format)
    name_en = factory.Sequence("Municipality {}".format)
    region = factory.SubFactory(PoliceRegionFactory)
    latitude = "42.5000"
    longitude = "20.9000"
    tile_row = factory.Sequence(lambda number: 100 + number // 100)
    tile_column = factory.Sequence(lambda number: number % 100)
    short_sq = factory.SelfAttribute("name_sq")
    short_sr = factory.SelfAttribute("name_sr")
    search_text = factory.LazyAttribute(
        lambda place: fold(" | ".join([place.name_sq, place.name_sr, place.name_en]))
    )


class MunicipalitySpellingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MunicipalitySpelling

    municipality = factory.SubFactory(MunicipalityFactory)
    text = factory.Sequence("Shkrimi {}".format)
    key = factory.LazyAttribute(lambda spelling: fold(spelling.text))


class PoliceStationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PoliceStation

    code = factory.Sequence("station-{}".format)
    level = PoliceStation.Level.STATION
    name_sq = factory.Sequence("Stacioni {}".format)
    name_sr = factory.Sequence("Stanica {}".format)
    name_en = factory.Sequence("Station {}".format)
    municipality = factory.SubFactory(MunicipalityFactory)
    basis = "confirmed: made for a test"
    is_confirmed = True


class StationRegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StationRegion

    station = factory.SubFactory(PoliceStationFactory)
    region = factory.SelfAttribute("station.municipality.region")


class CommunityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Community

    code = factory.Sequence("community-{}".format)
    position = factory.Sequence(lambda number: 100 + number)
    name_sq = factory.Sequence("Komuniteti {}".format)
    name_sr = factory.Sequence("Zajednica {}".format)
    name_en = factory.Sequence("Community {}".format)


class ReligiousCommunityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReligiousCommunity

    code = factory.Sequence("religion-{}".format)
    position = factory.Sequence(lambda number: 100 + number)
    name_sq = factory.Sequence("Bashkësia fetare {}".format)
    name_sr = factory.Sequence("Verska zajednica {}".format)
    name_en = factory.Sequence("Religious community {}".format)


class PopulationBaselineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PopulationBaseline

    code = factory.Sequence("count-{}".format)
    name_sq = factory.Sequence("Numërimi {}".format)
    counted_on = date(2024, 4, 5)
    source = "made for a test"


class PopulationCountFactory(factory.django.DjangoModelFactory):
    """A count of one community; `community=None` is the count of all people."""

    class Meta:
        model = PopulationCount

    baseline = factory.SubFactory(PopulationBaselineFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    community = factory.SubFactory(CommunityFactory)
    persons = 1000


class SettlementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Settlement

    municipality = factory.SubFactory(MunicipalityFactory)
    name = factory.Sequence("Fshati {}".format)


class PublicHolidayFactory(factory.django.DjangoModelFactory):
    """A day of the years after 2040, which the reference data does not reach."""

    class Meta:
        model = PublicHoliday

    day = factory.Sequence(lambda number: date(2040, 1, 1) + timedelta(days=number))
    name_sq = factory.Sequence("Festa {}".format)
    name_sr = factory.Sequence("Praznik {}".format)
    name_en = factory.Sequence("Holiday {}".format)
