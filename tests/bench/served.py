"""What only a real server and a real browser show: memory of a worker, bytes on the wire."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from django.conf import settings
from playwright.sync_api import sync_playwright

REQUESTS = 60
CONNECTIONS, SECONDS = 8, 10


def report(say, year):
    """Serve the portal as `make run` does, visit it, and print memory and weight."""
    with serving() as (address, server):
        for _turn in range(REQUESTS):
            for path in (f"/en/figures/?year={year}", "/en/meetings/", "/en/committees/"):
                urllib.request.urlopen(address + path).read()  # noqa: S310 -- our own loopback
        for pid in workers(server.pid):
            own, shared_out = memory(pid)
            say(f"worker {pid}: {shared_out:.0f} MiB proportional, {own:.0f} MiB resident")
        number = per_second(address, f"/en/figures/?year={year}")
        say(f"{number:.0f} dashboards a second at {CONNECTIONS} connections (aim >= 100)")
        seen = weight(f"{address}/en/figures/?year={year}")
        say(f"first visit of the dashboard: {seen} (aim <= 150 kB; <= 100 MiB a worker)")


def per_second(address, path):
    """Return how often a page is served in a second to connections that stay open."""
    host, until, served = address.removeprefix("http://"), time.monotonic() + SECONDS, []

    def read():
        connection, number = http.client.HTTPConnection(host), 0
        while time.monotonic() < until:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            assert response.status == 200, response.status
            number += 1
        served.append(number)

    readers = [threading.Thread(target=read) for _reader in range(CONNECTIONS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return sum(served) / SECONDS


@contextlib.contextmanager
def serving():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn_conf.py", "portal.wsgi"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PORT": str(port), "HOST": "127.0.0.1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _try in range(100):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/healthz").read()  # noqa: S310
                break
            time.sleep(0.2)
        yield address, server
    finally:
        server.terminate()
        server.wait(20)


def workers(master):
    children = Path(f"/proc/{master}/task/{master}/children").read_text()
    return [int(pid) for pid in children.split()]


def memory(pid):
    """Return (resident, proportional) mebibytes of a process."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return tuple(
        int(re.search(rf"^{name}:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024
        for name in ("Rss", "Pss")
    )


def weight(address):
    """Return the bytes that a browser with an empty cache takes from the wire."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        return "not measured, no Chromium (package chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        sizes = []
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(address, wait_until="networkidle")
        browser.close()
    return f"{sum(sizes) / 1000:.0f} kB in {len(sizes)} files"
