"""All figures at once equal those of each area asked for alone."""

from datetime import date

import pytest

from reports.areas import Area, every_area
from reports.dashboard import Dashboard
from reports.indicators import INDICATORS, Figure, Period
from reports.live import computed

pytestmark = pytest.mark.django_db


def test_the_areas_are_the_country_its_regions_and_its_municipalities(reference):
    areas = every_area()
    assert len(areas[Area()]) == 38
    assert sum(1 for area in areas if area.municipality) == 38
    assert areas[Area(municipality="20")] == ["20"]
    of_regions = [codes for area, codes in areas.items() if area.region]
    # Deçan and Junik: the sources do not agree on their region.
    assert sum(len(codes) for codes in of_regions) == 36


def test_all_figures_at_once_are_those_of_each_area_alone(make):
    councils = make.councils_of("20", "17", "05")
    make.meetings(councils["20"], 6)
    make.meetings(councils["17"], 2, incident_discussed=True)
    make.member(councils["05"])
    figures = computed(Period("kksb", 2025), INDICATORS)
    for area in (Area(), Area(region="prizren"), Area(municipality="17")):
        alone = Dashboard(
            "kksb", 2025, region=area.region or None, municipality=area.municipality or None
        )
        assert figures[area] == {
            result.indicator.key: result.figure for result in alone.results if result.current
        }, area
    assert figures[Area()]["meetings_held"].numerator == 8
    assert figures[Area(municipality="17")]["incidents_discussed"] == Figure(2, 2)


def test_a_figure_survives_being_packed(make):
    make.meetings(make.council("20", established_on=date(2025, 2, 1)), 6)
    for figures in computed(Period("kksb", 2025)).values():
        for figure in figures.values():
            assert Figure.unpacked(figure.packed()) == figure
