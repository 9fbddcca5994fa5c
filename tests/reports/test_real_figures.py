"""The real events, loaded as anybody would: the figures counted by hand, on page and interface."""

from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import call_command

from reports.areas import Area
from reports.indicators import Period
from reports.live import computed
from tests.reports.worked.country import figure_of, rows

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).parents[1] / "meetings" / "data" / "real_events.csv"
COUNCILS = {"03", "04", "05", "17", "27", "30", "34"}
# Years without a dated event: silence, which is no zero.
SILENT_YEARS = (2022, 2024)


@pytest.fixture
def loaded(reference, tmp_path):
    call_command("convert_real_events", str(SOURCE), str(tmp_path), verbosity=0)
    for kind in ("committees", "meetings", "workplans"):
        call_command("import_records", kind, str(tmp_path / f"{kind}.csv"))


def by_year():
    years = defaultdict(dict)
    for line in rows("real_events"):
        years[int(line["year"])][line["municipality"]] = line
    return years


def test_figures_of_each_year_are_those_counted_by_hand(loaded, client):
    for year, lines in by_year().items():
        answer = client.get("/api/v1/indicators/", {"kind": "kksb", "year": year}).json()
        told = {row["key"]: row for row in answer["indicators"]}
        assert told["established"]["national"]["numerator"] == len(COUNCILS)
        held = sum(int(line["meetings_held"]) for line in lines.values())
        marked = sum(figure_of(line["incidents_discussed"]).numerator for line in lines.values())
        assert told["meetings_held"]["national"]["numerator"] == held
        assert told["incidents_discussed"]["national"]["numerator"] == marked
        assert told["incidents_discussed"]["national"]["denominator"] == held
        answers = {"no": len(lines), "no_report": len(COUNCILS) - len(lines)}
        assert told["meets_requirement"]["national"]["counts"] == answers
        for place in told["meetings_held"]["by_municipality"]:
            line = lines.get(place["municipality"])
            assert place["numerator"] == (int(line["meetings_held"]) if line else None)
        page = client.get("/en/figures/", {"kind": "kksb", "year": year}).text
        assert f"{marked} of {held} (meetings with the mark" in " ".join(page.split())


def test_work_plans_of_each_year_are_those_counted_by_hand(loaded):
    for year, lines in by_year().items():
        found = computed(Period("kksb", year))
        # Where no plan is on record at all, a council that met has not said that it has none.
        has_plans = any(line["work_plan"] != "no" for line in lines.values())
        for code in COUNCILS:
            counts = found[Area(municipality=code)]["work_plan"].counts
            wanted = lines[code]["work_plan"] if code in lines and has_plans else "no_report"
            assert dict(counts) == {wanted: 1}, (year, code)


def test_years_of_which_nobody_spoke_have_no_number(loaded, client):
    for year in SILENT_YEARS:
        answer = client.get("/api/v1/indicators/", {"kind": "kksb", "year": year}).json()
        told = {row["key"]: row["national"] for row in answer["indicators"]}
        assert told["meetings_held"]["numerator"] is None
        assert told["meets_requirement"]["counts"] == {"no_report": 7}
        assert told["meets_requirement"]["value"] is None
        page = client.get("/en/figures/", {"kind": "kksb", "year": year}).text
        assert "no report" in page
