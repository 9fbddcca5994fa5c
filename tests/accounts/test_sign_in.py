"""Signing in and out, the way back to a lost password, and the second factor."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from accounts.actions import make_account
from accounts.models import User
from notices.actions import deliver
from tests.accounts.catcher import mail_server
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "an even longer phrase"


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(
        reverse("account_login"), {"login": login, "password": password, **more}, follow=True
    )


def code_of(secret):
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def signed_in_as(client):
    user_id = client.session.get("_auth_user_id")
    return User.objects.get(pk=user_id) if user_id else None


@pytest.mark.parametrize("change", [str, str.upper])
def test_signs_in_by_address_in_any_case(client, change):
    user = UserFactory()
    page = sign_in(client, change(user.email))
    assert signed_in_as(client) == user
    assert page.redirect_chain[-1][0] == reverse("portal:home")
    assert "My work" in page.content.decode()


@pytest.mark.parametrize("language", ["en", "sq", "sr-latn"])
def test_wrong_password_says_so_in_the_language_of_the_page_and_keeps_the_address(client, language):
    user = UserFactory()
    with translation.override(language):
        page = sign_in(client, user.email, "something else")
        said = gettext("The email address and/or password you specified are not correct.")
    assert said in page.content.decode()
    assert f'value="{user.email}"' in page.content.decode()
    assert f'<html lang="{language}">' in page.content.decode()
    assert "something else" not in page.content.decode()
    assert signed_in_as(client) is None


def test_unknown_address_is_answered_like_a_wrong_password(client):
    known = sign_in(client, UserFactory().email, "something else").context["form"].errors
    unknown = sign_in(client, "nobody@example.org", "something else").context["form"].errors
    assert known == unknown


def test_account_that_is_not_active_cannot_sign_in(client):
    user = UserFactory(is_active=False)
    page = sign_in(client, user.email)
    assert signed_in_as(client) is None
    assert page.redirect_chain[-1][0] == reverse("account_inactive")


@pytest.mark.parametrize("page", ["signup", "email", "confirm-email", "password/set", "sessions"])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_library_offers_no_sign_up_and_no_further_addresses(client, page, is_signed_in):
    if is_signed_in:
        client.force_login(UserFactory())
    url = f"/en/accounts/{page}/"
    asked = {"email": "me@example.org", "password1": PASSWORD, "action_add": ""}
    assert [client.get(url).status_code, client.post(url, asked).status_code] == [404, 404]
    assert not EmailAddress.objects.filter(email="me@example.org").exists()


def test_after_five_wrong_passwords_the_right_one_waits(client):
    user, other = UserFactory(), UserFactory()
    for _attempt in range(5):
        sign_in(client, user.email, "guess")
    page = sign_in(client, user.email)
    assert signed_in_as(client) is None
    assert "Too many failed login attempts. Try again later." in page.content.decode()
    sign_in(client, other.email)
    assert signed_in_as(client) == other


def test_sign_out_ends_the_session(client):
    client.force_login(UserFactory())
    page = client.post(reverse("account_logout"), follow=True)
    assert signed_in_as(client) is None
    assert "Find the forum of your place" in page.content.decode()


def test_second_factor_is_set_up_after_the_password_is_asked_again(client):
    user = UserFactory()
    sign_in(client, user.email)
    setup = reverse("mfa_activate_totp")
    asked = client.get(setup)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    page = client.post(asked.url, {"password": PASSWORD, "next": setup}, follow=True)
    assert page.redirect_chain[-1][0] == setup
    assert page.context["form"].secret in page.content.decode()
    assert 'src="data:image/svg+xml' in page.content.decode()
    wrong = client.post(setup, {"code": "000000"})
    assert "Incorrect code." in wrong.content.decode()
    assert not user.authenticator_set.exists()
    client.post(setup, {"code": code_of(page.context["form"].secret)})
    assert user.authenticator_set.get(type="totp")


def test_address_after_sign_in_stays_on_the_portal(client):
    user = UserFactory()
    page = sign_in(client, user.email, next="https://evil.example/steal")
    assert page.redirect_chain[-1][0] == reverse("portal:home")


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_new_account_sets_its_password_by_real_mail_in_its_own_language(client, settings, language):
    user = make_account.unasked(
        email="dea@example.org", first_name="Dea", language=language, by=None
    )
    with mail_server() as (port, caught):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.SITE_URL = "https://forumi.example.org"
        settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
        client.post(
            reverse("account_reset_password"),
            {"email": "Dea@example.org"},
            headers={"Host": "evil.example"},
        )
        deliver()
        [mail] = caught
        assert "evil" not in mail.as_string()
        assert "testserver" not in mail.as_string()
        assert mail["To"] == "dea@example.org"
        with translation.override(language):
            subject = gettext("Password Reset Email")
        assert subject in mail["Subject"]
        link = re.search(r"https://forumi.example.org(/\S+)", mail.get_content()).group(1)
        form = client.get(link, follow=True)
        done = client.post(
            form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        )
        assert done.url == f"/{language}/"
        assert signed_in_as(client) == user
        assert len(caught) == 1
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    sign_in(client, "dea@example.org", NEW_PASSWORD)
    assert signed_in_as(client) == user
    client.post(reverse("account_logout"))
    assert client.get(link, follow=True).context["token_fail"]


def test_weak_password_is_refused_with_the_reason(client):
    user = UserFactory()
    sign_in(client, user.email)
    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
    )
    assert "at least 10 characters" in page.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_reset_of_an_unknown_address_tells_nobody_and_writes_to_nobody(client, mailoutbox):
    user = UserFactory()
    known, unknown = (
        client.post(reverse("account_reset_password"), {"email": address}).url
        for address in (user.email, "nobody@example.org")
    )
    assert known == unknown == reverse("account_reset_password_done")
    deliver()
    assert [mail.to for mail in mailoutbox] == [[user.email]]


@pytest.mark.parametrize("fault", ["second", "unverified", "closed"])
def test_reset_goes_to_no_address_but_the_verified_one_of_an_open_account(
    client, mailoutbox, fault
):
    """Rows as an attacker left them, or somebody at the database."""
    user, asked = UserFactory(), "attacker@example.org"
    address = EmailAddress(user=user, email=asked, verified=True)
    if fault == "second":
        EmailAddress.objects.bulk_create([address])
    else:
        asked = user.email
        EmailAddress.objects.filter(user=user).update(verified=fault != "unverified")
        User.objects.filter(pk=user.pk).update(is_active=fault != "closed")
    page = client.post(reverse("account_reset_password"), {"email": asked})
    assert page.url == reverse("account_reset_password_done")
    deliver()
    assert [mail.to for mail in mailoutbox] in ([], [[user.email]] if fault == "second" else [])


def test_no_way_leads_to_a_second_address(rf):
    user = UserFactory()
    with pytest.raises(ValueError, match="one address"):
        EmailAddress.objects.add_email(rf.get("/"), user, "attacker@example.org")
    assert [row.email for row in EmailAddress.objects.filter(user=user)] == [user.email]
