"""Who sees and does what with committees and memberships: one table each, asked in every layer."""

import csv
import io

from django.urls import reverse

from accounts.models import User
from committees.choices import CommitteeStatus, Office
from committees.models import Committee, Deadline, Membership, Person, Rule, Seat
from meetings.models import CompensationReport, Meeting
from places.models import Municipality
from tests.factories.committees import DeadlineFactory, MembershipFactory, RuleFactory
from tests.roles import (
    ENGLISH,
    HIDDEN_NAME,
    TODAY,
    answer,
    names_every_action,
    pages_of,
    rights,
    rows_of,
    truth_table,
    unlike,
)

COMMITTEE = {
    "v": "view",
    "m": "view_members",
    "r": "view_records",
    "e": "edit",
    "s": "change_status",
    "b": "edit_members",
    "t": "record_training",
    "a": "add_meeting",
    "w": "answer",
    "q": "request_change",
    "f": "view_findings",
    "d": "dismiss_finding",
    "c": "view_compensation",
    "p": "settle",
    "k": "add_concern",
    "j": "add_project",
}
COMMITTEES = truth_table("""
    kksb      klsp
    anonymous                v               v
    account                  v               v
    station_commander        vmr             vmrq
    station_officer          v               vmrq
    station_commander nearby  vmr            v
    regional_director        vmrfd           vmrfd
    community_policing       vmrtfd          vmresbtfd
    deputy_general_director  vmrfd           vmrsfd
    general_director         vmrfd           vmrsfd
    municipal_officer        vmresbtawfdcpkj  vmresbtawfdcpkj
    mia_officer              vmrc            vmrc
    mlga_officer             vmrc            vmrc
    osce_monitor             vrfc            vrfc
    administrator            vmresbtawfdcpkj  vmresbtawfdcpkj
    chair                    vmrbtawfdcpkj   vmrbtawfdcpkj
    deputy                   vmrbtawfdcpkj   vmrbtawfdcpkj
    secretary                vmrbtawfdcpkj   vmrbtawfdcpkj
    member                   vmr             vmr
    observer                 vmr             vmr
    police                   vmr             vmr
    every role, ended        v               v
    every role, to come      v               v
    every place, elsewhere   v               v
    every office, ended      v               v
    every office, to come    v               v
    every office, elsewhere  v               v
""")
MEMBERSHIP = {"v": "view", "e": "end", "p": "record_profile"}
MEMBERSHIPS = truth_table("""
    kksb  klsp
    anonymous                -     -
    account                  -     -
    station_commander        v     v
    station_officer          -     v
    station_commander nearby  v    -
    regional_director        v     v
    community_policing       v     ve
    deputy_general_director  v     v
    general_director         v     v
    municipal_officer        ve    ve
    mia_officer              v     v
    mlga_officer             v     v
    osce_monitor             -     -
    administrator            ve    ve
    chair                    ve    ve
    deputy                   ve    ve
    secretary                vep   vep
    member                   v     v
    observer                 v     v
    police                   v     v
    every role, ended        -     -
    every role, to come      -     -
    every place, elsewhere   -     -
    every office, ended      -     -
    every office, to come    -     -
    every office, elsewhere  -     -
""")
FOUNDING = truth_table("""
    here  elsewhere
    anonymous                -  -
    account                  -  -
    station_commander        -  -
    station_officer          -  -
    station_commander nearby  -  -
    regional_director        -  -
    community_policing       f  f
    deputy_general_director  -  -
    general_director         -  -
    municipal_officer        f  -
    mia_officer              -  -
    mlga_officer             -  -
    osce_monitor             -  -
    administrator            f  f
    chair                    -  -
    deputy                   -  -
    secretary                -  -
    member                   -  -
    observer                 -  -
    police                   -  -
    every role, ended        -  -
    every role, to come      -  -
    station_commander elsewhere  -  -
    station_officer elsewhere  -  -
    regional_director elsewhere  -  -
    municipal_officer elsewhere  -  f
    every office, ended      -  -
    every office, to come    -  -
    every office, elsewhere  -  -
""")
DEADLINE = {"v": "view"}
COLUMNS = ("kksb", "klsp")


def committee_page(name, committee, **more):
    key = "slug" if name in ("detail", "update", "history", "transition") else "committee"
    return reverse(f"committees:{name}", kwargs={key: committee.slug, **more})


