"""What was typed survives a session that ran out, and somebody who was faster."""

import pytest

from meetings.models import Meeting, Minutes
from portal.demo.sign_ins import PASSWORD, address
from tests.browser.log_form import (
    CONCERN,
    LOG,
    PLACE,
    SUMMARY,
    note_concern,
    save,
    say_when_and_where,
)

pytestmark = pytest.mark.browser


def test_session_ran_out_over_the_form(page, sign_in):
    """The coordinator writes for so long that she is signed out; she signs in and saves."""
    sign_in(page, "coordinator")
    page.goto(f"/sq/{LOG}")
    say_when_and_where(page)
    page.click("[data-all-present]")
    note_concern(page)
    page.context.clear_cookies(name="sessionid")
    save(page)
    page.fill("[name=login]", address("coordinator"))
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**/sq/{LOG}")
    assert page.input_value("[name=place]") == PLACE
    assert page.input_value("[name=summary]") == SUMMARY
    assert page.input_value("[name=concerns-0-description]") == CONCERN
    present = page.locator("[name^=attendance_][value=present]:checked")
    assert present.count() == page.locator(".c-grid__row").count()
    before = Meeting.objects.count()
    save(page)
    page.wait_for_url("**/kksb-prizren/meetings/*/")
    assert Meeting.objects.count() == before + 1
    assert CONCERN in page.inner_text("main")


def test_somebody_else_saved_meanwhile(open_window, sign_in):
    """Two people write the record of one meeting.

    1. The coordinator and the municipal officer open the same record.
    2. The coordinator saves; the officer, who saves after her, is shown both versions.
    3. Nothing that the officer typed is lost, and saving again keeps it.
    """
    of_council = Meeting.objects.filter(committee__slug="kksb-prizren", concerns=None)
    unlocked = of_council.held().exclude(minutes__in=Minutes.objects.locked())
    meeting = unlocked.earliest("pk")
    first, second = (open_window().new_page() for _person in range(2))
    for page, account in ((first, "coordinator"), (second, "municipal-officer")):
        sign_in(page, account)
        page.goto(f"{meeting.get_absolute_url()}report/")
    first.fill("[name=summary]", "Written first.")
    save(first)
    first.wait_for_url(f"**{meeting.get_absolute_url()}")
    second.fill("[name=summary]", "Written second.")
    note_concern(second)
    save(second)
    versions = second.inner_text("main .c-table")
    assert "Written first." in versions
    assert "Written second." in versions
    assert second.input_value("[name=summary]") == "Written second."
    assert second.input_value("[name=concerns-0-description]") == CONCERN
    meeting.refresh_from_db()
    assert meeting.summary == "Written first."
    save(second)
    second.wait_for_url(f"**{meeting.get_absolute_url()}")
    meeting.refresh_from_db()
    assert meeting.summary == "Written second."
    assert meeting.concerns.filter(description=CONCERN).count() == 1
