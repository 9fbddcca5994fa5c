"""The drawings: what is drawn where, from plain numbers alone."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts.bars import Amount, bars
from reports.charts.multiples import multiples
from reports.charts.picture import inline, png_file, svg_file
from reports.charts.scale import at, ticks
from reports.charts.series import runs, series
from reports.charts.shares import shares
from reports.charts.tiles import Place, levels, look_of, tiles
from reports.choices import Blank
from reports.indicators.base import Category
from reports.panels import Panel

# Charts are drawn from plain numbers.
pytestmark = pytest.mark.once

SVG = "{http://www.w3.org/2000/svg}"
ANSWERS = (Category("yes", "yes", "ok", "✓"), Category("no", "no", "bad", "✕"))
BLANKS = [(blank.value, blank.symbol, blank.label) for blank in Blank]


def amount(value):
    return Amount(value, "…" if value is None else str(value), "" if value else "no data")


def place(number, **fields):
    fields = {"text": "3", "words": "three", "value": 3} | fields
    return Place(str(number), f"Place <{number}>", "Pl", 0, number, **fields)


DRAWINGS = {
    "bars": bars(
        [("A & B", [amount(4), amount(9)]), ("C", [amount(None), amount(0)])],
        ["2026", "2025"],
        line=6,
        line_text="the rule: 6",
    ),
    "shares": shares([("A & B", {"yes": 3, "no": 1}), ("C", {})], ANSWERS, empty="nobody answered"),
    "series": series(
        {2023: amount(3), 2024: amount(None), 2025: amount(4), 2026: amount(5)},
        line=6,
        line_text="the rule: 6",
        band={2025: (2, 5), 2026: (3, 7)},
    ),
    "multiples": multiples(
        [
            ("A & B", {2025: amount(2), 2026: amount(4)}),
            ("C", {2025: amount(None), 2026: amount(1)}),
        ]
    ),
    "tiles": tiles(
        [
            place(1, url="/en/meetings/?a=1&b=2"),
            *(place(9 + n, blank=b.value, value=None, text=b.symbol) for n, b in enumerate(Blank)),
        ],
        [],
        BLANKS,
    ),
}


def panel(name):
    return Panel(name, "Title <1>", "A sentence & more.", [], template=name, drawing=DRAWINGS[name])


@given(st.floats(0, 10**6))
def test_a_scale_is_round_and_holds_its_largest_number(most):
    drawn = ticks(most)
    assert drawn[0] == 0
    assert drawn[-1] >= most
    assert 2 <= len(drawn) <= 5
    assert len({two - one for one, two in zip(drawn, drawn[1:], strict=False)}) == 1
    assert 0 <= at(most, drawn[-1], 100) <= 100


def test_bars_share_one_scale_and_stand_under_each_other():
    drawn = DRAWINGS["bars"]
    assert [bar.width for row in drawn.rows for bar in row.bars] == [136, 306, 0, 0]
    assert drawn.line_x == 2 + 204
    assert [bar.series for bar in drawn.rows[0].bars] == [1, 2]
    heights = [bar.y for row in drawn.rows for bar in row.bars]
    assert heights == sorted(heights)
    assert drawn.rows[1].bars[0].blank == "no data"


@given(st.lists(st.integers(0, 500), min_size=2, max_size=2))
def test_the_parts_of_a_share_fill_the_bar_or_say_that_nobody_answered(numbers):
    (row,) = shares(
        [("A", dict(zip(["yes", "no"], numbers, strict=True)))], ANSWERS, empty="x"
    ).rows
    if any(numbers):
        assert sum(part.width for part in row.parts) == pytest.approx(416, abs=0.1)
        assert row.note == ""
    else:
        assert (row.parts, row.note) == ([], "x")


@given(st.dictionaries(st.integers(2000, 2026), st.booleans()))
def test_the_runs_of_a_line_are_its_known_years(known):
    known = dict(sorted(known.items()))
    assert [year for run in runs(known) for year in run] == [y for y, has in known.items() if has]


def test_a_year_without_data_is_a_gap_and_never_a_zero():
    drawn = DRAWINGS["series"]
    assert len(drawn.paths) == 1
    assert drawn.paths[0].count(",") == 2
    gap = drawn.points[1]
    assert (gap.text, gap.blank) == ("…", "no data")
    zero = series({2025: Amount(0, "0")})
    assert zero.points[0].blank == ""
    assert len(drawn.band) == 1


def test_small_charts_share_the_scale():
    one, two = DRAWINGS["multiples"].panels
    assert (two.points[1].y - DRAWINGS["multiples"].bottom) * 4 == pytest.approx(
        one.points[1].y - DRAWINGS["multiples"].bottom
    )
    assert (two.x, two.y) == (220, 0)


@given(st.integers(1, 200), st.data())
def test_the_legend_of_the_map_names_the_level_of_every_number(most, data):
    value = data.draw(st.integers(1, most))
    level = look_of(place(1, value=value), most).removeprefix("level-")
    text = dict(levels(most))[int(level)]
    low, _dash, high = text.partition("–")
    assert int(low) <= value <= int(high or low)


def test_every_blank_of_the_map_looks_its_own_way():
    drawn = DRAWINGS["tiles"]
    looks = [tile.look for tile in drawn.tiles[1:]]
    assert looks == [f"blank-{blank.value}" for blank in Blank]
    assert len({blank.symbol for blank in Blank}) == len(Blank)
    assert [entry.symbol for entry in drawn.key if entry.look.startswith("blank")] == [
        blank.symbol for blank in Blank
    ]


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_a_document_with_title_description_and_text(name):
    page = inline(panel(name))
    assert "style" not in page
    root = ElementTree.fromstring(page)  # noqa: S314 -- our own document
    assert root.find(f"{SVG}title").text == "Title <1>"
    assert root.find(f"{SVG}desc").text == "A sentence & more."
    assert root.get("aria-labelledby") == f"{name}-title {name}-desc"
    words = " ".join(root.itertext())
    expected = {"tiles": "Place <1>: three", "series": "the rule: 6"}.get(name, "A & B")
    assert expected in words


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_file_brings_its_style_and_becomes_a_picture(name):
    document = svg_file(panel(name), "https://forumi.example")
    root = ElementTree.fromstring(document)  # noqa: S314 -- our own document
    assert ".c-drawing" in root.find(f"{SVG}style").text
    assert all(
        link.get("href").startswith("https://forumi.example") for link in root.iter(f"{SVG}a")
    )
    assert png_file(panel(name)).startswith(b"\x89PNG")


def test_a_picture_says_what_it_shows():
    """It leaves the portal alone: under another title it is another picture."""
    plain = panel("series")
    assert png_file(plain) == png_file(plain)
    assert png_file(plain) != png_file(replace(plain, title="Another title"))
    assert png_file(plain) != png_file(replace(plain, summary="Another sentence."))


def test_a_drawing_of_nothing_is_still_one():
    assert bars([], []).rows == []
    assert multiples([]).panels == []
    assert tiles([], [], BLANKS).tiles == []
