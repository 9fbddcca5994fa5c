"""Who settles, who learns what somebody is paid, who keeps the rates: asked in every layer."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from compensation.choices import RunStatus
from compensation.models import Entitlement, Payment, Rate, SettlementLine, SettlementRun
from compensation.workflow import RUN
from core.workflow import TransitionRefused
from places.models import Municipality
from tests.factories.accounts import UserFactory
from tests.factories.compensation import EntitlementFactory, PaymentFactory, RateFactory
from tests.roles import (
    HIDDEN_NAME,
    answer,
    names_every_action,
    pages_of,
    rights,
    rows_of,
    truth_table,
)

SETTLEMENT = {"v": "view", "n": "view_names", "e": "edit", "s": "change_status", "p": "pay"}
PART = {"v": "view"}
PAYMENT = {"v": "view", "w": "withdraw"}
RULE = {"v": "view", "e": "edit"}
# Runs of the council by their state, what hangs on the closed one, the rules of its municipality
# and of the country.
TABLE = truth_table("""
    draft  closed  discarded  line  payment  rate  country
    anonymous                -     -     -    -  -   -   -
    account                  -     -     -    -  -   -   -
    station_commander        -     -     -    -  -   v   v
    station_officer          -     -     -    -  -   v   v
    station_commander nearby  -    -     -    -  -   v   v
    regional_director        -     -     -    -  -   v   v
    community_policing       -     -     -    -  -   v   v
    deputy_general_director  -     -     -    -  -   v   v
    general_director         -     -     -    -  -   v   v
    municipal_officer        vnes  vnsp  vns  v  vw  ve  v
    mia_officer              vn    vn    vn   v  v   v   v
    mlga_officer             vn    vn    vn   v  v   v   v
    osce_monitor             v     v     v    -  -   v   v
    administrator            vnes  vnsp  vns  v  vw  ve  ve
    chair                    vnes  vnsp  vns  v  vw  v   v
    deputy                   vnes  vnsp  vns  v  vw  v   v
    secretary                vnes  vnsp  vns  v  vw  v   v
    member                   -     -     -    -  -   v   v
    observer                 -     -     -    -  -   v   v
    police                   -     -     -    -  -   v   v
    every role, ended        -     -     -    -  -   -   -
    every role, to come      -     -     -    -  -   -   -
    every place, elsewhere   -     -     -    -  -   v   v
    every office, ended      -     -     -    -  -   -   -
    every office, to come    -     -     -    -  -   -   -
    every office, elsewhere  -     -     -    -  -   v   v
""")
# What the table of the workflow allows; every other pair is refused.
STEPS = {
    ("draft", "close"): "closed",
    ("draft", "discard"): "discarded",
    ("closed", "reopen"): "draft",
}


@pytest.fixture
def rows(council, officer, closed):
    """A row for each column; the closed run owes the council's hidden member, who was paid."""
    hidden = council.members["Shpresa"]
    return {
        "draft": council.run(from_on="2026-04-01", until_on="2026-05-31"),
        "closed": closed,
        "discarded": council.run(status=RunStatus.DISCARDED),
        "line": closed.lines.get(membership=hidden),
        "payment": PaymentFactory(run=closed, membership=hidden, amount=Decimal("10.50")),
        "rate": council.rate("3.00", meeting_kind="extraordinary"),
        "country": EntitlementFactory(municipality=None, valid_from="1990-01-01"),
    }


def letters_of(column):
    return {"line": PART, "payment": PAYMENT, "rate": RULE, "country": RULE}.get(column, SETTLEMENT)


def page(name, run, **more):
    return reverse(
        f"compensation:{name}", kwargs={"committee": run.committee.slug, "pk": run.pk, **more}
    )


def of_committee(name, committee):
    return reverse(f"compensation:{name}", kwargs={"committee": committee.slug})


def test_tables_speak_of_every_action():
    assert names_every_action(SettlementRun, SETTLEMENT)
    assert names_every_action(SettlementLine, PART)
    assert names_every_action(Payment, PAYMENT)
    assert names_every_action(Rate, RULE)
    assert names_every_action(Entitlement, RULE)


