"""The map, the comparison and the years as a reader meets them."""

from datetime import date
from xml.etree import ElementTree

import pytest
import time_machine

from core.i18n import sort_key
from reports.areas import without_shared_beginning
from reports.choices import Blank
from reports.comparison import Comparison
from reports.map import TileMap
from reports.models import ImportedTotal
from reports.timeline import Timeline
from tests.factories.meetings import NilReportFactory
from tests.factories.reports import ImportedTotalFactory

pytestmark = pytest.mark.django_db
PRIZREN, PEJE, DRAGASH, SUHAREKE = "20", "17", "05", "24"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def today():
    with time_machine.travel("2026-11-22"):
        yield


def readings(answer):
    return {place.code: read for place, read in answer.places}


def test_the_answers_without_a_number_are_told_apart(make, today):
    make.meetings(make.council(PRIZREN), 4)
    zero = make.council("01")
    NilReportFactory(committee=zero, year=2025, quarter=1)
    make.council(PEJE)
    make.council("02", status="suspended", status_on=date(2024, 1, 1))
    make.council("03", established_on=date(2025, 3, 1))
    make.council("04", status="dissolved", status_on=date(2020, 1, 1))
    of = {"kind": "kksb", "year": 2025}
    held = readings(TileMap(**of, indicator="meetings_held"))
    assert {code: held[code].blank for code in ("20", "01", "17", "02", "04", "05")} == {
        "20": None,
        "01": Blank.ZERO,
        "17": Blank.NO_REPORT,
        "02": Blank.INACTIVE,
        "04": Blank.NOT_ESTABLISHED,
        "05": Blank.NOT_ESTABLISHED,
    }
    judged = readings(TileMap(**of, indicator="meets_requirement"))
    assert judged["03"].blank is Blank.NOT_APPLICABLE
    assert judged["20"].category.key == "no"
    assert readings(TileMap(**of, indicator="women_share"))["20"].blank is Blank.NO_DATA
    assert readings(TileMap(**of, indicator="incidents_discussed"))["01"].blank is (
        Blank.NOT_APPLICABLE
    )


def test_where_no_rule_is_known_nothing_is_judged(make, today):
    make.meetings(make.council(PRIZREN, kind="klsp"), 2)
    read = readings(TileMap(kind="klsp", year=2025, indicator="meets_requirement"))
    assert (read["20"].blank, read["01"].blank) == (Blank.NOT_APPLICABLE, Blank.NOT_ESTABLISHED)


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_the_map_is_38_links_with_a_name_and_a_legend(client, make, today, language):
    make.meetings(make.council(PRIZREN), 4)
    page = client.get(f"/{language}/figures/map/?year=2025").content.decode()
    drawing = page[page.index("<svg") : page.index("</svg>") + 6]
    root = ElementTree.fromstring(drawing)  # noqa: S314 -- our own document
    links = list(root.iter(f"{SVG}a"))
    assert len(links) == 38
    assert all(link.get("href").startswith(f"/{language}/meetings/?") for link in links)
    (prizren,) = [link for link in links if "municipality=20" in link.get("href")]
    assert [text.strip() for text in prizren.itertext() if text.strip()] == [
        "Prizren: 4",
        "Prizren",
        "Priz",
        "4",
    ]
    names = [text.text for text in root.iter(f"{SVG}text") if "brief" in text.get("class")]
    assert len(set(names)) == 38
    text = " ".join(root.itertext())
    assert all(str(blank.label) in text for blank in Blank)
    assert page.count('<th scope="row">') == 38
    assert " style=" not in page


def test_answers_are_drawn_with_their_symbols(client, make, today):
    make.plan(make.council(PRIZREN), adopted_on=date(2025, 2, 1))
    page = client.get("/en/figures/map/?year=2025&indicator=work_plan").content.decode()
    assert "tone-ok" in page
    assert "The answers were: yes: 1." in page
    assert "/en/committees/?kind=kksb&amp;municipality=20" in page


