"""Each indicator on an example counted by hand, and what must hold for all of them."""

from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.models import Rule
from meetings.choices import CLOSED_ACTIONS, ActionStatus
from meetings.models import Action, Meeting
from places.models import Municipality
from reports.dashboard import Dashboard
from reports.indicators import COUNCILS, INDICATORS, Figure, Period, total
from tests.factories.meetings import ActionFactory, ActivityFactory

pytestmark = pytest.mark.django_db
PRIZREN, PEJE, DRAGASH, DECAN = "20", "17", "05", "01"


def figures(key, *, kind="kksb", year=2025):
    """Return {code: figure} of one indicator over all municipalities."""
    indicator = next(one for one in INDICATORS if one.key == key)
    codes = list(Municipality.objects.values_list("code", flat=True))
    return indicator.by_municipality(Period(kind, year), codes)


def said(figure):
    return figure.numerator, figure.denominator, dict(figure.counts)


def test_the_keys_are_those_of_the_interface():
    assert [indicator.key for indicator in INDICATORS] == [
        "established",
        "meetings_held",
        "meets_requirement",
        "incidents_discussed",
        "work_plan",
        "compensation_respected",
        "women_share",
        "bodies_in_being",
        "members_serving",
        "seats_by_community",
        "nonmajority_share",
        "unrepresented_communities",
        "religious_representatives",
        "diverse_bodies",
        "diversity_index",
        "attendance_rate",
        "police_present",
        "quorum_reached",
        "interpretation",
        "meetings_with_residents",
        "trained_members",
        "reporting_rate",
        "days_to_decision",
        "concerns_raised",
        "concerns_answered",
        "concerns_resolved",
        "days_to_answer",
        "concerns_waiting",
        "concerns_by_theme",
        "concerns_by_community",
        "actions_on_time",
        "plan_progress",
    ]


def test_established_counts_bodies_in_being_on_the_last_day(make):
    make.council(PRIZREN)
    make.council(PEJE, established_on=date(2026, 1, 1))
    make.council(DRAGASH, status="dissolved", status_on=date(2025, 6, 1))
    make.council(DECAN, status="suspended", status_on=date(2025, 6, 1))
    expired = make.council("02")
    make.member(expired, until=date(2025, 5, 1))

    found = figures("established")

    assert said(found[PRIZREN]) == (1, 1, {"established": 1})
    assert said(found[PEJE]) == (0, 1, {"not_established": 1})
    assert said(found[DRAGASH]) == (0, 1, {"dissolved": 1})
    assert said(found[DECAN]) == (1, 1, {"inactive": 1})
    assert said(found["02"]) == (0, 1, {"mandate_expired": 1})
    assert said(total(found.values())) == (
        2,
        38,
        {
            "established": 1,
            "inactive": 1,
            "dissolved": 1,
            "mandate_expired": 1,
            "not_established": 34,
        },
    )


def test_established_before_the_dissolution_still_counts(make):
    make.council(DRAGASH, status="dissolved", status_on=date(2025, 6, 1))
    assert said(figures("established", year=2024)[DRAGASH]) == (1, 1, {"established": 1})


def test_one_founded_again_in_the_year_of_its_dissolution_is_the_answer(client, make):
    make.council(DRAGASH, status="dissolved", status_on=date(2025, 3, 1))
    make.council(DRAGASH, established_on=date(2025, 9, 1))
    found = figures("established")[DRAGASH]
    assert said(found) == (1, 1, {"dissolved": 1, "established": 1})
    assert found.only_answer == "established"
    page = client.get("/en/figures/?kind=kksb&year=2025&municipality=05").context
    [(_place, answers)] = page["table"]
    assert str(answers[0].text) == "established"
    assert Figure(0, 1, Counter({"dissolved": 2})).only_answer is None


def test_dissolved_on_an_unknown_day_counts_in_no_year(make):
    make.council(DRAGASH, status="dissolved")
    assert figures("established", year=2012)[DRAGASH].numerator == 0