@rows_of(TABLE)
def test_policy(world, rows, name, expected):
    user = world.person(name)
    found = {column: rights(user, row, letters_of(column)) for column, row in rows.items()}
    assert found == expected


@pytest.mark.once
@rows_of(TABLE)
def test_pages_lists_and_files(signed_in, rows, name, expected):
    client = signed_in(name)
    run, letters = rows["closed"], expected["closed"]
    for url, needed in (
        (page("run", run), "v"),
        (page("history", run), "n"),
        (page("list", run, extension="csv"), "n"),
        (page("list", run, extension="json"), "n"),
        (page("paper", run), "n"),
        (page("pay", run), "p"),
        (page("step", run, step="reopen"), "s"),
        (page("period", run), "e"),
    ):
        found, wanted = answer(client, url, letters, needed)
        assert found == wanted, url
    found, wanted = answer(client, page("period", rows["draft"]), expected["draft"], "e")
    assert found == wanted
    url = reverse("compensation:payment-withdraw", args=[rows["payment"].pk])
    found, wanted = answer(client, url, expected["payment"], "w")
    assert found == wanted
    # The page of the runs belongs to the council, which everybody sees.
    on_council = ("v" if client.user.is_authenticated else "") + letters
    for url, needed in (
        (of_committee("runs", run.committee), "n" if "n" in letters else "s"),
        (of_committee("new", run.committee), "s"),
    ):
        if name == "osce_monitor" and url.endswith("/compensation/"):
            needed = "v"
        found, wanted = answer(client, url, on_council, needed)
        assert found == wanted, url


@pytest.mark.once
@rows_of(TABLE)
def test_name_and_sums_are_read_by_those_who_may(signed_in, rows, name, expected):
    client = signed_in(name)
    run, letters = rows["closed"], expected["closed"]
    listed = client.get(of_committee("runs", run.committee)).text
    assert ("70.50 €" in listed) is ("v" in letters)
    assert HIDDEN_NAME not in listed
    shown = client.get(page("run", run)).text
    assert ("70.50" in shown) is ("v" in letters)
    sheet = client.get(page("list", run, extension="csv"))
    for text in (shown, sheet.text):
        assert (HIDDEN_NAME in text) is ("n" in letters)


@pytest.mark.once
@rows_of(TABLE)
def test_every_step_from_every_state_by_everybody(world, officer, rows, name, expected):
    user = world.person(name)
    for state in RunStatus.values:
        for step in RUN.transitions:
            with transaction.atomic():
                run = SettlementRun.objects.get(pk=rows[state].pk)
                if state == "draft":
                    # The only draft that can be closed is that of the quarter with meetings.
                    RUN.perform(rows["closed"], "reopen", by=officer)
                    run = SettlementRun.objects.get(pk=rows["closed"].pk)
                    if step.name == "discard":
                        SettlementRun.objects.filter(pk=run.pk).update(number="")
                        run.refresh_from_db()
                try:
                    RUN.perform(run, step.name, by=user)
                except (PermissionDenied, TransitionRefused) as refusal:
                    outcome = type(refusal)
                else:
                    outcome = SettlementRun.objects.get(pk=run.pk).status
                transaction.set_rollback(True)
            rows["closed"].refresh_from_db()
            if "s" not in expected[state]:
                assert outcome is PermissionDenied, (state, step.name)
            else:
                assert outcome == STEPS.get((state, step.name), TransitionRefused)


