"""Every kind of page: open to all, on a phone as on a desk, in each language."""

import pytest

from tests.browser.pages import PAGES, STATUS, examples

pytestmark = pytest.mark.browser

PHONE, DESK = ({"width": width, "height": 800} for width in (360, 1280))
WIDER_THAN_WINDOW = (
    "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
)


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
@pytest.mark.parametrize("account", PAGES)
def test_pages(account, language, page, sign_in, axe):
    """No page breaks a rule of accessibility or is wider than a phone.

    English pages are looked at on the desk, the main ones of the other languages on the phone.
    """
    if account != "public":
        sign_in(page, account)
    known = examples()
    problems = []
    for kind in PAGES[account]:
        page.set_viewport_size(DESK if language == "en" else PHONE)
        status = kind.open(page, language, known)
        found = [] if status == STATUS.get(kind.name, 200) else [f"status {status}"]
        if page.locator("html").get_attribute("lang") != language:
            found.append("another language")
        if language == "en" or kind.is_main:
            found += axe(page)
        page.set_viewport_size(PHONE)
        if page.evaluate(WIDER_THAN_WINDOW):
            found.append("wider than the window")
        problems += [f"{kind.name}: {problem}" for problem in found]
    assert not problems, "\n".join(problems)
