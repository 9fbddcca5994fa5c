"""Who is told what, in which language, and once only."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from accounts.models import User
from notices.models import Mail
from tests.factories.accounts import RoleGrantFactory

MONDAY = date(2026, 6, 15)


def told():
    """Return (mail address, occasion) of each mail, and empty the outbox."""
    found = [
        (mail.to, mail.key.split(":")[2])
        for mail in Mail.objects.select_related("to").order_by("pk")
    ]
    Mail.objects.all().delete()
    return found


def test_each_step_tells_the_level_and_whoever_filed(office):
    request = office.draft()
    office.move(request, "submit")
    assert told() == [(office.station_commander, "arrived")]
    office.move(request, "forward")
    assert told() == [(office.regional_director, "arrived"), (office.station_officer, "moved")]
    office.move(request, "return")
    assert told() == [(office.station_officer, "moved")]
    office.move(request, "resubmit")
    assert told() == [(office.regional_director, "arrived")]
    office.move(request, "forward")
    told()
    office.move(request, "withdraw")
    assert told() == [(office.community_policing, "withdrawn")]


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_mail_speaks_the_readers_language_and_names_nobody(office, settings, language):
    settings.SITE_URL = "https://forumi.example.org"
    User.objects.update(language=language)
    office.at("approved")
    office.at("returned")
    for mail in Mail.objects.all():
        assert f"https://forumi.example.org/{language}/requests/K-" in mail.text
        for secret in ("Shpresa", "arsyeja", "Anëtarja", "siguri\n"):
            assert secret not in mail.text + mail.subject


def test_subjects_differ_by_language(office):
    subjects = set()
    for language in ("sq", "sr-latn", "en"):
        User.objects.update(language=language)
        request = office.at("station")
        subject = Mail.objects.latest("pk").subject
        subjects.add(
            subject.replace(request.number, "N")
            .replace(request.name_sq, "X")
            .replace(request.name_sr, "X")
        )
    assert len(subjects) == 3


def test_post_that_nobody_holds_is_told_to_administrators_and_the_request_waits(office):
    boss = RoleGrantFactory(administrator=True).user
    request = office.at("station")
    told()
    office.regional_director.grants.update(until_on=MONDAY - timedelta(days=1))
    request = office.move(request, "forward")
    assert request.status == "at_level"
    assert told() == [(boss, "vacant"), (office.station_officer, "moved")]
    successor = office.grant("regional_director")
    assert office.move(request, "forward", by=successor).step.role == "community_policing"


def test_station_without_a_region_asks_the_administrator_instead_of_guessing(office):
    boss = RoleGrantFactory(administrator=True).user
    office.station.regions.all().delete()
    request = office.move(office.draft(), "submit")
    assert (request.status, request.region, request.step) == ("submitted", None, None)
    assert told() == [(boss, "unplaced")]


def remind():
    call_command("remind", stdout=StringIO())
    return told_so_far()


def told_so_far():
    return sorted(
        (mail.to.email, mail.key.split(":")[2])
        for mail in Mail.objects.select_related("to")
        if mail.key.split(":")[2] in ("due_soon", "overdue", "vacant")
    )


def test_reminders_come_before_and_after_the_deadline_and_once(office):
    with time_machine.travel("2026-06-15 08:00+00:00", tick=False):
        office.at("region")
        assert remind() == []
    director = office.regional_director.email
    with time_machine.travel("2026-06-25 08:00+00:00", tick=False):
        assert remind() == [(director, "due_soon")]
        assert remind() == [(director, "due_soon")]
    with time_machine.travel("2026-06-30 08:00+00:00", tick=False):
        assert remind() == [(director, "due_soon"), (director, "overdue")]
        assert remind() == [(director, "due_soon"), (director, "overdue")]


def test_post_that_became_vacant_later_is_told_by_the_timer(office):
    boss = RoleGrantFactory(administrator=True).user
    office.at("region")
    office.regional_director.grants.update(until_on=MONDAY - timedelta(days=1))
    assert remind() == [(boss.email, "vacant")]
    assert remind() == [(boss.email, "vacant")]


def test_returned_request_is_nobodys_delay(office):
    with time_machine.travel("2026-06-15 08:00+00:00", tick=False):
        office.at("returned")
    with time_machine.travel("2026-09-15 08:00+00:00", tick=False):
        assert remind() == []
