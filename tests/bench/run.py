"""The pages and writes that are measured, and how."""

import argparse
import csv
import math
import statistics
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from committees.models import Committee, Membership
from meetings.importing.run import import_file
from meetings.models import Attendance, Meeting
from portal.demo.sign_ins import SIGN_INS
from reports.dashboard import Dashboard
from reports.indicators import COUNCILS
from reports.models import YearlyFigures
from tests.bench import served, statements

REPEATS = 15
ROWS = 5000


def say(text=""):
    print(text, flush=True)  # noqa: T201 -- the report of the command


def median(work, repeats=REPEATS):
    """Return the median milliseconds of calling `work`, after one call to warm up."""
    work()
    times = []
    for _turn in range(repeats):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


@contextmanager
def undone():
    """A transaction that leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build(scale):
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    start = time.perf_counter()
    call_command("load_demo", "--scale", str(scale), verbosity=0)
    if connection.vendor == "postgresql":
        # A server that has been up for a while has done this by itself.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    say(
        f"load_demo --scale {scale:g}: {time.perf_counter() - start:.0f} s, "
        f"{Committee.objects.count():,} committees, {Meeting.objects.count():,} meetings, "
        f"{Attendance.objects.count():,} attendance rows"
    )


def signed_in(part):
    """Return a client of the demonstration account whose address begins so."""
    email = next(entry.email for entry in SIGN_INS if entry.email.startswith(part))
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(email=email))
    return client


def dashboard_by_hand(year, kind="kksb"):
    with connection.cursor() as cursor:
        for of_year in (year - 1, year):
            last = date(of_year, 12, 31)
            facts = {
                "kind": kind,
                "year": of_year,
                "first": date(of_year, 1, 1),
                "last": last,
                "day": min(last, timezone.localdate()),
            }
            for statement in statements.DASHBOARD:
                cursor.execute(statement, facts)
                cursor.fetchall()
        for statement in (*statements.FLAGS, statements.PLANNED):
            cursor.execute(statement, facts)
            cursor.fetchall()


def dashboards(monitor, year, hello, kind="kksb"):
    """Print what the dashboard costs: kept, computed anew, for the first reader after a writing."""
    by_hand = median(lambda: dashboard_by_hand(year, kind))
    say(f"the figures of the dashboard of {kind} in plain SQL: {by_hand:.1f} ms")
    address = f"/en/figures/?kind={kind}&year={year}"
    taken = page(monitor, address, hello, "from facts; aim <= 0.6 x SQL, <= 40 x hello")
    say(f"  from facts / SQL = {taken / by_hand:.2f}")
    # The identity of a live dashboard is made of all its figures.
    anew = median(lambda: Dashboard(kind, year, indicators=COUNCILS, live=True).identity)
    say(f"the same figures computed anew: {anew:.1f} ms, / SQL = {anew / by_hand:.2f} (aim <= 2)")
    live = page(monitor, f"{address}&live=1", hello, "live, with the page around it")
    say(f"  live page / SQL = {live / by_hand:.2f}")

    def first():
        YearlyFigures.objects.all().delete()
        caches["pages"].clear()
        monitor.get(address)

    cold = median(first, 5)
    say(f"  nothing kept: {cold:.0f} ms, / SQL = {cold / by_hand:.2f}")
    return taken


def page(client, address, hello, aim):
    """Print the cost of a page; return its milliseconds."""

    def ask():
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    with CaptureQueriesContext(connection) as queries:
        ask()
        asked = len(queries)
    taken = median(ask)
    cost = f"{taken:8.1f} ms {taken / hello:6.1f} x hello {asked:3} queries"
    say(f"{address[:66]:66} {cost}   {aim}")
    return taken


def roster():
    """Return a council whose roster has at least twelve members today, and twelve of them."""
    today = timezone.localdate()
    for council in Committee.objects.filter(kind="kksb", status="active").order_by("pk"):
        members = list(Membership.objects.of(council).in_force(today)[:12])
        if len(members) == 12:
            return council, members
    raise SystemExit("No council has twelve members: nothing to log.")


def log_by_page(client, council, members):
    data = {
        "kind": "regular",
        "starts_on": timezone.localdate().isoformat(),
        "precision": "day",
        "place": "Salla",
        "concerns-TOTAL_FORMS": "0",
        "concerns-INITIAL_FORMS": "0",
    } | {f"attendance_{member.pk}": "present" for member in members}
    with undone():
        response = client.post(f"/en/committees/{council.slug}/meetings/log/", data)
        assert response.status_code == 302, response.content[:2000]


def log_by_hand(council, members):
    with undone(), connection.cursor() as cursor:
        cursor.execute(
            statements.MEETING,
            {"committee": council.pk, "day": timezone.localdate(), "external_id": ""},
        )
        (meeting,) = cursor.fetchone()
        for member in members:
            cursor.execute(statements.ATTENDANCE, [meeting, member.pk])


def import_rows(content):
    with undone():
        report = import_file("meetings", "bench.csv", content, user=None, dry_run=False)
        assert not report.problems, report.problems[:3]


def import_by_hand(rows):
    with undone(), connection.cursor() as cursor:
        for row in rows:
            cursor.execute(statements.MEETING, row)


def spreadsheet(councils):
    """Return 5,000 meetings as a file, and the same as parameters of a statement."""
    days = [f"{2000 + index % 15}-{1 + index % 12:02}-10" for index in range(ROWS)]
    lines = [
        (f"B{index}", f"kksb:{councils[index % len(councils)].municipality.code}", day)
        for index, day in enumerate(days)
    ]
    with tempfile.NamedTemporaryFile("w", newline="", suffix=".csv", delete=False) as file:
        writer = csv.writer(file)
        writer.writerow(["external_id", "committee", "date", "status", "topics"])
        writer.writerows([*line, "held", "Raporti; Të ndryshme"] for line in lines)
    content = Path(file.name).read_bytes()
    Path(file.name).unlink()
    return content, [
        {"external_id": f"H{index}", "committee": councils[index % len(councils)].pk, "day": day}
        for index, day in enumerate(days)
    ]


def growth(scale):
    """Print how the cost of the dashboard grows with the country: the exponent of the scale."""
    year, taken = timezone.localdate().year, {}
    for size in (1, scale):
        call_command("migrate", verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
        build(size)
        monitor = signed_in("monitor")
        hello = median(lambda: monitor.get("/hello/"), 200)  # noqa: B023 -- called at once
        for kind in ("kksb", "klsp"):
            taken[kind, size] = dashboards(monitor, year, hello, kind)
    for kind in ("kksb", "klsp"):
        exponent = math.log(taken[kind, scale] / taken[kind, 1], scale)
        say(f"{kind}: grows with an exponent of {exponent:.2f} (aim <= 0.15)")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, help="compare the dashboard at this size with 1")
    if scale := parser.parse_args().scale:
        growth(scale)
    else:
        everything()


def everything():
    build(1)
    year = timezone.localdate().year
    monitor, keeper = signed_in("monitor"), signed_in("administrator")
    hello = median(lambda: monitor.get("/hello/"), 200)
    say(f"hello, world through the same middleware: {hello:.2f} ms")
    dashboards(monitor, year, hello)
    page(
        monitor,
        f"/en/meetings/?year={year - 1}&status=held&municipality=20&q=prizren",
        hello,
        "aim <= 45 x, <= 8 queries",
    )
    page(monitor, "/en/meetings/", hello, "aim <= 45 x, <= 8 queries")
    page(monitor, "/en/committees/?kind=klsp", hello, "aim <= 45 x, <= 8 queries")
    page(monitor, "/en/committees/?kind=kksb", hello, "aim <= 45 x, <= 8 queries")
    for path in (
        f"/en/figures/follow-up/?kind=kksb&year={year}",
        "/en/concerns/",
        "/en/concerns/?q=ndrcim",
        "/en/concerns/map/",
        "/en/actions/",
        "/en/plans/",
    ):
        page(monitor, path, hello, "")
    council, members = roster()
    page(monitor, f"/en/committees/{council.slug}/", hello, "")
    logged = median(lambda: log_by_page(keeper, council, members), 8)
    plain = median(lambda: log_by_hand(council, members), 8)
    say(f"log a meeting, 12 attendance rows: {logged:.0f} ms, {logged / hello:.0f} x hello,")
    say(f"  {logged / plain:.1f} x SQL")
    content, rows = spreadsheet(
        list(Committee.objects.filter(kind="kksb").select_related("municipality"))
    )
    imported = median(lambda: import_rows(content), 3)
    plain = median(lambda: import_by_hand(rows), 3)
    say(f"import {ROWS:,} meetings: {imported / 1000:.1f} s, {imported / plain:.1f} x SQL")
    served.report(say, year)
