"""Joint meetings: one host, further committees; once for each of them, once for the country."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from audit.models import AuditEvent
from meetings.actions import plan_year
from meetings.joint import joinable, set_partners
from meetings.models import CountingRule, JointCommittee, Meeting
from meetings.quarters import Quarter, confirm_nil, quarters_of
from meetings.year_plan import meetings_there
from tests.factories.accounts import UserFactory
from tests.factories.committees import CommitteeFactory, DeadlineFactory
from tests.factories.meetings import CountingRuleFactory, JointCommitteeFactory, MeetingFactory
from tests.meetings.test_importing import load, said, stored
from tests.meetings.test_permissions import MEETING, page
from tests.roles import answer, names_every_action, pages_of, rights, rows_of, truth_table

pytestmark = pytest.mark.django_db
# A council of another region hosts, the council of the table joins.
JOINT = truth_table("""
    held  executive
    anonymous                  v      -
    account                    v      -
    station_commander          vr     vr
    station_officer            v      -
    station_commander nearby   vr     vr
    regional_director          vr     vr
    community_policing         vrn    vrn
    deputy_general_director    vrn    vrn
    general_director           vrn    vrn
    municipal_officer          vr     vr
    mia_officer                vrn    vrn
    mlga_officer               vrn    vrn
    osce_monitor               vr     vr
    administrator              vrnspmat  vrnspmat
    chair                      vr     vr
    deputy                     vr     vr
    secretary                  vr     vr
    member                     vr     vr
    observer                   vr     vr
    police                     vr     vr
    every role, ended          v      -
    every role, to come        v      -
    every place, elsewhere     vrnspmat  vrnspmat
    every office, ended        v      -
    every office, to come      v      -
    every office, elsewhere    vrnspmat  vrnspmat
