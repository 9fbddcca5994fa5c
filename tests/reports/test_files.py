"""Files of figures: what stands on the page stands in the file, with what it means."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import AuditEvent
from reports.actions import begin_edition
from reports.indicators import COMPOSITION, COUNCILS, FOLLOW_UP, INDICATORS, WORKING
from reports.models import DeclaredTable
from tests.factories.accounts import UserFactory
from tests.factories.places import MunicipalityFactory

pytestmark = pytest.mark.django_db
PRIZREN, PEJE = "20", "17"
PAGES = {
    "dashboard": COUNCILS, "composition": COMPOSITION, "working": WORKING, "follow-up": FOLLOW_UP,
}  # fmt: skip
MEANT = {
    "indicator", "title", "definition", "version", "unit", "kind", "year", "area", "state_on",
    "records_as_of", "source", "quality_note",
}  # fmt: skip


@pytest.fixture
def country(make):
    prizren, peje = make.council(PRIZREN), make.council(PEJE)
    make.meetings(prizren, 6, year=2025)
    make.meetings(peje, 2, year=2025)
    make.plan(prizren, adopted_on=date(2025, 1, 9), activities_for_communities=True)
    return prizren


def rows_of(response, extension):
    assert response.status_code == 200
    if extension == "csv":
        return list(csv.DictReader(StringIO(response.content.decode())))
    if extension == "json":
        return json.loads(response.content)
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["Figures", "Definitions", "Columns"]
    rows = sheet(book["Figures"])
    # A stranger is told what every column holds.
    columns = sheet(book["Columns"])
    assert [row["column"] for row in columns] == list(rows[0])
    assert all(row["description"] for row in columns)
    return rows


def sheet(rows):
    head, *lines = rows.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def line(rows, indicator, area):
    return next(row for row in rows if (row["indicator"], row["area"] or "") == (indicator, area))


@pytest.mark.parametrize("page", PAGES)
def test_file_holds_the_indicators_and_the_area_of_its_page(client, country, page):
    asked = "kind=kksb&year=2025&region=prizren"
    shown = client.get(f"{reverse(f'reports:{page}')}?{asked}")
    rows = rows_of(client.get(f"/en/figures.csv?{shown.context['export_query']}"), "csv")
    assert f"figures.csv?{shown.context['export_query']}".replace("&", "&amp;") in shown.text
    assert {row["indicator"] for row in rows} == {row.key for row in PAGES[page]}
    places = {place.code for place in shown.context["dashboard"].places}
    assert {row["area"] for row in rows} == {"prizren", *places}


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
def test_each_line_says_what_it_means_and_as_of_when(client, country, extension):
    rows = rows_of(client.get(f"/en/figures.{extension}?year=2025&part=dashboard"), extension)
    assert all(row.keys() >= MEANT for row in rows)
    held = line(rows, "meetings_held", PRIZREN)
    indicator = COUNCILS[1]
    assert (held["title"], held["definition"]) == (indicator.title, indicator.definition)
    assert (str(held["version"]), held["unit"]) == (str(indicator.version), "meetings")
    assert (held["kind"], str(held["year"]), held["state_on"]) == ("kksb", "2025", "2025-12-31")
    assert held["records_as_of"][:2] == "20"
    assert (str(held["value"]), held["pace"]) == ("6", "met")
    counts = line(rows, "work_plan", "")["counts"]
    expected = {"with_activities": 1, "no": 1}
    assert (counts if extension == "json" else json.loads(counts)) == expected


def test_numbers_of_json_are_numbers_and_what_is_not_known_is_null(client, country):
    rows = rows_of(client.get("/en/figures.json?year=2025"), "json")
    assert {row["indicator"] for row in rows} == {row.key for row in INDICATORS}
    assert line(rows, "meetings_held", PRIZREN)["value"] == 6
    assert line(rows, "meetings_held", "01")["value"] is None


def test_workbook_has_the_definitions_in_full(client, country):
    response = client.get("/en/figures.xlsx?year=2025&part=composition")
    rows = sheet(load_workbook(BytesIO(response.content))["Definitions"])
    assert [row["indicator"] for row in rows] == [row.key for row in COMPOSITION]
    for row, indicator in zip(rows, COMPOSITION, strict=True):
        assert row["formula"] in (str(indicator.formula), None)
        assert (row["numerator"], row["source"]) == (indicator.numerator, indicator.source)


def test_note_says_what_is_to_be_checked(client, country, make):
    make.meetings(country, 1, year=2025, status="planned")
    rows = rows_of(client.get("/en/figures.csv?year=2025&part=dashboard"), "csv")
    for area in ("", PRIZREN):
        assert line(rows, "meetings_held", area)["quality_note"].endswith("1")
    assert line(rows, "meetings_held", PEJE)["quality_note"] == ""


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_spreadsheet_runs_no_name(client, reference, extension):
    place = MunicipalityFactory(name_sq="=1+1", name_sr="=1+1", name_en="=1+1")
    rows = rows_of(client.get(f"/en/figures.{extension}?year=2025&part=dashboard"), extension)
    assert line(rows, "established", place.code)["name"] == "'=1+1"


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(
    ("subject", "chart"), [("map", "map"), ("compare", "comparison"), ("series", "years")]
)
def test_table_of_a_chart_is_the_table_of_its_page(client, country, subject, chart, extension):
    asked = {"indicator": "meetings_held", "year": "2025"}
    answer = client.get(reverse(f"reports:{subject}"), asked).context["answer"]
    panel = next(panel for panel in answer.panels if panel.name == chart)
    response = client.get(reverse("reports:chart", args=[subject, chart, extension]), asked)
    rows = rows_of(response, extension)
    assert [(row["row"], row["value"]) for row in rows] == [
        (line.label, str(cell)) for line in panel.lines for cell in line.cells
    ]
    assert {row["definition"] for row in rows} == {str(COUNCILS[1].definition)}
    assert all("2025" in str(row["years"]) and row["kind"] == "kksb" for row in rows)


def test_receipt_and_differences_say_what_they_mean(client, country, make, publish):
    edition = publish()
    make.meetings(country, 1, year=2025)
    receipt = reverse("reports:receipt-export", args=["meetings_held", "csv"])
    rows = rows_of(client.get(f"{receipt}?year=2025"), "csv")
    assert len(rows) == 9
    assert all(row.keys() >= MEANT for row in rows)
    url = reverse("reports:differences-export", args=[edition.pk, "json"])
    row = line(rows_of(client.get(url), "json"), "meetings_held", PRIZREN)
    assert (row["numerator_was"], row["numerator_now"], row["change"]) == (6, 7, 1)
    assert (row["edition"], row["definition"]) == (1, str(COUNCILS[1].definition))


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_all_figures_of_an_edition_are_a_table(client, country, publish, extension):
    edition = publish()
    client.force_login(UserFactory())
    address = f"/en/figures/editions/{edition.pk}/figures.{extension}"
    assert address in client.get(edition.get_absolute_url()).text
    rows = rows_of(client.get(address), extension)
    indicators, areas = edition.declared["indicators"], edition.figures
    wanted = {(key, area) for key in indicators for area in areas}
    assert {(row["indicator"], row["area"] or "") for row in rows} == wanted
    held = line(rows, "meetings_held", PRIZREN)
    assert (str(held["value"]), held["sha256"]) == ("6", edition.sha256)
    assert (str(held["edition"]), held["name"]) == ("1", "Prizren")
    assert line(rows, "meetings_held", "01")["value"] in (None, "")
    assert AuditEvent.objects.get(action="export.edition").detail["format"] == extension


def test_an_edition_has_no_other_files_and_a_draft_has_none(client, monitor, country, publish):
    edition = publish()
    assert client.get(f"/en/figures/editions/{edition.pk}/figures.pdf").status_code == 404
    draft = begin_edition("kksb", 2025, reason="Anew", by=monitor)
    client.force_login(monitor)
    assert client.get(f"/en/figures/editions/{draft.pk}/figures.csv").status_code == 404


def test_the_frozen_figures_bring_the_table_of_declarations(client, country, publish):
    """Of what members declared, the file holds what the page of the edition shows."""
    edition = publish()
    table = DeclaredTable.objects.get(kind="kksb", year=2025)
    data = client.get(f"/en/figures/editions/{edition.pk}/data.json").json()
    assert data["declared"] == table.content
    assert "members" in data["declared"]
