"""A new secretary's first year, on a telephone with a slow connection."""

import io
import re
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

from meetings.choices import MeetingStatus
from meetings.models import Meeting
from portal.demo.sign_ins import PASSWORD, address

pytestmark = pytest.mark.browser

COUNCIL = "committees/kksb-prizren/"
# A crowded mobile network: a third of a second each way, 400 kbit/s down, 160 up.
SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 50_000,
    "uploadThroughput": 20_000,
}
CONCERNS = {"sq": ("Rruga pa dritë", "Qen endacakë"), "sr-latn": ("Put bez svetla", "Psi lutalice")}
README = Path(__file__).parents[2] / "README.md"


class Hand:
    """Presses and types as a person does, and counts: a choice from a list is two presses."""

    def __init__(self, page):
        self.page = page
        self.presses = self.keys = 0

    def press(self, selector):
        self.page.locator(selector).first.click()
        self.presses += 1

    def write(self, selector, words):
        self.press(selector)
        self.page.keyboard.type(words)
        self.keys += len(words)

    def choose(self, selector, index):
        self.page.locator(selector).first.select_option(index=index)
        self.presses += 2

    @property
    def total(self):
        return self.presses + self.keys


@pytest.mark.parametrize("language", ["sq", "sr-latn"])
def test_new_secretary(language, open_window):
    """From an empty calendar to printed minutes.

    1. She signs in, plans the next year in one step, and convenes its first meeting.
    2. After a meeting she logs it: fifteen members or more, two exceptions, three guests and two
       concerns.
    3. She writes a sentence into the minutes and prints them.
    """
    page = open_window(360).new_page()
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.set_default_timeout(30_000)
    page.goto(f"/{language}/accounts/login/")
    page.fill("[name=login]", address("coordinator"))
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**/{language}/")
    plan_the_year(page, language)
    convene_the_first(page, language)
    meeting = log_a_meeting(page, language)
    write_and_print(page, language, meeting)


def plan_the_year(page, language):
    year = timezone.localdate().year + 1
    page.goto(f"/{language}/{COUNCIL}meetings/year/{year}/")
    planned = planned_in(year).count()
    days = page.locator("[name^=days-][name$=-day]")
    proposed = [day.input_value() for day in days.all() if day.input_value()]
    page.locator("[name=place]").fill("Salla e kuvendit")
    page.click(".c-form__buttons button[type=submit]")
    if proposed:
        page.wait_for_url(f"**/{COUNCIL}")
        assert planned_in(year).count() == planned + len(proposed)


def planned_in(year):
    return Meeting.objects.filter(
        committee__slug="kksb-prizren", status=MeetingStatus.PLANNED
    ).in_year(year)


def convene_the_first(page, language):
    year = timezone.localdate().year + 1
    meeting = planned_in(year).soonest_first().first()
    page.goto(f"/{language}/{COUNCIL}meetings/{meeting.public_id}/")
    page.click("a[href$='/step/convene/']")
    page.click(".c-form__buttons button[type=submit]")
    page.wait_for_url(f"**/meetings/{meeting.public_id}/")
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.CONVENED
    assert meeting.agenda.filter(concern__isnull=False).exists()


def log_a_meeting(page, language):
    page.goto(f"/{language}/{COUNCIL}")
    hand = Hand(page)
    hand.press("a[href$='/meetings/log/']")
    hand.press("[data-all-present]")
    hand.press("[data-seat]:nth-of-type(4) .c-segment--absent")
    hand.press("[data-seat]:nth-of-type(7) .c-segment--excused")
    for guest in page.locator("[name=guests_before]").all()[:3]:
        guest.check()
        hand.presses += 1
    hand.choose("[name=chaired_by]", 1)
    for number, words in enumerate(CONCERNS[language]):
        hand.write(f"[name=concerns-{number}-description]", words)
        hand.choose(f"[name=concerns-{number}-category]", number + 1)
    hand.press(".c-form__buttons button[type=submit]")
    page.wait_for_url("**/kksb-prizren/meetings/*/")
    meeting = Meeting.objects.get(public_id=re.search(r"/meetings/(\w+)/", page.url).group(1))
    assert meeting.participants.count() == 3
    assert meeting.concerns.count() == 2
    codes = [row.code for row in meeting.attendance.all()]
    assert (codes.count("absent"), codes.count("excused")) == (1, 1)
    assert codes.count("present") == len(codes) - 2 >= 13
    assert hand.total < 60
    if language == "sq":
        # What the README says is what was counted here.
        assert f"{hand.presses} presses and {hand.keys} keystrokes" in README.read_text()
    return meeting


def write_and_print(page, language, meeting):
    page.goto(f"/{language}/{COUNCIL}meetings/{meeting.public_id}/minutes/?language={language}")
    page.locator("textarea[name^=text_]").first.fill(CONCERNS[language][0])
    page.click(".c-form__buttons button[type=submit]")
    page.wait_for_url(f"**/meetings/{meeting.public_id}/")
    link = page.locator("a[href$='/minutes.pdf']").get_attribute("href")
    paper = page.context.request.get(link)
    words = " ".join(part.extract_text() for part in PdfReader(io.BytesIO(paper.body())).pages)
    assert CONCERNS[language][0] in words
