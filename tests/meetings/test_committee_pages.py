"""The parts of a committee's page: the strip of a year, meetings, documents, tabs."""

import re
from datetime import date, time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from committees.models import Rule
from meetings.choices import BoxState
from meetings.models import CountingRule
from meetings.strip import strip_of
from tests.factories.committees import CommitteeFactory
from tests.factories.meetings import DocumentFactory, MeetingFactory
from tests.roles import HIDDEN_NAME, TODAY, answer, rows_of, truth_table

pytestmark = pytest.mark.django_db
PUBLIC = ["Overview", "Meetings", "You said, we did", "Figures"]
READERS = [
    "Overview",
    "Meetings",
    "Concerns",
    "Actions",
    "Plan and answers",
    "Documents",
    "Figures",
]
FIX = "What needs mending"
# r: the records are open; n: the history, which names people; f: the findings.
TABS = truth_table("""
    kksb  klsp
    anonymous                  v     v
    account                    v     v
    station_commander          vrn   vrn
    station_officer            v     vrn
    station_commander nearby   vrn   v
    regional_director          vrnf  vrnf
    community_policing         vrnf  vrnf
    deputy_general_director    vrnf  vrnf
    general_director           vrnf  vrnf
    municipal_officer          vrnf  vrnf
    mia_officer                vrn   vrn
    mlga_officer               vrn   vrn
    osce_monitor               vrf   vrf
    administrator              vrnf  vrnf
    chair                      vrnf  vrnf
    deputy                     vrnf  vrnf
    secretary                  vrnf  vrnf
    member                     vrn   vrn
    observer                   vrn   vrn
    police                     vrn   vrn
    every role, ended          v     v
    every role, to come        v     v
    every place, elsewhere     v     v
    every office, ended        v     v
    every office, to come      v     v
    every office, elsewhere    v     v
""")


def page(name, committee):
    return reverse(f"meetings:{name}", args=[committee.slug])


@pytest.mark.once
@rows_of(TABS)
def test_tabs_and_their_pages_are_open_to_whom_they_are_shown(signed_in, world, name, expected):
    client = signed_in(name)
    for column, letters in expected.items():
        committee = getattr(world, column)
        response = client.get(committee.get_absolute_url())
        wanted = list(READERS if "r" in letters else PUBLIC)
        wanted += ["History"] * ("n" in letters) + [FIX] * ("f" in letters)
        assert [tab["label"] for tab in response.context["tabs"]] == wanted
        assert [tab["label"] for tab in response.context["tabs"] if tab["active"]] == ["Overview"]
        for address, needed in (("documents", "r"), ("answers", "r")):
            found, status = answer(client, page(address, committee), letters, needed)
            assert found == status, (column, address)
        meetings = client.get(page("of-committee", committee))
        assert [tab["label"] for tab in meetings.context["tabs"]] == wanted
        assert HIDDEN_NAME not in meetings.content.decode()


def states(committee, year, today, user=None):
    strip = strip_of(committee, year, user=user or AnonymousUser(), today=today)
    return strip.held, [(box.state.value, box.meeting) for box in strip.boxes]


def test_a_box_for_each_meeting_due_and_what_became_of_it(world, today):
    of_year = {"committee": world.kksb}
    planned = MeetingFactory(planned=True, starts_on=date(2026, 9, 1), **of_year)
    awaiting = MeetingFactory(convened=True, starts_on=date(2026, 6, 14), **of_year)
    held = MeetingFactory(starts_on=date(2026, 3, 1), **of_year)
    extra = MeetingFactory(extraordinary=True, starts_on=date(2026, 4, 1), **of_year)
    for kind in ("residents", "executive"):
        MeetingFactory(kind=kind, starts_on=date(2026, 5, 1), **of_year)
    for status in ("cancelled", "postponed"):
        MeetingFactory(status=status, starts_on=date(2026, 5, 2), **of_year)
    MeetingFactory(starts_on=date(2025, 12, 31), **of_year)
    assert states(world.kksb, 2026, today) == (
        2,
        [
            ("held", held),
            ("held", extra),
            ("awaiting", awaiting),
            ("planned", planned),
            ("missing", None),
            ("missing", None),
        ],
    )


