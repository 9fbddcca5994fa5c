"""What one administrator gives, another confirms; nobody gives roles to themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.actions import confirm_role, confirm_roles, end_role_now, give_role, refuse_role
from accounts.choices import Role
from accounts.models import RoleGrant, User
from accounts.permissions import is_administrator
from audit.models import AuditEvent
from notices.models import Mail
from tests.anew import sign_in_anew
from tests.factories.accounts import RoleGrantFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def first():
    return RoleGrantFactory(administrator=True, user__language="en").user


@pytest.fixture
def second():
    return RoleGrantFactory(administrator=True, user__language="en").user


def give(by, role=Role.GENERAL_DIRECTOR, **fields):
    fields.setdefault("user", UserFactory())
    return give_role(by=by, role=role, from_on=timezone.localdate(), **fields)


def holds(grant):
    """Say whether a grant holds, asked in both ways."""
    today = timezone.localdate()
    grant = RoleGrant.objects.get(pk=grant.pk)
    found = RoleGrant.objects.in_force(today).filter(pk=grant.pk).exists()
    assert grant.is_in_force(today) is found
    return found


def test_role_that_decides_holds_once_a_second_administrator_confirms(first, second):
    grant = give(first)
    assert not holds(grant)
    with pytest.raises(PermissionDenied):
        confirm_role(grant, by=first)
    with pytest.raises(PermissionDenied):
        confirm_role(grant, by=UserFactory())
    assert not holds(grant)
    confirm_role(grant, by=second)
    assert holds(grant)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.actor) == ("role.confirm", second.email)
    with pytest.raises(PermissionDenied):
        confirm_role(grant, by=second)


def test_role_that_only_prepares_holds_at_once(first):
    station = RoleGrantFactory(station_officer=True).station
    assert holds(give(first, Role.STATION_OFFICER, station=station))
    assert [role for role in Role if not role.is_confirmed] == [Role.STATION_OFFICER]


def test_nobody_gives_a_role_to_themselves_nor_to_stand_in(first, second, client):
    held = RoleGrantFactory(general_director=True)
    until = timezone.localdate() + timedelta(days=9)
    for more in ({}, {"acting_for": held, "until_on": until}):
        with pytest.raises(PermissionDenied):
            give(first, user=first, **more)
    sign_in_anew(client, first)
    page = reverse("accounts:role-give", args=[first.pk])
    assert client.get(page).status_code == 404
    client.post(page, {"role": "general_director", "from_on": "2026-06-01"})
    assert first.grants.count() == 1


def test_nobody_confirms_their_own_role(first, second):
    grant = give(first, user=second)
    with pytest.raises(PermissionDenied):
        confirm_role(grant, by=second)


def test_administrator_who_waits_confirms_nothing(first):
    alone = give(first, Role.ADMINISTRATOR)
    other = give(first)
    assert not is_administrator(User.objects.get(pk=alone.user_id))
    with pytest.raises(PermissionDenied):
        confirm_role(other, by=User.objects.get(pk=alone.user_id))


def test_refused_role_goes_and_leaves_its_history(first, second):
    grant = give(first)
    key = grant.pk
    refuse_role(grant, by=second)
    assert not RoleGrant.objects.filter(pk=key).exists()
    assert RoleGrant.history.filter(id=key, history_type="-").exists()
    with pytest.raises(PermissionDenied):
        refuse_role(RoleGrantFactory(), by=second)


def test_other_administrators_are_asked_by_mail(first, second):
    grant = give(first)
    mail = Mail.objects.get()
    assert mail.to == second
    assert "waits to be confirmed" in mail.subject
    assert reverse("accounts:role-confirm", args=[grant.pk]) in mail.text


def test_pages_lead_to_the_one_who_confirms(first, second, client):
    grant = give(first)
    page = reverse("accounts:role-confirm", args=[grant.pk])
    for by, may in ((first, False), (second, True)):
        sign_in_anew(client, by)
        assert page in client.get(reverse("committees:accounts")).text
        assert page in client.get(reverse("accounts:detail", args=[grant.user_id])).text
        assert (page in client.get(reverse("portal:home")).text) is may
        assert (">Confirm</button>" in client.get(page).text) is may
        assert client.post(page).status_code == (302 if may else 403)
        assert holds(grant) is may
    assert client.get(page).status_code == 404


def test_page_refuses(first, client):
    grant = give(first)
    sign_in_anew(client, first)
    client.post(reverse("accounts:role-confirm", args=[grant.pk]), {"refuse": "on"})
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()


def test_role_ends_at_once(first, client):
    grant = RoleGrantFactory(general_director=True)
    past = timezone.localdate() - timedelta(days=1)
    sign_in_anew(client, first)
    page = reverse("accounts:role-end", args=[grant.pk])
    assert "Say with which day it ends" in client.post(page, {}).text
    client.post(page, {"until_on": "2026-06-15"})
    assert holds(grant), "to the end of its last day"
    client.post(page, {"at_once": "on"})
    assert not holds(grant)
    grant.refresh_from_db()
    assert grant.ended_by == first
    assert grant.is_in_force(past), "what was decided before was rightly decided"
    assert RoleGrant.objects.in_force(past).filter(pk=grant.pk).exists()


def test_role_to_come_that_was_ended_never_holds(first):
    tomorrow = timezone.localdate() + timedelta(days=1)
    grant = RoleGrantFactory(general_director=True, from_on=tomorrow)
    end_role_now(grant, by=first)
    assert not grant.is_in_force(tomorrow)
    assert not RoleGrant.objects.in_force(tomorrow).filter(pk=grant.pk).exists()


def test_database_refuses_who_confirms_what_they_gave(first, second):
    grant = give(first)
    grant.confirmed_at = timezone.now()
    for by in (first, grant.user, None):
        grant.confirmed_by = by
        with pytest.raises(ValidationError):
            grant.full_clean()
    grant.confirmed_by = second
    grant.full_clean()


def test_first_administrators_come_from_the_command_which_asks_for_a_second(
    monkeypatch, capsys, db
):
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "a long phrase of the tests")
    said = []
    for name in ("first", "second"):
        call_command("create_administrator", f"{name}@example.org")
        said.append(capsys.readouterr().out)
        assert is_administrator(User.objects.get(email=f"{name}@example.org"))
    assert "for a second person" in said[0]
    assert "for a second person" not in said[1]


def test_several_roles_are_confirmed_at_once_and_none_of_ones_own(first, second, client):
    grants = [give(first), give(first, Role.OSCE_MONITOR), give(second, Role.MIA_OFFICER)]
    sign_in_anew(client, second)
    page = reverse("accounts:roles-confirm")
    assert page in client.get(reverse("committees:accounts")).text
    choices = client.get(page).context["form"].fields["grants"].queryset
    assert set(choices) == set(grants[:2])
    client.post(page, {"grants": [grants[0].pk, grants[2].pk]})
    assert not any(map(holds, grants))
    client.post(page, {"grants": [grant.pk for grant in grants[:2]]})
    assert [holds(grant) for grant in grants] == [True, True, False]
    assert Mail.objects.filter(to=grants[0].user).count() == 1
    with pytest.raises(PermissionDenied):
        confirm_roles(grants[2:], by=second)
