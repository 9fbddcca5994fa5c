"""Personal keys to the JSON interface: what opens, what is refused."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.actions import make_token, revoke_token
from accounts.models import ApiToken
from meetings.models import Meeting
from tests.anew import sign_in_anew
from tests.factories.meetings import MeetingFactory

URL = "/api/v1/meetings/"


@pytest.fixture
def executive(world):
    return MeetingFactory(committee=world.kksb, executive=True)


def ask(client, key):
    return client.get(URL, headers={"Authorization": f"Bearer {key}"})


def ids(response):
    return [row["id"] for row in response.json()["results"]]


def test_key_opens_what_its_owner_sees(client, world, executive):
    for name, seen in (("member", [executive.public_id]), ("account", [])):
        _token, key = make_token(user=world.person(name), name="a test")
        assert ids(ask(client, key)) == seen


def test_without_a_key_the_public_part(client, executive):
    shown = MeetingFactory(committee=executive.committee)
    assert ids(client.get(URL)) == [shown.public_id]


def test_key_is_no_sign_in_for_pages(client, world, executive):
    _token, key = make_token(user=world.person("member"), name="a test")
    page = client.get(executive.get_absolute_url(), headers={"Authorization": f"Bearer {key}"})
    assert page.status_code == 404
    assert Meeting.objects.filter(pk=executive.pk).exists()


@pytest.mark.parametrize("fault", ["unknown", "expired", "revoked", "inactive", "empty", "cut"])
def test_key_that_does_not_hold_is_refused(client, world, executive, today, fault):
    user = world.person("member")
    token, key = make_token(user=user, name="a test")
    if fault == "expired":
        ApiToken.objects.filter(pk=token.pk).update(expires_on=today - timedelta(days=1))
    elif fault == "revoked":
        revoke_token(token, by=user)
    elif fault == "inactive":
        user.is_active = False
        user.save()
    key = {"unknown": "forumi_unknown", "empty": "", "cut": key[:-1]}.get(fault, key)
    response = ask(client, key)
    assert response.status_code == 401
    assert "results" not in response.json()


def test_key_holds_through_its_last_day(client, world, executive, today):
    token, key = make_token(user=world.person("member"), name="a test")
    assert token.expires_on == today + timedelta(days=365)
    ApiToken.objects.filter(pk=token.pk).update(expires_on=today)
    assert ids(ask(client, key)) == [executive.public_id]


def test_key_is_shown_once(client, world, executive):
    user = world.person("member")
    sign_in_anew(client, user)
    page = client.post(
        reverse("accounts:token-create"), {"name": "<b>bulletin</b>", "scope": "all"}
    )
    key = page.context["key"]
    assert key in page.content.decode()
    for url in (reverse("portal:me"), reverse("accounts:token-create")):
        assert key not in client.get(url).content.decode()
    assert "&lt;b&gt;bulletin&lt;/b&gt;" in client.get(reverse("portal:me")).content.decode()
    assert ids(ask(client, key)) == [executive.public_id]
    [token] = user.api_tokens.all()
    client.post(reverse("accounts:token-revoke", args=[token.pk]))
    assert ask(client, key).status_code == 401
    token.refresh_from_db()
    assert token.revoked_on is not None


def test_key_without_a_purpose_is_not_made(client, world):
    user = world.person("account")
    sign_in_anew(client, user)
    page = client.post(reverse("accounts:token-create"), {"name": " ", "scope": "all"})
    assert page.context["form"].errors == {"name": ["This field is required."]}
    assert not user.api_tokens.exists()


@pytest.mark.parametrize(("scope", "opens"), [("figures", 403), ("records", 200), ("all", 200)])
def test_key_opens_what_was_chosen_for_it(client, world, executive, scope, opens):
    user = world.person("member")
    sign_in_anew(client, user)
    page = client.post(reverse("accounts:token-create"), {"name": "bulletin", "scope": scope})
    client.logout()
    assert ask(client, page.context["key"]).status_code == opens
    assert user.api_tokens.get().scope == scope


@pytest.mark.parametrize(("options", "scope"), [([], "all"), (["--scope", "records"], "records")])
def test_command_makes_a_key_for_what_it_is_told(client, world, executive, options, scope):
    user, output = world.person("member"), StringIO()
    call_command("make_key", user.email, *options, stdout=output)
    assert user.api_tokens.get().scope == scope
    assert ids(ask(client, output.getvalue().strip())) == [executive.public_id]


@pytest.mark.parametrize("scope", ["", "everything"])
def test_key_without_a_known_scope_is_not_made(client, world, scope):
    user = world.person("account")
    sign_in_anew(client, user)
    page = client.post(reverse("accounts:token-create"), {"name": "bulletin", "scope": scope})
    assert list(page.context["form"].errors) == ["scope"]
    assert 'value="bulletin"' in page.content.decode()
    assert not user.api_tokens.exists()
