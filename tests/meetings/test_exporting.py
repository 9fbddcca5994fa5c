"""Meetings as files: the columns of the import, no names, no formulas, as many rows as are seen."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from meetings.exporting import MeetingResource
from tests.factories.committees import MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.places import CommunityFactory
from tests.roles import HIDDEN_NAME

FORMULA = "=cmd|' /C calc'!A1"


@pytest.fixture
def meeting(world):
    row = MeetingFactory(
        committee=world.kksb,
        place="+383 38",
        agenda=[FORMULA, "Ndriçimi"],
        starts_on=date(2023, 5, 1),
        precision="month",
        incident_discussed=False,
        external_id="@OSCE-1",
        chaired_as="mayor",
        chaired_by=MembershipFactory(
            committee=world.kksb, person__given_name="Kryetari", person__family_name="Fshehur"
        ),
    )
    row.communities_affected.set([CommunityFactory(code="code-of-it")])
    return row


def export(client, kind, **asked):
    return client.get(reverse("meetings:export", args=[kind]), asked)


def read(response, kind):
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(response.content.decode())))
    if kind == "json":
        return json.loads(response.content)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_row_says_what_is_known_and_names_nobody(client, world, meeting, kind):
    response = export(client, kind, committee=world.kksb.slug)
    [row] = read(response, kind)
    assert list(row) == list(MeetingResource._meta.export_order)
    assert (row["date"], row["committee"], row["municipality"]) == (
        "2023-05",
        "KKSB Këtu",
        world.here.code,
    )
    assert (row["chaired_by"], row["incident_discussed"], row["communities_affected"]) == (
        "mayor",
        "no",
        "code-of-it",
    )
    assert "Kryetari" not in str(row)
    assert HIDDEN_NAME not in str(row)
    assert response["Content-Disposition"] == f'attachment; filename="forumi-meetings.{kind}"'


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula(client, meeting, kind):
    [row] = read(export(client, kind), kind)
    assert (row["place"], row["external_id"]) == ("'+383 38", "'@OSCE-1")
    assert not [cell for cell in row.values() if str(cell or "").startswith(tuple("=+-@"))]
    assert "cmd|" in row["topics"]


def test_export_holds_what_the_filter_shows(client, world, meeting):
    MeetingFactory(committee=world.elsewhere)
    assert len(read(export(client, "csv"), "csv")) == 2
    assert len(read(export(client, "csv", year="2023"), "csv")) == 1
    assert read(export(client, "csv", q="nothing"), "csv") == []


def test_unknown_kind_of_file_is_no_page(client, meeting):
    response = export(client, "exe")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_export_asks_as_often_for_three_rows_as_for_one(
    client, world, count, django_assert_num_queries
):
    MeetingFactory.create_batch(count, committee=world.kksb, agenda=["Një"])
    with django_assert_num_queries(5):
        response = export(client, "csv")
    assert len(read(response, "csv")) == count
