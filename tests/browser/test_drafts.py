"""What is typed survives a lost connection, a lost answer and an expired session."""

import re

import pytest
from playwright.sync_api import expect

from meetings.models import ItemText, Meeting
from tests.browser.log_form import LOG, SUMMARY, save, say_when_and_where
from tests.browser.pages import drafts_by_item

pytestmark = pytest.mark.browser

STATUS = "[data-draft-status]"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('forumi-draft:')).length"


STORED = "JSON.stringify(Object.values(localStorage))"
SECRET = "Fjala që askush tjetër nuk e lexon."


SAVED = re.compile(r"\d\d:\d\d:\d\d$")


def said(page, what):
    """Return the words in which the page says it, in its language."""
    return page.locator(STATUS).get_attribute(f"data-{what}")


def of_council():
    return Meeting.objects.filter(committee__slug="kksb-prizren")


def written():
    """Return the meeting whose minutes are a draft, and the address of their page."""
    meeting = drafts_by_item().earliest("pk").meeting
    return meeting, f"{meeting.get_absolute_url()}minutes/?language=sq"


def first_text(meeting):
    return ItemText.objects.get(item=meeting.agenda.first(), language="sq").text


def test_connection_is_lost_while_a_meeting_is_logged(open_window, sign_in):
    """The connection goes; saving says so and keeps all; back again, one meeting is saved."""
    window = open_window(360)
    page = window.new_page()
    sign_in(page, "coordinator")
    page.goto(f"/sq/{LOG}")
    say_when_and_where(page)
    before = of_council().count()
    window.set_offline(True)
    save(page)
    expect(page.locator(STATUS)).to_have_text(said(page, "offline"))
    assert page.input_value("[name=summary]") == SUMMARY
    assert of_council().count() == before
    # The window is closed and opened again: the text is offered and put back.
    window.set_offline(False)
    page.goto(f"/sq/{LOG}")
    assert page.input_value("[name=summary]") == ""
    page.click("[data-draft-restore]")
    assert page.input_value("[name=summary]") == SUMMARY
    save(page)
    page.wait_for_url("**/kksb-prizren/meetings/*/")
    assert of_council().count() == before + 1
    assert page.evaluate(KEPT) == 0


def test_answer_is_lost_after_the_meeting_was_saved(open_window, sign_in):
    """The server saves, its answer never arrives, the form is sent again: still one meeting."""
    page = open_window(360).new_page()
    sign_in(page, "coordinator")
    page.goto(f"/sq/{LOG}")
    say_when_and_where(page)
    before = of_council().count()

    def lose_the_answer(route):
        if route.request.method != "POST":
            return route.continue_()
        route.fetch()
        return route.abort("connectionreset")

    page.route(f"**/{LOG}", lose_the_answer)
    save(page)
    page.wait_for_timeout(1500)
    assert of_council().count() == before + 1
    page.unroute(f"**/{LOG}")
    page.goto(f"/sq/{LOG}")
    page.click("[data-draft-restore]")
    page.fill("[name=summary]", f"{SUMMARY} Dhe një fjalë më shumë.")
    save(page)
    page.wait_for_url("**/kksb-prizren/meetings/*/")
    assert of_council().count() == before + 1
    assert "Dhe një fjalë më shumë." in page.inner_text("main")
    assert page.evaluate(KEPT) == 0


def test_minutes_save_themselves_and_wait_for_the_connection(open_window, sign_in):
    meeting, address = written()
    window = open_window(360)
    page = window.new_page()
    sign_in(page, "coordinator")
    page.goto(address)
    field = page.locator("textarea[name^=text_]").first
    field.fill("Shkruar me lidhje.")
    expect(page.locator(STATUS)).to_have_text(SAVED)
    assert first_text(meeting) == "Shkruar me lidhje."
    window.set_offline(True)
    field.fill("Shkruar pa lidhje.")
    expect(page.locator(STATUS)).to_have_text(said(page, "offline"))
    page.wait_for_timeout(3500)
    assert first_text(meeting) == "Shkruar me lidhje."
    window.set_offline(False)
    expect(page.locator(STATUS)).to_have_text(SAVED)
    assert first_text(meeting) == "Shkruar pa lidhje."
    save(page)
    page.wait_for_url(f"**{meeting.get_absolute_url().partition('/committees')[1]}**")
    assert page.evaluate(KEPT) == 0


