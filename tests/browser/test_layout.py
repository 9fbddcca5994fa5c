"""What is easily lost at the edges: the menu of a desk, the map, tabs and tables of a phone."""

import pytest

from tests.browser.pages import examples

pytestmark = pytest.mark.browser

LANGUAGES = ["sq", "sr-latn", "en"]
PHONE = {"width": 360, "height": 800}
# What an element needs beyond what of it can be seen without pushing.
CUT = "element => element.scrollWidth - element.clientWidth"
# How many elements stand outside of the window, to the left or to the right.
OUTSIDE = """elements => elements.filter(element => {
  const box = element.getBoundingClientRect()
  return box.left < 0 || box.right > window.innerWidth
}).length"""


@pytest.mark.parametrize("account", ["monitor", "coordinator"])
def test_the_menu_stands_in_one_line(account, page, sign_in):
    sign_in(page, account)
    links = page.locator(".c-header__wide.c-nav a")
    for language in LANGUAGES:
        page.goto(f"/{language}/me/")
        for width in (1000, 1200, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            tops = {link.bounding_box()["y"] for link in links.all()}
            assert (len(tops), page.locator("html").evaluate(CUT)) == (1, 0), (language, width)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_country_is_seen_on_a_phone(language, page):
    page.set_viewport_size(PHONE)
    for query in ("", "?indicator=women_share"):
        page.goto(f"/{language}/figures/map/{query}")
        tiles = page.locator(".c-drawing--map .tile")
        assert tiles.count() > 38
        assert tiles.evaluate_all(OUTSIDE) == 0
        assert page.locator(".c-chart .c-scroll").first.evaluate(CUT) == 0
        names = page.locator(".c-drawing--map .brief")
        assert names.first.is_visible()
        assert page.locator(".c-drawing--map text").evaluate_all(OUTSIDE) == 0
        # No name and no number is wider than its tile.
        wide = "texts => texts.filter(text => text.getComputedTextLength() > 58).length"
        assert page.locator(".c-drawing--map a text:not(.whole)").evaluate_all(wide) == 0


@pytest.mark.parametrize("path", ["figures/series/", "committees/kksb-prizren/"])
def test_every_tab_is_seen_on_a_phone(path, page):
    page.set_viewport_size(PHONE)
    page.goto(f"/sr-latn/{path}")
    tabs = page.locator(".c-tabs a")
    assert tabs.count() > 3
    assert tabs.evaluate_all(OUTSIDE) == 0


def test_the_parts_of_a_figure_stay_together_on_a_phone(page):
    """The label stands left of them, and none of them under it."""
    page.set_viewport_size(PHONE)
    page.goto(f"/sq/{examples()['edition']}/")
    lefts = "cells => cells.map(cell => cell.getBoundingClientRect().left)"
    parts = page.locator("td[data-label] strong")
    assert parts.count() > 20
    assert min(parts.evaluate_all(lefts)) > 100
