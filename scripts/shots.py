#!/usr/bin/env python3
"""Take pictures of every kind of page, as each role sees it: `make shots`.

They lie in `var/shots/<role>/<page>-<language>-<width>.png`. Words behind the command choose by
role and page: `scripts/shots.py monitor dashboard`.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.browser import chromium  # noqa: E402 -- the folder above becomes importable only here

SHOTS = ROOT / "var" / "shots"
LANGUAGES = ("sq", "sr-latn", "en")
WIDTHS = (360, 1280)
HEIGHT = 800
SECONDS_TO_START = 30


def main(words):
    executable = chromium()
    if executable is None:
        return "No Chromium (Debian package: chromium)"
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= environment(Path(folder))
        subprocess.run([sys.executable, "manage.py", "prepare"], check=True)
        album = chosen(words)
        with served() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            for role, kinds, known in album:
                take(browser, address, role, kinds, known)
            browser.close()
    return None


def environment(folder):
    """Return the variables of a demonstration that lives in the folder, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'shots.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "DEMO": "true",
        "DEBUG": "false",
        "PRODUCTION": "false",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }


@contextlib.contextmanager
def served():
    """Serve the portal as `make run` does; end the server when the pictures are taken."""
    command = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn_conf.py"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://localhost:{os.environ['PORT']}"
    try:
        wait_for(f"{address}/healthz", server)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address, server):
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address).close()  # noqa: S310 -- our own loopback
            return
        time.sleep(0.2)
    sys.exit("The portal did not start.")


def chosen(words):
    """Return (role, its pages, what stands in their addresses) for the roles that are asked for."""
    django.setup()
    # The models can be imported only now.
    from tests.browser.pages import PAGES, examples  # noqa: PLC0415

    known = examples()
    roles = [word for word in words if word in PAGES] or list(PAGES)
    names = [word for word in words if word not in PAGES]
    return [
        (role, [kind for kind in PAGES[role] if not names or kind.name in names], known)
        for role in roles
    ]


def take(browser, address, role, kinds, known):
    folder = SHOTS / role
    folder.mkdir(parents=True, exist_ok=True)
    viewport = {"width": WIDTHS[0], "height": HEIGHT}
    window = browser.new_context(base_url=address, viewport=viewport)
    page = window.new_page()
    if role != "public":
        sign_in(page, role)
    for kind in kinds:
        for language in LANGUAGES:
            kind.open(page, language, known)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                path = folder / f"{kind.name}-{language}-{width}.png"
                page.screenshot(path=path, full_page=True)
                print(path.relative_to(ROOT), flush=True)
    window.close()


def sign_in(page, account):
    from portal.demo.sign_ins import PASSWORD, address  # noqa: PLC0415 -- as above

    page.goto("/en/accounts/login/")
    page.fill("[name=login]", address(account))
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/en/")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
