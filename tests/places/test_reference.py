"""The reference data as loaded: numbers, names, what no source confirms, and search."""

import csv
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Count, F, Sum
from django.urls import reverse
from django.utils import translation

from committees.models import Rule, SeatTemplate
from core.i18n import fold
from establishment.models import Chain, Level
from meetings.models import ConcernCategory, Institution, InstitutionSpelling
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
from places.reference import DATA, read_rows
from tests.factories.committees import CommitteeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
MODELS = [
    PoliceRegion,
    Municipality,
    MunicipalitySpelling,
    PoliceStation,
    StationRegion,
    Community,
    ReligiousCommunity,
    PopulationBaseline,
    PopulationCount,
    PublicHoliday,
    Rule,
    SeatTemplate,
    Chain,
    Level,
    ConcernCategory,
    Institution,
    InstitutionSpelling,
]
UNCONFIRMED = {"01": "Deçan", "31": "Junik"}


def contents():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_loading_again_changes_nothing():
    before = contents()
    call_command("load_reference_data", verbosity=0)
    assert contents() == before


def test_loading_brings_a_changed_row_back():
    Municipality.objects.filter(code="20").update(name_sr="Something else", search_text="")
    call_command("load_reference_data", verbosity=0)
    place = Municipality.objects.get(code="20")
    assert place.name_sr == "Prizren"
    assert "prizren" in place.search_text


def test_numbers_of_the_reference_data():
    assert {model.__name__: model.objects.count() for model in MODELS} == {
        "PoliceRegion": 8,
        "Municipality": 38,
        "MunicipalitySpelling": MunicipalitySpelling.objects.count(),
        "PoliceStation": 46,
        "StationRegion": 44,
        "Community": 11,
        "ReligiousCommunity": 6,
        "PopulationBaseline": 2,
        "PopulationCount": PopulationCount.objects.count(),
        "PublicHoliday": 60,
        "Rule": 9,
        "SeatTemplate": 22,
        "Chain": 1,
        "Level": 4,
        "ConcernCategory": ConcernCategory.objects.count(),
        "Institution": 45,
        "InstitutionSpelling": InstitutionSpelling.objects.count(),
    }
    assert set(Municipality.objects.values_list("code", flat=True)) == {
        f"{number:02}" for number in range(1, 39)
    }
    assert Municipality.objects.filter(designated_serb_majority=True).count() == 10


def test_every_place_has_names_in_three_languages_and_a_tile_of_its_own():
    for model in (PoliceRegion, Municipality, PoliceStation, Community, ReligiousCommunity):
        for row in model.objects.all():
            assert all([row.name_sq, row.name_sr, row.name_en]), row
    tiles = Municipality.objects.values_list("tile_row", "tile_column")
    assert len(set(tiles)) == 38


@pytest.mark.parametrize(
    ("language", "said"), [("sq", "komunat veriore"), ("sr-latn", "severn"), ("en", "northern")]
)
def test_what_is_to_be_known_of_a_count_is_told_in_each_language(language, said):
    with translation.override(language):
        assert all(said in row.note for row in PopulationBaseline.objects.all())


def test_region_that_no_source_confirms_stays_empty_and_pages_say_so(client):
    without = Municipality.objects.filter(region=None)
    assert dict(without.values_list("code", "name_sq")) == UNCONFIRMED
    stations = PoliceStation.objects.filter(regions=None)
    assert set(stations.values_list("municipality__code", flat=True)) == set(UNCONFIRMED)
    listed = client.get(reverse("committees:list"), {"municipality": "01"}).content.decode()
    assert "not confirmed" in listed
    committee = CommitteeFactory(kksb=True, municipality=without.get(code="31"), station=None)
    page = client.get(committee.get_absolute_url()).content.decode()
    assert "not confirmed by any source; ask the Kosovo Police" in page


def test_station_without_a_source_is_marked(client):
    for row in read_rows(DATA / "police_stations.csv"):
        station = PoliceStation.objects.get(code=row["code"])
        assert station.is_confirmed is row["basis"].startswith("confirmed"), station
    assert 0 < PoliceStation.objects.filter(is_confirmed=False).count() < 46
    for station, said in (
        (PoliceStation.objects.filter(is_confirmed=False).first(), True),
        (PoliceStation.objects.filter(is_confirmed=True).first(), False),
    ):
        committee = CommitteeFactory(station=station, municipality=station.municipality)
        page = client.get(committee.get_absolute_url()).content.decode()
        assert ("not confirmed by a source" in page) is said


