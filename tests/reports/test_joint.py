"""Joint meetings in the figures, counted by hand, and whatever the records are."""

from datetime import date, timedelta

import pytest
from django.utils.formats import date_format
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.models import Committee
from meetings.models import CountingRule, JointCommittee, Meeting
from meetings.yearly import YearOnRecord
from places.models import Municipality
from reports.dashboard import Dashboard
from reports.indicators import COUNCILS

pytestmark = pytest.mark.django_db
PRIZREN, PEJE, DRAGASH = "20", "17", "05"


def join(meeting, *committees):
    for committee in committees:
        JointCommittee.objects.create(meeting=meeting, committee=committee)


def held(dashboard):
    """Return (whole, {code: number}) of the meetings held."""
    result = dashboard.by_key["meetings_held"]
    return result.value, {code: figure.numerator for code, figure in result.current.items()}


def of_committees(year=2025):
    """How often each met, and whether six times."""
    years = {kind: YearOnRecord(kind, year) for kind in ("kksb", "klsp")}
    return {
        body.slug: (
            years[body.kind].times_met[body.pk],
            years[body.kind].requirement(body.pk, body.established_on, 6),
        )
        for body in Committee.objects.all()
    }


def test_two_councils_and_one_joint_meeting_are_one_each_and_one_for_the_country(make):
    host, partner = make.council(PRIZREN), make.council(PEJE)
    [meeting] = make.meetings(host, 1, incident_discussed=True)
    join(meeting, partner)
    dashboard = Dashboard("kksb", 2025)
    assert held(dashboard) == (1, {PRIZREN: 1, PEJE: 1})
    figure = dashboard.by_key["incidents_discussed"].figure
    assert (figure.numerator, figure.denominator) == (1, 1)
    assert of_committees() == {host.slug: (1, "no"), partner.slug: (1, "no")}


def test_a_region_and_a_municipality_count_it_once_too(make):
    host, partner, far = make.council(PRIZREN), make.council(DRAGASH), make.council(PEJE)
    [meeting] = make.meetings(host, 1)
    join(meeting, partner, far)
    region = Municipality.objects.get(code=PRIZREN).region
    assert Municipality.objects.get(code=DRAGASH).region == region
    assert held(Dashboard("kksb", 2025, region=region.code)) == (1, {PRIZREN: 1, DRAGASH: 1})
    assert held(Dashboard("kksb", 2025, municipality=PEJE)) == (1, {PEJE: 1})


def test_two_local_committees_of_one_municipality_are_one_for_it_and_one_each(make):
    one, two = (make.council(PRIZREN, kind="klsp") for _number in range(2))
    council = make.council(PRIZREN)
    [meeting] = make.meetings(one, 1)
    join(meeting, two, council)
    assert held(Dashboard("klsp", 2025)) == (1, {PRIZREN: 1})
    assert held(Dashboard("kksb", 2025)) == (1, {PRIZREN: 1})
    assert {number for number, _answer in of_committees().values()} == {1}


def test_a_partner_reaches_six_and_is_not_silent(make):
    host, partner = make.council(PRIZREN), make.council(PEJE)
    for meeting in make.meetings(host, 2):
        join(meeting, partner)
    make.meetings(partner, 4)
    assert of_committees() == {host.slug: (2, "no"), partner.slug: (6, "yes")}
    judged = Dashboard("kksb", 2025).by_key["meets_requirement"].current
    assert judged[PEJE].only_answer == "yes"


def test_a_meeting_to_come_is_planned_for_each(make, today):
    host, partner = make.council(PRIZREN), make.council(PEJE)
    [meeting] = make.meetings(host, 1, year=2026, status="planned")
    Meeting.objects.filter(pk=meeting.pk).update(starts_on=today + timedelta(days=30))
    join(meeting, partner)
    assert Dashboard("kksb", 2026).planned == {PRIZREN: 1, PEJE: 1}


def test_an_old_year_is_judged_by_the_kinds_that_counted_then(make):
    council = make.council(PRIZREN)
    make.meetings(council, 3, year=2015, kind="extraordinary")
    make.meetings(council, 3, year=2025, kind="extraordinary")
    CountingRule.objects.filter(committee_kind="kksb", meeting_kind="extraordinary").update(
        valid_to=date(2020, 12, 31)
    )
    assert held(Dashboard("kksb", 2015))[0] == 3
    assert held(Dashboard("kksb", 2025))[0] == 0


def test_rule_on_what_counts_is_shown_in_words_with_its_source(client, reference):
    dashboard = client.get("/en/figures/?kind=kksb&year=2025").content.decode()
    words = "What counts: regular meeting and extraordinary meeting."
    since = date_format(date(1999, 1, 1), "SHORT_DATE_FORMAT")
    assert f"{words} Rule since {since}, source: Proposal of the portal" in dashboard
    methodology = client.get("/en/figures/methodology/").content.decode()
    assert methodology.count("What counts: regular meeting and extraordinary meeting") == 4
    CountingRule.objects.all().delete()
    text = client.get("/en/figures/?kind=kksb&year=2025").content.decode()
    assert "No rule says which kinds of meetings count" in text


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.tuples(
            st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True),
            st.sampled_from(["regular", "extraordinary", "residents", "executive"]),
            st.sampled_from(["held", "planned", "cancelled"]),
            st.sampled_from(["day", "month", "year", "unknown"]),
            st.integers(0, 729),
        ),
        max_size=20,
    )
)
def test_country_and_committees_count_right_whatever_the_meetings(make, rows):
    """The country counts distinct meetings, each committee its own, host or partner."""
    Meeting.objects.all().delete()
    places = [(PRIZREN, "kksb"), (PEJE, "kksb"), (DRAGASH, "kksb"), (PRIZREN, "klsp")]
    places.append((PRIZREN, "klsp"))
    bodies = list(Committee.objects.order_by("pk")) or [
        make.council(code, kind=kind) for code, kind in places
    ]
    expected = {"kksb": set(), "klsp": set()}
    own = {body.slug: 0 for body in bodies}
    for number, (parts, kind, status, precision, day) in enumerate(rows):
        starts_on = date(2024, 1, 1) + timedelta(days=day)
        if precision == "unknown":
            starts_on, status = None, "held"
        meeting = Meeting.objects.create(
            committee=bodies[parts[0]],
            kind=kind,
            status=status,
            precision=precision,
            starts_on=starts_on,
        )
        join(meeting, *(bodies[part] for part in parts[1:]))
        counts = kind in ("regular", "extraordinary") and status == "held"
        if counts and starts_on and starts_on.year == 2025:
            for part in parts:
                expected[bodies[part].kind].add(number)
                own[bodies[part].slug] += 1
    for kind, meetings in expected.items():
        counted = held(Dashboard(kind, 2025, indicators=COUNCILS, live=True))
        assert (counted[0] or 0) == len(meetings)
    assert {slug: number for slug, (number, _answer) in of_committees().items()} == own
