from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from accounts.actions import digest_of, make_account
from accounts.choices import Role, Scope
from accounts.models import ApiToken, RoleGrant, User
from tests.factories.places import MunicipalityFactory, PoliceRegionFactory, PoliceStationFactory

PASSWORD = "a long phrase of the tests"
SCOPES = {
    Scope.REGION: PoliceRegionFactory,
    Scope.MUNICIPALITY: MunicipalityFactory,
    Scope.STATION: PoliceStationFactory,
}


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with a verified address and the password `PASSWORD`, and no power at all."""

    class Meta:
        model = User

    email = factory.Sequence("user{}@example.org".format)
    password = PASSWORD
    first_name = "Arta"
    last_name = factory.Sequence("Shembulli{}".format)
    language = "en"

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return make_account.unasked(by=None, **fields)


def of_role(role):
    """Return the trait that gives a grant the role, and a place to reach over if it needs one."""
    fields = {"role": role}
    if role.scope in SCOPES:
        fields[role.scope.value] = factory.SubFactory(SCOPES[role.scope])
    return factory.Trait(**fields)


class RoleGrantFactory(factory.django.DjangoModelFactory):
    """A post that holds; say which: `RoleGrantFactory(osce_monitor=True)`, `station=` and so on."""

    class Meta:
        model = RoleGrant

    class Params:
        station_commander = of_role(Role.STATION_COMMANDER)
        station_officer = of_role(Role.STATION_OFFICER)
        deputy_general_director = of_role(Role.DEPUTY_GENERAL_DIRECTOR)
        regional_director = of_role(Role.REGIONAL_DIRECTOR)
        community_policing = of_role(Role.COMMUNITY_POLICING)
        general_director = of_role(Role.GENERAL_DIRECTOR)
        municipal_officer = of_role(Role.MUNICIPAL_OFFICER)
        mia_officer = of_role(Role.MIA_OFFICER)
        mlga_officer = of_role(Role.MLGA_OFFICER)
        osce_monitor = of_role(Role.OSCE_MONITOR)
        administrator = of_role(Role.ADMINISTRATOR)

    user = factory.SubFactory(UserFactory)
    role = Role.ADMINISTRATOR
    from_on = date(2020, 1, 1)
    confirmed_at = datetime(2020, 1, 1, 9, tzinfo=UTC)


class ApiTokenFactory(factory.django.DjangoModelFactory):
    """A key to the JSON interface; its text is `key`."""

    class Meta:
        model = ApiToken

    class Params:
        key = factory.Sequence("forumi_{}".format)

    user = factory.SubFactory(UserFactory)
    name = "a test"
    digest = factory.LazyAttribute(lambda token: digest_of(token.key))
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