def test_more_than_six_are_all_shown_and_a_joint_one_is_in_both_strips(world, today):
    for month in range(1, 7):
        MeetingFactory(committee=world.kksb, starts_on=date(2025, month, 1))
    joint = MeetingFactory(
        committee=world.elsewhere, partners=[world.kksb], starts_on=date(2025, 12, 1)
    )
    number, boxes = states(world.kksb, 2025, today)
    assert (number, len(boxes), boxes[-1]) == (7, 7, ("held", joint))
    assert states(world.elsewhere, 2025, today)[0] == 1


def test_number_of_boxes_is_the_one_of_the_rule_of_that_year(world, today):
    assert [state for state, _meeting in states(world.kksb, 2025, today)[1]] == ["missing"] * 6
    Rule.objects.filter(kind="kksb", subject="meetings_per_year").update(valid_to="2020-12-31")
    assert len(states(world.kksb, 2020, today)[1]) == 6
    assert states(world.kksb, 2021, today) == (0, [])
    # Nothing asks a local committee for a number.
    assert states(world.klsp, 2025, today) == (0, [])


def test_strip_says_in_words_what_it_draws(client, world, today):
    meeting = MeetingFactory(committee=world.kksb, starts_on=date(2026, 1, 1), precision="year")
    text = client.get(page("of-committee", world.kksb)).content.decode()
    assert "1 held of 6 that the rule asks for." in text
    boxes = re.findall(r'<span class="c-boxes__state">(.*?)</li>', text, re.DOTALL)
    words = [" ".join(re.sub(r"<[^>]+>", " ", box).split()) for box in boxes]
    assert words == ["✓ held 2026 date known: year", *["– missing"] * 5]
    assert meeting.get_absolute_url() in text
    assert "What counts: regular meeting and extraordinary meeting." in text
    assert "Number due by: Administrative Instruction 27/2012" in text


def test_strip_without_a_rule_and_of_the_founding_year_says_so(client, world, today):
    new = CommitteeFactory(established_on=date(2026, 2, 1))
    MeetingFactory(committee=new, cancelled=True, starts_on=date(2026, 3, 1))
    text = client.get(page("of-committee", new)).content.decode()
    assert "0 held; no rule asks for a number." in text
    assert "was founded in this year, which is not judged" in text


@pytest.mark.parametrize("state", BoxState)
def test_no_two_boxes_look_alike_without_colour(state):
    assert [other for other in BoxState if other.symbol == state.symbol] == [state]


def test_public_sees_no_executive_meeting_even_where_it_counts(signed_in, world, today):
    CountingRule.objects.create(
        committee_kind="kksb", meeting_kind="executive", valid_from="2020-01-01", name_sq="provë"
    )
    hidden = MeetingFactory(executive=True, committee=world.kksb, starts_on=date(2026, 5, 5))
    for name, seen in (("anonymous", False), ("member", True)):
        client = signed_in(name)
        for url in (page("of-committee", world.kksb), world.kksb.get_absolute_url()):
            assert (hidden.get_absolute_url() in client.get(url).content.decode()) is seen


@pytest.mark.parametrize(
    ("asked", "year"),
    [("", 2026), ("2024", 2024), ("2027", 2027), ("2028", 2026), ("1998", 2026), ("²²²²", 2026)],
)
def test_year_is_switched_and_what_is_none_shows_the_present(client, world, today, asked, year):
    meeting = MeetingFactory(committee=world.kksb, starts_on=date(2024, 3, 3))
    undated = MeetingFactory(committee=world.kksb, undated=True)
    response = client.get(page("of-committee", world.kksb), {"year": asked})
    assert response.context["year"] == year
    assert list(response.context["meetings"]) == [meeting] * (year == 2024)
    assert list(response.context["undated"]) == [undated]
    assert response.context["years"] == [one for one in range(year - 1, year + 2) if one <= 2027]


