"""The portal in a browser that runs no scripts."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from meetings.choices import AttendanceCode
from meetings.models import Meeting
from portal.demo.sign_ins import PASSWORD, address
from tests.browser.log_form import CONCERN, LOG, note_concern, save, say_when_and_where

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_window):
    return open_window(java_script_enabled=False).new_page()


def test_meeting_is_logged(page):
    """A coordinator signs in and logs a meeting, marking each member by hand."""
    page.goto(f"/en/accounts/login/?next=/en/{LOG}")
    page.fill("[name=login]", address("coordinator"))
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit] >> nth=0")
    assert not page.locator("[data-all-present]").is_visible()
    present = page.locator("[name^=attendance_][value=present]")
    for index in range(3):
        present.nth(index).check()
    say_when_and_where(page)
    note_concern(page)
    save(page)
    assert CONCERN in page.inner_text("main")
    meeting = Meeting.objects.latest("pk")
    assert meeting.attendance.filter(code=AttendanceCode.PRESENT).count() == 3


def test_list_is_filtered(page):
    page.goto("/en/meetings/")
    page.select_option("[name=municipality]", "20")
    page.select_option("[name=status]", "awaiting")
    page.click(".c-filters button[type=submit]")
    awaited = (
        Meeting.objects.visible_to(AnonymousUser())
        .filter(committee__municipality__code="20")
        .awaiting_report(timezone.localdate())
    )
    dates = page.locator("main tbody th a").all()
    assert {link.get_attribute("href") for link in dates} == {
        meeting.get_absolute_url() for meeting in awaited
    }
