"""What ends when access ends, who may change an account, and what its owner learns of it."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.actions import (
    change_address,
    close_account,
    confirm_role,
    end_role,
    end_sessions,
    give_role,
    make_token,
    reopen_account,
    reset_factor,
)
from accounts.choices import Role
from accounts.models import User
from audit.models import AuditEvent
from committees.actions import end_membership, hand_over
from committees.choices import EndReason
from meetings.feeds import make_feed
from notices.actions import deliver
from notices.models import Mail
from tests.accounts.test_sign_in import NEW_PASSWORD, code_of, sign_in, signed_in_as
from tests.anew import sign_in_anew
from tests.factories.accounts import PASSWORD, RoleGrantFactory, UserFactory
from tests.factories.committees import MembershipFactory, PersonFactory
from tests.roles import TODAY

pytestmark = pytest.mark.django_db
ME = "/en/me/"


@pytest.fixture
def admin():
    return RoleGrantFactory(administrator=True, user__email="admin@example.org").user


class Opened:
    """What somebody has open: a session, a key and a calendar address."""

    def __init__(self, user):
        self.client = Client()
        sign_in_anew(self.client, user)
        _token, self.key = make_token(user=user, name="a test")
        self.feed = reverse("meetings:calendar-personal", args=[make_feed(user)])

    def is_open(self):
        bearer = {"Authorization": f"Bearer {self.key}"}
        return (
            self.client.get(ME).status_code == 200,
            Client().get("/api/v1/meetings/", headers=bearer).status_code == 200,
            Client().get(self.feed).status_code == 200,
        )


ALL_OPEN, ALL_ENDED = (True, True, True), (False, False, False)


def told(user):
    """Return what the mails to the user say, as one text."""
    return "\n".join(Mail.objects.filter(to=user).values_list("text", flat=True))


def test_password_change_ends_other_sessions_and_keys(client):
    user = UserFactory()
    opened = Opened(user)
    assert opened.is_open() == ALL_OPEN
    sign_in(client, user.email)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    assert opened.is_open() == ALL_ENDED
    assert signed_in_as(client) == user
    assert "The password was changed." in told(user)
    assert AuditEvent.objects.filter(action="password.change", actor=user.email).exists()


def test_reset_ends_all_sessions_and_keys(client, mailoutbox):
    user = UserFactory()
    opened = Opened(user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    deliver()
    letters = " ".join(mail.body for mail in mailoutbox)
    [link] = re.findall(r"/\w+/accounts/password/reset/key/\S+", letters)
    form = client.get(link, follow=True)
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(form.redirect_chain[-1][0], new)
    assert opened.is_open() == ALL_ENDED
    assert "A new password was set" in told(user)
    assert AuditEvent.objects.filter(action="password.reset").exists()


def test_closed_account_has_nothing_open_and_opens_again_without_its_keys(admin):
    user = UserFactory()
    opened = Opened(user)
    close_account(user, reason="left the service", by=admin)
    assert opened.is_open() == ALL_ENDED
    reopen_account(user, reason="came back", by=admin)
    assert opened.is_open() == ALL_ENDED
    assert "The account was closed" in told(user)
    assert "The account was opened again." in told(user)
    detail = AuditEvent.objects.get(action="account.close").detail
    assert detail == {"reason": "left the service"}


def test_last_post_that_ends_ends_access(world, admin):
    person, yesterday = PersonFactory(user=UserFactory()), TODAY - timedelta(days=1)
    begun = {"person": person, "from_on": TODAY - timedelta(days=9)}
    membership = MembershipFactory(committee=world.kksb, **begun)
    grant = RoleGrantFactory(osce_monitor=True, user=person.user)
    opened = Opened(person.user)
    end_role(grant, until_on=yesterday, by=admin)
    assert opened.is_open() == ALL_OPEN
    end_membership(membership, until_on=yesterday, end_reason=EndReason.RESIGNED, by=admin)
    assert opened.is_open() == ALL_ENDED


def test_whoever_hands_over_their_only_office_has_nothing_open(world, admin):
    holder, successor = PersonFactory(user=UserFactory()), PersonFactory()
    begun = {"person": holder, "from_on": TODAY - timedelta(days=9)}
    membership = MembershipFactory(committee=world.kksb, **begun)
    opened = Opened(holder.user)
    hand_over(
        membership,
        successor=successor,
        on=TODAY,
        end_reason=EndReason.RESIGNED,
        act="Letter 1",
        by=admin,
    )
    assert opened.is_open() == ALL_ENDED


def test_last_role_that_ends_today_still_holds_today(world, admin):
    grant = RoleGrantFactory(osce_monitor=True)
    opened = Opened(grant.user)
    end_role(grant, until_on=TODAY, by=admin)
    assert opened.is_open() == ALL_OPEN
    end_role(grant, until_on=TODAY.replace(day=14), by=admin)
    assert opened.is_open() == ALL_ENDED


def test_session_holds_while_nothing_ended(client):
    user = UserFactory()
    sign_in(client, user.email)
    user.first_name = "Another"
    user.save()
    assert client.get(ME).status_code == 200


def test_address_is_changed_by_an_administrator_and_both_addresses_learn_of_it(admin):
    user = UserFactory(language="sq")
    was = user.email
    change_address(user, email="New@Example.org", by=admin)
    user.refresh_from_db()
    assert user.email == "new@example.org"
    [address] = EmailAddress.objects.filter(user=user)
    assert (address.email, address.verified, address.primary) == (user.email, True, True)
    assert {mail.recipient for mail in Mail.objects.all()} == {was, "new@example.org"}
    event = AuditEvent.objects.get(action="account.change_address")
    assert (event.actor, event.detail) == (admin.email, {"was": was})


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("change-address", {"email": "new@example.org"}),
        ("close", {"reason": "left"}),
    ],
)
def test_pages_change_an_account_after_the_password_was_given_anew(client, admin, name, fields):
    user = UserFactory()
    url = reverse(f"accounts:{name}", args=[user.pk])
    client.force_login(admin)
    assert client.get(url).url.startswith(reverse("account_reauthenticate"))
    client.post(url, fields)
    before = (user.email, True)
    user.refresh_from_db()
    assert (user.email, user.is_active) == before
    sign_in_anew(client, admin)
    assert client.get(url).status_code == 200
    page = client.post(url, fields, follow=True)
    assert page.redirect_chain[-1][0] == reverse("accounts:detail", args=[user.pk])
    user.refresh_from_db()
    assert (user.email, user.is_active) != before


def test_closed_account_is_opened_again_by_its_page(client, admin):
    user = UserFactory(is_active=False)
    sign_in_anew(client, admin)
    assert "The account is closed" in client.get(f"/en/accounts/users/{user.pk}/").content.decode()
    page = reverse("accounts:reopen", args=[user.pk])
    assert ">Open the account again</button>" in client.get(page).text
    client.post(page, {"reason": "came back"})
    user.refresh_from_db()
    assert user.is_active


def test_address_that_is_taken_is_said_beside_the_field(client, admin):
    user = UserFactory()
    sign_in_anew(client, admin)
    url = reverse("accounts:change-address", args=[user.pk])
    page = client.post(url, {"email": UserFactory().email.upper()})
    assert "There is an account with this e-mail address already." in page.content.decode()
    assert User.objects.get(pk=user.pk).email == user.email


def test_nobody_closes_their_own_account_and_whoever_was_closed_closes_nobody(admin):
    other = RoleGrantFactory(administrator=True).user
    with pytest.raises(PermissionDenied):
        close_account(admin, reason="by mistake", by=admin)
    close_account(admin, reason="left", by=other)
    with pytest.raises(PermissionDenied):
        close_account(other, reason="in return", by=admin)
    assert User.objects.get(pk=other.pk).is_active


@pytest.mark.parametrize("name", ["account", "general_director", "municipal_officer"])
def test_nobody_else_changes_an_account(world, name):
    user, other = UserFactory(), world.person(name)
    with pytest.raises(PermissionDenied):
        change_address(user, email="new@example.org", by=other)
    with pytest.raises(PermissionDenied):
        close_account(user, reason="", by=other)
    with pytest.raises(PermissionDenied):
        reopen_account(UserFactory(is_active=False), reason="", by=other)
    assert not Mail.objects.exists()


SENSITIVE = ["accounts:token-create", "accounts:create", "meetings:calendar-create"]


@pytest.mark.parametrize("name", SENSITIVE)
def test_page_that_makes_access_asks_for_the_password_anew(client, admin, name):
    sign_in(client, admin.email)
    url = reverse(name)
    asked = client.get(url)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    wrong = client.post(asked.url, {"password": "a guess", "next": url})
    assert wrong.status_code == 200
    assert client.get(url).status_code == 302
    client.post(asked.url, {"password": PASSWORD, "next": url})
    assert client.get(url).status_code == 200


def test_post_without_the_password_makes_no_key(client):
    user = UserFactory()
    sign_in(client, user.email)
    client.post(reverse("accounts:token-create"), {"name": "stolen", "scope": "all"})
    client.post(reverse("meetings:calendar-create"))
    assert not user.api_tokens.exists()
    assert not hasattr(user, "feed")


def test_roles_change_only_after_the_password_was_given_anew(client, admin):
    grant = RoleGrantFactory(osce_monitor=True)
    client.force_login(admin)
    client.post(
        reverse("accounts:role-give", args=[grant.user.pk]),
        {"role": "mia_officer", "from_on": "2026-01-01"},
    )
    client.post(reverse("accounts:role-end", args=[grant.pk]), {"until_on": "2026-12-31"})
    assert list(grant.user.grants.values_list("role", "until_on")) == [("osce_monitor", None)]


def test_owner_learns_of_roles_and_keys_in_their_language(admin):
    user = UserFactory(language="sq")
    grant = give_role(by=admin, user=user, role=Role.OSCE_MONITOR, from_on=TODAY)
    assert not Mail.objects.filter(to=user).exists(), "not before it holds"
    confirm_role(grant, by=RoleGrantFactory(administrator=True).user)
    make_token(user=user, name="a test")
    with translation.override("sq"):
        assert translation.gettext("A role was given to you.") in told(user)
    assert Mail.objects.filter(to=user).count() == 2


def test_demonstration_and_commands_write_to_nobody():
    give_role.unasked(by=None, user=UserFactory(), role=Role.OSCE_MONITOR, from_on=TODAY)
    assert not Mail.objects.exists()


def test_second_factor_that_comes_and_goes_is_told_and_recorded(
    client, django_capture_on_commit_callbacks
):
    user = UserFactory()
    sign_in_anew(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    code = {"code": code_of(page.context["form"].secret)}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), code)
        client.post(reverse("mfa_generate_recovery_codes"))
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user, type="totp").exists()
    actions = set(AuditEvent.objects.filter(actor=user.email).values_list("action", flat=True))
    assert {"factor.add", "factor.remove", "factor.renew"} <= actions
    for said in ("passkey was added", "passkey was removed", "recovery codes were made anew"):
        assert said in told(user)


def test_mails_and_events_hold_no_secret(client, admin):
    user = UserFactory()
    _token, key = make_token(user=user, name="a test")
    feed = make_feed(user)
    TOTP.activate(user, "SECRETSECRET")
    RecoveryCodes.activate(user)
    written = told(user) + str(list(AuditEvent.objects.values_list("detail", "subject_label")))
    assert key not in written
    assert feed not in written
    assert "SECRET" not in written


def test_lock_out_is_on_record_once(client):
    user = UserFactory()
    for _attempt in range(9):
        sign_in(client, user.email, "guess")
    assert AuditEvent.objects.filter(action="sign_in_failed").count() == 5
    [event] = AuditEvent.objects.filter(action="sign_in_locked")
    assert event.detail == {"tried": user.email}


def test_sessions_end_and_keys_stay(admin):
    user = UserFactory()
    opened = Opened(user)
    end_sessions(user, by=admin)
    assert opened.is_open() == (False, True, True)
    assert "All sessions of the account were ended." in told(user)
    assert "An administrator did this." in told(user)
    assert AuditEvent.objects.filter(action="sessions.end", actor=admin.email).exists()
    with pytest.raises(PermissionDenied):
        end_sessions(user, by=UserFactory())


def test_own_other_sessions_end_and_this_one_stays(client):
    user = UserFactory()
    opened = Opened(user)
    sign_in_anew(client, user)
    page = client.post(reverse("accounts:end-own-sessions"), follow=True)
    assert "All other sessions are ended." in page.text
    assert signed_in_as(client) == user
    assert opened.is_open() == (False, True, True)
    assert "If this was not you" in told(user)


def test_lost_second_factor_is_taken_away_with_a_reason(client, admin):
    user = UserFactory()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    opened = Opened(user)
    sign_in_anew(client, admin)
    page = reverse("accounts:reset-factor", args=[user.pk])
    assert page in client.get(reverse("accounts:detail", args=[user.pk])).text
    assert "This field is required." in client.post(page, {"reason": " "}).text
    assert Authenticator.objects.filter(user=user).count() == 2
    client.post(page, {"reason": "telephone lost, called back"})
    assert not Authenticator.objects.filter(user=user).exists()
    assert opened.is_open() == (False, True, True)
    event = AuditEvent.objects.get(action="factor.reset")
    assert (event.actor, event.detail) == (admin.email, {"reason": "telephone lost, called back"})
    assert "Your second factor was taken away" in told(user)
    assert client.get(page).status_code == 403
    assert page not in client.get(reverse("accounts:detail", args=[user.pk])).text
    browser = Client()
    sign_in(browser, user.email)
    assert signed_in_as(browser) == user


def test_nobody_takes_away_their_own_second_factor_so(admin):
    TOTP.activate(admin, "JBSWY3DPEHPK3PXP")
    with pytest.raises(PermissionDenied):
        reset_factor(admin, reason="lost", by=admin)


def test_page_says_why_an_account_was_closed(client, admin):
    user = UserFactory()
    for reason in ("left the service", "left for good"):
        close_account(user, reason=reason, by=admin)
        sign_in_anew(client, admin)
        page = client.get(reverse("accounts:detail", args=[user.pk])).text
        assert f"by {admin.email}: {reason}" in page
        reopen_account(user, reason="came back", by=admin)
    assert "left for good" not in client.get(reverse("accounts:detail", args=[user.pk])).text


def test_nobody_closes_their_own_account(admin):
    with pytest.raises(PermissionDenied):
        close_account(admin, reason="enough", by=admin)