def test_session_runs_out_while_minutes_are_written(open_window, sign_in):
    meeting, address = written()
    page = open_window().new_page()
    sign_in(page, "coordinator")
    page.goto(address)
    page.context.clear_cookies(name="sessionid")
    words = "Shkruar pas daljes."
    page.locator("textarea[name^=text_]").first.fill(words)
    expect(page.locator(STATUS)).to_have_text(said(page, "signed-out"))
    assert first_text(meeting) != words
    sign_in(page, "coordinator")
    page.goto(address)
    page.click("[data-draft-restore]")
    save(page)
    page.wait_for_url("**/meetings/*/")
    assert first_text(meeting) == words


def test_agenda_is_kept_while_there_is_no_connection(open_window, sign_in):
    """A new line and a new order survive a closed window."""
    meeting = of_council().filter(status="planned").soonest_first().first()
    window = open_window(360)
    page = window.new_page()
    sign_in(page, "coordinator")
    page.goto(f"{meeting.get_absolute_url()}agenda/")
    titles = "[data-ordered-row] input[name$=-title]"
    page.locator(titles).last.fill("Pika e re")
    page.locator("[data-ordered-row] [data-step=up]").last.click()
    window.set_offline(True)
    save(page)
    expect(page.locator(STATUS)).to_have_text(said(page, "offline"))
    window.set_offline(False)
    page.goto(f"{meeting.get_absolute_url()}agenda/")
    page.click("[data-draft-restore]")
    assert "Pika e re" in [field.input_value() for field in page.locator(titles).all()]
    save(page)
    page.wait_for_url("**/meetings/*/")
    items = [str(item) for item in meeting.agenda.in_order()]
    assert "Pika e re" in items
    assert items[-1] != "Pika e re"
    assert page.evaluate(KEPT) == 0


def type_summary(page):
    page.goto(f"/sq/{LOG}")
    page.fill("[name=summary]", SECRET)
    expect(page.locator(STATUS)).to_have_text(said(page, "kept"))


def test_draft_is_sealed_and_goes_at_the_sign_out(open_window, sign_in):
    page = open_window().new_page()
    sign_in(page, "coordinator")
    type_summary(page)
    assert page.evaluate(KEPT) == 1
    assert "Fjala" not in page.evaluate(STORED)
    page.goto(f"/sq/{LOG}")
    page.click("[data-draft-restore]")
    assert page.input_value("[name=summary]") == SECRET
    page.click(".c-account summary")
    page.click(".c-account__out")
    page.wait_for_url("**/sq/")
    assert page.evaluate(KEPT) == 0


def test_draft_of_somebody_else_is_not_opened(open_window, sign_in):
    """Not even where it is put under the name of the other."""
    page = open_window().new_page()
    sign_in(page, "coordinator")
    type_summary(page)
    page.context.clear_cookies(name="sessionid")
    sign_in(page, "municipal-officer")
    page.goto(f"/sq/{LOG}")
    mine = page.get_attribute("[data-draft]", "data-draft")
    page.evaluate(
        "(mine) => localStorage.setItem('forumi-draft:' + mine, Object.values(localStorage)[0])",
        mine,
    )
    page.goto(f"/sq/{LOG}")
    page.wait_for_timeout(500)
    assert not page.is_visible("[data-draft-found]")
    assert page.evaluate(KEPT) == 2


def test_draft_is_forgotten_after_two_days(open_window, sign_in):
    page = open_window().new_page()
    sign_in(page, "coordinator")
    type_summary(page)
    page.evaluate(
        """() => {
            const [[key, text]] = Object.entries(localStorage);
            const kept = JSON.parse(text);
            kept.at -= 49 * 60 * 60 * 1000;
            localStorage.setItem(key, JSON.stringify(kept));
            const old = { at: Date.now(), fields: [] };
            localStorage.setItem("forumi-draft:old", JSON.stringify(old));
        }"""
    )
    page.goto(f"/sq/{LOG}")
    page.wait_for_timeout(500)
    assert page.evaluate(KEPT) == 0
    assert not page.is_visible("[data-draft-found]")


def lose_what_is_sent(route):
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_text_of_a_confidential_item_is_not_kept(open_window, sign_in):
    meeting, address = written()
    item = meeting.agenda.in_order().first()
    was = item.is_confidential
    type(item).objects.filter(pk=item.pk).update(is_confidential=True)
    page = open_window().new_page()
    sign_in(page, "coordinator")
    page.goto(address)
    page.route("**/minutes/**", lose_what_is_sent)
    fields = page.locator("textarea[name^=text_]")
    secret, other = fields.first, fields.nth(1)
    secret.fill(SECRET)
    other.fill("Fjala e hapur.")
    expect(page.locator(STATUS)).to_have_text(said(page, "offline"))
    page.goto(address)
    page.click("[data-draft-restore]")
    assert other.input_value() == "Fjala e hapur."
    assert secret.input_value() != SECRET
    type(item).objects.filter(pk=item.pk).update(is_confidential=was)
