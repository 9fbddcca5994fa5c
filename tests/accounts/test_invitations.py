"""Whoever gets an account is invited by mail, and comes in by the link alone."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import (
    change_address,
    close_account,
    correct_account,
    invite,
    make_account,
    take_back_invitation,
)
from accounts.models import User
from audit.models import AuditEvent
from notices.actions import deliver
from notices.models import Mail
from tests.accounts.test_sign_in import NEW_PASSWORD
from tests.anew import sign_in_anew
from tests.factories.accounts import RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return RoleGrantFactory(administrator=True).user


@pytest.fixture
def guest(admin):
    return make_account(email="dea@example.org", first_name="Dea", language="sq", by=admin)


def links(user):
    """Return the links to a password that the mails to the user hold, the newest last."""
    texts = Mail.objects.filter(to=user).order_by("pk").values_list("text", flat=True)
    return re.findall(r"http://localhost:8000(/\S+/password/reset/key/\S+)", "\n".join(texts))


def enter(link):
    """Follow a link and set a password, as somebody on another device; return the browser."""
    browser = Client()
    form = browser.get(link, follow=True)
    if form.redirect_chain:
        new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        browser.post(form.redirect_chain[-1][0], new)
    return browser


def is_in(browser):
    return browser.get(reverse("portal:me")).status_code == 200


def test_owner_is_invited_in_their_language_sets_a_password_and_is_in(guest, admin):
    mail = Mail.objects.get(to=guest)
    assert mail.subject == "Llogaria juaj në Forumi"
    assert f"{admin.get_full_name()} ju hapi llogari" in mail.text
    assert "dea@example.org" in mail.text
    [link] = links(guest)
    assert link.startswith("/sq/")
    assert is_in(enter(link))
    guest.refresh_from_db()
    assert guest.has_entered
    assert not is_in(enter(link))


def test_text_with_the_link_goes_with_the_mail(guest):
    deliver()
    assert Mail.objects.get(to=guest).text == ""


def test_new_invitation_ends_the_link_of_the_old_one(guest, admin):
    [old] = links(guest)
    invite(guest, by=admin)
    assert not is_in(enter(old))
    assert is_in(enter(links(guest)[-1]))


@pytest.mark.parametrize("end", ["taken back", "closed", "too late"])
def test_link_of_an_invitation_that_ended_opens_nothing(guest, admin, end):
    [link] = links(guest)
    later = timezone.now() + timedelta(days=4)
    if end == "taken back":
        take_back_invitation(guest, by=admin)
    elif end == "closed":
        close_account(guest, reason="by mistake", by=admin)
    with time_machine.travel(later if end == "too late" else timezone.now(), tick=False):
        assert not is_in(enter(link))
        guest.refresh_from_db()
        assert not guest.is_invited


def test_another_address_gets_the_invitation_that_the_mistyped_one_had(guest, admin):
    [old] = links(guest)
    user = change_address(guest, email="dea.re@example.org", by=admin)
    assert not is_in(enter(old))
    [mail] = [row for row in Mail.objects.filter(to=user) if row.text and links(user)][-1:]
    assert mail.recipient == "dea.re@example.org"
    assert is_in(enter(links(user)[-1]))


def test_whoever_has_a_password_is_not_invited(admin):
    user = UserFactory()
    with pytest.raises(PermissionDenied):
        invite(user, by=admin)
    with pytest.raises(PermissionDenied):
        take_back_invitation(user, by=admin)


def test_each_step_is_on_record(guest, admin):
    invite(guest, by=admin)
    take_back_invitation(guest, by=admin)
    correct_account(guest, first_name="Dea", last_name="Re", by=admin)
    of_admin, *actions = AuditEvent.objects.filter(action__startswith="account.").order_by("pk")
    assert of_admin.action == "account.make"
    assert [event.action for event in actions] == [
        "account.make",
        "account.invite",
        "account.invite",
        "account.take_back",
        "account.correct",
    ]


def test_page_says_where_the_invitation_stands(client, guest, admin):
    sign_in_anew(client, admin)
    page = reverse("accounts:detail", args=[guest.pk])
    assert "The link in the mail works until" in client.get(page).content.decode()
    client.post(reverse("accounts:take-back", args=[guest.pk]))
    assert "Not invited" in client.get(page).content.decode()
    client.post(reverse("accounts:invite", args=[guest.pk]))
    assert "The link in the mail works until" in client.get(page).content.decode()
    User.objects.filter(pk=guest.pk).update(invited_at=timezone.now() - timedelta(days=4))
    assert "The invitation ended" in client.get(page).content.decode()
    enter(links(guest)[-1])
    assert "Last signed in" in client.get(page).content.decode()
    assert client.get(reverse("accounts:invite", args=[guest.pk])).status_code == 403


def test_name_is_corrected_and_the_owner_told(client, admin):
    user = UserFactory(first_name="Dae", language="en")
    sign_in_anew(client, admin)
    names = {"first_name": "Dea", "last_name": "Re", "language": "sq"}
    client.post(reverse("accounts:correct", args=[user.pk]), names)
    user.refresh_from_db()
    assert (str(user), user.language) == ("Dea Re", "sq")
    assert "Emri në llogari u korrigjua." in Mail.objects.get(to=user).text


def test_page_of_the_link_is_headed_by_what_it_is_for(guest):
    def heading(link):
        return re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", Client().get(link, follow=True).text)[1]

    [link] = [link.replace("/sq/", "/en/") for link in links(guest)]
    assert heading(link) == "Set your password"
    enter(link)
    assert heading(link) == "The link no longer works"
    guest.refresh_from_db()
    key = default_token_generator.make_token(guest)
    uid = user_pk_to_url_str(guest)
    page = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    assert heading(page) == "Change the password"
