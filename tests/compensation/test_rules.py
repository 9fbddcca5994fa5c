"""Rates and who is entitled: dated, with their act, and one of each key on a day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from committees.choices import Capacity
from compensation import reference
from compensation.actions import save_rule
from compensation.models import Entitlement, Rate
from tests.factories.compensation import (
    EntitlementFactory,
    RateFactory,
    SettlementLineFactory,
    SettlementRunFactory,
)


@pytest.fixture
def keeper(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def typed(world):
    return {
        "municipality": world.here.pk,
        "committee_kind": "kksb",
        "amount": "12.50",
        "valid_from": "2026-01-01",
        "source": "Vendimi 02-Nr. 17",
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"valid_from": "2024-06-01"}, "overlap with the rule that holds from 01.01.2024 to"),
        ({"valid_from": "2020-01-01"}, "overlap with the rule that holds from 01.01.2024 to"),
        ({"valid_to": "2025-12-31"}, "The last day lies before the first."),
        ({"amount": "-1"}, "The amount is zero or more."),
        ({"amount": "1.005"}, "no more than 2 decimal places"),
        ({"amount": "gratis"}, "Enter a number."),
        ({"source": " "}, "This field is required."),
        ({"valid_from": ""}, "This field is required."),
    ],
)
def test_rate_that_does_not_fit_says_why_and_keeps_the_text(keeper, world, typed, wrong, said):
    RateFactory(municipality=world.here, valid_from=date(2024, 1, 1), valid_to=date(2025, 12, 31))
    asked = {"source": "Vendimi i ri"} | typed | wrong
    page = keeper.post(reverse("compensation:rate-create"), asked)
    assert said in page.text
    assert f'value="{asked["amount"]}"' in page.text
    assert Rate.objects.count() == 1


def test_rate_is_entered_and_shown_with_its_act(keeper, typed):
    RateFactory(municipality=None, committee_kind="kksb")
    keeper.post(reverse("compensation:rate-create"), typed)
    shown = keeper.get(reverse("compensation:rates")).text
    for words in ("12.50", "Vendimi 02-Nr. 17", "from 01.01.2026 on", "whole country"):
        assert words in shown
    event = AuditEvent.objects.latest("pk")
    assert event.action == "rate.enter"
    rate = Rate.objects.latest("pk")
    keeper.post(rate.get_absolute_url(), typed | {"amount": "13"})
    assert "13.00" in keeper.get(reverse("compensation:rate-history", args=[rate.pk])).text


def test_rules_of_other_keys_hold_on_the_same_days(world, officer):
    for fields in (
        {"municipality": world.here},
        {"municipality": None},
        {"municipality": world.here, "office": "chair"},
        {"municipality": world.here, "meeting_kind": "regular"},
        {"municipality": world.here, "committee_kind": "klsp"},
    ):
        save_rule(RateFactory.build(**fields), by=officer)
    with pytest.raises(ValidationError, match="overlap"):
        save_rule(RateFactory.build(municipality=None, valid_from=date(2026, 1, 1)), by=officer)
    assert Rate.objects.count() == 5


def test_entitlement_of_the_same_days_is_refused(keeper, world):
    EntitlementFactory(municipality=world.here)
    page = keeper.post(
        reverse("compensation:entitlement-create"),
        {
            "municipality": world.here.pk,
            "capacity": "mayor",
            "valid_from": "2026-01-01",
            "source": "Nr. 6",
        },
    )
    assert "overlap with the rule that holds from 01.01.2020 on" in page.text
    assert 'value="Nr. 6"' in page.text


def test_reference_data_leaves_out_officials_and_keeps_what_was_changed(world):
    rules = Entitlement.objects.filter(municipality=None)
    assert set(rules.values_list("is_entitled", flat=True)) == {False}
    assert {Capacity.MAYOR, Capacity.STATION_COMMANDER, Capacity.DIRECTORATE} <= set(
        rules.values_list("capacity", flat=True)
    )
    assert not rules.filter(capacity=Capacity.RESIDENT).exists()
    rules.filter(capacity=Capacity.MAYOR).update(is_entitled=True, valid_from=date(2026, 1, 1))
    number = rules.count()
    reference.load()
    assert rules.count() == number
    assert rules.get(capacity=Capacity.MAYOR).is_entitled


@pytest.mark.parametrize(
    ("make", "twin"),
    [
        (RateFactory, {}),
        (lambda: RateFactory(municipality=None), {}),
        (EntitlementFactory, {}),
        (lambda: EntitlementFactory(municipality=None, capacity="youth"), {}),
        (SettlementRunFactory, {}),
        (lambda: SettlementRunFactory(closed=True), {"from_on": date(2026, 2, 1)}),
        (SettlementLineFactory, {"run": None}),
    ],
)
@pytest.mark.django_db
def test_database_refuses_the_second_of_what_is_there_once(make, twin):
    row = make()
    same = {
        field.name: getattr(row, field.name)
        for field in row._meta.local_fields
        if not field.primary_key
    } | twin
    if same.get("run", row) is None:
        same["run"] = SettlementRunFactory(closed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.create(**same)


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_rates_as_for_one(keeper, count, django_assert_num_queries):
    RateFactory.create_batch(count)
    with django_assert_num_queries(9):
        response = keeper.get(reverse("compensation:rates"))
    assert len(response.context["rates"]) == count
