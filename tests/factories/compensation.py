from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from committees.choices import Capacity, CommitteeKind, Office
from compensation.choices import RunStatus
from compensation.models import Entitlement, Payment, Rate, SettlementLine, SettlementRun
from tests.factories.accounts import UserFactory
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.places import MunicipalityFactory


class RateFactory(factory.django.DjangoModelFactory):
    """Ten euro for every office of the councils of one municipality."""

    class Meta:
        model = Rate

    municipality = factory.SubFactory(MunicipalityFactory)
    committee_kind = CommitteeKind.KKSB
    amount = Decimal("10.00")
    valid_from = date(2020, 1, 1)
    source = "made for a test"


class EntitlementFactory(factory.django.DjangoModelFactory):
    """A municipality that pays its mayor."""

    class Meta:
        model = Entitlement

    municipality = factory.SubFactory(MunicipalityFactory)
    capacity = Capacity.MAYOR
    is_entitled = True
    valid_from = date(2020, 1, 1)
    source = "made for a test"


class SettlementRunFactory(factory.django.DjangoModelFactory):
    """The draft of the first quarter of 2026; `closed=True` says that it owes ten euro."""

    class Meta:
        model = SettlementRun

    class Params:
        closed = factory.Trait(
            status=RunStatus.CLOSED,
            number=factory.Sequence("KOMP-2020-{:04}".format),
            total=Decimal("10.00"),
        )

    committee = factory.SubFactory(CommitteeFactory, kksb=True)
    from_on = date(2026, 1, 1)
    until_on = date(2026, 3, 31)


class SettlementLineFactory(factory.django.DjangoModelFactory):
    """Ten euro of a closed run."""

    class Meta:
        model = SettlementLine

    run = factory.SubFactory(SettlementRunFactory, closed=True)
    membership = factory.SubFactory(
        MembershipFactory, committee=factory.SelfAttribute("..run.committee")
    )
    meeting = factory.SubFactory(
        MeetingFactory,
        committee=factory.SelfAttribute("..run.committee"),
        starts_on=date(2026, 2, 10),
    )
    office = Office.MEMBER
    capacity = Capacity.RESIDENT
    rate = factory.SubFactory(
        RateFactory, municipality=factory.SelfAttribute("..run.committee.municipality")
    )
    amount = Decimal("10.00")


class PaymentFactory(factory.django.DjangoModelFactory):
    """Ten euro paid for a closed run; `withdrawn=True` takes it back."""

    class Meta:
        model = Payment

    class Params:
        withdrawn = factory.Trait(
            withdrawn_at=datetime(2026, 5, 1, 10, tzinfo=UTC),
            withdrawn_by=factory.SubFactory(UserFactory),
            withdrawal_reason="made for a test",
        )

    run = factory.SubFactory(SettlementRunFactory, closed=True)
    membership = factory.SubFactory(
        MembershipFactory, committee=factory.SelfAttribute("..run.committee")
    )
    amount = Decimal("10.00")
    paid_on = date(2026, 4, 10)
    reference = "Nr. 1"
    recorded_at = datetime(2026, 4, 10, 10, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)
