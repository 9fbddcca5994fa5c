"""The second step of signing in, with the browser's own stand-in for a fingerprint reader."""

import pytest
from allauth.mfa.models import Authenticator

from portal.demo.sign_ins import PASSWORD, address
from tests.browser.pages import confirm_password

pytestmark = pytest.mark.browser

READER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_app_is_set_up_from_a_picture(page, sign_in):
    sign_in(page, "general-director")
    page.goto("/en/accounts/2fa/totp/activate/")
    confirm_password(page)
    picture = page.get_by_alt_text("QR code of the secret below")
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 100
    assert len(page.input_value("#authenticator_secret")) >= 16


def test_passkey_takes_the_place_of_the_password(page):
    """Somebody registers a passkey and comes back with it.

    1. She signs in with her password and goes to the security keys of her account.
    2. She types the password again, names a key and says that it shall do without a password.
    3. She signs out, and signs in again by the passkey alone.
    """
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable", {"enableUI": False})
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": READER})

    page.goto("/en/accounts/login/?next=/en/accounts/2fa/webauthn/add/")
    page.fill("[name=login]", address("regional-director"))
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/reauthenticate/**")
    confirm_password(page)
    page.wait_for_url(lambda url: "/reauthenticate/" not in url)
    page.fill("[name=name]", "Phone")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    kept = Authenticator.objects.filter(user__email=address("regional-director"))
    assert sorted(kept.values_list("type", flat=True)) == ["recovery_codes", "webauthn"]

    page.goto("/en/")
    page.click(".c-account summary")
    page.click(".c-account__out")
    page.wait_for_url("**/en/")
    page.goto("/en/accounts/login/?next=/en/me/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/login/" not in url)
    assert address("regional-director") in page.inner_text("main")
