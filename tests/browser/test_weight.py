"""How much somebody on a slow line waits for."""

import pytest

pytestmark = pytest.mark.browser

# In bytes, headers included.
FIRST_VISIT, LATER_VISIT = 150_000, 30_000


def test_dashboard_is_light(page):
    """The first visit brings style, letters and figures; a later one hardly more than figures."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/sq/figures/", wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= FIRST_VISIT
    sizes.clear()
    page.goto("/sq/figures/?year=2025", wait_until="networkidle")
    assert sum(sizes) <= LATER_VISIT
