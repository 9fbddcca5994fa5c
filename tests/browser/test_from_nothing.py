"""From an empty installation to a published year, with nothing but the documented commands.

Each person has a window of their own, gets in by the link of a mail that a local server caught, and
sees what they are shown. Takes about a minute for each language.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.utils import timezone

from tests import prepared
from tests.accounts.catcher import mail_server
from tests.browser.pages import send
from tests.files import PDF

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Ujëvara e bardhë 77"  # noqa: S105 -- of people who are invented below
ADMINISTRATORS = ("arta@forumi.example", "besa@forumi.example")
PEOPLE = """email,given_name,family_name,language,role,place
selia@forumi.example,Blerta,Hoti,{language},community_policing,
drejtori@forumi.example,Gazmend,Rexha,{language},general_director,
rajoni@forumi.example,Ilir,Gashi,{language},regional_director,prizren
komandanti@forumi.example,Besnik,Kelmendi,{language},station_commander,prizren
komuna@forumi.example,Zana,Krasniqi,{language},municipal_officer,Prizren
osbe@forumi.example,Anna,Berg,{language},osce_monitor,
mapl@forumi.example,Dren,Morina,{language},mlga_officer,
"""
MEMBERS = (
    ("Shpresa", "Gashi", "chair", "shpresa@forumi.example"),
    ("Lule", "Berisha", "secretary", "lule@forumi.example"),
    ("Agim", "Hoxha", "member", "agim@forumi.example"),
    ("Drita", "Bytyqi", "member", ""),
)
COUNCIL = "committees/kksb-prizren/"
LINK = re.compile(r"http://localhost:\d+/\S+/key/\S+")
SCAN = {"name": "letra.pdf", "mimeType": "application/pdf", "buffer": PDF}


class Installation:
    """A portal that was just installed, served as in production, and the mail that leaves it."""

    def __init__(self, folder, mail_port, caught):
        self.caught = caught
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "SITE_URL": self.url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "DELIVER_MAIL": "1",
            "DEMO": "false",
            "ADMINISTRATOR_PASSWORD": PASSWORD,
        }
        shutil.copy(prepared.sqlite_file(), folder / "db.sqlite3")
        for address in ADMINISTRATORS:
            self.command("create_administrator", address)

    def command(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)  # noqa: S603

    @contextmanager
    def serve(self):
        command = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn_conf.py"]
        server = subprocess.Popen(command, cwd=ROOT, env=self.environment)  # noqa: S603
        try:
            waited_for(self.answers)
            yield
        finally:
            server.terminate()
            server.wait()

    def answers(self):
        try:
            return urlopen(f"http://127.0.0.1:{self.port}/healthz").read() == b"ok"  # noqa: S310
        except OSError:
            return False

    def invited(self):
        """Return to whom the invitations went."""
        return sorted(mail["To"] for mail in self.caught if "invite.ics" in str(mail))

    def mails_to(self, address, about=""):
        """Return the texts of the mails to an address that hold the words."""
        texts = [
            mail.get_body(("plain",)).get_content() for mail in self.caught if mail["To"] == address
        ]
        return [text for text in texts if about in text]


def waited_for(ask, seconds=60):
    """Return the first answer that is not empty; fails when there is none in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ask():
            return found
        time.sleep(0.2)
    raise AssertionError("waited in vain")


class Person:
    """Somebody at a browser, in one language."""

    def __init__(self, page, language):
        self.page, self.language = page, language

    def open(self, path=""):
        """Open a page, with the password again where it is asked for; return what stands there."""
        self.page.goto(f"/{self.language}/{path}")
        self.prove()
        return self.page.inner_text("main")

    def prove(self):
        if "/reauthenticate/" in self.page.url:
            self.page.fill("[name=password]", PASSWORD)
            self.save()

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def choose(self, **fields):
        for name, value in fields.items():
            self.page.select_option(f"[name={name}]", value)

    def follow(self, part):
        """Follow the first link of the page whose address holds the part."""
        self.page.locator(f"main a[href*='{part}']").first.click()
        self.page.wait_for_load_state()
        self.prove()

    def save(self):
        """Send the form of the page; it must lead on."""
        before = self.page.url
        send(self.page)
        self.page.wait_for_url(lambda url: url != before)
        self.prove()
        assert self.page.locator(".c-error-summary").count() == 0

    def sign_in(self, address):
        self.open("accounts/login/")
        self.fill(login=address, password=PASSWORD)
        self.save()
        return self

    def enter_by(self, mails):
        """Follow the link of an invitation, and set a password."""
        (text,) = waited_for(mails)
        self.page.goto(LINK.search(text)[0])
        self.fill(password1=PASSWORD, password2=PASSWORD)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url(f"**/{self.language}/")
        return self


