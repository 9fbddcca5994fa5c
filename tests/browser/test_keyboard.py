"""The portal without a mouse."""

import pytest

from tests.browser.log_form import LOG

pytestmark = pytest.mark.browser

IS_FOCUS_VISIBLE = """() => {
  // Behind the last stop of a page the focus returns to the window.
  if (document.activeElement === document.body) return true;
  const style = getComputedStyle(document.activeElement);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return ring || style.boxShadow !== "none";
}"""
FOCUSED = "() => document.activeElement.outerHTML.slice(0, 120)"


def test_skip_link_leads_past_the_menu(page):
    page.goto("/en/committees/")
    page.keyboard.press("Tab")
    skip = page.locator(".c-skip")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["", "committees/?kind=kksb", "figures/", "accounts/login/"])
def test_focus_is_seen_wherever_it_goes(path, page):
    page.goto(f"/en/{path}")
    unseen = []
    for _stop in range(25):
        page.keyboard.press("Tab")
        if not page.evaluate(IS_FOCUS_VISIBLE):
            unseen.append(page.evaluate(FOCUSED))
    assert unseen == []


def test_everybody_is_marked_present(page, sign_in):
    """All by the button, then one excused by the arrow keys and another by a digit; undo."""
    sign_in(page, "coordinator")
    page.goto(f"/en/{LOG}")
    page.focus("[data-all-present]")
    page.keyboard.press("Enter")
    rows = page.locator(".c-grid__row")
    present = page.locator("[name^=attendance_][value=present]:checked")
    assert rows.count() > 5
    assert present.count() == rows.count()
    for _stop in ("undo", "the first seat"):
        page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.value") == "present"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("() => document.activeElement.checked")
    assert present.count() == rows.count() - 1
    page.keyboard.press("3")
    assert page.locator("[name^=attendance_][value=absent]:checked").count() == 1
    # The focus went on to the next seat; undo takes back the last mark only.
    page.keyboard.press("2")
    assert page.locator("[name^=attendance_][value=excused]:checked").count() == 1
    page.click("[data-undo]")
    assert page.locator("[name^=attendance_][value=excused]:checked").count() == 0
    assert page.locator("[name^=attendance_][value=absent]:checked").count() == 1


def test_menu_of_the_phone(open_window):
    page = open_window(360).new_page()
    page.goto("/en/")
    menu = page.locator("details.c-menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    first = menu.locator("a >> nth=0")
    assert first.is_visible()
    page.keyboard.press("Tab")
    assert first.evaluate("link => link === document.activeElement")
    page.keyboard.press("Escape")
    assert not first.is_visible()
    assert menu.locator("summary").evaluate("summary => summary === document.activeElement")
