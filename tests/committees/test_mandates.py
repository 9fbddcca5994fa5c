"""The mandate of a council: its steps in order, who watches over them, who is late."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from committees.actions import open_mandates, take_step
from committees.choices import CommitteeState, MandateStep, Subject
from committees.mandates import STEPS, Terms, standing, standings, timeline_of
from committees.models import Committee, Mandate, Membership, Nomination
from places.models import Municipality
from tests.factories.committees import (
    MandateFactory,
    MembershipFactory,
    NominationFactory,
    RuleFactory,
)
from tests.factories.places import CommunityFactory, MunicipalityFactory, ReligiousCommunityFactory
from tests.roles import HIDDEN_NAME, TODAY, answer, names_every_action, rights, rows_of, truth_table

MANDATE = {"v": "view", "n": "view_nominations", "e": "edit"}
NOMINATION = {"n": "view", "e": "edit"}
# Of a mandate here that is tied to the council; w: watches the list, o: opens mandates.
MANDATES = truth_table("""
    mandate  watched
    anonymous                v    -
    account                  v    -
    station_commander        vn   -
    station_officer          v    -
    station_commander nearby  vn  -
    regional_director        vn   -
    community_policing       vn   w
    deputy_general_director  vn   w
    general_director         vn   w
    municipal_officer        vne  w
    mia_officer              vn   wo
    mlga_officer             vn   wo
    osce_monitor             v    w
    administrator            vne  wo
    chair                    vn   -
    deputy                   vn   -
    secretary                vn   -
    member                   vn   -
    observer                 vn   -
    police                   vn   -
    every role, ended        v    -
    every role, to come      v    -
    station_commander elsewhere  v  -
    station_officer elsewhere  v  -
    regional_director elsewhere  v  -
    municipal_officer elsewhere  v  -
    every office, ended      v    -
    every office, to come    v    -
    every office, elsewhere  v    -
