"""Payments: of all at once, of one, in parts; never more than is due; taken back with a reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from compensation.actions import open_sums, record_payments, withdraw_payment
from compensation.models import Payment, SettlementRun
from compensation.sheet import sheet_of
from tests.factories.compensation import (
    PaymentFactory,
    RateFactory,
    SettlementLineFactory,
    SettlementRunFactory,
)

PAID_ON = {"paid_on": date(2026, 4, 10), "reference": "Urdhërpagesa 17"}
TYPED = {"paid_on": "2026-04-10", "reference": "Urdhërpagesa 17"}


@pytest.fixture
def page(closed):
    return reverse("compensation:pay", kwargs={"committee": closed.committee.slug, "pk": closed.pk})


@pytest.fixture
def keeper(client, officer):
    client.force_login(officer)
    return client


def by_name():
    return {
        row.membership.person.given_name: row.amount
        for row in Payment.objects.standing().select_related("membership__person")
    }


def test_all_open_sums_are_recorded_at_once(council, closed, keeper, page, officer):
    form = keeper.get(page)
    assert "Open: 70.50 €." in form.text
    keeper.post(page, TYPED)
    assert by_name() == {"Arta": Decimal("60.00"), "Shpresa": Decimal("10.50")}
    payment = Payment.objects.earliest("pk")
    assert (payment.paid_on, payment.reference) == (date(2026, 4, 10), "Urdhërpagesa 17")
    assert payment.recorded_by == officer
    assert AuditEvent.objects.filter(action="payment.record").count() == 1
    assert sheet_of(closed).left == 0
    shown = keeper.get(closed.get_absolute_url())
    assert shown.context["run"].shown_status.label == "paid"
    assert "Urdhërpagesa 17" in shown.text
    assert f'href="{page}"' not in shown.text
    # Sent again, nothing is paid twice.
    again = keeper.post(page, TYPED)
    assert "Nothing of this is open any more." in again.text
    assert Payment.objects.count() == 2


def test_one_member_is_paid_in_parts(council, closed, keeper, page):
    chair = council.members["Arta"].pk
    keeper.post(page, TYPED | {"member": chair, "amount": "19.99"})
    assert by_name() == {"Arta": Decimal("19.99")}
    assert open_sums(closed)[chair] == Decimal("40.01")
    keeper.post(page, TYPED | {"member": chair})
    assert sheet_of(closed).paid == Decimal("60.00")
    assert SettlementRun.objects.with_paid().get().shown_status.label == "closed"


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"amount": "60.01", "member": "Arta"}, "amount", "Only 60.00 € are open."),
        ({"amount": "0"}, "amount", "Ensure this value is greater than or equal to 0.01."),
        ({"amount": "1.005"}, "amount", "Ensure that there are no more than 2 decimal places."),
        ({"amount": "5"}, "member", "Choose the member to whom this sum was paid."),
        ({"member": "Mira"}, "member", "Select a valid choice."),
        ({"paid_on": "2026-06-16"}, "paid_on", "This day has not come yet."),
        ({"reference": ""}, "reference", "This field is required."),
    ],
)
def test_payment_that_does_not_fit_says_why_and_keeps_what_was_typed(
    council, closed, keeper, page, typed, field, said
):
    if typed.get("member"):
        typed = typed | {"member": council.members[typed["member"]].pk}
    answer = keeper.post(page, TYPED | typed)
    assert any(said in message for message in answer.context["form"].errors[field])
    assert f'value="{(TYPED | typed)["paid_on"]}"' in answer.text
    assert not Payment.objects.exists()


def test_payment_is_taken_back_with_a_reason_and_stays(council, closed, keeper, page, officer):
    keeper.post(page, TYPED | {"member": council.members["Shpresa"].pk})
    payment = Payment.objects.get()
    address = reverse("compensation:payment-withdraw", args=[payment.pk])
    refused = keeper.post(address, {"comment": " "})
    assert refused.context["form"].errors == {"comment": ["This field is required."]}
    keeper.post(address, {"comment": "Llogaria e gabuar"})
    payment.refresh_from_db()
    assert (payment.withdrawn_by, payment.withdrawal_reason) == (officer, "Llogaria e gabuar")
    assert sheet_of(closed).paid == 0
    assert "Llogaria e gabuar" in keeper.get(closed.get_absolute_url()).text
    assert AuditEvent.objects.get(action="payment.withdraw").detail == {
        "payment": payment.pk,
        "reason": "Llogaria e gabuar",
    }
    assert keeper.get(address).status_code == 403
    with pytest.raises(PermissionDenied):
        withdraw_payment(payment, reason="x", by=officer)
    assert payment.history.count() == 2


def test_nothing_is_paid_for_a_draft(council, keeper, officer):
    run = council.run()
    with pytest.raises(PermissionDenied):
        record_payments(run, **PAID_ON, by=officer)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    dues=st.lists(st.integers(1, 99_999), min_size=1, max_size=4),
    parts=st.lists(st.tuples(st.integers(0, 3), st.integers(1, 120_000)), max_size=8),
)
def test_never_more_is_paid_than_is_due_and_cents_reconcile(world, officer, dues, parts):
    total = Decimal(sum(dues)) / 100
    run = SettlementRunFactory(closed=True, total=total)
    one = {"run": run, "rate": RateFactory(municipality=run.committee.municipality)}
    lines = [SettlementLineFactory(**one, amount=Decimal(due) / 100) for due in dues]
    for place, cents in parts:
        line = lines[place % len(lines)]
        try:
            record_payments(
                run,
                membership=line.membership,
                amount=Decimal(cents) / 100,
                **PAID_ON,
                by=officer,
            )
        except ValidationError:
            assert Decimal(cents) / 100 > open_sums(run).get(line.membership_id, 0)
    sheet = sheet_of(run)
    for row in sheet.rows:
        assert 0 <= row.paid <= row.due
    assert sheet.paid + sum(open_sums(run).values()) == total
    assert SettlementRun.objects.with_paid().get(pk=run.pk).paid == sheet.paid


def test_sums_in_the_database_are_exact_to_the_cent(db):
    """SQLite adds decimals as floating-point numbers: 0.1 + 0.2 is not 0.3 there."""
    run = SettlementRunFactory(closed=True, total=Decimal("0.30"))
    for amount in ("0.10", "0.20"):
        PaymentFactory(run=run, amount=Decimal(amount))
    found = SettlementRun.objects.with_paid().get()
    assert found.paid == Decimal("0.30")
    assert found.shown_status.label == "paid"