def test_documents_of_all_meetings_are_listed_for_readers(signed_in, world):
    own = MeetingFactory(committee=world.kksb, starts_on=date(2026, 3, 1))
    joint = MeetingFactory(committee=world.elsewhere, partners=[world.kksb])
    documents = [DocumentFactory(meeting=row) for row in (own, joint)]
    DocumentFactory(meeting__committee=world.klsp)
    client = signed_in("osce_monitor")
    found = client.get(page("documents", world.kksb))
    assert list(found.context["object_list"]) == documents
    assert reverse("meetings:document", args=[documents[0].pk]) in found.content.decode()
    text = client.get(page("documents", CommitteeFactory())).content.decode()
    assert "No document is kept" in text


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_three_of_each_as_for_one(
    signed_in, world, count, django_assert_num_queries
):
    for number in range(count):
        meeting = MeetingFactory(
            committee=world.kksb, starts_on=date(2026, 1, 1 + number), partners=[world.klsp]
        )
        MeetingFactory(committee=world.kksb, undated=True, partners=[world.elsewhere])
        DocumentFactory(meeting=meeting)
    client = signed_in("osce_monitor")
    for address, queries in (("of-committee", 17), ("documents", 11)):
        with django_assert_num_queries(queries):
            client.get(page(address, world.kksb))


@pytest.mark.parametrize(
    ("year", "held", "planned", "words"),
    [
        (2026, 6, 0, "met"),
        (2026, 3, 3, "on course"),
        (2026, 3, 0, "at risk"),
        (2025, 3, 0, "not met"),
    ],
)
def test_the_pace_of_the_year_stands_beside_the_number(
    client, world, today, year, held, planned, words
):
    for month in range(held):
        MeetingFactory(committee=world.kksb, starts_on=date(year, 1 + month % 6, 1 + month))
    for month in range(planned):
        MeetingFactory(planned=True, committee=world.kksb, starts_on=date(year, 9 + month, 1))
    strip = strip_of(world.kksb, year, user=AnonymousUser(), today=today)
    assert strip.pace.label == words
    page = client.get(
        reverse("meetings:of-committee", kwargs={"committee": world.kksb.slug}), {"year": year}
    )
    assert f"</span>{words}</span>" in page.content.decode()


def test_a_year_that_is_not_judged_has_no_pace(client, world, today):
    page = client.get(reverse("meetings:of-committee", kwargs={"committee": world.klsp.slug}))
    assert strip_of(world.klsp, 2026, user=AnonymousUser(), today=today).pace == "no-rule"
    assert "no rule</span>" not in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "says"),
    [("residents", "Residents may come."), ("regular", "For members and invited guests.")],
)
def test_next_meeting_of_any_kind_and_year_stands_first(client, world, kind, says):
    """A resident did not see the meeting that is open to residents, nor the first of next year."""
    MeetingFactory(committee=world.klsp, planned=True, starts_on=date(2027, 3, 1))
    coming = MeetingFactory(
        committee=world.klsp,
        planned=True,
        kind=kind,
        starts_on=date(2027, 1, 22),
        start_time=time(18, 30),
        place="Shkolla",
    )
    MeetingFactory(committee=world.klsp, planned=True, kind="executive", starts_on=TODAY)
    text = " ".join(client.get(world.klsp.get_absolute_url()).text.split())
    next_one = text[text.index("Next meeting") : text.index("Meetings of 2026")]
    assert (
        f'<a href="{coming.get_absolute_url()}"><b>22.01.2027, 18:30</b></a>, Shkolla' in next_one
    )
    assert says in next_one


def test_committee_without_a_meeting_ahead_says_so(client, world):
    text = client.get(world.klsp.get_absolute_url()).text
    assert "No meeting is on the calendar." in text


def test_council_of_which_nobody_said_a_word_is_no_council_that_cannot_meet(client, world):
    """One registered today read «0 held of 6, cannot be met without extra meetings»."""
    council = CommitteeFactory(kksb=True)
    text = client.get(council.get_absolute_url()).text
    assert "Nobody has reported anything of this year." in text
    assert "cannot be met" not in text
    MeetingFactory(committee=council, cancelled=True, starts_on=TODAY)
    assert "0 held of 6" in client.get(council.get_absolute_url()).text
