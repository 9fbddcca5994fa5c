"""The payment list: the same sums as PDF in three languages, and as CSV, XLSX and JSON."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from compensation.actions import record_payments

# What the papers say comes from a few plain rows; setting them takes long.
pytestmark = pytest.mark.once


def page(name, run, **more):
    return reverse(
        f"compensation:{name}", kwargs={"committee": run.committee.slug, "pk": run.pk, **more}
    )


@pytest.fixture
def keeper(client, officer, council, closed):
    member = council.members["Shpresa"]
    record_payments(
        closed, membership=member, paid_on=date(2026, 4, 1), reference="Nr. 1", by=officer
    )
    client.force_login(officer)
    return client


@pytest.mark.parametrize(
    ("language", "title", "signature", "amount"),
    [
        ("en", "Payment list", "Chairperson", "70.50 €"),
        ("sq", "Lista e pagesave", "Kryesuesi", "70,50 €"),
        ("sr-latn", "Spisak isplata", "Predsedavajući", "70,50 €"),
    ],
)
def test_pdf_in_three_languages(keeper, closed, language, title, signature, amount):
    response = keeper.get(page("paper", closed), {"language": language})
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="KOMP-2026-0001.pdf"' in response["Content-Disposition"]
    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    for words in (
        *("KOMP-2026-0001", "KKSB Këtu", title, signature, amount, "Arta Paguari"),
        "made for a test",
        "17.02.2026",
    ):
        assert words in text, words
    assert "Mira" not in text
    assert reader.trailer["/Root"]["/Lang"] == {"sr-latn": "sr"}.get(language, language)
    assert AuditEvent.objects.latest("pk").detail == {"paper": "payment_list"}


def test_language_that_the_portal_does_not_speak_is_no_page(keeper, closed):
    assert keeper.get(page("paper", closed), {"language": "fr"}).status_code == 404


def test_files_add_up_to_the_run(keeper, closed):
    sheet = keeper.get(page("list", closed, extension="csv"))
    rows = list(csv.DictReader(io.StringIO(sheet.text)))
    assert [(row["member"], row["meetings"], row["due"], row["open"]) for row in rows] == [
        ("Shpresa Fshehtina", "1", "10.50", "0.00"),
        ("Arta Paguari", "3", "60.00", "60.00"),
    ]
    assert sum(Decimal(row["due"]) for row in rows) == closed.total
    assert json.loads(keeper.get(page("list", closed, extension="json")).text) == rows
    book = openpyxl.load_workbook(
        io.BytesIO(keeper.get(page("list", closed, extension="xlsx")).content)
    )
    due = [row[8].value for row in book.active.iter_rows(min_row=2)]
    assert sum(Decimal(str(value)) for value in due) == closed.total
    events = AuditEvent.objects.filter(action="export.payment_list")
    assert [event.detail["format"] for event in events.order_by("pk")] == ["csv", "json", "xlsx"]
    assert keeper.get(page("list", closed, extension="exe")).status_code == 404


def test_draft_has_no_list(council, keeper):
    draft = council.run(from_on=date(2026, 4, 1), until_on=date(2026, 5, 31))
    for url in (page("paper", draft), page("list", draft, extension="csv")):
        assert keeper.get(url).status_code == 404