@pytest.mark.parametrize("typed", ["Pejë", "Peja", "peja", "Peć", "PEJE", "Пећ", "pec", "PEJË"])
def test_every_way_of_writing_finds_the_place(typed, client):
    assert "17" in Municipality.objects.matching(typed).values_list("code", flat=True)
    rows = client.get(reverse("committees:list"), {"q": typed}).context["object_list"]
    assert "17" in [row.municipality.code for row in rows]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Gllogovc", "03"), ("Drenas", "03"), ("Uroševac", "25"), ("Урошевац", "25")],
)
def test_other_spellings_find_one_place(typed, code):
    assert list(Municipality.objects.matching(typed).values_list("code", flat=True)) == [code]


def test_spelling_keys_are_folded_unique_and_lead_back():
    spellings = MunicipalitySpelling.objects.select_related("municipality")
    assert len({spelling.key for spelling in spellings}) == len(spellings)
    for spelling in spellings:
        assert spelling.key == fold(spelling.text)
        assert spelling.key in spelling.municipality.search_text
    for place in Municipality.objects.all():
        assert MunicipalitySpelling.objects.filter(
            key=fold(place.name_sq), municipality=place
        ).exists(), place


def test_no_spelling_in_the_files_is_claimed_by_two_places():
    claims = {}
    for row in read_rows(DATA / "municipality_spellings.csv"):
        claims.setdefault(fold(row["text"]), set()).add(row["municipality"])
    assert not {key: codes for key, codes in claims.items() if len(codes) > 1}


def test_census_adds_up():
    totals = PopulationCount.objects.filter(community=None)
    for code, municipalities in (("census-2011", 34), ("census-2024", 38)):
        assert totals.filter(baseline__code=code).count() == municipalities
    parts = (
        PopulationCount.objects.filter(baseline__code="census-2024", community__isnull=False)
        .values("municipality__code")
        .annotate(named=Sum("persons"), kinds=Count("pk"))
    )
    not_declared = {
        row["code"]: int(row["not_declared"] or 0)
        for row in read_rows(DATA / "population_2024.csv")
    }
    for part in parts:
        code = part["municipality__code"]
        total = totals.get(baseline__code="census-2024", municipality__code=code).persons
        assert part["named"] + not_declared[code] == total, code


def test_estimates_are_marked_in_the_four_northern_municipalities():
    estimated = PopulationCount.objects.filter(is_estimated=True, community=None)
    assert set(estimated.values_list("baseline__code", "municipality__code")) == {
        ("census-2024", code) for code in ("12", "28", "29", "38")
    }


def test_files_say_their_source_and_date():
    folders = [
        apps.get_app_config(app).path
        for app in ("places", "committees", "establishment", "meetings", "compensation")
    ]
    for folder in folders:
        for path in DATA.parent.parent.joinpath(folder, "data").glob("*.csv"):
            head = path.read_text(encoding="utf-8").splitlines()[0]
            assert head.startswith("# Source: "), path.name
            assert "collected" in head or "Source: Law" in head, path.name
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(line for line in file if not line.startswith("#")))
            assert {len(row) for row in rows} == {len(rows[0])}, path.name


def test_station_changes_its_region_from_day_to_day():
    station = PoliceStation.objects.get(code="zhur")
    row = station.regions.get()
    row.valid_to = date(2026, 6, 30)
    row.save()
    other = PoliceRegion.objects.get(code="gjakove")
    StationRegion.objects.create(station=station, region=other, valid_from=date(2026, 7, 1))
    for day, code in ((date(2026, 6, 30), "prizren"), (date(2026, 7, 1), "gjakove")):
        assert station.regions.in_force(day).get().region.code == code
    assert not StationRegion.objects.filter(valid_to__lt=F("valid_from")).exists()


def test_names_follow_the_reader():
    place = Municipality.objects.get(code="25")
    for language, name in (("sq", "Ferizaj"), ("sr-latn", "Uroševac"), ("en", "Ferizaj")):
        with translation.override(language):
            assert str(place) == name
