"""Who is paid by a run neither closes it nor records its payment."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from compensation.actions import record_payments
from compensation.models import Payment, SettlementRun
from compensation.workflow import PAYS_YOU, RUN
from core.workflow import TransitionRefused
from tests.factories.accounts import RoleGrantFactory, UserFactory

PAID = {"paid_on": date(2026, 4, 10), "reference": "Nr. 1"}


def page(name, run, **more):
    return reverse(f"compensation:{name}", args=[run.committee.slug, run.pk, *more.values()])


@pytest.fixture
def chair(council):
    """The chair, whom the quarter pays 60 euro, and who may settle as every chair may."""
    person = council.members["Arta"].person
    person.user = UserFactory()
    person.save()
    RoleGrantFactory(
        municipal_officer=True, user=person.user, municipality=council.committee.municipality
    )
    return person.user


def test_payee_does_not_close_the_run(council, chair, client):
    run = council.run()
    [close] = [offer for offer in RUN.offers(run, chair) if offer.transition.name == "close"]
    assert close.reason == PAYS_YOU
    with pytest.raises(TransitionRefused, match="pays you"):
        RUN.perform(run, "close", by=chair)
    client.force_login(chair)
    assert "This run pays you" in client.post(page("step", run, step="close"), {}).text
    assert SettlementRun.objects.get(pk=run.pk).status == "draft"


def test_payee_records_no_payment(closed, chair, officer, client):
    with pytest.raises(PermissionDenied):
        record_payments(closed, **PAID, by=chair)
    client.force_login(chair)
    assert client.get(page("pay", closed)).status_code == 403
    assert client.post(page("pay", closed), PAID).status_code == 403
    assert (
        "Somebody whom it does not pay records the payments" in client.get(page("run", closed)).text
    )
    assert not Payment.objects.exists()
    assert record_payments(closed, **PAID, by=officer)


def test_keeper_whom_the_run_does_not_pay_closes_it(council, client):
    person = council.members["Mira"].person
    person.user = UserFactory()
    person.save()
    RoleGrantFactory(administrator=True, user=person.user)
    assert RUN.perform(council.run(), "close", by=person.user).status == "closed"