@pytest.mark.parametrize(
    ("query", "message"),
    [("indicator=nothing", "nothing"), ("year=abc", "abc"), ("kind=zzz", "zzz")],
)
@pytest.mark.parametrize("page", ["map", "compare"])
def test_a_wrong_filter_is_said_and_left_out(client, reference, page, query, message):
    response = client.get(f"/en/figures/{page}/?{query}")
    assert message in response.content.decode()
    assert response.context["answer"].panels


def test_years_stand_beside_each_other_with_the_signed_difference(make, today):
    council = make.council(PRIZREN)
    make.meetings(council, 6)
    make.meetings(council, 4, year=2026)
    make.meetings(make.council(PEJE), 3)
    one, two = Comparison(
        kind="kksb", years=[2026, 2025], by="years", indicator="meetings_held"
    ).panels
    assert (len(one.lines), len(two.lines)) == (20, 20)
    assert one.drawing.axis == two.drawing.axis
    panel = one
    lines = {line.label: line.cells for line in (*one.lines, *two.lines)}
    assert lines["All municipalities"] == ["4", "9", "−5"]
    assert lines["Prizren"] == ["4", "6", "−2"]
    assert lines["Peja"] == [f"? ({Blank.NO_REPORT.label})", "3", "–"]
    labels = [line.label for line in panel.lines[1:]]
    assert labels == sorted(labels, key=sort_key)
    assert panel.summary == "All municipalities: 4 in 2026, 9 in 2025."
    assert panel.drawing.line_text == "the rule: 6"


def test_regions_and_kinds_stand_beside_each_other(make, today):
    make.meetings(make.council(PRIZREN), 6)
    make.meetings(make.council(DRAGASH, kind="klsp"), 2)
    of = {"kind": "kksb", "years": [2025], "indicator": "meetings_held"}
    (regions,) = Comparison(by="regions", **of).panels
    assert sum(line.cells == ["6"] for line in regions.lines) == 2
    (kinds,) = Comparison(by="kinds", **of).panels
    assert [line.cells for line in kinds.lines][-3:-1] == [["2"], ["6"]]
    assert regions.drawing.line_x is None


def test_shares_of_regions_are_stacked(client, make, today):
    make.plan(make.council(PRIZREN), adopted_on=date(2025, 2, 1))
    page = client.get("/en/figures/compare/?by=regions&indicator=work_plan&year=2025&beside=")
    page = page.content.decode()
    assert "<title>yes: 1</title>" in page
    assert "no data" in page


def test_all_indicators_are_a_table_without_a_drawing(client, make, today):
    make.meetings(make.council(PRIZREN), 6)
    response = client.get("/en/figures/compare/?indicator=all&by=kinds&year=2025")
    page = response.content.decode()
    assert "<svg" not in page
    lines = {line.label: line.cells for line in response.context["answer"].panels[0].lines}
    none = "× (no records of the year or of any year before it)"
    assert lines["Meetings held"] == [none, "6", none]
    assert lines["Bodies that met as often as the rule asks"][0] == none


def test_a_year_without_records_is_a_gap(make, today):
    council = make.council(PRIZREN)
    make.meetings(council, 3, year=2022)
    make.meetings(council, 5, year=2024)
    years = Timeline(kind="kksb", indicator="meetings_held", municipality=PRIZREN)
    (panel,) = years.panels
    assert years.years == [2022, 2023, 2024, 2025, 2026]
    assert [line.cells[0] for line in panel.lines][:3] == [
        "3",
        f"? ({Blank.NO_REPORT.label})",
        "5",
    ]
    assert panel.summary.endswith("3 years have no figure and are gaps, not zeroes.")
    assert panel.drawing.paths == []


def test_the_answers_of_one_body_over_the_years_are_counted_in_words(make, today):
    council = make.council(PRIZREN)
    for year in (2024, 2025):
        make.plan(council, year=year, adopted_on=date(year, 2, 1))
    (panel,) = Timeline(kind="kksb", indicator="work_plan", municipality=PRIZREN).panels
    assert panel.summary == "Prizren. The answers were: yes: 2."
    assert [point.text for point in panel.drawing.points][:2] == ["✓", "✓"]


