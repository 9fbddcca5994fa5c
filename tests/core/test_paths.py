"""Addresses, days and constraints that nobody can mean are refused before they do harm."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.urls import reverse

from core.views import reason_against
from meetings.models import Meeting
from tests.factories.meetings import MeetingFactory
from tests.roles import ENGLISH

BAD = ["a%00b", "a%20b", "%F0%9F%98%80", "a" * 101, "..", "%2e%2e"]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("code", BAD)
@pytest.mark.parametrize(
    "address", ["check/{}/", "certificates/{}/", "calendar/{}.ics", "sheet/{}/"]
)
def test_code_that_is_none_finds_no_page(client, address, code):
    assert client.get(f"/en/{address.format(code)}").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2100-01-01"])
def test_day_that_nobody_can_mean_is_refused(world, signed_in, day):
    client = signed_in("secretary")
    page = reverse("meetings:plan", args=[world.kksb.slug])
    sent = {"kind": "regular", "starts_on": "2026-07-01", "ends_on": day, "place": "Salla"}
    answer = client.post(page, sent)
    assert answer.status_code == 200
    assert "ends_on" in answer.context["form"].errors
    assert not Meeting.objects.filter(place="Salla").exists()


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("address", ["concerns/?raised_to={}", "actions/?due_from={}"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2100-01-01"])
def test_day_that_nobody_can_mean_is_told_where_it_is_asked_for(client, day, address):
    answer = client.get(f"/api/v1/{address.format(day)}", headers=ENGLISH)
    said = next(iter(answer.json()["errors"].values()))
    assert (answer.status_code, said) == (422, ["Give a day between the years 1990 and 2099."])


@pytest.mark.django_db
def test_number_that_no_column_holds_is_among_no_rows():
    for number in (10**30, 2**63, -(2**63) - 1):
        assert not Meeting.objects.filter(pk__in=[1, number]).exists()
        assert not Meeting.objects.filter(number_in_year__in=[number]).exists()


@pytest.mark.django_db
def test_constraint_of_the_database_says_what_it_says_in_forms():
    with pytest.raises(IntegrityError) as refused:
        MeetingFactory(starts_on=date(2026, 7, 2), ends_on=date(2026, 7, 1))
    assert "last day" in str(reason_against(refused.value))
    assert reason_against(IntegrityError("nothing of ours")) is None


def test_last_day_before_the_first_is_told_and_the_text_kept(world, signed_in):
    client = signed_in("secretary")
    page = reverse("meetings:plan", args=[world.kksb.slug])
    sent = {"kind": "regular", "starts_on": "2026-07-02", "ends_on": "2026-07-01", "place": "Salla"}
    answer = client.post(page, sent)
    assert answer.status_code in (200, 409)
    assert "last day" in answer.text
    assert 'value="Salla"' in answer.text
    assert not Meeting.objects.filter(place="Salla").exists()
