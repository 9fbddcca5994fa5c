"""The way of a request, from a village's letter to the decision, in front of five people."""

import pytest

from establishment.models import EstablishmentRequest
from tests.browser.pages import send
from tests.files import PDF

pytestmark = pytest.mark.browser

SCAN = {"name": "letra.pdf", "mimeType": "application/pdf", "buffer": PDF}
REASON = "Mungon mbledhja e banorëve"
CORRECTED = "Vjedhje në lagje; banorët u mblodhën më 1 qershor."


class Desk:
    """One signed-in person at one request, in one language."""

    def __init__(self, page, language):
        self.page = page
        self.language = language

    def open(self, path=""):
        self.page.goto(f"/{self.language}/{path}")

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def save(self):
        """Send the form of the page; the portal answers with another page."""
        before = self.page.url
        send(self.page)
        self.page.wait_for_url(lambda url: url != before)

    def decide(self, number, move):
        """Press the button of the move on the page of the request, and wait for the answer."""
        with self.page.expect_navigation():
            self.page.click(f'button[formaction="/{self.language}/requests/{number}/step/{move}/"]')

    def steps(self, number, move):
        """Open the page of a step from the page of the request, and take it."""
        self.page.click(f'a[href="/{self.language}/requests/{number}/step/{move}/"]')
        self.save()


@pytest.mark.parametrize(("language", "width"), [("sq", 360), ("sr-latn", 1280), ("en", 1280)])
def test_request_climbs_the_chain_and_founds_a_committee(
    language, width, open_window, sign_in, axe
):
    """From the letter of a village to the letter of the General Director.

    1. The officer of the station enters the residents' letter page by page and submits.
    2. The commander finds the request in the work list and approves.
    3. The regional director returns it; without a reason the page asks for one.
    4. The officer corrects the reasons and submits again; the director sees what changed.
    5. The director, headquarters and the General Director approve; the committee is founded.
    6. Somebody without an account opens the check page of the letter, drops the file there, and
       is told whether it is unaltered.
    """

    def desk(account):
        page = open_window(width).new_page()
        sign_in(page, account)
        return Desk(page, language)

    officer, commander = desk("station-officer"), desk("station-commander")
    director, headquarters = desk("regional-director"), desk("community-policing")
    general = desk("general-director")

    number = enter_letter(officer, language)
    assert axe(officer.page) == []
    officer.steps(number, "submit")
    detail = f"requests/{number}/"

    commander.open()
    commander.page.click(f'a[href="/{language}/{detail}"]')
    assert axe(commander.page) == []
    commander.decide(number, "forward")

    director.open(detail)
    director.decide(number, "return")
    assert director.page.locator(".c-error-summary").count() == 1
    director.fill(comment=REASON)
    director.save()

    officer.open(detail)
    assert REASON in officer.page.inner_text("main")
    officer.page.click(f'a[href="/{language}/{detail}part/reasons/"]')
    officer.fill(reasons=CORRECTED)
    officer.save()
    officer.steps(number, "resubmit")

    director.open(detail)
    assert CORRECTED in director.page.inner_text(".c-table td >> nth=1")
    assert axe(director.page) == []
    director.decide(number, "forward")
    headquarters.open(detail)
    headquarters.decide(number, "forward")
    general.open(detail)
    general.decide(number, "approve")

    request = EstablishmentRequest.objects.get(number=number)
    assert (request.status, request.round) == ("approved", 2)
    general.open(detail)
    assert request.decision.number in general.page.inner_text("main")
    with general.page.expect_download() as download:
        general.page.click(f'a[hreflang="{language}"][href$=".pdf"]')
    letter = download.value.path().read_bytes()
    assert letter == bytes(request.decision.letters.get(language=language).pdf)

    officer.open(f"committees/{request.committee.slug}/")
    assert request.committee.registry_number in officer.page.inner_text("main")
    check_letter(Desk(open_window(width).new_page(), language), request, letter, axe)


def enter_letter(officer, language):
    """Write the draft page by page; return the number of the request."""
    officer.open("requests/")
    officer.page.click(f'a[href="/{language}/requests/new/"]')
    officer.page.check("[name=route][value=citizens]")
    officer.save()
    number = officer.page.url.rstrip("/").rpartition("/")[2]
    parts = {
        "area": {
            "places": f"Lagja e Re {language}",
            "name_sq": f"KLSP Lagja e Re {language}",
            "name_sr": f"LOJB Novo Naselje {language}",
        },
        "reasons": {"reasons": "Vjedhje në lagje."},
        "letter": {
            "letter_on": "2026-01-12",
            "signatories": "64",
            "contact_name": "Arta Shembulli",
        },
    }
    for part, fields in parts.items():
        officer.page.click(f'a[href="/{language}/requests/{number}/part/{part}/"]')
        officer.fill(**fields)
        if part == "letter":
            officer.page.set_input_files("[name=upload]", SCAN)
        officer.save()
    officer.page.click(f'a[href="/{language}/requests/{number}/members/"]')
    for family_name, office in (("Kryesuesja", "chair"), ("Polici", "police")):
        officer.page.click(f'a[href="/{language}/requests/{number}/members/new/"]')
        officer.fill(given_name="Drita", family_name=family_name)
        officer.page.select_option("[name=office]", office)
        officer.save()
    officer.open(f"requests/{number}/")
    return number


def check_letter(visitor, request, letter, axe):
    """Open the check page without an account, with the letter and with one byte of it changed."""
    visitor.open(f"check/{request.decision.code}/")
    assert request.decision.number in visitor.page.inner_text("main")
    assert axe(visitor.page) == []
    altered = letter[:-20] + bytes([letter[-20] ^ 1]) + letter[-19:]
    for content, tone in ((letter, "ok"), (altered, "bad")):
        visitor.page.set_input_files(
            "[name=upload]",
            {"name": "letra.pdf", "mimeType": "application/pdf", "buffer": content},
        )
        visitor.page.click("main form button[type=submit]")
        visitor.page.wait_for_selector(f".c-alert--{tone}")