@pytest.fixture
def installation(tmp_path):
    with mail_server() as (port, caught):
        made = Installation(tmp_path, port, caught)
        with made.serve():
            yield made


@pytest.fixture
def desk(browser, installation):
    """Return a function that gives somebody a browser window at the installation."""
    windows = []

    def desk(width, language):
        window = browser.new_context(
            base_url=installation.url, viewport={"width": width, "height": 800}
        )
        window.set_default_timeout(15_000)
        windows.append(window)
        return Person(window.new_page(), language)

    yield desk
    for window in windows:
        window.close()


@pytest.mark.parametrize(("language", "width"), [("sq", 360), ("en", 1280)])
def test_from_nothing_to_a_published_year(language, width, installation, desk, axe):
    """Every role does its part, on pages that break no rule of accessibility."""

    def new():
        return desk(width, language)

    def invited(address):
        return new().enter_by(lambda: installation.mails_to(address, "/key/"))

    visitor = new()
    assert visitor.open() == visitor.open("figures/")
    assert axe(visitor.page) == []
    administrator = new().sign_in(ADMINISTRATORS[0])
    say_who_runs_it(administrator, axe)
    invite_everybody(administrator, new().sign_in(ADMINISTRATORS[1]), axe)
    officer = invited("komuna@forumi.example")
    register_the_council(officer, axe)
    secretary = give_access(officer, invited, axe)
    hold_a_meeting(secretary, installation, axe)
    found_a_committee({name: invited(f"{name}@forumi.example") for name in CHAIN}, invited, axe)
    publish_a_year(invited("osbe@forumi.example"), invited("mapl@forumi.example"), axe)
    administrator.open("first-steps/")
    administrator.follow("/publisher/open/")
    administrator.save()
    find_the_village(visitor, axe)


CHAIN = ("komandanti", "rajoni", "selia", "drejtori")


def say_who_runs_it(administrator, axe):
    administrator.open()
    administrator.follow("/first-steps/")
    assert axe(administrator.page) == []
    administrator.follow("/publisher/")
    administrator.fill(
        name_sq="Ministria e Punëve të Brendshme",
        name_sr="Ministarstvo unutrašnjih poslova",
        name_en="Ministry of Internal Affairs",
        email="forume@mpb.example",
    )
    administrator.save()


def invite_everybody(administrator, other, axe):
    """Load a file of people; what it gives is confirmed by the other administrator."""
    administrator.open("accounts/users/")
    administrator.follow("kind=accounts")
    file = PEOPLE.format(language=administrator.language)
    administrator.page.set_input_files(
        "[name=file]",
        {"name": "njerezit.csv", "mimeType": "text/csv", "buffer": file.encode()},
    )
    administrator.save()
    assert axe(administrator.page) == []
    administrator.save()
    other.open("accounts/roles/confirm/")
    assert axe(other.page) == []
    for box in other.page.locator("[name=grants]").all():
        box.check()
    other.save()


def register_the_council(officer, axe):
    officer.open("committees/new/")
    officer.choose(kind="kksb")
    officer.page.select_option("[name=municipality]", index=1)
    officer.fill(
        name_sq="KKSB Prizren",
        name_sr="OSBZ Prizren",
        name_en="MCSC Prizren",
        established_on="2025-01-15",
        act="Vendim 1/2025",
    )
    officer.save()
    for number, (given_name, family_name, office, email) in enumerate(MEMBERS, start=1):
        officer.open(f"{COUNCIL}members/new/")
        officer.fill(
            given_name=given_name,
            family_name=family_name,
            email=email,
            from_on="2025-01-15",
            act="Vendim 2/2025",
        )
        officer.choose(office=office)
        officer.page.select_option("[name=capacity]", index=number + 1)
        officer.save()
    assert axe(officer.page) == []


def give_access(officer, invited, axe):
    """The noted address is proposed; the secretary follows the mail."""
    officer.page.locator("tr, li").filter(has_text="Lule Berisha").locator(
        "a[href*='/members/']"
    ).first.click()
    officer.follow("/access/")
    assert officer.page.input_value("[name=email]") == "lule@forumi.example"
    assert axe(officer.page) == []
    officer.choose(language=officer.language)
    officer.save()
    return invited("lule@forumi.example")


