"""The dashboard, its export and the methodology as a reader meets them."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import pytest
import time_machine
from openpyxl import load_workbook

from audit.models import AuditEvent
from meetings.models import Meeting
from reports.charts.strips import most_meetings, segments, strip
from reports.dashboard import CouncilRow, Dashboard
from reports.indicators import INDICATORS
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PRIZREN, PEJE, DRAGASH = "20", "17", "05"


def row_of(dashboard, code):
    return next(row for row in dashboard.councils if row.place.code == code)


@time_machine.travel("2026-11-22")
def test_the_state_of_a_council_in_words(make):
    make.meetings(make.council(PRIZREN), 6, year=2026)
    make.meetings(make.council(PEJE), 5, year=2026)
    make.council(DRAGASH)
    make.meetings(make.council("01", established_on=date(2026, 2, 1)), 1, year=2026)
    make.council("02", status="dissolved", status_on=date(2020, 1, 1))
    dashboard = Dashboard("kksb", 2026)
    words = {
        code: str(row_of(dashboard, code).badge[2]) for code in ("20", "17", "05", "01", "02", "03")
    }
    assert words == {
        "20": "met",
        "17": "at risk: 1 more needed",
        "05": "no report",
        "01": "founded this year, not judged",
        "02": "dissolved",
        "03": "not established",
    }
    assert [row.place.code for row in dashboard.councils[:3]] == ["17", "05", "20"]


def test_a_past_year_says_what_was_missing(make):
    make.meetings(make.council(PEJE), 4)
    assert row_of(Dashboard("kksb", 2025), PEJE).badge == ("bad", "✕", "2 missing")


@time_machine.travel("2026-11-22")
def test_meetings_to_come_are_drawn_as_planned(make):
    council = make.council(PRIZREN)
    make.meetings(council, 2, year=2026)
    Meeting.objects.create(committee=council, starts_on=date(2026, 12, 15))
    Meeting.objects.create(committee=council, starts_on=date(2026, 3, 15))
    row = row_of(Dashboard("kksb", 2026), PRIZREN)
    assert (row.held, row.planned) == (2, 1)
    drawn = strip(row, most_meetings([row]))
    assert (drawn.held.count("z"), drawn.planned.count("z")) == (2, 1)


@pytest.mark.parametrize(("held", "boxes"), [(36, (36, 4)), (37, (1, 1)), (900, (1, 1))])
def test_more_meetings_than_can_be_told_apart_are_bars(held, boxes):
    row = CouncilRow(None, None, held, 0, 4, None, 2026, None)
    drawn = strip(row, held + row.planned)
    assert (drawn.held.count("z"), drawn.planned.count("z")) == boxes
    assert len(drawn.held) < 5000


def test_the_strip_shares_one_scale():
    rows = [
        CouncilRow(None, None, held, before, 0, 6, 2025, None)
        for held, before in [(9, 3), (None, None)]
    ]
    drawn = [strip(row, most_meetings(rows)) for row in rows]
    assert drawn[0].rule_x == drawn[1].rule_x
    assert (drawn[0].held.count("z"), drawn[1].held) == (9, "")
    assert float(drawn[0].before_width) == pytest.approx(250 * 3 / 9, abs=0.01)


def test_the_parts_of_a_bar_fill_it():
    parts = segments([("a", 1), ("b", 2), ("c", 5)])
    assert sum(float(width) for *_rest, width in parts) == pytest.approx(100)
    assert [x for _category, _number, x, _width in parts] == ["0", "12.5", "37.5"]


@pytest.mark.parametrize("number", [1, 3])
def test_dashboard_asks_the_same_number_of_questions(
    client, make, django_assert_num_queries, number
):
    for code in [PRIZREN, PEJE, DRAGASH][:number]:
        council = make.council(code)
        make.meetings(council, 2)
        make.member(council)
    client.get("/en/figures/?kind=kksb&year=2025")
    # Two choices, places, the notes of writings, the kept figures of both years, rule, what
    # counts, the demonstration mark.
    with django_assert_num_queries(10):
        response = client.get("/en/figures/?kind=kksb&year=2025")
    assert response.context["results"]["meetings_held"].value == 2 * number


@pytest.mark.parametrize(
    ("query", "message"),
    [("year=abc", "abc"), ("region=nowhere", "valid choice"), ("kind=zzz", "zzz")],
)
def test_a_wrong_filter_is_said_and_left_out(client, reference, query, message):
    response = client.get(f"/en/figures/?{query}")
    assert message in response.content.decode()
    assert len(response.context["rows"]) == 38


@pytest.mark.parametrize(
    "page", ["figures/", "figures/compare/", "figures/receipts/meetings_held/", "figures/sheet.pdf"]
)
def test_a_municipality_of_another_region_is_said(client, reference, page):
    """On one page there was nothing to see, on another the region was forgotten."""
    asked = "region=prizren&municipality=19&kind=kksb&year=2025&language=en"
    text = client.get(f"/en/{page}?{asked}").text
    assert "Pristina is not in the police region that was chosen." in text
    assert (
        "not in the police region"
        not in client.get(f"/en/{page}?{asked.replace('=19', '=20')}").text
    )


@pytest.mark.parametrize(
    ("file", "page"),
    [
        ("figures.csv?year=1998&part=working", "figures/working/?year=1998&part=working"),
        ("figures.json?region=prizren&municipality=19", "figures/?region=prizren&municipality=19"),
        ("figures/map/map.csv?year=2031", "figures/map/?year=2031"),
        ("figures/receipts/women_share.csv?year=x", "figures/receipts/women_share/?year=x"),
    ],
)
def test_no_file_stands_in_for_what_cannot_be_had(client, reference, file, page):
    """It would hold other figures than those that were asked for, under their name."""
    response = client.get(f"/sq/{file}")
    assert (response.status_code, response.url) == (302, f"/sq/{page}")
    assert "invalid-feedback" in client.get(response.url).text


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
def test_export_has_the_figures_of_the_page(client, make, extension):
    make.meetings(make.council(PRIZREN), 3)
    client.force_login(UserFactory())
    response = client.get(f"/en/figures.{extension}?kind=kksb&year=2025")
    assert f"forumi-figures-kksb-2025.{extension}" in response.headers["Content-Disposition"]
    if extension == "csv":
        rows = list(csv.DictReader(StringIO(response.content.decode())))
    elif extension == "json":
        rows = json.loads(response.content)
    else:
        head, *lines = load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)
        rows = [dict(zip(head, line, strict=True)) for line in lines]
    assert len(rows) == len(INDICATORS) * 39
    held = {
        row["municipality"] or "": row["value"]
        for row in rows
        if row["indicator"] == "meetings_held"
    }
    assert str(held[""]) == str(held[PRIZREN]) == "3"
    assert held["01"] in ("", None)
    assert AuditEvent.objects.get(action="export.figures").detail["format"] == extension


def test_methodology_prints_every_indicator(client, reference):
    page = client.get("/en/figures/methodology/").content.decode()
    for indicator in INDICATORS:
        assert page.count(f'id="{indicator.key}"') == 1
        assert page.count(f'href="#{indicator.key}"') == 1
        assert str(indicator.numerator) in page
