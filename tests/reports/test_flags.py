"""The notes on quality count records of the year that do not fit, and open to them."""

import pytest
import time_machine

from reports.indicators import INDICATORS, Period
from reports.indicators.flags import (
    BESIDE,
    FLAGS,
    awaiting_report,
    half_known_date,
    mark_unknown,
    same_day_twice,
    without_sex,
)
from tests.factories.meetings import DismissalFactory

pytestmark = pytest.mark.django_db
PRIZREN, PEJE = "20", "17"


def number(flag, year=2025):
    period = Period("kksb", year)
    return flag.of_area(period, [PRIZREN, PEJE]).numerator


def test_flags_stand_beside_figures_that_there_are():
    assert BESIDE.keys() <= {indicator.key for indicator in INDICATORS}
    assert {flag.key for flags in BESIDE.values() for flag in flags} == {flag.key for flag in FLAGS}


def test_each_flag_counts_the_records_of_its_year(make):
    council = make.council(PRIZREN)
    make.meetings(council, 2, precision="month")
    make.meetings(council, 1, precision="year", year=2024)
    make.meetings(council, 3, incident_discussed=True)
    make.meetings(council, 1, status="planned")
    make.member(council, "")
    make.member(council, "f")
    assert number(half_known_date) == 2
    assert number(half_known_date, 2024) == 1
    assert number(mark_unknown) == 2
    assert number(awaiting_report) == 1
    # The planned one falls on the day of a held one; two of unknown days are never the same day.
    assert number(same_day_twice) == 1
    assert number(without_sex) == 1


@time_machine.travel("2025-01-05")
def test_what_has_not_come_awaits_no_report(make):
    make.meetings(make.council(PRIZREN), 1, status="planned")
    assert number(awaiting_report) is None


def test_what_was_explained_is_not_flagged_any_more(make):
    [meeting] = make.meetings(make.council(PRIZREN), 1, precision="year")
    assert number(half_known_date) == 1
    DismissalFactory(rule="half-known-date", record="meetings.Meeting", record_id=meeting.pk)
    assert number(half_known_date) is None


def test_the_note_stands_beside_the_figure_and_opens_to_its_records(client, make):
    council = make.council(PRIZREN)
    make.meetings(council, 2, precision="month", incident_discussed=True)
    panel = panel_of(client, "meetings_held")
    assert "Records to be checked" in panel
    address = "/en/figures/receipts/flag-half-known-date/?kind=kksb&amp;year=2025"
    assert f'<a href="{address}">Date not known to the day</a>: <strong>2</strong>' in panel
    receipt = client.get("/en/figures/receipts/flag-half-known-date/?kind=kksb&year=2025")
    assert len(receipt.context["lines"]) == 2
    assert "Records to be checked" not in panel_of(client, "work_plan")


def panel_of(client, key):
    page = client.get("/en/figures/?kind=kksb&year=2025").content.decode()
    panel = page[page.index(f'id="panel-{key}"') :]
    return panel[: panel.index("</section>")]