""")
LIST = "committees:mandates"


def page_of(mandate, name="mandate", **more):
    key = "mandate" if name.startswith("nomination") else "pk"
    return reverse(f"committees:{name}", kwargs={key: mandate.pk, **more})


def step_page(mandate, step):
    return page_of(mandate, "mandate-step", step=step)


def nominated(**changes):
    return {
        "proposed_by": "Shoqata",
        "capacity": "community",
        "received_on": "2026-05-20",
        "nominee_name": HIDDEN_NAME,
    } | changes


@pytest.fixture
def keeper(signed_in):
    return signed_in("administrator")


@pytest.fixture
def mandate(world):
    return MandateFactory(municipality=world.here)


def test_tables_speak_of_every_action():
    assert names_every_action(Mandate, MANDATE)
    assert names_every_action(Nomination, NOMINATION)


@rows_of(MANDATES)
def test_who_sees_and_keeps_a_mandate(signed_in, world, name, expected):
    client = signed_in(name)
    letters = expected["mandate"]
    mandate = MandateFactory(municipality=world.here, committee=world.kksb)
    nomination = NominationFactory(mandate=mandate, nominee_name="Zamira Fshehura")
    assert rights(client.user, mandate, MANDATE) == letters
    found = Nomination.objects.filter(pk=nomination.pk)
    assert found.visible_to(client.user).exists() is ("n" in letters)
    assert found.permitted(client.user, "edit").exists() is ("e" in letters)
    page = client.get(page_of(mandate))
    assert page.status_code == 200
    assert "01.05.2026" in page.text
    for secret in ("Zamira", nomination.proposed_by):
        assert (secret in page.text) is ("n" in letters)
    for url, needed in (
        (step_page(mandate, "notice"), "e"),
        (page_of(mandate, "mandate-oath"), "e"),
        (page_of(mandate, "mandate-end"), "e"),
        (page_of(mandate, "nomination-create"), "e"),
        (page_of(mandate, "mandate-history"), "n"),
    ):
        found, wanted = answer(client, url, letters, needed)
        assert found == wanted, url
    client.post(page_of(mandate, "mandate-oath"), {"oath_on": "2026-05-02"})
    client.post(step_page(mandate, "notice"), {"day": "2026-05-20", "reference": "Nr. 1"})
    client.post(page_of(mandate, "nomination-create"), nominated())
    client.post(
        page_of(mandate, "nomination-update", pk=nomination.pk), nominated(proposed_by="Tjetër")
    )
    client.post(
        page_of(mandate, "mandate-end"), {"ended_on": "2026-06-01", "end_reason": "dorëheqje"}
    )
    mandate.refresh_from_db()
    nomination.refresh_from_db()
    assert {
        mandate.oath_on == date(2026, 5, 2),
        mandate.notice_on == date(2026, 5, 20),
        mandate.ended_on == date(2026, 6, 1),
        mandate.nominations.count() == 2,
        nomination.proposed_by == "Tjetër",
    } == {"e" in letters}


@rows_of(MANDATES)
def test_who_watches_and_opens(signed_in, world, name, expected):
    client = signed_in(name)
    letters = expected["watched"]
    here = Municipality.objects.filter(pk=world.here.pk)
    assert here.permitted(client.user, "watch_mandate").exists() is ("w" in letters)
    assert here.permitted(client.user, "open_mandate").exists() is ("o" in letters)
    MandateFactory(municipality=world.here)
    page = client.get(reverse(LIST))
    sheet = client.get(reverse("committees:mandates-export", args=["csv"]))
    shown = page.status_code == 200 and world.here in [
        row.municipality for row in page.context["object_list"]
    ]
    assert shown is ("w" in letters)
    assert (sheet.status_code == 200 and world.here.name in sheet.text) is ("w" in letters)
    listed = client.get(reverse("committees:list"))
    watches_some = "w" in letters or name == "municipal_officer elsewhere"
    assert (f'href="{reverse(LIST)}"' in listed.text) is watches_some
    Mandate.objects.all().delete()
    url = reverse("committees:mandates-open")
    opened = client.get(url)
    if name == "anonymous":
        assert opened.status_code == 302
    else:
        assert opened.status_code == (200 if "o" in letters else 403)
    client.post(url, {"oath_on": "2026-06-01", "municipalities": [world.here.pk]})
    assert Mandate.objects.exists() is ("o" in letters)


def test_officer_of_a_municipality_watches_that_one_only(signed_in, world):
    page = signed_in("municipal_officer").get(reverse(LIST))
    assert [row.municipality for row in page.context["object_list"]] == [world.here]


@pytest.mark.parametrize(
    ("oath_on", "taken", "step", "due_on", "said"),
    [
        (date(2026, 6, 15), 0, "notice", date(2026, 7, 15), "30 days left"),
        (date(2026, 5, 17), 0, "notice", date(2026, 6, 16), "1 day left"),
        (date(2026, 5, 16), 0, "notice", TODAY, "due today"),
        (date(2026, 5, 15), 0, "notice", date(2026, 6, 14), "1 day overdue"),
        (date(2026, 5, 14), 1, "nominations", date(2026, 6, 13), "2 days overdue"),
        (date(2026, 5, 17), 2, "decision", date(2026, 6, 16), "1 day left"),
        (date(2026, 5, 14), 3, "in_force", None, ""),
    ],
)
def test_countdown_of_the_step_that_comes_next(keeper, world, oath_on, taken, step, due_on, said):
    values = {one.day: oath_on + timedelta(days=1) for one in STEPS[:taken]}
    mandate = MandateFactory(municipality=world.here, oath_on=oath_on, **values)
    [row] = keeper.get(reverse(LIST), {"municipality": world.here.code}).context["object_list"]
    assert (row.step, row.due_on, row.countdown) == (step, due_on, said)
    assert row.is_overdue is ("overdue" in said)
    page = keeper.get(page_of(mandate)).text
    assert said in page
    assert (f"It was due on {due_on:%d.%m.%Y}" in page if due_on else False) is row.is_overdue


def test_old_mandate_is_judged_by_the_rule_of_its_day(world):
    RuleFactory(
        subject=Subject.NOTICE_DAYS,
        value=10,
        valid_from=date(2000, 1, 1),
        valid_to=date(2001, 1, 1),
    )
    terms = Terms()
    notice = STEPS[0]
    assert terms.due_on(notice, date(2001, 1, 1)) == date(2001, 1, 11)
    assert terms.due_on(notice, date(2001, 1, 2)) is None
    assert terms.due_on(notice, date(2012, 1, 1)) == date(2012, 1, 31)


def test_rules_on_the_page_name_their_source(keeper, mandate):
    assert "INPO, 8 February 2018, quoting the instruction" in keeper.get(page_of(mandate)).text


@pytest.mark.parametrize(
    ("step", "before", "day", "said"),
    [
        ("notice", {}, "2026-04-30", "The public invitation lies before the oath."),
        (
            "nominations",
            {"notice_on": date(2026, 5, 10)},
            "2026-05-09",
            "The nominations lie before the public invitation.",
        ),
        (
            "decision",
            {"nominations_on": date(2026, 5, 10)},
            "2026-05-09",
            "The decision lies before a step that precedes it.",
        ),
        (
            "notice",
            {"decided_on": date(2026, 5, 10)},
            "2026-05-11",
            "The decision lies before a step that precedes it.",
        ),
        ("notice", {}, "2026-06-16", "This day has not come yet."),
        ("notice", {}, "soon", "Enter a valid date."),
        ("notice", {}, "", "This field is required."),
    ],
)
def test_step_that_does_not_fit_says_why_and_keeps_the_text(keeper, world, step, before, day, said):
    mandate = MandateFactory(municipality=world.here, **before)
    page = keeper.post(step_page(mandate, step), {"day": day, "reference": "Gazeta Zyrtare 7"})
    assert said in page.text
    assert 'value="Gazeta Zyrtare 7"' in page.text
    unchanged = Mandate.objects.get(pk=mandate.pk)
    assert all(getattr(unchanged, one.day) == before.get(one.day) for one in STEPS)


def test_decision_needs_its_number_and_ties_the_council(keeper, world, mandate):
    page = keeper.post(step_page(mandate, "decision"), {"day": "2026-06-01", "reference": ""})
    assert page.context["form"].errors == {"reference": ["This field is required."]}
    keeper.post(step_page(mandate, "decision"), {"day": "2026-06-01", "reference": "02-Nr. 5"})
    mandate.refresh_from_db()
    assert (mandate.committee, mandate.decision_number) == (world.kksb, "02-Nr. 5")
    assert AuditEvent.objects.get(action="mandate.decision").detail == {"day": "2026-06-01"}
    history = keeper.get(page_of(mandate, "mandate-history")).text
    assert "02-Nr. 5" in history


def test_unknown_step_is_no_page(keeper, mandate):
    assert keeper.get(step_page(mandate, "party")).status_code == 404


def test_decided_council_is_founded_from_the_mandate_and_tied_to_it(keeper, world):
    place = MunicipalityFactory(name_sq="Vendi")
    mandate = MandateFactory(municipality=place, decided=True)
    page = keeper.get(page_of(mandate))
    founding = f"{reverse('committees:create')}?mandate={mandate.pk}"
    assert f'href="{founding}"' in page.text
    assert "45 days since the mayor's oath" in page.text
    form = keeper.get(founding).context["form"]
    assert form.initial["name_sq"] == "KKSB Vendi"
    assert (form.initial["established_on"], form.initial["act"]) == (date(2026, 5, 25), "Nr. 2")
    keeper.post(
        reverse("committees:create"),
        {"kind": "kksb", "municipality": place.pk, "name_sq": "KKSB Vendi"},
    )
    mandate.refresh_from_db()
    assert mandate.committee == Committee.objects.get(name_sq="KKSB Vendi")
    assert "?mandate=" not in keeper.get(page_of(mandate)).text
    for asked in ("abc", "0", ""):
        assert (
            "name_sq"
            not in keeper.get(reverse("committees:create"), {"mandate": asked})
            .context["form"]
            .initial
        )


def test_council_founded_before_the_decision_waits_for_it(keeper, world):
    place = MunicipalityFactory()
    mandate = MandateFactory(municipality=place)
    keeper.post(
        reverse("committees:create"),
        {"kind": "kksb", "municipality": place.pk, "name_sq": "KKSB Vendi"},
    )
    mandate.refresh_from_db()
    assert mandate.committee is None


def test_end_of_the_mandate_ends_terms_and_no_membership(keeper, world, mandate):
    within = MembershipFactory(committee=world.kksb, mandate_until_on=date(2030, 1, 1))
    over = MembershipFactory(committee=world.kksb, mandate_until_on=date(2026, 1, 1))
    gone = MembershipFactory(committee=world.kksb, until_on=date(2026, 5, 31))
    later = MembershipFactory(committee=world.kksb, from_on=date(2026, 6, 2))
    keeper.post(
        page_of(mandate, "mandate-end"), {"ended_on": "2026-06-01", "end_reason": "zgjedhje"}
    )
    rows = {row.pk: row for row in Membership.objects.of(world.kksb)}
    assert rows[within.pk].mandate_until_on == date(2026, 6, 1)
    assert rows[over.pk].mandate_until_on == date(2026, 1, 1)
    assert rows[gone.pk].mandate_until_on is None
    assert rows[later.pk].mandate_until_on is None
    assert {row.until_on for row in rows.values()} == {None, date(2026, 5, 31)}
    Membership.objects.filter(pk=later.pk).delete()
    state = Committee.objects.with_state_on(TODAY).get(pk=world.kksb.pk).state
    assert state == CommitteeState.MANDATE_EXPIRED


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ended_on": "2026-04-30"}, "The mandate ends before one of its steps."),
        ({"ended_on": "2026-06-16"}, "This day has not come yet."),
        ({"end_reason": " "}, "This field is required."),
    ],
)
def test_end_that_does_not_fit_says_why(keeper, mandate, typed, said):
    page = keeper.post(
        page_of(mandate, "mandate-end"), {"ended_on": "2026-06-01", "end_reason": "x"} | typed
    )
    assert said in page.text
    mandate.refresh_from_db()
    assert mandate.ended_on is None


def test_oath_is_corrected_and_the_mandate_before_follows(keeper, world):
    before = MandateFactory(
        municipality=world.here,
        oath_on=date(2022, 1, 1),
        ended_on=date(2026, 4, 30),
        end_reason="x",
    )
    mandate = MandateFactory(municipality=world.here, noticed=True)
    address = page_of(mandate, "mandate-oath")
    assert keeper.get(address).context["form"]["oath_on"].value() == date(2026, 5, 1)
    keeper.post(address, {"oath_on": "2026-05-06"})
    mandate.refresh_from_db()
    before.refresh_from_db()
    assert (mandate.oath_on, before.ended_on) == (date(2026, 5, 6), date(2026, 5, 5))
    assert AuditEvent.objects.filter(action="mandate.oath").count() == 1


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-05-12", "The public invitation lies before the oath."),
        ("2026-04-15", "The mandate before this one ended later."),
        ("2026-06-16", "This day has not come yet."),
    ],
)
def test_oath_that_does_not_fit_changes_nothing(keeper, world, day, said):
    before = MandateFactory(
        municipality=world.here,
        oath_on=date(2022, 1, 1),
        ended_on=date(2026, 4, 20),
        end_reason="x",
    )
    mandate = MandateFactory(municipality=world.here, noticed=True)
    answer = keeper.post(page_of(mandate, "mandate-oath"), {"oath_on": day})
    assert said in answer.content.decode()
    mandate.refresh_from_db()
    before.refresh_from_db()
    assert (mandate.oath_on, before.ended_on) == (date(2026, 5, 1), date(2026, 4, 20))


def test_end_without_a_council_touches_nobody(keeper, world):
    mandate = MandateFactory()
    keeper.post(page_of(mandate, "mandate-end"), {"ended_on": "2026-06-01", "end_reason": "x"})
    mandate.refresh_from_db()
    assert mandate.ended_on == date(2026, 6, 1)
    assert not Membership.objects.exclude(mandate_until_on=None).exists()


def test_mandates_of_many_are_opened_at_once_and_the_old_ones_end(keeper, world):
    old = MandateFactory(municipality=world.here, oath_on=date(2021, 12, 1))
    places = [world.here, world.elsewhere.municipality]
    url = reverse("committees:mandates-open")
    page = keeper.get(url)
    assert {place.pk for place in places} <= set(page.context["form"].initial["municipalities"])
    assert "1 mandate is running." in page.text
    keeper.post(url, {"oath_on": "2026-06-01", "municipalities": [place.pk for place in places]})
    old.refresh_from_db()
    assert old.ended_on == date(2026, 5, 31)
    running = Mandate.objects.running()
    assert {(row.municipality, row.oath_on) for row in running} == {
        (place, date(2026, 6, 1)) for place in places
    }
    member = Membership.objects.of(world.kksb).get()
    assert (member.mandate_until_on, member.until_on) == (date(2026, 5, 31), None)


@pytest.mark.parametrize("oath_on", ["2026-05-01", "2026-04-01"])
def test_nothing_is_opened_where_one_does_not_fit(keeper, world, mandate, oath_on):
    places = [world.here.pk, world.elsewhere.municipality.pk]
    page = keeper.post(
        reverse("committees:mandates-open"), {"oath_on": oath_on, "municipalities": places}
    )
    assert f"{world.here}: The mandate ends before one of its steps." in page.text
    assert list(Mandate.objects.all()) == [mandate]
    mandate.refresh_from_db()
    assert mandate.ended_on is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"oath_on": "2026-06-16"}, "This day has not come yet."),
        ({"oath_on": ""}, "This field is required."),
        ({"municipalities": []}, "Tick at least one municipality."),
        ({"municipalities": ["0"]}, "0 is not one of the available choices."),
    ],
)
def test_opening_that_does_not_fit_opens_nothing(keeper, world, typed, said):
    page = keeper.post(
        reverse("committees:mandates-open"),
        {"oath_on": "2026-06-01", "municipalities": [world.here.pk]} | typed,
    )
    assert said in page.text
    assert not Mandate.objects.exists()


def test_a_second_running_mandate_is_refused(world, mandate):
    twin = Mandate(municipality=world.here, oath_on=date(2026, 6, 1))
    with pytest.raises(ValidationError, match="A mandate of this municipality is running already."):
        twin.full_clean()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"received_on": "2026-04-30"}, "This day lies before the mayor&#x27;s oath."),
        ({"received_on": "2026-06-16"}, "This day has not come yet."),
        ({"proposed_by": ""}, "This field is required."),
    ],
)
def test_nomination_that_does_not_fit_says_why_and_keeps_the_text(keeper, mandate, changes, said):
    page = keeper.post(page_of(mandate, "nomination-create"), nominated(**changes))
    assert said in page.text
    assert f'value="{HIDDEN_NAME}"' in page.text
    assert not mandate.nominations.exists()


def test_nomination_stands_for_one_only_and_its_name_is_in_no_history(keeper, mandate):
    both = {
        "represents_community": CommunityFactory().pk,
        "represents_religion": ReligiousCommunityFactory().pk,
    }
    page = keeper.post(page_of(mandate, "nomination-create"), nominated(**both))
    assert "for a community or for a religious community, not for both" in page.text
    keeper.post(page_of(mandate, "nomination-create"), nominated())
    assert mandate.nominations.get().nominee_name == HIDDEN_NAME
    assert not hasattr(Nomination.history.first(), "nominee_name")


def test_nomination_of_another_mandate_is_no_page(keeper, world, mandate):
    other = NominationFactory()
    assert keeper.get(page_of(mandate, "nomination-update", pk=other.pk)).status_code == 404


def test_never_constituted_council_is_told_with_its_days(client, keeper, world):
    place = MunicipalityFactory()
    MandateFactory(municipality=place)
    listed = client.get(reverse("committees:list"), {"municipality": place.code})
    assert [row.days_since_oath for row in listed.context["object_list"]] == [45]
    assert "45 days since the mayor's oath" in listed.text
    watched = keeper.get(reverse(LIST), {"missing": "on", "municipality": place.code})
    assert [(row.municipality, row.days_since_oath) for row in watched.context["object_list"]] == [
        (place, 45)
    ]
    assert "not established" in watched.text


def test_list_is_filtered_and_the_most_urgent_stands_first(keeper, world):
    late = MandateFactory(municipality=world.here, oath_on=date(2026, 4, 1)).municipality
    soon = MandateFactory(
        municipality=world.elsewhere.municipality, oath_on=date(2026, 6, 1)
    ).municipality
    never = MunicipalityFactory()
    for asked, found in (
        ({}, [late, soon, never]),
        ({"overdue": "on"}, [late]),
        ({"step": "not_opened"}, [never]),
        ({"region": soon.region.code}, [soon]),
        ({"municipality": late.code}, [late]),
        ({"missing": "on"}, [never]),
    ):
        rows = keeper.get(reverse(LIST), asked).context["object_list"]
        rows = [row.municipality for row in rows]
        assert [place for place in rows if place in (late, soon, never)] == found, asked
        text = keeper.get(reverse("committees:mandates-export", args=["csv"]), asked).text
        codes = [row["municipality_code"] for row in csv.DictReader(io.StringIO(text))]
        assert [code for code in codes if code in {p.code for p in (late, soon, never)}] == [
            place.code for place in found
        ]


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
def test_export_is_recorded_and_names_no_nominee(keeper, mandate, extension):
    NominationFactory(mandate=mandate)
    answered = keeper.get(reverse("committees:mandates-export", args=[extension]))
    assert answered.status_code == 200
    assert HIDDEN_NAME.encode() not in answered.content
    assert AuditEvent.objects.get(action="export.mandates").detail["format"] == extension


def test_export_says_what_is_late(keeper, world, mandate):
    text = keeper.get(reverse("committees:mandates-export", args=["csv"])).text
    [row] = [
        row
        for row in csv.DictReader(io.StringIO(text))
        if row["municipality_code"] == world.here.code
    ]
    assert (row["step"], row["due_on"]) == ("notice", "2026-05-31")
    assert (row["days_left"], row["days_overdue"]) == ("", "15")
    assert (row["is_overdue"], row["council"], row["oath_on"]) == (
        "yes",
        "established",
        "2026-05-01",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_rows_as_for_one(
    keeper, world, count, django_assert_num_queries
):
    code = world.here.region.code
    for _number in range(count - 1):
        MandateFactory(municipality__region=world.here.region)
    MandateFactory(municipality=world.here)
    with django_assert_num_queries(14):
        page = keeper.get(reverse(LIST), {"region": code})
    assert len(page.context["object_list"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_three_nominations_as_for_one(
    keeper, mandate, count, django_assert_num_queries
):
    for _number in range(count):
        NominationFactory(mandate=mandate, represents_community=CommunityFactory())
    with django_assert_num_queries(13):
        page = keeper.get(page_of(mandate))
    assert len(page.context["nominations"]) == count


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.none() | st.integers(-2, 60), min_size=4, max_size=4),
    st.integers(0, 90),
)
def test_one_step_is_next_and_late_means_past_its_day(db, drawn, age):
    oath = date(2026, 1, 1)
    names = ("notice_on", "nominations_on", "decided_on", "ended_on")
    values = {
        name: oath + timedelta(days=number)
        for name, number in zip(names, drawn, strict=True)
        if number is not None
    }
    mandate = Mandate(
        municipality=MunicipalityFactory.build(), oath_on=oath, **values, end_reason=""
    )
    today = oath + timedelta(days=age)
    terms = Terms()
    row = standing(mandate.municipality, mandate, has_council=False, terms=terms, today=today)
    is_running = not {"ended_on", "decided_on"} & values.keys()
    assert (row.due_on is not None) is is_running
    assert row.is_overdue is (is_running and today > row.due_on)
    assert (row.step in (MandateStep.IN_FORCE, MandateStep.ENDED)) is not is_running
    items = timeline_of(mandate, terms)
    for one, item in zip(STEPS, items[1:-1], strict=True):
        is_done = one.day in values
        assert (item["state"] == "done") is is_done
        assert item["detail"].startswith("due on") is (is_running and not is_done)
    currents = [item for item in items if item["state"] == "current"]
    assert len(currents) == (1 if is_running else 0)
    if is_running:
        assert currents[0]["slug"] == row.step


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.none() | st.integers(-1, 4), min_size=4, max_size=4))
def test_database_and_form_agree_on_the_order_of_the_steps(db, drawn):
    oath = date(2026, 1, 1)
    names = ("notice_on", "nominations_on", "decided_on", "ended_on")
    known = {name: number for name, number in zip(names, drawn, strict=True) if number is not None}
    mandate = Mandate(
        oath_on=oath,
        end_reason="x" if "ended_on" in known else "",
        **{name: oath + timedelta(days=number) for name, number in known.items()},
    )
    numbers = [0, *known.values()]
    fits = numbers == sorted(numbers)
    try:
        mandate.validate_constraints()
    except ValidationError:
        assert not fits
    else:
        assert fits


def test_open_and_step_return_what_they_wrote(world):
    user = world.person("administrator")
    [mandate] = open_mandates.unasked([world.here], oath_on=date(2026, 6, 1), by=user)
    told = take_step(mandate, STEPS[0], day=date(2026, 6, 2), reference="Nr. 1", by=user)
    assert (told.notice_on, told.notice_reference) == (date(2026, 6, 2), "Nr. 1")
    rows = standings(Municipality.objects.filter(pk=world.here.pk), today=TODAY, asked={})
    assert [(row.mandate, row.step) for row in rows] == [(mandate, MandateStep.NOMINATIONS)]
