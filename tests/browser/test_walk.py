"""What the portal is for: whoever keeps a council logs a meeting, and the figures follow."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from meetings.models import Document, Meeting
from portal.demo.sign_ins import PASSWORD, address
from tests.browser.log_form import (
    AGENDA,
    CONCERN,
    GUEST,
    LOG,
    PLACE,
    SUMMARY,
    note_concern,
    save,
    say_when_and_where,
)
from tests.files import PDF

pytestmark = pytest.mark.browser

MINUTES = {
    "name": "procesverbali.pdf",
    "mimeType": "application/pdf",
    "buffer": PDF,
}
PRIZREN = "20"


@pytest.mark.parametrize(("language", "width"), [("sq", 360), ("sr-latn", 1280), ("en", 1280)])
def test_logged_meeting_changes_the_figures(language, width, open_window):
    """From the council's table to the figures, and no further than it should go.

    1. The coordinator of Prizren signs in and reads what the dashboard says.
    2. From the work list she logs the meeting of today: who was there, one concern that affects a
       community, the signed minutes.
    3. The page of the meeting shows all of it; the dashboard counts one meeting more in Prizren,
       and one more where incidents or concerns were discussed.
    4. The OSCE monitor reads the same figures and downloads them; the files say the same. The
       monitor reads the record, without the names of the members and the signed file that has them.
    5. The police commander of Ferizaj reads what is public of it and nothing else.
    6. Whoever has no account reads no more than that.
    """
    coordinator = open_window(width).new_page()
    sign_in_by_form(coordinator, language, "coordinator")
    before = figures(coordinator, language)

    coordinator.goto(f"/{language}/")
    coordinator.click(f'a[href="/{language}/{LOG}"]')
    say_when_and_where(coordinator)
    coordinator.click("[data-all-present]")
    coordinator.check("[name^=attendance_][value=represented] >> nth=1")
    coordinator.fill("[name^=stand_in_]:visible", "zëvendëskomandanti")
    note_concern(coordinator)
    coordinator.set_input_files("[name=document]", MINUTES)
    save(coordinator)
    coordinator.wait_for_url(f"**/{language}/committees/kksb-prizren/meetings/*/")
    meeting = Meeting.objects.get(public_id=coordinator.url.rstrip("/").rpartition("/")[2])
    names = [str(row.membership.person) for row in meeting.attendance.all()]
    public = [PLACE, *AGENDA.splitlines()]
    protected = [GUEST, SUMMARY, CONCERN, MINUTES["name"], "zëvendëskomandanti"]
    assert len(names) > 5
    assert missing(coordinator, public + protected + names) == []
    after = {
        "held in Prizren": before["held in Prizren"] + 1,
        "held": before["held"] + 1,
        "incidents": before["incidents"] + 1,
    }
    assert figures(coordinator, language) == after

    monitor = open_window(width).new_page()
    sign_in_by_form(monitor, language, "monitor")
    assert figures(monitor, language) == after
    for extension, read in (("xlsx", read_xlsx), ("csv", read_csv)):
        assert downloaded(monitor, extension, read) == after
    path = f"/{language}{meeting.get_absolute_url()[3:]}"
    monitor.goto(path)
    assert missing(monitor, public + protected + names) == [MINUTES["name"], *names]

    document = Document.objects.get(meeting=meeting)
    stranger = open_window(width).new_page()
    for account in ("station-commander-ferizaj", None):
        if account:
            sign_in_by_form(stranger, language, account)
        else:
            stranger.context.clear_cookies()
        stranger.goto(path)
        assert missing(stranger, public) == []
        assert missing(stranger, protected + names) == protected + names
        if account:
            assert stranger.goto(f"{path}report/").status == 403
            assert stranger.goto(f"{path}history/").status == 403
            assert stranger.goto(f"/{language}/documents/{document.pk}/").status == 404


def sign_in_by_form(page, language, account):
    page.goto(f"/{language}/")
    if page.locator("[data-menu] summary").is_visible():
        page.click("[data-menu] summary")
    page.click(f'a[href="/{language}/accounts/login/"]:visible')
    page.fill("[name=login]", address(account))
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**/{language}/")


def missing(page, texts):
    """Return those of the texts that the page does not show."""
    shown = page.inner_text("main")
    return [text for text in texts if text not in shown]


def figures(page, language):
    """Return what the dashboard says of the meetings of this year, total and of Prizren."""
    page.goto(f"/{language}/")
    if page.locator(".c-menu summary").is_visible():
        page.click(".c-menu summary")
    page.click(f'.c-nav a[href="/{language}/figures/"]:visible')
    of_prizren = f'.c-six tr:has(a[href*="municipality={PRIZREN}&"]) td.num >> nth=0'
    panel = "section[aria-labelledby=panel-incidents_discussed] .c-panel__figure"
    return {
        "held in Prizren": int(page.inner_text(of_prizren).partition(",")[0]),
        "held": int(page.inner_text(".c-stats .c-stat__value >> nth=2")),
        "incidents": int(page.inner_text(panel)),
    }


def downloaded(page, extension, read):
    """Return the same figures from the file that the dashboard offers."""
    with page.expect_download() as started:
        page.click(f'.c-exports a[href*=".{extension}"]')
    values = {
        (row["indicator"], row["municipality"] or ""): row["value"]
        for row in read(Path(started.value.path()))
    }
    return {
        "held in Prizren": int(values["meetings_held", PRIZREN]),
        "held": int(values["meetings_held", ""]),
        "incidents": int(values["incidents_discussed", ""]),
    }


def read_csv(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def read_xlsx(path):
    with path.open("rb") as file:
        head, *rows = load_workbook(file).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]
