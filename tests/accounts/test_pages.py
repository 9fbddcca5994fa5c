"""The pages of accounts and roles: what they say of bad input, and that they keep it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import confirm_role
from accounts.models import RoleGrant, User
from tests.anew import sign_in_anew
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.places import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = RoleGrantFactory(administrator=True, user__email="admin@example.org").user
    sign_in_anew(client, user)
    return client


def test_account_is_made_and_waits_for_a_password(admin):
    page = admin.post(
        reverse("accounts:create"),
        {"email": "dea@example.org", "first_name": "Dea", "language": "sr-latn"},
        follow=True,
    )
    user = User.objects.get(email="dea@example.org")
    assert page.redirect_chain[-1][0] == reverse("accounts:detail", args=[user.pk])
    assert "An invitation goes to dea@example.org." in page.content.decode()
    assert user.language == "sr-latn"


@pytest.mark.parametrize("typed", ["dea@example.org", "DEA@Example.org", " dea@example.org "])
def test_address_that_is_taken_is_said_beside_the_field(admin, typed):
    UserFactory(email="dea@example.org")
    page = admin.post(
        reverse("accounts:create"), {"email": typed, "first_name": "Dea", "language": "sq"}
    )
    assert page.context["form"].errors == {
        "email": ["There is an account with this e-mail address already."]
    }
    assert 'value="Dea"' in page.content.decode()
    assert User.objects.filter(email__iexact="dea@example.org").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"role": "municipal_officer"}, "Choose the municipality that the role is for."),
        (
            {"role": "osce_monitor", "from_on": "2024-01-01", "until_on": "2024-12-31"},
            "day is past",
        ),
        ({"role": "king"}, "king is not one of the available choices."),
        (
            {"role": "osce_monitor", "until_on": "2025-12-31"},
            "The last day lies before the first.",
        ),
        ({"role": "osce_monitor", "from_on": "soon"}, "Enter a valid date."),
        ({"role": "osce_monitor", "region": "999999"}, "not one of the available choices"),
    ],
)
def test_role_that_does_not_fit_says_why_and_keeps_the_act(admin, typed, said):
    user = UserFactory()
    page = admin.post(
        reverse("accounts:role-give", args=[user.pk]),
        {"from_on": "2026-01-01", "act": "Decision 12/2026"} | typed,
    )
    assert said in page.content.decode()
    assert 'value="Decision 12/2026"' in page.content.decode()
    assert not user.grants.exists()


def test_role_is_given_with_its_place_and_ended_with_its_day(admin):
    user, place = UserFactory(), MunicipalityFactory()
    admin.post(
        reverse("accounts:role-give", args=[user.pk]),
        {"role": "municipal_officer", "municipality": place.pk, "from_on": "2026-01-01"},
    )
    grant = user.grants.get()
    assert (grant.role, grant.municipality, grant.from_on) == (
        "municipal_officer",
        place,
        date(2026, 1, 1),
    )
    confirm_role(grant, by=RoleGrantFactory(administrator=True).user)
    url = reverse("accounts:role-end", args=[grant.pk])
    page = admin.post(url, {"until_on": "2025-12-31"})
    assert "The last day lies before the first." in page.content.decode()
    assert 'value="2025-12-31"' in page.content.decode()
    admin.post(url, {"until_on": "2026-12-31"})
    grant.refresh_from_db()
    assert grant.until_on == date(2026, 12, 31)
    assert grant.history.latest("history_id").history_user.email == "admin@example.org"


def test_unknown_account_and_role_are_no_pages(admin):
    for name in ("detail", "role-give", "role-end"):
        response = admin.get(reverse(f"accounts:{name}", args=[999_999]))
        assert response.status_code == 404
        assert "Page not found" in response.content.decode()


def test_language_of_mail_is_the_owners_choice(client):
    user = UserFactory(language="sq")
    client.force_login(user)
    page = client.post(reverse("portal:me"), {"language": "sr-latn"}, follow=True)
    assert "Your choice is saved." in page.content.decode()
    user.refresh_from_db()
    assert user.language == "sr-latn"
    page = client.post(reverse("portal:me"), {"language": "fr"})
    assert "fr is not one of the available choices." in page.content.decode()
    user.refresh_from_db()
    assert user.language == "sr-latn"


def test_own_page_says_what_one_may_do_and_what_is_over(client, world):
    user = world.person("municipal_officer ended")
    RoleGrantFactory(osce_monitor=True, user=user)
    client.force_login(user)
    rows = client.get(reverse("portal:me")).context["grants"]
    assert {(row["role"].value, row["is_in_force"]) for row in rows} == {
        ("municipal_officer", False),
        ("osce_monitor", True),
    }
    assert RoleGrant.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("name", ["correct", "change-address", "close"])
def test_page_about_an_account_is_read_by_whoever_reads_it(admin, name):
    page = admin.get(reverse(f"accounts:{name}", args=[UserFactory().pk]))
    assert page.context["user"].email == "admin@example.org"


def test_list_says_of_a_role_that_it_waits_or_has_ended(admin):
    waits = {"given_at": timezone.now(), "given_by": UserFactory(), "confirmed_at": None}
    RoleGrantFactory(mia_officer=True, **waits)
    RoleGrantFactory(osce_monitor=True, until_on=date(2026, 1, 31))
    page = admin.get(reverse("committees:accounts")).content.decode()
    assert "Officer of the Ministry of Internal Affairs, the whole country (waits" in page
    assert "OSCE monitor, the whole country (ended)" in page


def test_address_that_the_account_has_is_no_other_address(admin):
    user = UserFactory(email="dea@example.org")
    page = admin.post(
        reverse("accounts:change-address", args=[user.pk]), {"email": "DEA@example.org"}
    )
    assert page.context["form"].errors == {"email": ["The account has this address already."]}


def test_page_offers_no_step_that_is_not_open(admin):
    own, other = User.objects.get(email="admin@example.org"), UserFactory()
    waits = {"given_at": timezone.now(), "given_by": own, "confirmed_at": None}
    RoleGrantFactory(mia_officer=True, user=other, **waits)
    assert "Give a role" not in admin.get(page_of(own)).content.decode()
    page = admin.get(page_of(other)).content.decode()
    assert "Give a role" in page
    assert "Confirm or refuse" not in page
    assert ">Refuse<" in page


def page_of(user):
    return reverse("accounts:detail", args=[user.pk])