def test_peers_are_a_range_of_at_least_five_without_names(make, today):
    region = make.council(PRIZREN).municipality.region
    peers = list(region.municipalities.exclude(code=PRIZREN))
    for number, place in enumerate(peers):
        make.meetings(make.council(place.code), number + 1)
    of = {"kind": "kksb", "indicator": "meetings_held", "municipality": PRIZREN}
    few = Timeline(**of)
    assert (few.band == {}) is (len(peers) < 5)
    many = Timeline(**of, peers="size")
    for code in many.peers:
        make.meetings(make.councils_of(code)[code], 2, year=2024)
    assert many.band[2024] == (2, 2)
    (panel,) = many.panels
    assert panel.lines[0].cells[1] == "2 – 2"
    assert not {place.name for place in peers} & set(" ".join(map(str, panel.lines)).split())


def test_too_few_peers_are_said(client, make, today):
    make.meetings(make.council(PRIZREN), 3)
    page = client.get("/en/figures/series/?municipality=20").content.decode()
    assert "No peers are shown: fewer than five" in page


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("page", "questions"), [("map", 15), ("compare", 16), ("series", 25)])
def test_pages_ask_the_same_number_of_questions(
    client, make, today, django_assert_num_queries, page, questions, number
):
    for code in [PRIZREN, DRAGASH, SUHAREKE][:number]:
        make.meetings(make.council(code), 2)
    with django_assert_num_queries(questions):
        client.get(f"/en/figures/{page}/?year=2025")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("map/map.svg?year=2025", "image/svg+xml"),
        ("map/map.png?year=2025", "image/png"),
        ("compare/comparison.svg?year=2025", "image/svg+xml"),
        ("series/regions.png", "image/png"),
    ],
)
def test_a_chart_is_taken_away_as_a_file(client, make, today, address, kind):
    make.meetings(make.council(PRIZREN), 2)
    response = client.get(f"/en/figures/{address}")
    assert response.headers["Content-Type"] == kind
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.content[:4] in (b"<svg", b"\x89PNG")
    if address.startswith("map/map.svg"):
        assert b"http://testserver/en/meetings/" in response.content


@pytest.mark.parametrize(
    "address",
    ["map/other.svg", "map/map.pdf", "nothing/map.svg", "compare/comparison.svg?indicator=all"],
)
def test_a_chart_that_is_not_there_is_not_found(client, reference, address):
    assert client.get(f"/en/figures/{address}").status_code == 404


def test_what_others_published_stands_beside_the_years(client, make, today):
    """It is no point of the line, and no total of another kind, area or indicator is there."""
    make.meetings(make.council(PRIZREN), 1)
    ImportedTotalFactory(key="bodies", numerator=61, said_of="spring 2014", source="A lecture")
    ImportedTotalFactory(key="bodies", numerator=62, area=PRIZREN)
    ImportedTotalFactory(key="meetings_held", numerator=63)
    ImportedTotalFactory(key="bodies", numerator=64, kind="evsb")
    kind = ImportedTotal.objects.get(numerator=61).kind
    page = client.get(f"/en/figures/series/?indicator=bodies_in_being&kind={kind}").text
    assert "spring 2014: <strong>61</strong> (A lecture" in page
    assert not [number for number in (62, 63, 64) if f"<strong>{number}</strong>" in page]
    assert "Published elsewhere" not in client.get("/en/figures/series/?indicator=work_plan").text


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_regions_are_named_by_their_place(client, make, today, language):
    """«Regional Police Directorate» over every row and every small chart says nothing."""
    make.meetings(make.council(PRIZREN), 1)
    for page in ("series/", "compare/?by=regions"):
        text = client.get(f"/{language}/figures/{page}").text
        assert '<th scope="row">Prizren</th>' in text


@pytest.mark.parametrize(
    ("names", "left"),
    [
        (["Directorate North Peja", "Directorate North Mitrovica"], ["Peja", "Mitrovica"]),
        (["North Mitrovica", "Prizren"], ["North Mitrovica", "Prizren"]),
        (["Directorate Prizren", "Directorate"], ["Directorate Prizren", "Directorate"]),
        (["Directorate Prizren"], ["Prizren"]),
        ([], []),
    ],
)
def test_names_lose_only_what_all_of_them_begin_with(names, left):
    assert without_shared_beginning(names) == left
