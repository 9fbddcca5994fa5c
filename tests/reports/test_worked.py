"""Two invented, complete years: every figure is the one worked out by hand (`worked/README.md`).

The country is put on record once; each way out of the portal is then asked for all its figures.
"""

import csv
import json
import re
from io import BytesIO, StringIO

import openpyxl
from django.contrib.auth.models import AnonymousUser
from django.test import TestCase
from django.utils.html import strip_tags
from pypdf import PdfReader

from places.models import Municipality
from reports import facts
from reports.actions import begin_edition
from reports.areas import Area, every_area
from reports.factsheets.sheet import factsheet
from reports.factsheets.words import OF_ONE
from reports.indicators import (
    COMPOSITION,
    COUNCILS,
    FOLLOW_UP,
    INDICATORS,
    WORKING,
    Counts,
    Figure,
    Period,
    Unit,
)
from reports.live import computed
from reports.models import YearlyFigures
from reports.receipts import Receipt
from reports.workflow import EDITION
from reports.yearbook import LANGUAGES, Yearbook
from tests.factories.accounts import RoleGrantFactory
from tests.reports.test_factsheet import numbers_in, text_of
from tests.reports.worked.country import KINDS, YEARS, build, expected

PAIRS = [(kind, year) for kind in KINDS for year in YEARS]
PAGES = {"": COUNCILS, "composition/": COMPOSITION, "working/": WORKING, "follow-up/": FOLLOW_UP}
NAMED = ["", "prizren", "peje", "prishtine", "01", "05", "06", "08", "17", "20", "34", "31", "32"]
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}


def percent(figure):
    if figure.numerator is None or not figure.denominator:
        return None
    return round(100 * figure.numerator / figure.denominator, 1)


def value_of(key, figure):
    """The number that stands for a figure: a share in percent, or how many."""
    return percent(figure) if BY_KEY[key].unit is Unit.PERCENT else figure.numerator


def answer_of(key, figure):
    """The category of the only body; None where the figure is a number."""
    indicator = BY_KEY[key]
    if not indicator.categories or indicator.counts is not Counts.ANSWERS:
        return None
    # A council that was dissolved is no answer beside the one that was founded after it.
    there = [key for key in figure.counts if key != "dissolved"] or list(figure.counts)
    return there[0] if sum(figure.counts[key] for key in there) == 1 else None


def in_words(key, figure):
    """A figure of one municipality as a reader sees it, in English."""
    if figure is None:
        return "–"
    answer = answer_of(key, figure)
    if answer:
        return next(str(c.label) for c in BY_KEY[key].categories if c.key == answer)
    return "–" if value_of(key, figure) is None else as_number(key, figure)


def as_number(key, figure):
    """A figure of several municipalities: a number even where all gave one answer."""
    number = value_of(key, figure)
    return f"{number} %" if BY_KEY[key].unit is Unit.PERCENT else str(number)


def plain(html):
    return " ".join(strip_tags(html).split())


def figures_of(packed):
    """Return `{area: {key: Figure}}` of what an edition froze, indicators alone."""
    return {
        area: {
            key: Figure.unpacked(packed[area.key][key]) for key in packed[area.key] if key in BY_KEY
        }
        for area in every_area()
        if area.key in packed
    }


def unlike(found, wanted):
    """Return what differs, one line for each figure: empty where all is as expected."""
    return [
        f"{area.key or 'country'} {key}: {of_area.get(key)} is not {wanted[area].get(key)}"
        for area, of_area in found.items()
        for key in sorted(of_area.keys() | wanted[area].keys())
        if of_area.get(key) != wanted[area].get(key)
    ]