def meetings_page(name, committee, **more):
    return reverse(f"meetings:{name}", kwargs={"committee": committee.slug, **more})


def change_page(committee):
    return reverse("establishment:change-create", kwargs={"committee": committee.slug})


def hidden_membership(committee):
    return Membership.objects.of(committee).get(person__family_name=HIDDEN_NAME.split()[1])


def test_tables_speak_of_every_action():
    assert names_every_action(Committee, COMMITTEE)
    assert names_every_action(Membership, MEMBERSHIP)
    assert names_every_action(Deadline, DEADLINE)


@rows_of(COMMITTEES)
def test_policy_on_committees(world, name, expected):
    user = world.person(name)
    assert {kind: rights(user, getattr(world, kind), COMMITTEE) for kind in COLUMNS} == expected


@rows_of(MEMBERSHIPS)
def test_policy_on_memberships(world, name, expected):
    user = world.person(name)
    rows = {kind: hidden_membership(getattr(world, kind)) for kind in COLUMNS}
    assert {kind: rights(user, row, MEMBERSHIP) for kind, row in rows.items()} == expected


@rows_of(COMMITTEES)
def test_deadline_is_shown_to_readers_of_the_records_only(signed_in, world, name, expected):
    rows = {kind: DeadlineFactory(committee=getattr(world, kind)) for kind in COLUMNS}
    client = signed_in(name)
    for kind, row in rows.items():
        reads = "r" in expected[kind]
        assert rights(client.user, row, DEADLINE) == ("v" if reads else "")
        page = client.get(getattr(world, kind).get_absolute_url())
        assert list(page.context["deadlines"]) == ([row] if reads else [])
        assert ("Inaugural meeting" in page.content.decode()) is reads
        assert ("due on 01.07.2026" in page.content.decode()) is reads


@rows_of(FOUNDING)
def test_founding(signed_in, world, name, expected):
    client = signed_in(name)
    rows = Municipality.objects.permitted(client.user, "found_committee")
    places = {"here": world.here, "elsewhere": world.elsewhere.municipality}
    found = {
        place: "f" if rows.filter(pk=municipality.pk).exists() else ""
        for place, municipality in places.items()
    }
    assert found == expected
    for place, municipality in places.items():
        client.post(
            reverse("committees:create"),
            {"kind": "klsp", "municipality": municipality.pk, "name_sq": f"KLSP e re {place}"},
        )
        is_there = Committee.objects.filter(name_sq=f"KLSP e re {place}").exists()
        assert is_there is (expected[place] == "f")


@rows_of(COMMITTEES)
def test_everybody_finds_every_committee(signed_in, world, name, expected):
    client = signed_in(name)
    for kind, letters in expected.items():
        assert "v" in letters
        committee = getattr(world, kind)
        asked = {"kind": kind, "municipality": world.here.code}
        page = client.get(reverse("committees:list"), asked)
        assert [row.pk for row in page.context["object_list"]] == [committee.pk]
        export = client.get(reverse("committees:export", args=["csv"]), asked).content.decode()
        assert [row["name_sq"] for row in csv.DictReader(io.StringIO(export))] == [
            committee.name_sq
        ]
        rows = client.get("/api/v1/committees/", asked).json()
        assert [row["slug"] for row in rows["results"]] == [committee.slug]
        for text in (page.content.decode(), export, str(rows)):
            assert HIDDEN_NAME not in text
    found = client.get(reverse("committees:list"), {"kind": "kksb", "q": HIDDEN_NAME.split()[1]})
    assert list(found.context["object_list"]) == []


@pages_of(COMMITTEES)
def test_page_of_a_committee_names_members_to_insiders_only(signed_in, world, name, expected):
    client = signed_in(name)
    for kind, letters in unlike(expected):
        page = client.get(committee_page("detail", getattr(world, kind)))
        assert (HIDDEN_NAME in page.content.decode()) is ("m" in letters)
        told = client.get(
            f"/api/v1/committees/{getattr(world, kind).slug}/", headers=ENGLISH
        ).json()
        assert (HIDDEN_NAME in str(told)) is ("m" in letters)
        assert (told["memberships"] is None) is ("m" not in letters)
        links = {
            "e": committee_page("update", getattr(world, kind)),
            "b": committee_page("seat", getattr(world, kind)),
            "a": meetings_page("plan", getattr(world, kind)),
            "r": meetings_page("answers", getattr(world, kind)),
            "q": change_page(getattr(world, kind)),
        }
        shown = {
            letter for letter, url in links.items() if f'href="{url}"' in page.content.decode()
        }
        assert shown == set(links) & set(letters)
        assert bool(page.context["offers"]) is ("s" in letters)