def test_a_roster_that_begins_later_says_nothing_against_the_mandate(make):
    council = make.council(PRIZREN)
    make.member(council, since=2025)
    assert said(figures("established", year=2020)[PRIZREN]) == (1, 1, {"established": 1})


def test_meetings_held_counts_regular_and_extraordinary_of_the_year(make):
    council = make.council(PRIZREN)
    make.meetings(council, 3)
    make.meetings(council, 1, kind="extraordinary")
    make.meetings(council, 2, kind="residents")
    make.meetings(council, 1, kind="executive")
    make.meetings(council, 2, status="planned")
    make.meetings(council, 1, status="cancelled")
    make.meetings(council, 5, year=2024)
    assert {code: said(figure) for code, figure in figures("meetings_held").items()} == {
        PRIZREN: (4, None, {})
    }


def test_zero_is_said_only_where_somebody_spoke(make):
    make.council(PRIZREN)
    make.meetings(make.council(PEJE), 1, status="cancelled")
    make.compensation(make.council(DRAGASH), "not_applicable")
    make.meetings(make.council(DECAN), 1, status="planned")
    found = figures("meetings_held")
    assert {code: figure.numerator for code, figure in found.items()} == {PEJE: 0, DRAGASH: 0}


def test_meets_requirement(make):
    make.meetings(make.council(PRIZREN), 6)
    make.meetings(make.council(PEJE), 5)
    make.council(DRAGASH)
    make.meetings(make.council(DECAN, established_on=date(2025, 3, 1)), 6)
    found = figures("meets_requirement")
    assert said(found[PRIZREN]) == (1, 1, {"yes": 1})
    assert said(found[PEJE]) == (0, 1, {"no": 1})
    assert said(found[DRAGASH]) == (None, 1, {"no_report": 1})
    assert said(found[DECAN]) == (None, None, {"not_applicable": 1})
    whole = total(found.values())
    assert said(whole) == (1, 3, {"yes": 1, "no": 1, "no_report": 1, "not_applicable": 1})
    assert whole.percent == 33.3


def test_an_old_year_is_judged_by_the_rule_then_in_force(make):
    Rule.objects.filter(kind="kksb").update(valid_to=date(2024, 12, 31))
    Rule.objects.create(
        kind="kksb", subject="meetings_per_year", value=12, valid_from=date(2025, 1, 1), name_sq="x"
    )
    council = make.council(PRIZREN)
    make.meetings(council, 6, year=2024)
    make.meetings(council, 6, year=2025)
    assert figures("meets_requirement", year=2024)[PRIZREN].numerator == 1
    assert figures("meets_requirement", year=2025)[PRIZREN].numerator == 0


def test_without_a_rule_nothing_is_judged(make):
    make.meetings(make.council(PRIZREN, kind="klsp"), 6)
    make.meetings(make.council(PEJE), 6, year=2008)
    assert figures("meets_requirement", kind="klsp") == {}
    assert figures("meets_requirement", year=2008) == {}


def test_incidents_discussed(make):
    council = make.council(PRIZREN)
    make.meetings(council, 2, incident_discussed=True)
    make.meetings(council, 1, incident_discussed=False)
    make.meetings(council, 1)
    make.meetings(council, 1, incident_discussed=True, kind="residents")
    make.meetings(council, 1, incident_discussed=True, status="planned")
    assert {code: said(f) for code, f in figures("incidents_discussed").items()} == {
        PRIZREN: (2, 4, {})
    }