def hold_a_meeting(secretary, installation, axe):
    """Plan, convene, log, write, approve and publish a meeting of today; log one of last year."""
    secretary.open(f"{COUNCIL}meetings/plan/")
    today = timezone.localdate().isoformat()
    secretary.fill(starts_on=today, start_time="10:00", place="Salla e Kuvendit")
    secretary.save()
    meeting = secretary.page.url.partition(f"/{secretary.language}/")[2]
    secretary.follow("/step/convene/")
    reached = sorted(email for *_name, email in MEMBERS if email)
    numbers = [
        re.findall(r"\d+", text) for text in secretary.page.locator("main p").all_inner_texts()
    ]
    assert [str(len(reached))] in numbers
    assert axe(secretary.page) == []
    secretary.save()
    waited_for(lambda: installation.invited() == reached)
    secretary.open(f"{meeting}report/")
    for name in ("attendance_1", "attendance_2", "attendance_3"):
        secretary.page.locator(f"[name={name}]").first.check(force=True)
    secretary.fill(agenda="Siguria rreth shkollave", summary="U fol për ndriçimin.")
    secretary.save()
    secretary.follow("/minutes/")
    secretary.page.locator("[name^=text_]").first.fill("U vendos të kërkohet ndriçim.")
    secretary.save()
    secretary.follow("/minutes/approve/")
    secretary.fill(approved_on=today)
    secretary.save()
    secretary.follow("/minutes/publish/")
    secretary.save()
    assert axe(secretary.page) == []
    secretary.open(f"{COUNCIL}meetings/log/")
    secretary.fill(starts_on=f"{timezone.localdate().year - 1}-06-10", place="Salla e Kuvendit")
    secretary.save()


def found_a_committee(chain, invited, axe):
    """The commander files what citizens ask for; the levels above approve; its chair gets in."""
    commander = chain["komandanti"]
    commander.open("requests/new/")
    commander.page.check("[name=route][value=citizens]")
    commander.save()
    number = commander.page.url.rstrip("/").rpartition("/")[2]
    parts = {
        "area": {
            "places": "Krushë e Vogël",
            "name_sq": "KLSP Krushë e Vogël",
            "name_sr": "LOJB Mala Kruša",
        },
        "reasons": {"reasons": "Vjedhje në fshat."},
        "letter": {"letter_on": "2026-01-12", "signatories": "64", "contact_name": "Arta Shala"},
    }
    for part, fields in parts.items():
        commander.open(f"requests/{number}/part/{part}/")
        commander.fill(**fields)
        if part == "letter":
            commander.page.set_input_files("[name=upload]", SCAN)
        commander.save()
    for family_name, office in (("Shala", "chair"), ("Polici", "police")):
        commander.open(f"requests/{number}/members/new/")
        commander.fill(given_name="Arta", family_name=family_name)
        commander.choose(office=office)
        commander.save()
    commander.open(f"requests/{number}/")
    commander.follow("/step/submit/")
    commander.save()
    assert axe(commander.page) == []
    for name, move in (("rajoni", "forward"), ("selia", "forward"), ("drejtori", "approve")):
        level = chain[name]
        level.open()
        level.follow(f"/requests/{number}/")
        with level.page.expect_navigation():
            level.page.click(f"button[formaction$='/step/{move}/']")
    headquarters = chain["selia"]
    headquarters.open(f"requests/{number}/")
    headquarters.follow("/committees/klsp-")
    headquarters.page.locator("tr, li").filter(has_text="Arta Shala").locator(
        "a[href*='/members/']"
    ).first.click()
    headquarters.follow("/access/")
    headquarters.fill(email="kryesuesja@forumi.example")
    headquarters.choose(language=headquarters.language)
    headquarters.save()
    chair = invited("kryesuesja@forumi.example")
    assert "Krushë e Vogël" in chair.open()
    assert axe(chair.page) == []


def publish_a_year(monitor, ministry, axe):
    monitor.open("figures/editions/new/")
    monitor.choose(kind="kksb")
    monitor.fill(year=str(timezone.localdate().year - 1))
    monitor.save()
    monitor.follow("/step/submit/")
    monitor.save()
    edition = monitor.page.url.partition(f"/{monitor.language}/")[2]
    ministry.open(edition)
    ministry.follow("/step/publish/")
    ministry.save()
    assert axe(ministry.page) == []


def find_the_village(visitor, axe):
    visitor.open()
    visitor.page.fill("[name=q]", "krusha e vogel")
    visitor.page.press("[name=q]", "Enter")
    visitor.page.wait_for_url("**/find/**")
    assert axe(visitor.page) == []
    visitor.follow("/committees/klsp-")
    assert "Krushë e Vogël" in visitor.page.inner_text("h1")
    # The minutes of the council are open, and last year's figures are published.
    visitor.open(f"{COUNCIL}meetings/")
    visitor.follow(f"/{COUNCIL}meetings/")
    assert axe(visitor.page) == []
    assert str(timezone.localdate().year - 1) in visitor.open("figures/editions/")
