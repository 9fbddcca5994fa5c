"""The way of a concern, from a village over the council to a ministry and back to the residents."""

import pytest

from committees.models import Committee
from meetings.models import Concern
from portal.demo.sign_ins import address
from tests.browser.pages import send

pytestmark = pytest.mark.browser

RAISED = {
    "sq": "Te ura e vjetër automjetet kalojnë në kuqe",
    "sr-latn": "Kod starog mosta vozila prolaze na crveno",
    "en": "At the old bridge vehicles run the red light",
}
DONE = {
    "sq": "Semafori u zëvendësua dhe u vendos kamera.",
    "sr-latn": "Semafor je zamenjen i postavljena je kamera.",
    "en": "The traffic light was replaced and a camera put up.",
}
WHY = "Rruga rajonale"


class Desk:
    """One person at one concern, in one language."""

    def __init__(self, page, language):
        self.page = page
        self.language = language

    def open(self, path=""):
        self.page.goto(f"/{self.language}/{path}")

    def save(self):
        """Send the form of the page; the portal answers with another page."""
        before = self.page.url
        send(self.page)
        self.page.wait_for_url(lambda url: url != before)

    def step(self, number, name, **fields):
        """Take a step from the page of the concern."""
        self.open(f"concerns/{number}/")
        self.page.click(f'a[href="/{self.language}/concerns/{number}/{name}/"]')
        for field, value in fields.items():
            self.page.fill(f"[name={field}]", value)
        self.save()

    @property
    def text(self):
        return self.page.inner_text("main")


@pytest.mark.parametrize(("language", "width"), [("sq", 360), ("sr-latn", 1280), ("en", 1280)])
def test_concern_climbs_the_ladder_and_its_answer_comes_back_to_the_residents(
    language, width, open_window, sign_in, axe
):
    """From the village to the ministry, and back as an answer that everybody can read.

    1. The chair of a local committee enters a concern between two meetings and passes it up.
    2. The coordinator of the council finds it among those that lie with the council, takes it up
       and passes it to the ministry.
    3. The ministry's officer takes it up and answers; the council passes the answer down.
    4. The chair resolves it, looks at the text once more and publishes it.
    5. Somebody without an account reads what was said and what was done on the committee's page.
    """

    def desk(account):
        page = open_window(width).new_page()
        if account:
            sign_in(page, account)
        return Desk(page, language)

    chair, council, ministry = desk("chair"), desk("municipal-officer"), desk("mia-officer")
    local = Committee.objects.filter(
        kind="klsp", seats__memberships__person__user__email=address("chair")
    ).earliest("pk")

    number = enter(chair, local, RAISED[language])
    assert axe(chair.page) == []
    chair.step(number, "refer", comment=WHY)
    assert WHY in chair.text

    council.open("concerns/?mine=on")
    council.page.click(f'main a[href="/{language}/concerns/{number}/"]')
    assert axe(council.page) == []
    council.step(number, "take-up")
    council.open(f"concerns/{number}/refer/")
    council.page.check("[name=receiver][value='ministry:mia']")
    council.page.fill("[name=comment]", WHY)
    council.save()

    ministry.open("concerns/?mine=on")
    ministry.page.click(f'main a[href="/{language}/concerns/{number}/"]')
    ministry.step(number, "take-up")
    ministry.step(number, "answer", comment=DONE[language])

    council.open(f"concerns/{number}/answer/")
    # What the ministry said is there to be passed on.
    assert council.page.input_value("[name=comment]") == DONE[language]
    council.save()

    chair.open(f"concerns/{number}/resolve/")
    assert chair.page.input_value("[name=answer]") == DONE[language]
    chair.save()
    chair.open(f"concerns/{number}/publish/")
    assert axe(chair.page) == []
    if chair.page.locator("[name=is_reviewed]").count():
        chair.page.check("[name=is_reviewed]")
    chair.save()

    concern = Concern.objects.get(number=number)
    assert (concern.status, concern.holder_committee) == ("resolved", local)
    outcomes = [rung.outcome for rung in concern.referrals.in_order()]
    assert outcomes == ["answered", "answered"]

    visitor = desk(None)
    visitor.open(f"committees/{local.slug}/")
    visitor.page.click(f'a[href="/{language}/committees/{local.slug}/answered/"]')
    assert RAISED[language] in visitor.text
    assert DONE[language] in visitor.text
    assert WHY not in visitor.text
    assert axe(visitor.page) == []
    overflow = visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0


def enter(chair, local, words):
    """Enter a concern of the committee that may be published; return its number."""
    chair.open(f"committees/{local.slug}/concerns/")
    chair.page.click(f'a[href="/{chair.language}/committees/{local.slug}/concerns/new/"]')
    chair.page.fill("[name=description]", words)
    chair.page.check("[name=sensitivity][value=public]")
    with chair.page.expect_navigation():
        send(chair.page)
    if chair.page.locator("[name=is_new]").count():
        chair.page.check("[name=is_new]")
        chair.save()
    return chair.page.url.rstrip("/").rpartition("/")[2]
