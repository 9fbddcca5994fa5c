"""Pages of error: in the language of the address, without a trace, and with a way home."""

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from committees.models import Committee
from tests.factories.accounts import RoleGrantFactory

# These pages stand without a database.
pytestmark = pytest.mark.once

LANGUAGES = pytest.mark.parametrize("language", ["en", "sq", "sr-latn"])


@LANGUAGES
@pytest.mark.django_db
def test_page_not_found(client, language):
    page = client.get(f"/{language}/nowhere/")
    text = page.content.decode()
    assert page.status_code == 404
    with translation.override(language):
        assert gettext("Page not found") in text
    assert f'<html lang="{language}">' in text
    assert "Traceback" not in text


@LANGUAGES
@pytest.mark.django_db
def test_form_without_its_token_says_what_to_do(language):
    strict = Client(enforce_csrf_checks=True)
    with translation.override(language):
        page = strict.post(reverse("account_login"), {"login": "a", "password": "b"})
        assert page.status_code == 403
        assert gettext("The page was open for too long") in page.content.decode()


@LANGUAGES
@pytest.mark.django_db
def test_fault_of_ours_shows_no_trace(monkeypatch, language):
    def fail(_queryset, _user):
        raise RuntimeError("secret detail of the server")

    monkeypatch.setattr(type(Committee.objects.all()), "visible_to", fail)
    calm = Client(raise_request_exception=False)
    with translation.override(language):
        page = calm.get(reverse("committees:list"))
        text = page.content.decode()
        assert page.status_code == 500
        assert gettext("Something went wrong") in text
    assert "secret detail" not in text
    assert reverse("portal:home")[3:] in text


@pytest.mark.parametrize(
    ("body", "charset"), [(b"login=\xeb", "latin-1"), (b"login=+AOs-", "utf-7")]
)
@pytest.mark.django_db
def test_form_in_another_encoding_is_told_so(client, body, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    page = client.generic("POST", reverse("account_login"), body, content_type=kind)
    assert page.status_code == 400
    assert "could not be read" in page.text


@pytest.mark.parametrize("address", ["/en/", "/sq/committees/", "/api/v1/committees/", "/nowhere"])
@pytest.mark.django_db
def test_name_that_is_not_ours_is_no_fault_of_ours(client, address):
    page = client.get(address, headers={"host": "evil.example"})
    assert page.status_code == 400
    assert "evil" not in page.text


@pytest.mark.django_db
def test_health_is_told_by_any_name(client):
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).content == b"ok"


@LANGUAGES
def test_database_that_does_not_answer_shows_the_page_of_faults(db, monkeypatch, language):
    """The page itself must not ask it."""

    def fail(*_args, **_kwargs):
        raise OperationalError("could not connect to server")

    with monkeypatch.context() as patch:
        patch.setattr(CursorWrapper, "execute", fail)
        page = Client(raise_request_exception=False).get(f"/{language}/committees/")
    assert page.status_code == 500
    with translation.override(language):
        assert gettext("Something went wrong") in page.text


@pytest.mark.parametrize(
    "query",
    ["?page=99", "?page=-1", "?page=abc", "?year=abc", "?year=1e9", "?q=%00", "?q=" + "x" * 5000],
)
@pytest.mark.parametrize("name", ["meetings:list", "committees:list"])
@pytest.mark.django_db
def test_strange_addresses_show_the_list(client, name, query):
    page = client.get(reverse(name) + query)
    assert page.context["page_obj"].number == 1
    assert '<form class="c-filters"' in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "meetings.exe",
        "committees.exe",
        "committees/kksb-atlantis/",
        "committees/kksb-atlantis/meetings/1/",
        "committees/kksb-atlantis/meetings/99999999999999999999999/",
    ],
)
@pytest.mark.django_db
def test_what_does_not_exist_is_no_page(client, address):
    page = client.get(f"/en/{address}")
    assert page.status_code == 404
    assert "Page not found" in page.content.decode()


@pytest.mark.django_db
def test_pages_carry_the_content_policy(client):
    policy = client.get(reverse("portal:home"))["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "named"),
    [
        ("secretary", "Nora Komuna"),
        ("secretary elsewhere", "Ada Portali"),
        ("station_officer", "Sami Selia"),
        ("regional_director elsewhere", "Sami Selia"),
        ("osce_monitor", "Ada Portali"),
        ("account", "Ada Portali"),
        ("municipal_officer ended", "Ada Portali"),
    ],
)
def test_refusal_names_whom_to_ask(signed_in, world, who, named):
    client = signed_in(who)
    of_role = {
        "Nora Komuna": {"municipal_officer": True, "municipality": world.here},
        "Sami Selia": {"community_policing": True},
        "Ada Portali": {"administrator": True},
    }
    for name, role in of_role.items():
        first, last = name.split()
        RoleGrantFactory(**role, user__first_name=first, user__last_name=last)
    RoleGrantFactory(
        administrator=True, user__is_active=False, user__first_name="Gone", user__last_name="A"
    )
    page = client.get(reverse("accounts:create"))
    assert page.status_code == 403
    assert f"ask whoever manages your account: {named}." in page.text