class TestWorkedYears(TestCase):
    @classmethod
    def setUpTestData(cls):
        build()
        cls.wanted = {pair: expected(*pair) for pair in PAIRS}

    def get(self, address, kind, year, area=None, **query):
        query |= {"kind": kind, "year": year}
        if area and area.key:
            query["municipality" if area.municipality else "region"] = area.key
        response = self.client.get(address, query)
        assert response.status_code == 200, response.content[:500]
        return response

    def areas(self):
        return [area for area in every_area() if area.key in NAMED]

    def test_computed(self):
        for kind, year in PAIRS:
            found = computed(Period(kind, year), INDICATORS)
            assert found.keys() == self.wanted[kind, year].keys()
            assert unlike(found, self.wanted[kind, year]) == [], (kind, year)

    def test_kept(self):
        for kind, year in PAIRS:
            period = Period(kind, year)
            facts.figures([period], set(every_area()))
            kept = facts.holding([period], list(every_area()))[period]
            found = {
                area: {key: of_area[key] for key in of_area if key in BY_KEY}
                for area, of_area in kept.items()
            }
            assert len(found) == 47
            assert unlike(found, self.wanted[kind, year]) == []
        assert YearlyFigures.objects.count() == 4 * 47

    def test_receipts(self):
        for kind, year in PAIRS:
            for area in (Area(), Area(region="peje"), Area(municipality="20")):
                for key, figure in self.wanted[kind, year][area].items():
                    receipt = Receipt(BY_KEY[key], Period(kind, year), area, AnonymousUser())
                    assert receipt.recounted == figure, (key, kind, year, area)

    def test_api(self):
        for kind, year in PAIRS:
            for area in self.areas():
                answer = self.get("/api/v1/indicators/", kind, year, area).json()
                assert {row["key"] for row in answer["indicators"]} == BY_KEY.keys()
                for row in answer["indicators"]:
                    self.check_api(kind, year, area, row)

    def check_api(self, kind, year, area, row):
        key, wanted = row["key"], self.wanted[kind, year]
        figure = wanted[area].get(key, Figure())
        assert self.told(row["national"]) == figure, (kind, year, area, key)
        assert row["national"]["value"] == value_of(key, figure)
        if year == 2025:
            before = self.wanted[kind, 2024][area].get(key, Figure())
            assert self.told(row["national"]["previous"]) == before
        for place in row["by_municipality"]:
            of_place = wanted[Area(municipality=place["municipality"])].get(key, Figure())
            assert self.told(place) == of_place, (kind, year, place["municipality"], key)

    @staticmethod
    def told(data):
        figure = Figure(data["numerator"], data["denominator"])
        figure.counts.update(data["counts"])
        return figure

    def test_exports(self):
        for kind, year in PAIRS:
            told = [
                list(csv.DictReader(StringIO(self.get("/en/figures.csv", kind, year).text))),
                self.get("/en/figures.json", kind, year).json(),
                self.sheet_rows(self.get("/en/figures.xlsx", kind, year).content),
            ]
            for lines in told:
                assert len(lines) == 39 * len(INDICATORS)
                for line in lines:
                    self.check_line(kind, year, line)

    @staticmethod
    def sheet_rows(content):
        head, *rows = openpyxl.load_workbook(BytesIO(content)).active.values
        return [dict(zip(head, row, strict=True)) for row in rows]

    def check_line(self, kind, year, line):
        key, code = line["indicator"], line["municipality"] or ""
        figure = self.wanted[kind, year][Area(municipality=code)].get(key, Figure())
        for name in ("numerator", "denominator"):
            assert self.number(line[name]) == getattr(figure, name), (kind, year, line)
        answer = answer_of(key, figure) if code else None
        if answer is None:
            assert self.number(line["value"]) == value_of(key, figure), (kind, year, line)
        elif line["value"] not in ("", None):
            assert line["value"] == answer

    @staticmethod
    def number(cell):
        return None if cell in ("", None) else float(cell)

    def test_pages(self):
        for kind, year in PAIRS:
            for page, indicators in PAGES.items():
                html = self.get(f"/en/figures/{page}", kind, year).text
                self.check_panels(kind, year, indicators, html)
                self.check_table(kind, year, indicators, html)

    def check_panels(self, kind, year, indicators, html):
        for indicator in indicators:
            if indicator.key == "meetings_held":
                continue
            figure = self.wanted[kind, year][Area()].get(indicator.key, Figure())
            panel = html.split(f'id="panel-{indicator.key}"')[1].split("</section>")[0]
            text = plain(panel)
            if figure.numerator is None:
                assert "No data." in text, (kind, year, indicator.key)
                continue
            assert f'figure">{as_number(indicator.key, figure)}</p>' in panel
            if figure.denominator is not None:
                assert f"{figure.numerator} of {figure.denominator} (" in text
            legend = {plain(item) for item in re.findall(r"<li>(.*?)</li>", panel, re.DOTALL)}
            for category in indicator.categories:
                if number := figure.counts[category.key]:
                    assert f"{category.symbol}{category.label} {number}" in legend, (kind, legend)

    def check_table(self, kind, year, indicators, html):
        columns = [row for row in indicators if row.counts is not Counts.NAMES]
        table = html.split('<h2 id="table">')[1].split("<tbody>")[1].split("</tbody>")[0]
        codes = {place.name: place.code for place in Municipality.objects.all()}
        rows = [
            [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        assert len(rows) == 38
        for name, *cells in rows:
            assert len(cells) == len(columns)
            for indicator, cell in zip(columns, cells, strict=True):
                area = Area(municipality=codes[name])
                figure = self.wanted[kind, year][area].get(indicator.key)
                text = in_words(indicator.key, figure)
                assert cell == text or cell.startswith(f"{text} "), (kind, year, name, cell)
                assert "None" not in cell
                if figure and figure.numerator is not None and figure.denominator:
                    part = f"{figure.numerator} of {figure.denominator}"
                    assert part in cell or answer_of(indicator.key, figure), (name, cell)

    def test_an_edition(self):
        prepares = RoleGrantFactory(osce_monitor=True).user
        publishes = RoleGrantFactory(mlga_officer=True).user
        for kind in KINDS:
            edition = begin_edition(kind, 2025, reason="", by=prepares)
            EDITION.perform(edition, "submit", by=prepares)
            edition = EDITION.perform(edition, "publish", by=publishes)
            assert unlike(figures_of(edition.figures), self.wanted[kind, 2025]) == []
            assert unlike(figures_of(edition.before), self.wanted[kind, 2024]) == []
            data = self.client.get(f"/en/figures/editions/{edition.pk}/data.json").json()
            assert json.loads(json.dumps(edition.figures)) == data["content"]["figures"]

    def test_sheets_of_the_country_and_its_parts(self):
        for kind in KINDS:
            book = Yearbook.now(kind, 2025)
            for area in (Area(), Area(region="peje")):
                texts = {name: text_of(factsheet(book, area, name)) for name in LANGUAGES}
                first, *others = map(numbers_in, texts.values())
                assert all(found == first for found in others), (kind, area)
                self.check_sheet(kind, area, " ".join(" ".join(texts["en"]).split()))

    def check_sheet(self, kind, area, text):
        wanted = self.wanted[kind, 2025]
        for key in ("established", "women_share"):
            figure = wanted[area][key]
            assert f"{figure.numerator} of {figure.denominator}" in text
        held, before = (self.wanted[kind, year][area]["meetings_held"] for year in (2025, 2024))
        assert re.search(rf"\b{held.numerator} .*\b2024: {before.numerator}\b", text)
        if kind == "kksb":
            assert (
                "Pejë / Peć established, founded in the year 2 0 1 66.7 % (2 of 3) 50.0 %" in text
            )

    def test_sheet_of_one_municipality(self):
        """Every line of the list of its figures, with the year before and its part."""
        for code in ("20", "17", "34", "01"):
            area = Area(municipality=code)
            book = Yearbook.now("kksb", 2025)
            pages = {name: factsheet(book, area, name) for name in LANGUAGES}
            texts = {
                name: [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
                for name, pdf in pages.items()
            }
            first, *others = map(numbers_in, texts.values())
            assert all(found == first for found in others), code
            squeezed = re.sub(r"\s", "", " ".join(texts["en"]))
            for key in OF_ONE:
                figure, before = (self.wanted["kksb", year][area].get(key) for year in (2025, 2024))
                line = f"{BY_KEY[key].title}{in_words(key, figure)}{in_words(key, before)}"
                if figure and figure.denominator:
                    part = "–" if figure.numerator is None else figure.numerator
                    line += f"{part} of {figure.denominator}("
                assert re.sub(r"\s", "", line) in squeezed, (code, line)
