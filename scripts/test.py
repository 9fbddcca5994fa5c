#!/usr/bin/env python3
"""Run every test: on SQLite, on PostgreSQL, in the browser; say at the end what ran.

Arguments go to pytest in all three runs: `scripts/test.py tests/meetings -k quorum`.
A machine without PostgreSQL or Chromium skips that run; with CI=true it fails instead.
Every run has two workers. Tests marked `once`, which no database can answer differently, are left
to the run on SQLite.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import with_postgres

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.browser import chromium  # noqa: E402 -- the folder above becomes importable only here

NOTHING_COLLECTED = 5
# Tests are handed out in their order, so that those that empty the tables stay the last ones.
WORKERS = ["-n", "2"]
# The tests bring their own settings; a developer's .env must not change what they see.
ENVIRONMENT = {
    "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'test.sqlite3'}",
    "DEBUG": "false",
    "PRODUCTION": "false",
    "SECRET_KEY": "of-the-tests-and-nothing-else",
    "SITE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
    "CSRF_TRUSTED_ORIGINS": "",
    "EMAIL_URL": "consolemail://",
    "LOG_LEVEL": "ERROR",
}


@dataclass
class Result:
    """What came of one run."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    note: str = ""

    def __str__(self):
        if self.note:
            return f"{self.name:<11} {self.note}"
        return f"{self.name:<11} {counts(self)} in {self.seconds:.0f} s"


def main(arguments):
    in_ci = os.environ.get("CI", "").lower() == "true"
    postgres = [sys.executable, "scripts/with_postgres.py"]
    has_postgres = with_postgres.server_programs() is not None
    has_browser = chromium() is not None
    results = [run("SQLite", [], "not browser", arguments)]
    if has_postgres:
        results.append(run("PostgreSQL", postgres, "not browser and not once", arguments))
    else:
        results.append(absent("PostgreSQL", with_postgres.MISSING, in_ci=in_ci))
    if has_browser:
        beside = postgres if has_postgres else []
        results.append(run("Browser", beside, "browser", arguments))
    else:
        results.append(absent("Browser", "no Chromium (Debian package: chromium)", in_ci=in_ci))
    print("\n" + "\n".join(map(str, results)))
    total = Result(
        "",
        passed=sum(result.passed for result in results),
        failed=sum(result.failed for result in results),
        skipped=sum(result.skipped for result in results),
    )
    print(counts(total))
    return 1 if total.failed or not total.passed else 0


def run(name, beside, marked, arguments):
    """Run pytest once and count from its report."""
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        pytest = [sys.executable, "-m", "pytest", "-q", "-m", marked, *WORKERS]
        command = [*beside, *pytest, f"--junitxml={report}"]
        env = {**os.environ, **ENVIRONMENT}
        code = subprocess.run([*command, *arguments], cwd=ROOT, env=env).returncode
        result = read_report(report, name)
    result.seconds = time.monotonic() - started
    if code == NOTHING_COLLECTED and arguments:
        result.note = "nothing selected"
    elif code and not result.failed:
        # A crash or an error of usage leaves no failed test behind.
        result.failed = 1
        what = "no tests found" if code == NOTHING_COLLECTED else f"broke off with exit code {code}"
        result.note = f"FAILED: {what}"
    return result


def read_report(report, name):
    result = Result(name)
    if report.exists():
        for suite in ElementTree.parse(report).iter("testsuite"):  # noqa: S314 -- pytest wrote it
            failed = int(suite.get("failures")) + int(suite.get("errors"))
            skipped = int(suite.get("skipped"))
            result.failed += failed
            result.skipped += skipped
            result.passed += int(suite.get("tests")) - failed - skipped
    return result


def absent(name, reason, *, in_ci):
    """Return the result of a run that this machine cannot do."""
    if in_ci:
        return Result(name, failed=1, note=f"FAILED: {reason}")
    return Result(name, note=f"skipped: {reason}")


def counts(result):
    return f"{result.passed} passed, {result.failed} failed, {result.skipped} skipped"


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