@pages_of(TABLE)
def test_writing_takes_effect_or_changes_nothing(signed_in, rows, name, expected):
    client = signed_in(name)
    run, may_settle = rows["closed"], "s" in expected["closed"]
    client.post(
        of_committee("new", run.committee), {"from_on": "2025-01-01", "until_on": "2025-06-30"}
    )
    assert SettlementRun.objects.filter(from_on="2025-01-01").exists() is may_settle
    client.post(page("period", rows["draft"]), {"from_on": "2026-04-02", "until_on": "2026-05-31"})
    assert SettlementRun.objects.filter(from_on="2026-04-02").exists() is may_settle
    client.post(page("pay", run), {"paid_on": "2026-06-01", "reference": "Nr. 9"})
    assert Payment.objects.filter(reference="Nr. 9").exists() is may_settle
    client.post(
        reverse("compensation:payment-withdraw", args=[rows["payment"].pk]), {"comment": "gabim"}
    )
    assert Payment.objects.standing().filter(pk=rows["payment"].pk).exists() is not may_settle
    client.post(page("step", run, step="reopen"), {"comment": "gabim"})
    run.refresh_from_db()
    assert (run.status == "draft") is may_settle


@rows_of(TABLE)
def test_rates_are_read_in_service_and_kept_by_municipality_and_portal(
    signed_in, world, rows, name, expected
):
    client = signed_in(name)
    keeps, reads = "e" in expected["rate"], "v" in expected["rate"]
    shown = client.get(reverse("compensation:rates"))
    assert (shown.status_code == 200 and "made for a test" in shown.text) is reads
    for kind, row, column in (
        ("rate", rows["rate"], "rate"),
        ("entitlement", rows["country"], "country"),
    ):
        url = reverse(f"compensation:{kind}-update", args=[row.pk])
        found, wanted = answer(client, url, expected[column], "e")
        assert found == wanted, kind
        found, wanted = answer(
            client, reverse(f"compensation:{kind}-history", args=[row.pk]), expected[column], "v"
        )
        assert found == wanted, kind
    here = Municipality.objects.filter(pk=world.here.pk)
    assert here.permitted(client.user, "set_rates").exists() is keeps
    new = {"committee_kind": "kksb", "amount": "5", "valid_from": "2019-01-01", "source": "Nr. 5"}
    for place, allowed in ((world.here.pk, keeps), ("", "e" in expected["country"])):
        url = reverse("compensation:rate-create")
        client.post(url, new | {"municipality": place, "valid_to": "2019-12-31"})
        made = Rate.objects.filter(source="Nr. 5", municipality=place or None)
        assert made.exists() is allowed
    client.post(
        reverse("compensation:entitlement-create"),
        {
            "municipality": world.here.pk,
            "capacity": "mayor",
            "is_entitled": "on",
            "valid_from": "2026-01-01",
            "source": "Nr. 6",
        },
    )
    assert Entitlement.objects.filter(source="Nr. 6").exists() is keeps
    url = reverse("compensation:rate-update", args=[rows["rate"].pk])
    client.post(
        url,
        new | {"municipality": world.here.pk, "meeting_kind": "extraordinary", "source": "Nr. 7"},
    )
    assert Rate.objects.filter(source="Nr. 7").exists() is keeps


def test_officer_enters_no_rate_of_another_municipality(signed_in, world):
    client = signed_in("municipal_officer")
    elsewhere = world.elsewhere.municipality
    page_ = client.post(
        reverse("compensation:rate-create"),
        {
            "municipality": elsewhere.pk,
            "committee_kind": "kksb",
            "amount": "5",
            "valid_from": "2026-01-01",
            "source": "Nr. 5",
        },
    )
    assert "municipality" in page_.context["form"].errors
    assert not Rate.objects.exists()
    rate = RateFactory(municipality=elsewhere)
    assert client.get(rate.get_absolute_url()).status_code == 403


def test_member_reads_what_they_are_owed_and_nothing_of_others(client, council, closed):
    user, own = UserFactory(), council.members["Shpresa"]
    own.person.user = user
    own.person.save()
    payment = PaymentFactory(run=closed, membership=own)
    PaymentFactory(run=closed, membership=council.members["Arta"])
    assert {line.membership for line in SettlementLine.objects.visible_to(user)} == {own}
    assert list(Payment.objects.visible_to(user)) == [payment]
    assert not SettlementRun.objects.visible_to(user).exists()
    assert closed.lines.count() > 1
    client.force_login(user)
    page_ = client.get(reverse("portal:me")).text
    assert "KOMP-2026-0001" in page_
    assert "Due 10.50 €, paid 10.00 €." in page_
