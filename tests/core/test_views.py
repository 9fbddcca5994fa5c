"""What the views share: exports without formulas, chips, pages, the history of a record."""

import csv
import io
import json
from contextlib import closing

import openpyxl
import pytest
from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse

from committees.exporting import CommitteeResource
from committees.models import Committee
from core import views
from core.views import defused, export_response, versions_of
from tests.factories.committees import CommitteeFactory
from tests.factories.meetings import MeetingFactory

FORMULA = '=HYPERLINK("http://evil.example","x")'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+383 44", "'+383 44"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("KKSB Prizren", "KKSB Prizren"),
        ("", ""),
        (-2, -2),
        (None, None),
    ],
)
def test_formula_becomes_text(value, expected):
    assert defused(value) == expected


def export(extension, rows):
    return export_response(CommitteeResource(), rows, "forumi-klsp", extension)


@pytest.fixture
def dangerous(db):
    CommitteeFactory(name_sq=FORMULA, name_sr="-1+2", act="@SUM(1)")
    return Committee.objects.with_state_on("2026-06-15")


def test_csv_holds_no_formula(dangerous):
    response = export("csv", dangerous)
    [row] = csv.DictReader(io.StringIO(response.content.decode()))
    assert (row["name_sr"], row["act"]) == ("'-1+2", "'@SUM(1)")
    assert not row["name_sq"].startswith("=")
    assert row["name_sq"].endswith(FORMULA[1:])
    assert response["Content-Disposition"] == 'attachment; filename="forumi-klsp.csv"'


def test_xlsx_holds_no_formula(dangerous):
    sheet = openpyxl.load_workbook(io.BytesIO(export("xlsx", dangerous).content)).active
    head, row = sheet.iter_rows(values_only=True)
    cells = dict(zip(head, row, strict=True))
    assert (cells["name_sr"], cells["act"]) == ("'-1+2", "'@SUM(1)")
    assert cells["name_sq"].endswith(FORMULA[1:])
    assert not [cell for cell in sheet[2] if cell.data_type == "f"]


def test_json_is_no_spreadsheet_and_keeps_the_text(dangerous):
    [row] = json.loads(export("json", dangerous).content)
    assert (row["name_sr"], row["act"]) == ("-1+2", "@SUM(1)")


def test_fault_in_the_last_row_is_told_before_anything_is_sent(dangerous):
    def rows():
        yield from dangerous
        raise LookupError

    with pytest.raises(LookupError):
        export("csv", rows())


def test_large_file_is_read_from_the_disk(dangerous, monkeypatch):
    whole = export("csv", dangerous)
    monkeypatch.setattr(views, "MOST_IN_MEMORY", 10)
    with closing(export("csv", dangerous)) as answer:
        assert answer.streaming
        assert answer.getvalue() == whole.content
        assert answer["Content-Type"] == whole["Content-Type"] == "text/csv"
        assert answer["Content-Disposition"] == whole["Content-Disposition"]


def test_unknown_format_is_no_page(dangerous):
    with pytest.raises(Http404):
        export("exe", dangerous)


def test_history_tells_who_when_why_and_what(world):
    officer = world.person("municipal_officer")
    committee = world.klsp
    committee.name_sq = "KLSP e riemërtuar"
    committee._history_user = officer
    committee._change_reason = "a new name"
    committee.save()
    newest, oldest = versions_of(committee, officer)
    assert (newest["who"], newest["reason"]) == (officer, "a new name")
    assert newest["changes"] == [
        {
            "label": "name in Albanian",
            "before": "KLSP Lagjja",
            "after": "KLSP e riemërtuar",
        }
    ]
    assert (oldest["who"], oldest["changes"]) == ("the import or the system", [])


def test_history_shows_choices_and_booleans_in_words(world):
    meeting = MeetingFactory(committee=world.kksb, planned=True)
    meeting.kind, meeting.incident_discussed = "residents", True
    meeting.save()
    newest = versions_of(meeting, world.person("chair"))[0]
    changes = {row["label"]: (row["before"], row["after"]) for row in newest["changes"]}
    assert changes == {
        "kind": ("regular meeting", "meeting with residents"),
        "a security incident or a community's concern was discussed": (None, "yes"),
    }


@pytest.mark.parametrize(("asked", "shown"), [("99", 2), ("0", 2), ("abc", 1), ("", 1), ("2", 2)])
def test_page_that_does_not_exist_shows_the_nearest(client, world, asked, shown):
    MeetingFactory.create_batch(51, committee=world.kksb)
    page = client.get(reverse("meetings:list"), {"committee": world.kksb.slug, "page": asked})
    assert page.context["page_obj"].number == shown
    assert isinstance(page.context["paginator"], Paginator)
    assert len(page.context["object_list"]) == {1: 50, 2: 1}[shown]


def test_each_chip_takes_its_own_filter_away(client, world):
    asked = {"committee": world.kksb.slug, "year": "2025", "kind": "", "page": "3"}
    chips = client.get(reverse("meetings:list"), asked).context["chips"]
    assert [(chip["label"], chip["remove_url"]) for chip in chips] == [
        (f"Committee: {world.kksb.slug}", "?year=2025&kind="),
        ("Year: 2025", f"?committee={world.kksb.slug}&kind="),
    ]
