"""The list of accounts: who is found by what, in which order, and as a file."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from committees.choices import Office
from tests.anew import sign_in_anew
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.forms import invited
from tests.roles import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LIST = "/en/accounts/users/"


@pytest.fixture
def admin(client):
    sign_in_anew(client, RoleGrantFactory(administrator=True, user__email="root@example.org").user)
    return client


def found(client, **asked):
    """Return the parts before the @ of the addresses that the list shows, in its order."""
    rows = client.get(LIST, asked).context["object_list"]
    return [account.email.partition("@")[0] for account in rows]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_as_for_one(admin, count, django_assert_num_queries):
    for _number in range(count):
        grant = RoleGrantFactory(municipal_officer=True)
        MembershipFactory(person__user=grant.user)
    admin.get(LIST)
    with django_assert_num_queries(16):
        page = admin.get(LIST)
    assert len(page.context["object_list"]) == count + 1


@pytest.mark.parametrize("typed", ["çelaj", "CELAJ", "celaj agim", "agim.c@"])
def test_account_is_found_by_name_and_address_whatever_the_letters(admin, typed):
    UserFactory(email="agim.c@example.org", first_name="Agim", last_name="Çelaj")
    assert found(admin, q=typed) == ["agim.c"]
    assert found(admin, q="celaj besim") == []


def test_filters_find_role_place_and_office(admin):
    station = RoleGrantFactory(station_commander=True, user__email="commander@example.org").station
    RoleGrantFactory(
        regional_director=True,
        user__email="director@example.org",
        region=station.municipality.region,
    )
    RoleGrantFactory(
        station_officer=True,
        user__email="gone@example.org",
        station=station,
        until_on=TODAY - timedelta(days=1),
    )
    village = CommitteeFactory(municipality=station.municipality, station=station)
    MembershipFactory(
        committee=village,
        office=Office.SECRETARY,
        person__user=UserFactory(email="sec@example.org"),
    )
    MembershipFactory(
        committee=village,
        office=Office.CHAIR,
        person__user=UserFactory(email="was@example.org"),
        from_on=TODAY - timedelta(days=90),
        until_on=TODAY - timedelta(days=1),
    )
    assert found(admin, role="station_commander") == ["commander"]
    assert found(admin, role="station_officer") == []
    assert found(admin, office="secretary") == ["sec"]
    assert found(admin, office="chair") == []
    assert found(admin, station=station.code) == ["commander", "sec"]
    assert found(admin, municipality=station.municipality.code) == ["commander", "sec"]
    in_region = found(admin, region=station.municipality.region.code)
    assert in_region == ["commander", "director", "sec"]
    assert found(admin, state="no_post") == ["gone", "was"]
    assert found(admin, state="ended") == ["gone"]


def test_filters_find_states(admin):
    guest = invited()
    User.objects.filter(pk=guest.pk).update(email="guest@example.org")
    User.objects.exclude(email="guest@example.org").update(last_login=timezone.now())
    UserFactory(email="closed@example.org", is_active=False)
    safe = UserFactory(email="safe@example.org", last_login=timezone.now())
    Authenticator.objects.create(user=safe, type=Authenticator.Type.TOTP, data={})
    waits = {"given_at": timezone.now(), "given_by": safe, "confirmed_at": None}
    RoleGrantFactory(osce_monitor=True, user__email="waits@example.org", **waits)
    assert "guest" in found(admin, state="invited")
    assert "root" not in found(admin, state="invited")
    assert found(admin, state="closed") == ["closed"]
    assert found(admin, state="waiting") == ["waits"]
    assert "safe" not in found(admin, state="no_factor")
    assert "root" in found(admin, state="no_factor")


def test_list_is_ordered_by_its_columns(admin):
    UserFactory(email="b@example.org", last_name="Ajeti", last_login=timezone.now())
    UserFactory(email="a@example.org", last_name="Zeka")
    assert found(admin) == ["a", "b", "root"]
    assert found(admin, order="name").index("b") < found(admin, order="name").index("a")
    assert found(admin, order="-last_login")[0] == "b"
    assert found(admin, order="-last_login", q="example")[0] == "b"
    page = admin.get(LIST, {"order": "name", "q": "example"}).text
    assert '<th scope="col" aria-sort="ascending"><a href="?order=name&amp;q=example">' in page


def test_file_holds_what_is_filtered_and_is_on_record(admin):
    grant = RoleGrantFactory(osce_monitor=True, user__email="m@example.org", user__last_name="=1+1")
    MembershipFactory(person__user=grant.user, office=Office.CHAIR)
    UserFactory(email="other@example.org")
    file = admin.get(reverse("committees:accounts-export", args=["csv"]), {"q": "m@ex"})
    head, *rows = file.content.decode().splitlines()
    assert head.startswith("email,given_name,family_name,language,roles,offices,is_closed")
    assert len(rows) == 1
    assert "OSCE monitor, the whole country, 2020-01-01/" in rows[0]
    assert "chairperson" in rows[0]
    assert "'=1+1" in rows[0]
    event = AuditEvent.objects.get(action="export.accounts")
    assert event.detail == {"format": "csv", "filter": "q=m%40ex"}


def test_municipal_officer_finds_the_people_of_own_rosters_without_their_roles(client, world):
    here = UserFactory(email="here@example.org")
    MembershipFactory(committee=world.klsp, person__user=here, office=Office.CHAIR)
    RoleGrantFactory(osce_monitor=True, user=here)
    MembershipFactory(committee=world.elsewhere, person__user=UserFactory(email="x@example.org"))
    RoleGrantFactory(station_commander=True, user__email="police@example.org")
    sign_in_anew(client, world.person("municipal_officer"))
    assert found(client) == ["here"]
    assert found(client, role="osce_monitor") == []
    assert found(client, office="chair") == ["here"]
    assert "OSCE monitor" not in client.get(f"{LIST}{here.pk}/").text
    for url in (LIST, reverse("committees:accounts-export", args=["csv"])):
        page = client.get(url).text
        assert "here@example.org" in page
        assert "OSCE monitor, the whole" not in page
        assert "police@example.org" not in page
    assert client.get(reverse("accounts:create")).status_code == 403


def test_headquarters_finds_the_people_of_stations_and_regions(client, world):
    user = RoleGrantFactory(station_commander=True, user__email="police@example.org").user
    RoleGrantFactory(osce_monitor=True, user=user)
    RoleGrantFactory(mia_officer=True, user__email="ministry@example.org")
    sign_in_anew(client, world.person("community_policing"))
    assert found(client) == ["police"]
    assert found(client, role="osce_monitor") == []
    assert found(client, role="station_commander") == ["police"]
