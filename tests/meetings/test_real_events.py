"""The public reports, converted and loaded as anybody would load them."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from committees.models import Committee
from meetings.importing.real_events import convert_files
from meetings.models import Meeting, WorkPlan

SOURCE = Path(__file__).parent / "data" / "real_events.csv"
# Counted by hand in the collection: (municipality, year) of each meeting of a council with a date.
HELD = {
    ("03", 2019): 1,
    ("03", 2020): 3,
    ("05", 2021): 1,
    ("05", 2023): 1,
    ("17", 2020): 1,
    ("17", 2023): 1,
    ("27", 2025): 1,
    ("30", 2018): 1,
    ("30", 2019): 1,
    ("34", 2018): 1,
}


@pytest.fixture
def loaded(reference, tmp_path):
    call_command("convert_real_events", str(SOURCE), str(tmp_path), verbosity=0)
    for kind in ("committees", "meetings", "workplans"):
        call_command("import_records", kind, str(tmp_path / f"{kind}.csv"))


def test_held_meetings_per_municipality_and_year(loaded):
    found = Meeting.objects.held().exclude(starts_on=None)
    rows = found.values_list("committee__municipality__code", "starts_on")
    assert Counter((code, day.year) for code, day in rows) == HELD


def test_meetings_without_any_date_are_kept_and_count_in_no_year(loaded):
    undated = Meeting.objects.held().filter(starts_on=None)
    assert set(undated.values_list("external_id", "precision")) == {
        (number, "unknown") for number in ("H010", "H011", "H013", "H059")
    }
    assert not any(Meeting.objects.in_year(year) & undated for year in range(2009, 2027))


def test_what_a_meeting_is_known_from_is_kept(loaded):
    later = Meeting.objects.filter(evidence="later_minutes")
    assert set(later.values_list("external_id", "known_from__external_id")) == {
        ("H005", "H006"),
        ("H007", "H008"),
    }
    others = Meeting.objects.exclude(evidence="later_minutes").values_list("evidence", flat=True)
    assert set(others) == {"public_report"}


def test_councils_of_those_meetings_are_there(loaded):
    codes = Committee.objects.of_kind("kksb").values_list("municipality__code", flat=True)
    assert sorted(codes) == ["03", "04", "05", "17", "27", "30", "34"]
    local = Committee.objects.of_kind("klsp").get()
    assert (local.municipality.code, local.name_sq) == ("04", "KLSP lagjja Avdullah Presheva")


def test_dates_are_as_exact_as_the_report(loaded):
    dates = dict(Meeting.objects.values_list("external_id", "precision"))
    assert {number for number, precision in dates.items() if precision == "day"} == {
        "H005",
        "H007",
        "H061",
    }
    assert {number for number, precision in dates.items() if precision == "year"} == {
        "H012",
        "H015",
    }
    assert "published 2020-06-18" in Meeting.objects.get(external_id="H022").source


def test_incident_and_communities_follow_from_the_themes(loaded):
    assert set(
        Meeting.objects.filter(incident_discussed=True).values_list("external_id", flat=True)
    ) == {"H010", "H058", "H064"}
    assert not Meeting.objects.filter(incident_discussed=False).exists()
    affected = Meeting.objects.get(external_id="H064").communities_affected
    assert [community.code for community in affected.all()] == ["serb"]


def test_chair_is_who_chaired_and_not_who_convened(loaded):
    assert Meeting.objects.get(external_id="H023").chaired_as == "mayor"
    urgent = Meeting.objects.get(external_id="H058")
    assert urgent.chaired_as == ""
    assert (urgent.called_as, urgent.call_reason) == ("mayor", "")


def test_numbers_within_the_year_come_from_the_address(loaded):
    numbered = Meeting.objects.exclude(number_in_year=None)
    assert dict(numbered.values_list("external_id", "number_in_year")) == {
        "H013": 2,
        "H015": 3,
        "H022": 3,
        "H023": 4,
    }


def test_adopted_work_plans_are_loaded_too(loaded):
    plans = WorkPlan.objects.with_answer().values_list(
        "committee__municipality__code", "year", "answer"
    )
    assert set(plans) == {("03", 2020, "yes"), ("30", 2018, "yes"), ("30", 2019, "yes")}


def test_every_event_is_loaded_or_left_out_with_a_reason(tmp_path):
    files, left_out = convert_files(SOURCE, tmp_path)
    assert len(files["meetings"]) + len(left_out) == 23
    assert {row["id"] for row in left_out} == {
        *("H004", "H009", "H014", "H057"),
        *("H068", "H069", "H070"),
    }
    assert all(row["reason"] for row in left_out)