def test_plan_progress_counts_what_is_due_of_adopted_plans(make):
    plan = make.plan(make.council(PRIZREN), adopted_on=date(2025, 2, 1))
    ActivityFactory(plan=plan, quarter=4, done=True)
    ActivityFactory(plan=plan, quarter=1)
    ActivityFactory(plan=plan, quarter=1, dropped=True)
    ActivityFactory(plan=make.plan(make.council(PEJE)), done=True)
    make.plan(make.council(DECAN), adopted_on=date(2025, 2, 1))
    ActivityFactory(plan=make.plan(make.council(DRAGASH, kind="klsp"), adopted_on=date(2025, 2, 1)))

    found = figures("plan_progress")

    assert {code: said(figure) for code, figure in found.items()} == {PRIZREN: (1, 2, {})}
    with time_machine.travel(date(2025, 5, 1), tick=False):
        assert said(figures("plan_progress")[PRIZREN]) == (0, 1, {})
    assert said(figures("plan_progress", kind="klsp")[DRAGASH]) == (0, 1, {})


def test_work_plan(make):
    make.plan(make.council(PRIZREN), adopted_on=date(2025, 1, 5), activities_for_communities=True)
    make.plan(make.council(PEJE), adopted_on=date(2025, 1, 5), activities_for_communities=False)
    make.plan(make.council(DRAGASH), assembly_approved_on=date(2025, 2, 5))
    make.plan(make.council(DECAN), activities_for_communities=True)
    make.meetings(make.council("02"), 1)
    make.council("03")
    found = figures("work_plan")
    assert {code: next(iter(figure.counts)) for code, figure in found.items()} == {
        PRIZREN: "with_activities",
        PEJE: "yes",
        DRAGASH: "yes",
        DECAN: "no",
        "02": "no",
        "03": "no_report",
    }
    assert said(total(found.values())) == (
        3,
        6,
        {"with_activities": 1, "yes": 2, "no": 2, "no_report": 1},
    )


def test_compensation(make):
    for code, answer in {
        PRIZREN: "yes",
        PEJE: "partly",
        DRAGASH: "no",
        DECAN: "not_applicable",
    }.items():
        make.compensation(make.council(code), answer)
    make.council("02")
    found = figures("compensation_respected")
    assert said(total(found.values())) == (
        1,
        38,
        {
            "yes": 1,
            "partly": 1,
            "no": 1,
            "not_applicable": 1,
            "no_report": 1,
            "not_established": 33,
        },
    )


def test_women_share_on_the_last_day_of_the_year(make):
    council = make.council(PRIZREN)
    make.member(council, "f")
    make.member(council, "m")
    make.member(council, "x")
    make.member(council, "")
    make.member(council, "f", office="observer")
    make.member(council, "f", until=date(2025, 12, 30))
    make.member(council, "m", until=date(2025, 12, 31))
    make.member(council, "f", since=2026)
    assert {code: said(f) for code, f in figures("women_share").items()} == {PRIZREN: (1, 4, {})}


@time_machine.travel("2026-11-22")
def test_women_share_of_the_running_year_is_of_today(make):
    council = make.council(PRIZREN)
    make.member(council, "f", until=date(2026, 11, 22))
    make.member(council, "m", until=date(2026, 11, 21))
    assert said(figures("women_share", year=2026)[PRIZREN]) == (1, 1, {})


def test_actions_on_time_leave_out_what_is_undated_withdrawn_or_of_executive_meetings(make):
    council = make.council(PRIZREN)
    (meeting,) = make.meetings(council, 1)
    (executive,) = make.meetings(council, 1, kind="executive")
    due = date(2025, 6, 1)
    done = {"status": "done", "result": "U krye."}
    for fields in (
        done | {"due_on": due, "done_on": due},
        done | {"due_on": due, "done_on": date(2025, 6, 2)},
        {"status": "not_done", "result": "Jo.", "due_on": due, "done_on": date(2025, 5, 1)},
        {"due_on": date(2025, 12, 31)},
        {"due_on": date(2026, 1, 1)},
        {"due_on": None},
        done | {"due_on": None, "done_on": due},
        {"status": "dropped", "result": "Jo.", "due_on": due, "done_on": due},
    ):
        ActionFactory(meeting=meeting, **fields)
    ActionFactory(meeting=executive, due_on=due)
    make.council(PEJE)
    assert {code: said(f) for code, f in figures("actions_on_time").items()} == {
        PRIZREN: (1, 4, {})
    }


