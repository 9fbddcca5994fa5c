"""Logs and mails to administrators name the rule that was broken, and nobody whose row broke it."""

import traceback

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import path

from accounts.models import User
from committees.models import Person
from core.transactions import atomic
from meetings.models import Concern
from portal import urls as portal_urls
from tests.factories.accounts import UserFactory
from tests.factories.committees import PersonFactory
from tests.factories.meetings import ConcernFactory

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
NAME = "Shembullagaj"
EMAIL = "dritaime@example.org"


def break_check():
    """Write a row that breaks a rule, past all Python."""
    with atomic():
        Person.objects.filter(family_name=NAME).update(sex="?")


def break_uniqueness():
    with atomic():
        User.objects.bulk_create([User(email=EMAIL)])


def break_reference():
    with atomic():
        Concern.objects.update(committee=10**9)
        connection.check_constraints()


BREACHES = [break_check, break_uniqueness, break_reference]


def view(request, number):
    BREACHES[number]()


view.login_required = False
urlpatterns = [path("en/break/<int:number>/", view), *portal_urls.urlpatterns]


@pytest.fixture
def rows():
    """Write what the breaches meet: a person, an account and a concern that carry a name."""
    PersonFactory(family_name=NAME)
    UserFactory(email=EMAIL)
    ConcernFactory(description=NAME)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("number", range(len(BREACHES)), ids=lambda n: BREACHES[n].__name__)
def test_refusal_is_logged_and_mailed_with_its_rule_and_without_the_row(settings, caplog, number):
    settings.ADMINS = [("Administrator", "administrator@example.org")]
    answer = Client(raise_request_exception=False).get(f"/en/break/{number}/")
    assert answer.status_code == 500
    [message] = mail.outbox
    for told in (caplog.text, message.body):
        assert "IntegrityError" in told
        assert BREACHES[number].__name__ in told
        for untold in ("DETAIL", NAME, EMAIL):
            assert untold not in told
    if connection.vendor == "postgresql":
        rule = ("committees_person_sex_known", "accounts_user_email", "committee_id")[number]
        assert rule in caplog.text
        assert rule in message.body


@pytest.mark.usefixtures("rows")
def test_refusal_that_nobody_catches_names_the_rule_and_no_row():
    """As a timer prints it."""
    with pytest.raises(IntegrityError) as refusal:
        break_check()
    printed = "".join(traceback.format_exception(refusal.value))
    assert NAME not in printed
    assert "DETAIL" not in printed
    assert "CHECK" in printed or "check constraint" in printed