@pages_of(COMMITTEES)
def test_pages_of_a_committee(signed_in, world, name, expected):
    client = signed_in(name)
    for kind, letters in unlike(expected):
        committee = getattr(world, kind)
        for url, needed in (
            (committee_page("update", committee), "e"),
            (committee_page("history", committee), "m"),
            (committee_page("transition", committee, step="suspend"), "s"),
            (committee_page("seat", committee), "b"),
            (meetings_page("plan", committee), "a"),
            (meetings_page("log", committee), "a"),
            (meetings_page("answers", committee), "r"),
            (meetings_page("answers-update", committee, year=2026), "w"),
            (change_page(committee), "q"),
        ):
            found, wanted = answer(client, url, letters, needed)
            assert found == wanted, (kind, url)


@pages_of(MEMBERSHIPS)
def test_page_that_ends_a_membership(signed_in, world, name, expected):
    client = signed_in(name)
    for kind, letters in expected.items():
        committee = getattr(world, kind)
        membership = hidden_membership(committee)
        url = committee_page("membership-end", committee, pk=membership.pk)
        found, wanted = answer(client, url, letters, "e")
        assert found == wanted, kind
        client.post(url, {"until_on": "2026-06-30", "end_reason": "moved_away"})
        membership.refresh_from_db()
        assert (membership.until_on is not None) is ("e" in letters)


@pages_of(COMMITTEES)
def test_writing_takes_effect_or_changes_nothing(signed_in, world, name, expected):
    client = signed_in(name)
    for kind, letters in unlike(expected):
        committee = getattr(world, kind)
        client.post(
            committee_page("update", committee),
            {"municipality": world.here.pk, "name_sq": "Emri i ri"},
        )
        client.post(
            committee_page("seat", committee),
            {
                "given_name": "Besa",
                "family_name": "E Re",
                "capacity": "youth",
                "office": "member",
                "from_on": "2026-06-01",
            },
        )
        client.post(
            meetings_page("plan", committee), {"kind": "regular", "starts_on": "2026-09-01"}
        )
        client.post(meetings_page("answers-update", committee, year=2025), {"answer": "yes"})
        client.post(
            committee_page("transition", committee, step="suspend"),
            {"status_on": "2026-06-15", "comment": "no meeting for a year"},
        )
        client.post(change_page(committee), {"purpose": "area"})
        committee.refresh_from_db()
        assert {
            "e": committee.name_sq == "Emri i ri",
            "b": Membership.objects.of(committee).filter(person__family_name="E Re").exists(),
            "a": Meeting.objects.of(committee).exists(),
            "w": CompensationReport.objects.filter(committee=committee).exists(),
            "s": committee.status == CommitteeStatus.SUSPENDED,
            "q": committee.requests.exists(),
        } == {letter: letter in letters for letter in "ebawsq"}


def test_seats_and_rules_are_public_and_persons_are_not(world):
    rule = RuleFactory()
    for name in ("anonymous", "account", "chair"):
        user = world.person(name)
        assert Seat.objects.visible_to(user).filter(committee=world.kksb).exists()
        assert Rule.objects.visible_to(user).filter(pk=rule.pk).exists()
        assert not Person.objects.visible_to(user).exists()
    assert Person.objects.visible_to(world.person("administrator")).exists()


def test_a_monitor_sees_which_seats_are_taken_and_by_nobody_named(signed_in, world):
    page = signed_in("osce_monitor").get(committee_page("detail", world.kksb))
    assert "The names of the members are not." in page.content.decode()
    [row] = page.context["roster"]
    assert row["is_taken"]
    assert row["membership"] is None


def test_power_ends_on_the_day_after_the_last(world):
    last = MembershipFactory(
        committee=world.kksb,
        office=Office.CHAIR,
        until_on=TODAY,
        person__user=world.person("account"),
    )
    user = last.person.user
    assert "a" in rights(user, world.kksb, COMMITTEE)
    Membership.objects.filter(pk=last.pk).update(until_on=TODAY.replace(day=TODAY.day - 1))
    assert rights(User.objects.get(pk=user.pk), world.kksb, COMMITTEE) == "v"
