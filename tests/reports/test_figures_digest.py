"""The weekly mail to the monitors: what it counts, to whom it goes, how often."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from notices.actions import deliver
from notices.models import Mail
from reports.digest import Week, news_of
from tests.accounts.catcher import mail_server
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.factories.meetings import MeetingFactory, NilReportFactory
from tests.factories.reports import EditionFactory
from tests.roles import HIDDEN_NAME, TODAY

# Monday to Sunday before the Monday of the tables.
LAST_WEEK = Week(date(2026, 6, 8), date(2026, 6, 14))
WITHIN = datetime(2026, 6, 10, 9, tzinfo=UTC)


def send():
    output = StringIO()
    call_command("figures_digest", stdout=output)
    return output.getvalue()


@pytest.fixture
def nil(world):
    """Something to tell of."""
    return NilReportFactory(committee=world.kksb, year=2026, quarter=1, confirmed_at=WITHIN)


@pytest.fixture
def numbers(world):
    """Return a function that gives what the week changed, next to what it told before."""
    before = news_of(LAST_WEEK)["numbers"]

    def changed():
        now = news_of(LAST_WEEK)["numbers"]
        return {key: now[key] - before[key] for key in now if now[key] != before[key]}

    return changed


@pytest.mark.parametrize("day", range(7))
def test_week_is_the_last_full_one_on_whatever_day(day):
    assert Week.before_day(TODAY + timedelta(day)) == LAST_WEEK


@pytest.mark.parametrize(("day", "told"), [(7, 0), (8, 1), (14, 1), (15, 0)])
def test_body_established(numbers, day, told):
    CommitteeFactory(established_on=date(2026, 6, day))
    assert numbers().get("established", 0) == told


def test_body_dissolved_and_mandate_expired(numbers, world):
    CommitteeFactory(status="dissolved", status_on=date(2026, 6, 9))
    CommitteeFactory(status="dissolved", status_on=date(2026, 6, 1))
    gone = CommitteeFactory()
    MembershipFactory(committee=gone, from_on=date(2020, 1, 1), until_on=date(2026, 6, 10))
    found = numbers()
    assert (found["dissolved"], found["expired"]) == (1, 1)


def test_nil_reports_of_the_week(numbers, nil, world):
    late = WITHIN + timedelta(days=7)
    NilReportFactory(committee=world.kksb, year=2025, quarter=4, confirmed_at=late)
    assert numbers()["nil"] == 1


def test_editions_published_and_restated(numbers):
    for year, number, at in (
        (2019, 1, WITHIN),
        (2018, 2, WITHIN),
        (2017, 1, WITHIN.replace(day=1)),
    ):
        reason = "Sepse" if number > 1 else ""
        EditionFactory(out=True, year=year, number=number, reviewed_at=at, reason=reason)
    assert numbers() == {"published": 1, "restated": 1}


def test_council_whose_pace_changed(numbers, world):
    for month in range(1, 6):
        MeetingFactory(committee=world.kksb, starts_on=date(2026, month, 1), status="held")
    assert "pace" not in numbers()
    # The sixth: a week ago it was on course, now the year is met.
    MeetingFactory(committee=world.kksb, starts_on=date(2026, 6, 9), status="held")
    assert numbers()["pace"] == 1


def test_quarter_of_which_nobody_spoke(world):
    ended = Week(date(2026, 3, 30), date(2026, 4, 5))
    assert news_of(LAST_WEEK)["numbers"]["silent"] == 0
    before = news_of(ended)["numbers"]["silent"]
    MeetingFactory(committee=world.kksb, starts_on=date(2026, 2, 1), status="held")
    NilReportFactory(committee=world.elsewhere, year=2026, quarter=1)
    assert before - news_of(ended)["numbers"]["silent"] == 2


def test_monitors_are_told_numbers_and_links_only(world, nil, settings):
    settings.SITE_URL = "https://forumi.example.org"
    monitor = world.person("osce_monitor")
    for name in ("osce_monitor ended", "osce_monitor to come", "mia_officer", "member"):
        world.person(name)
    assert "1 monitors" in send()
    mail = Mail.objects.get()
    assert mail.to == monitor
    assert mail.subject == "Safety forums: the week 08.06.2026 – 14.06.2026"
    assert "1 report said that no meeting was held in a quarter." in mail.text
    assert f"https://forumi.example.org{reverse('reports:working')}" in mail.text
    for words in (world.kksb.name_sq, HIDDEN_NAME):
        assert words not in mail.text + mail.subject


def test_links_of_the_mail_open_to_a_monitor(signed_in, nil, world):
    client = signed_in("osce_monitor")
    CommitteeFactory(status="dissolved", status_on=date(2026, 6, 9))
    EditionFactory(out=True, reviewed_at=WITHIN)
    send()
    links = [line for line in Mail.objects.get().text.splitlines() if line.startswith("http")]
    assert len(links) >= 4
    assert {client.get(link).status_code for link in links} == {200}


def test_once_a_week_and_again_in_the_next(world, nil):
    world.person("osce_monitor").grants.update(until_on=None)
    for _time in range(2):
        send()
    assert Mail.objects.count() == 1
    NilReportFactory(
        committee=world.kksb, year=2025, quarter=4, confirmed_at=WITHIN + timedelta(days=7)
    )
    for moment, mails in (("2026-06-21 10:00+00:00", 1), ("2026-06-22 10:00+00:00", 2)):
        with time_machine.travel(moment, tick=False):
            send()
            assert Mail.objects.count() == mails


def test_nothing_to_tell_is_no_mail(world, monkeypatch):
    world.person("osce_monitor")
    monkeypatch.setattr("reports.digest.number_of_findings", lambda *_args: 0)
    assert "0 monitors" in send()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("switch", [True, False])
def test_monitor_switches_the_mail_off_and_on(signed_in, nil, switch):
    client = signed_in("osce_monitor")
    assert "wants_digest" in client.get(reverse("portal:me")).text
    client.post(
        reverse("portal:me"), {"language": "en"} | ({"wants_digest": "on"} if switch else {})
    )
    send()
    assert Mail.objects.exists() is switch


def test_others_are_not_asked_and_keep_what_stands(signed_in, world):
    client = signed_in("member")
    assert "wants_digest" not in client.get(reverse("portal:me")).text
    client.post(reverse("portal:me"), {"language": "en"})
    client.user.refresh_from_db()
    assert client.user.wants_digest is True


def test_mail_leaves_through_a_real_server(world, nil, settings):
    world.person("osce_monitor")
    send()
    with mail_server() as (port, caught):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        assert deliver() == (1, 0)
    (message,) = caught
    assert message["To"] == "osce_monitor@example.org"
    assert reverse("reports:dashboard") in message.get_content()