@time_machine.travel("2026-06-15")
def test_actions_due_later_in_the_running_year_are_not_judged_yet(make):
    (meeting,) = make.meetings(make.council(PRIZREN), 1, year=2026)
    for due_on in (date(2026, 6, 15), date(2026, 6, 16)):
        ActionFactory(meeting=meeting, due_on=due_on)
    assert said(figures("actions_on_time", year=2026)[PRIZREN]) == (0, 1, {})


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([PRIZREN, PEJE]),
            st.sampled_from(list(ActionStatus)),
            st.one_of(st.none(), st.integers(-200, 600)),
            st.integers(-30, 30),
        ),
        max_size=12,
    )
)
def test_actions_on_time_agree_with_a_plain_recount(make, rows):
    Action.objects.all().delete()
    Meeting.objects.all().delete()
    councils = make.councils_of(PRIZREN, PEJE)
    meetings = {code: make.meetings(council, 1)[0] for code, council in councils.items()}
    counted = {}
    for code, status, due, late in rows:
        due_on = None if due is None else date(2025, 1, 1) + timedelta(days=due)
        ends_on = (due_on or date(2025, 1, 1)) + timedelta(days=late)
        is_closed = status in CLOSED_ACTIONS
        ActionFactory(
            meeting=meetings[code],
            status=status,
            due_on=due_on,
            done_on=ends_on if is_closed else None,
            result="U krye." if is_closed else "",
        )
        if due_on and due_on.year == 2025 and status != ActionStatus.DROPPED:
            met, whole = counted.get(code, (0, 0))
            counted[code] = (met + (status == ActionStatus.DONE and late <= 0), whole + 1)
    found = figures("actions_on_time")
    assert {code: said(figure)[:2] for code, figure in found.items()} == counted


def test_local_committees_are_summed_by_municipality(make):
    one, two = make.council(PRIZREN, kind="klsp"), make.council(PRIZREN, kind="klsp")
    make.council(PRIZREN)
    make.meetings(one, 2)
    make.meetings(two, 3)
    assert figures("meetings_held", kind="klsp")[PRIZREN].numerator == 5
    assert said(figures("established", kind="klsp")[PRIZREN]) == (1, 1, {"established": 2})


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.key)
def test_without_committees_there_is_no_figure_of_their_work(indicator, reference):
    codes = list(Municipality.objects.values_list("code", flat=True))
    period = Period("kksb", 2025)
    for found in (indicator.by_municipality(period, codes), indicator.of_area(period, codes)):
        assert found in ({}, Figure())


def test_years_before_the_first_record_have_no_figures(make):
    """They read «0 of 38 established», of which nobody has said anything."""
    council = make.council(PRIZREN, established_on=date(2021, 5, 1))
    make.meetings(council, 1, year=2022)
    codes = list(Municipality.objects.values_list("code", flat=True))
    (established,) = [row for row in INDICATORS if row.key == "established"]
    assert established.by_municipality(Period("kksb", 2020), codes) == {}
    assert said(established.of_area(Period("kksb", 2021), codes)) == (
        1,
        38,
        {"established": 1, "not_established": 37},
    )
    assert established.by_municipality(Period("klsp", 2021), codes) == {}


def test_roster_that_nobody_entered_says_nothing_of_communities(make):
    """Ninety-nine of ninety-nine had «no seat» in the first edition of a portal without rosters."""
    make.council(PRIZREN)
    assert PRIZREN not in figures("unrepresented_communities")


def test_silence_on_plans_is_no_answer_where_no_plan_is_on_record(make):
    silent, other = make.council(PRIZREN), make.council(PEJE)
    for council in (silent, other):
        make.meetings(council, 1)
    assert said(figures("work_plan")[PRIZREN]) == (None, 1, {"no_report": 1})
    make.plan(other)
    assert said(figures("work_plan")[PRIZREN]) == (0, 1, {"no": 1})


