"""What is asked before a role is given, ended or corrected, and what headquarters may give."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import (
    change_address,
    confirm_role,
    end_role,
    end_role_now,
    give_role,
    invite_to_post,
    refuse_role,
)
from accounts.choices import Role
from accounts.models import RoleGrant, User
from accounts.permissions import roles_to_give
from notices.models import Mail
from tests.anew import sign_in_anew
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.committees import MembershipFactory
from tests.factories.places import PoliceStationFactory
from tests.roles import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
DAY = timedelta(days=1)
OWNER = {"first_name": "Dea", "last_name": "Re", "language": "sq"}


@pytest.fixture
def admin():
    return RoleGrantFactory(administrator=True).user


@pytest.fixture
def headquarters():
    return RoleGrantFactory(community_policing=True).user


def give(by, *, user=None, role=Role.OSCE_MONITOR, from_on=TODAY, **fields):
    return give_role(by=by, user=user or UserFactory(), role=role, from_on=from_on, **fields)


def test_headquarters_gives_the_posts_of_stations_and_regions_only(headquarters):
    assert roles_to_give(headquarters) == [
        Role.STATION_COMMANDER,
        Role.STATION_OFFICER,
        Role.REGIONAL_DIRECTOR,
    ]
    station = PoliceStationFactory()
    role = {"role": Role.STATION_COMMANDER, "station": station, "from_on": TODAY}
    grant = invite_to_post(email="dea@example.org", by=headquarters, **OWNER, **role)
    assert grant.is_waiting
    assert grant.user.invited_by == headquarters
    assert Mail.objects.filter(to=grant.user).exists()
    for other in set(Role) - set(roles_to_give(headquarters)):
        place = {"municipality": station.municipality} if other == Role.MUNICIPAL_OFFICER else {}
        with pytest.raises(PermissionDenied):
            give(headquarters, user=grant.user, role=other, **place)
    assert grant.user.grants.get() == grant


def test_what_headquarters_gives_one_administrator_confirms(headquarters, admin):
    grant = invite_to_post(
        email="dea@example.org",
        by=headquarters,
        role=Role.STATION_COMMANDER,
        station=PoliceStationFactory(),
        from_on=TODAY,
        **OWNER,
    )
    with pytest.raises(PermissionDenied):
        confirm_role(grant, by=headquarters)
    confirm_role(grant, by=admin)
    assert RoleGrant.objects.in_force(TODAY).filter(pk=grant.pk).exists()


def test_headquarters_takes_back_what_it_gave_and_nothing_else(headquarters, admin):
    waits = {"role": Role.STATION_COMMANDER, "from_on": TODAY, **OWNER}
    own = invite_to_post(
        email="a@example.org", by=headquarters, station=PoliceStationFactory(), **waits
    )
    other = invite_to_post(email="b@example.org", by=admin, station=PoliceStationFactory(), **waits)
    with pytest.raises(PermissionDenied):
        refuse_role(other, by=headquarters)
    refuse_role(own, by=headquarters)
    assert list(RoleGrant.objects.filter(role=Role.STATION_COMMANDER)) == [other]


def test_address_that_has_an_account_gets_the_role_with_it(headquarters):
    member = UserFactory(email="dea@example.org", first_name="Deana")
    post = {"role": Role.STATION_OFFICER, "station": PoliceStationFactory(), "from_on": TODAY}
    grant = invite_to_post(email="Dea@example.org", by=headquarters, **OWNER, **post)
    member.refresh_from_db()
    assert (grant.user, member.first_name) == (member, "Deana")
    closed = UserFactory(email="closed@example.org", is_active=False)
    with pytest.raises(ValidationError, match="is closed"):
        invite_to_post(email=closed.email, by=headquarters, **OWNER, **post)


def test_whoever_invited_mends_the_address_until_the_owner_has_come_in(headquarters):
    post = {"role": Role.STATION_OFFICER, "station": PoliceStationFactory(), "from_on": TODAY}
    guest = invite_to_post(email="dae@example.org", by=headquarters, **OWNER, **post).user
    guest = change_address(guest, email="dea@example.org", by=headquarters)
    assert Mail.objects.filter(to=guest, subject="Llogaria juaj në Forumi").count() == 2
    guest.set_password("a long phrase of the owner")
    guest.save()
    with pytest.raises(PermissionDenied):
        change_address(guest, email="other@example.org", by=headquarters)


@pytest.mark.parametrize("more", ["another role", "a seat elsewhere"])
def test_address_is_not_mended_where_the_account_does_more_than_one_may_give(
    headquarters, admin, more
):
    post = {"role": Role.STATION_OFFICER, "station": PoliceStationFactory(), "from_on": TODAY}
    guest = invite_to_post(email="dae@example.org", by=headquarters, **OWNER, **post).user
    if more == "another role":
        give(admin, user=guest)
    else:
        RoleGrant.objects.filter(user=guest).delete()
        MembershipFactory(committee__kksb=True, person__user=guest)
    with pytest.raises(PermissionDenied):
        change_address(guest, email="mine@example.org", by=headquarters)


def test_role_that_is_over_already_is_not_given(admin):
    with pytest.raises(ValidationError, match="This day is past"):
        give(admin, from_on=TODAY - 9 * DAY, until_on=TODAY - DAY)
    assert give(admin, from_on=TODAY - DAY, until_on=TODAY).pk


def test_same_role_twice_names_the_one_there(admin):
    user = UserFactory()
    give(admin, user=user)
    with pytest.raises(ValidationError, match=r"was given this role already \(the whole country\)"):
        give(admin, user=user, until_on=TODAY + DAY)
    RoleGrant.objects.update(confirmed_at=timezone.now(), given_at=None, given_by=None)
    with pytest.raises(
        ValidationError, match=r"has this role already \(the whole country\), since"
    ):
        give(admin, user=user)
    give(admin, user=user, role=Role.MIA_OFFICER)


def test_same_role_again_after_the_one_that_ends(admin):
    user = UserFactory()
    RoleGrantFactory(osce_monitor=True, user=user, until_on=TODAY + DAY)
    give(admin, user=user, from_on=TODAY + 2 * DAY)
    assert user.grants.count() == 2


def test_database_refuses_the_same_role_twice_without_an_end():
    first = RoleGrantFactory(station_commander=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrantFactory(station_commander=True, user=first.user, station=first.station)
    RoleGrantFactory(station_commander=True, user=first.user)
    RoleGrantFactory(station_commander=True, user=first.user, station=first.station, until_on=TODAY)


@pytest.mark.parametrize(("role", "asks"), [("general_director", True), ("osce_monitor", False)])
def test_second_holder_of_a_post_that_has_one_is_asked_about(client, admin, role, asks):
    RoleGrantFactory(**{role: True}, user__first_name="Agron", user__last_name="Parë")
    user = UserFactory()
    sign_in_anew(client, admin)
    page, typed = (
        reverse("accounts:role-give", args=[user.pk]),
        {"role": role, "from_on": TODAY.isoformat(), "act": "Decision 12"},
    )
    answer = client.post(page, typed)
    assert user.grants.exists() is not asks
    if asks:
        assert "Agron Parë has this role already (the whole country), since" in answer.text
        assert 'name="beside"' in answer.text
        assert 'value="Decision 12"' in answer.text
        client.post(page, typed | {"beside": "on"})
        assert user.grants.exists()


def test_whoever_stands_in_is_no_second_holder(admin):
    holder = RoleGrantFactory(general_director=True)
    grant = give(admin, role=Role.GENERAL_DIRECTOR, acting_for=holder, until_on=TODAY + DAY)
    assert grant.acting_for == holder


def test_last_day_is_made_earlier_but_not_later_than_was_confirmed(admin):
    grant = RoleGrantFactory(osce_monitor=True, from_on=TODAY, until_on=TODAY + 9 * DAY)
    end_role(grant, until_on=TODAY + 2 * DAY, by=admin)
    with pytest.raises(ValidationError, match="give it anew from the day after"):
        end_role(grant, until_on=TODAY + 3 * DAY, by=admin)
    end_role(grant, until_on=TODAY, by=admin)
    officer = RoleGrantFactory(station_officer=True, until_on=TODAY)
    assert end_role(officer, until_on=TODAY + DAY, by=admin).until_on == TODAY + DAY


def test_role_given_by_mistake_holds_no_day_and_one_to_come_is_taken_back(admin):
    for first in (TODAY, TODAY + 9 * DAY):
        grant = RoleGrantFactory(general_director=True, from_on=first, until_on=first + 9 * DAY)
        end_role_now(grant, by=admin)
        for day in (first, first + DAY):
            assert not RoleGrant.objects.in_force(day).filter(pk=grant.pk).exists()
        assert "One of your roles was given an end." in Mail.objects.get(to=grant.user).text


def test_role_that_ended_does_not_run_again(admin):
    for grant in (
        RoleGrantFactory(osce_monitor=True, until_on=TODAY - DAY),
        end_role_now(RoleGrantFactory(station_officer=True), by=admin),
    ):
        with pytest.raises(PermissionDenied):
            end_role(grant, until_on=TODAY + 9 * DAY, by=admin)


def test_headquarters_is_asked_for_a_role_and_an_administrator_is_not(client, headquarters, admin):
    typed = {"email": "dea@example.org", "language": "sq", "first_name": "Dea"}
    sign_in_anew(client, headquarters)
    page = client.get(reverse("accounts:create"))
    assert 'value="station_officer"' in page.text
    assert 'value="administrator"' not in page.text
    answer = client.post(reverse("accounts:create"), typed)
    assert answer.context["form"].errors["role"] == ["This field is required."]
    assert 'value="Dea"' in answer.text
    assert not User.objects.filter(email="dea@example.org").exists()
    sign_in_anew(client, admin)
    client.post(reverse("accounts:create"), typed)
    assert User.objects.get(email="dea@example.org").is_invited


def test_new_account_with_a_role_that_lacks_its_place_is_not_made(client, headquarters):
    sign_in_anew(client, headquarters)
    typed = {"email": "dea@example.org", "language": "sq", "role": "station_officer"}
    answer = client.post(reverse("accounts:create"), typed | {"from_on": TODAY.isoformat()})
    assert answer.context["form"].errors["station"] == [
        "Choose the police station that the role is for."
    ]
    assert not User.objects.filter(email="dea@example.org").exists()