""")


@pytest.fixture
def joint(world, today):
    """Two meetings of the council elsewhere that the council here joins."""
    both = {"committee": world.elsewhere, "partners": [world.kksb]}
    return {
        "held": MeetingFactory(starts_on=today.replace(month=3), summary="Fjala", **both),
        "executive": MeetingFactory(executive=True, starts_on=today.replace(month=4), **both),
    }


@rows_of(JOINT)
def test_who_reads_and_writes_a_joint_meeting(world, joint, name, expected):
    user = world.person(name)
    assert {column: rights(user, row, MEETING) for column, row in joint.items()} == expected
    for column, meeting in joint.items():
        row = meeting.joint_committees.get()
        assert rights(user, row, {"v": "view"}) == ("v" if "v" in expected[column] else "")
        assert rights(user, CountingRule.objects.first(), {"v": "view"}) == "v"


def test_tables_speak_of_every_action():
    assert names_every_action(JointCommittee, {"v": "view"})
    assert names_every_action(CountingRule, {"v": "view"})


@pages_of(JOINT)
def test_pages_of_a_joint_meeting(signed_in, joint, name, expected):
    client = signed_in(name)
    for column, letters in expected.items():
        meeting = joint[column]
        found, wanted = answer(client, page("detail", meeting), letters, "v", is_public=True)
        assert found == wanted, column
        found, wanted = answer(client, page("report", meeting), letters, "p")
        assert found == wanted, column
        text = client.get(page("detail", meeting)).content.decode()
        assert ("Fjala" in text) is ("r" in letters and column == "held")


def test_partner_finds_the_meeting_wherever_its_own_are(client, world, joint):
    asked = {"committee": world.kksb.slug}
    listed = client.get(reverse("meetings:list"), asked)
    assert list(listed.context["object_list"]) == [joint["held"]]
    names = f"{world.elsewhere.full_name}, {world.kksb.full_name}"
    assert names in listed.content.decode()
    for area in (
        {"municipality": world.here.code},
        {"region": world.here.region.code},
        {"q": "kksb ketu"},
    ):
        assert list(client.get(reverse("meetings:list"), area).context["object_list"]) == [
            joint["held"]
        ]
    [row] = client.get("/api/v1/meetings/", asked).json()["results"]
    assert (row["committee"], row["joint_with"]) == (world.elsewhere.slug, [world.kksb.slug])
    text = client.get(reverse("meetings:export", args=["csv"]), asked).content.decode()
    [line] = csv.DictReader(io.StringIO(text))
    assert line["joint_with"] == f"kksb:{world.here.code}"
    # The address of a calendar carries no language.
    with translation.override("sq"):
        names = f"{world.elsewhere.full_name}, {world.kksb.full_name}"
    for feed in (
        reverse("meetings:calendar", args=[world.kksb.slug]),
        reverse("meetings:calendar-region", args=[world.here.region.code]),
    ):
        events = Calendar.from_ical(client.get(feed).content).walk("VEVENT")
        assert [str(event["summary"]).partition(":")[0] for event in events] == [names]
    with translation.override("en"):
        shown = client.get(page("detail", joint["held"])).content.decode()
        assert world.kksb.get_absolute_url() in shown
    assert "Held together with" in shown


def test_quarters_and_the_plan_of_the_partner_know_of_it(world, joint, today):
    quarter = Quarter(2026, 1)
    rows = {row.quarter: row for row in quarters_of(world.kksb, today)}
    assert (rows[quarter].held, rows[quarter].state) == (1, "met")
    assert rows[Quarter(2025, 4)].state == "silent"
    assert list(meetings_there(world.kksb, 2026)) == [joint["held"]]
    with pytest.raises(ValidationError, match="already"):
        plan_year.unasked(
            world.kksb,
            [joint["held"].starts_on],
            start_time=None,
            place="",
            by=UserFactory(),
        )
    report = confirm_nil.unasked(world.kksb, Quarter(2025, 4), by=UserFactory())
    assert report.committee == world.kksb


def test_first_joint_meeting_is_the_inaugural_one_of_the_partner(world):
    deadline = DeadlineFactory(committee=world.klsp)
    meeting = MeetingFactory(committee=world.kksb, starts_on=date(2026, 6, 1))
    user = UserFactory()
    set_partners.unasked(meeting, [world.klsp], by=user)
    deadline.refresh_from_db()
    assert deadline.done_on == date(2026, 6, 1)
    set_partners.unasked(meeting, [], by=user)
    deadline.refresh_from_db()
    assert deadline.done_on is None
    events = AuditEvent.objects.filter(action="meeting.join").order_by("pk")
    assert [event.detail["joint_with"] for event in events] == [world.klsp.slug, ""]
    assert JointCommittee.history.filter(history_type="-").count() == 1


def test_naming_the_same_partners_again_writes_nothing(world):
    meeting = MeetingFactory(committee=world.kksb, partners=[world.klsp])
    set_partners.unasked(meeting, [world.klsp], by=UserFactory())
    assert not AuditEvent.objects.filter(action="meeting.join").exists()


def test_host_is_no_partner_of_its_own(world):
    meeting = MeetingFactory(committee=world.kksb)
    with pytest.raises(ValidationError, match="with itself"):
        set_partners.unasked(meeting, [world.kksb], by=UserFactory())


def test_partners_offered_are_near_or_councils_and_in_being(world):
    CommitteeFactory(dissolved=True, municipality=world.here)
    far = CommitteeFactory()
    national = CommitteeFactory(kind="national", municipality=None, station=None)
    offered = set(joinable(world.kksb))
    assert {world.klsp, world.elsewhere, national} <= offered
    assert not {far, world.kksb} & offered


def plan(**changes):
    return {"kind": "regular", "starts_on": "2026-09-01", "place": "Salla"} | changes


def test_keeper_plans_a_joint_meeting_and_names_others_later(signed_in, world):
    client = signed_in("secretary")
    client.post(
        reverse("meetings:plan", args=[world.kksb.slug]), plan(partners=[world.elsewhere.pk])
    )
    meeting = Meeting.objects.get()
    assert list(meeting.partners.all()) == [world.elsewhere]
    client.post(page("update", meeting), plan(partners=[world.klsp.pk], version=1))
    assert list(meeting.partners.all()) == [world.klsp]
    response = client.post(page("update", meeting), plan(partners=[world.kksb.pk], version=2))
    assert "partners" in response.context["form"].errors
    assert list(meeting.partners.all()) == [world.klsp]


CALLED = {"called_as": "mayor", "call_reason": "Dy vrasje brenda një dite"}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"kind": "extraordinary"}, {"called_as", "call_reason"}),
        ({"kind": "extraordinary", "called_as": "mayor"}, {"call_reason"}),
        ({"kind": "extraordinary", **CALLED}, set()),
        ({"kind": "regular", **CALLED}, {"called_as", "call_reason"}),
        ({"kind": "residents"}, set()),
    ],
)
def test_only_an_extraordinary_meeting_asks_who_called_it_and_why(signed_in, world, typed, wrong):
    client = signed_in("secretary")
    response = client.post(reverse("meetings:plan", args=[world.kksb.slug]), plan(**typed))
    if wrong:
        assert set(response.context["form"].errors) == wrong
        assert not Meeting.objects.exists()
    else:
        meeting = Meeting.objects.get()
        assert (meeting.kind, meeting.called_as) == (typed["kind"], typed.get("called_as", ""))


def test_old_record_without_a_reason_is_corrected_without_one(signed_in, world):
    meeting = MeetingFactory(extraordinary=True, committee=world.kksb, planned=True)
    client = signed_in("secretary")
    client.post(page("update", meeting), plan(kind="extraordinary", place="Tjetër", version=1))
    meeting.refresh_from_db()
    assert meeting.place == "Tjetër"
    assert "not recorded" in client.get(page("detail", meeting)).content.decode()


def test_reason_is_for_readers_and_capacity_for_everybody(signed_in, world):
    meeting = MeetingFactory(extraordinary=True, committee=world.kksb, **CALLED)
    for name, seen in (("anonymous", False), ("osce_monitor", True)):
        text = signed_in(name).get(page("detail", meeting)).content.decode()
        assert (CALLED["call_reason"] in text) is seen
        assert "mayor" in text


def test_executive_meeting_of_the_national_body_has_no_municipality(signed_in, world):
    national = CommitteeFactory(kind="national", municipality=None, station=None, slug="kombetar")
    meeting = MeetingFactory(executive=True, committee=national, partners=[world.klsp])
    assert signed_in("anonymous").get(page("detail", meeting)).status_code == 404
    client = signed_in("secretary")
    assert national.name in client.get(page("detail", meeting)).content.decode()
    listed = client.get(reverse("meetings:list"), {"committee": world.klsp.slug})
    assert list(listed.context["object_list"]) == [meeting]


def test_which_kinds_count_is_a_rule_of_the_year():
    committee = CommitteeFactory()
    CountingRuleFactory(valid_from=date(2015, 1, 1), valid_to=date(2017, 12, 31))
    CountingRule.objects.filter(committee_kind="klsp", meeting_kind="extraordinary").update(
        valid_to=date(2017, 6, 30)
    )
    for year in (2014, 2015, 2016, 2017, 2018):
        for kind in ("regular", "extraordinary", "executive", "residents"):
            MeetingFactory(committee=committee, kind=kind, starts_on=date(year, 1, 1))
    MeetingFactory(committee=committee, undated=True)
    counting = Meeting.objects.counting()
    found = {
        year: set(counting.in_year(year).values_list("kind", flat=True))
        for year in range(2014, 2019)
    }
    assert found == {
        2014: {"regular", "extraordinary"},
        2015: {"regular", "extraordinary", "executive"},
        2016: {"regular", "extraordinary", "executive"},
        # Judged by the rules in force on the last day of the year.
        2017: {"regular", "executive"},
        2018: {"regular"},
    }
    assert counting.count() == 2 + 3 + 3 + 2 + 1


def test_a_joint_meeting_counts_by_the_rules_on_each_kind_of_committee(world):
    CountingRuleFactory(valid_from=date(2000, 1, 1))
    meeting = MeetingFactory(executive=True, committee=world.kksb, partners=[world.klsp])
    assert not Meeting.objects.counting("kksb").exists()
    assert list(Meeting.objects.counting("klsp").of(world.klsp)) == [meeting]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_partners_as_for_one(
    client, world, count, django_assert_num_queries
):
    for _meeting in range(count):
        meeting = MeetingFactory(committee=world.kksb)
        for _partner in range(count):
            JointCommitteeFactory(meeting=meeting)
    with django_assert_num_queries(6):
        client.get(reverse("meetings:list"), {"municipality": world.here.code})


def loaded(**cells):
    row = {"external_id": "J1", "committee": "kksb:20", "date": "2023-05-24", **cells}
    stored("meetings", f"{','.join(row)}\n{','.join(row.values())}\n")
    return Meeting.objects.get(external_id="J1")


def test_import_names_partners_and_takes_them_back(councils):
    deadline = DeadlineFactory(committee=councils["17"])
    meeting = loaded(joint_with="kksb:17")
    assert list(meeting.partners.all()) == [councils["17"]]
    deadline.refresh_from_db()
    assert deadline.done_on == date(2023, 5, 24)
    other = CommitteeFactory(registry_number="KLSP-2021-0007")
    meeting = loaded(joint_with="KLSP-2021-0007")
    assert list(meeting.partners.all()) == [other]
    deadline.refresh_from_db()
    assert deadline.done_on is None
    assert JointCommittee.history.filter(history_type="-").count() == 1
    # An empty cell leaves what is stored, and the same file changes nothing.
    assert list(loaded(joint_with="").partners.all()) == [other]
    assert loaded(joint_with="KLSP-2021-0007").version == 2


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"joint_with": "kksb:20"}, "joint_with"),
        ({"joint_with": "kksb:99"}, "joint_with"),
        ({"called_by": "king"}, "called_by"),
        ({"evidence": "rumour"}, "evidence"),
        ({"known_from": "J1"}, "known_from"),
        ({"known_from": "nobody"}, "known_from"),
        ({"date": "unknown", "status": "planned"}, "date"),
        ({"date": "2023-05-26/2023-05-24"}, "date"),
        ({"number_in_year": "III/2022"}, "number_in_year"),
        ({"number_in_year": "IIII and more"}, "number_in_year"),
    ],
)
def test_import_says_what_does_not_fit(councils, cells, column):
    row = {"external_id": "J1", "committee": "kksb:20", "date": "2023-05-24", **cells}
    report = load("meetings", f"{','.join(row)}\n{','.join(row.values())}\n")
    assert said(report) == [(2, column)]


def test_import_of_an_extraordinary_meeting_asks_for_no_reason(councils):
    assert loaded(kind="extraordinary").call_reason == ""
    meeting = loaded(kind="extraordinary", called_by="mayor", call_reason="Dy vrasje")
    assert (meeting.called_as, meeting.call_reason, meeting.version) == ("mayor", "Dy vrasje", 2)