# A number of meetings is also asked of who spoke at all; seats need the communities that live
# there. Which meetings are joint, and which kinds count, is asked once for all.
STATEMENTS = {
    "established": 0,
    "meetings_held": 3,
    "meets_requirement": 3,
    "work_plan": 4,
    "compensation_respected": 2,
    "seats_by_community": 2,
    "nonmajority_share": 2,
    "unrepresented_communities": 3,
    "religious_representatives": 2,
    "meetings_with_residents": 3,
    "reporting_rate": 4,
}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.key)
def test_a_few_statements_each(indicator, number, make, django_assert_max_num_queries):
    for code in (PRIZREN, PEJE, DRAGASH)[:number]:
        make.meetings(make.council(code), 2)
    period = Period("kksb", 2025)
    assert (period.rule.value, len(period.states)) == (6, number)
    assert period.baseline.code == "census-2024"
    assert (period.on_record.joined, len(period.on_record.counting_kinds)) == ({}, 2)
    with django_assert_max_num_queries(STATEMENTS.get(indicator.key, 1)):
        indicator.by_municipality(period, [PRIZREN])


@pytest.mark.parametrize("number", [1, 3])
def test_the_figures_of_the_councils_share_what_they_read(number, make, django_assert_num_queries):
    for code in (PRIZREN, PEJE, DRAGASH)[:number]:
        make.meetings(make.council(code), 2)
    with django_assert_num_queries(10):
        period = Period("kksb", 2025)
        for indicator in COUNCILS:
            indicator.by_municipality(period, [PRIZREN])


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.key)
@pytest.mark.parametrize("language", ["sq", "sr-latn"])
def test_texts_are_in_every_language(indicator, language):
    with translation.override("en"):
        source = [str(indicator.title), str(indicator.definition), str(indicator.numerator)]
    with translation.override(language):
        shown = [str(indicator.title), str(indicator.definition), str(indicator.numerator)]
    assert all(one != other for one, other in zip(source, shown, strict=True))


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([PRIZREN, PEJE, DRAGASH]),
            st.sampled_from(["regular", "extraordinary", "residents"]),
            st.sampled_from(["held", "planned", "cancelled"]),
            st.sampled_from([True, False, None]),
            st.integers(0, 729),
        ),
        max_size=25,
    )
)
def test_figures_hold_together_whatever_the_records(make, rows):
    """The numerator never exceeds the denominator, and the sum is the sum of its parts."""
    Meeting.objects.all().delete()
    councils = make.councils_of(PRIZREN, PEJE, DRAGASH)
    Meeting.objects.bulk_create(
        Meeting(
            committee=councils[code],
            kind=kind,
            status=status,
            incident_discussed=incident,
            starts_on=date(2024, 1, 1) + timedelta(days=day),
        )
        for code, kind, status, incident, day in rows
    )
    dashboard = Dashboard("kksb", 2025, indicators=COUNCILS, live=True)
    for result in dashboard.results:
        for figure in [result.figure, *result.current.values()]:
            if figure.numerator is not None and figure.denominator is not None:
                assert 0 <= figure.numerator <= figure.denominator
            assert figure.percent is None or 0 <= figure.percent <= 100
        numerators = [f.numerator for f in result.current.values() if f.numerator is not None]
        assert result.figure.numerator == (sum(numerators) if numerators else None)
    counted = [row for row in rows if row[1] != "residents" and row[2] == "held" and row[4] >= 366]
    assert (dashboard.by_key["meetings_held"].value or 0) == len(counted)
    assert (dashboard.by_key["incidents_discussed"].value or 0) == sum(
        row[3] is True for row in counted
    )


def test_no_data_adds_nothing():
    assert said(total([Figure(), Figure(2, 3)])) == (2, 3, {})
    assert said(total([Figure(), Figure()])) == (None, None, {})
    assert Figure(0, 0).percent is None
