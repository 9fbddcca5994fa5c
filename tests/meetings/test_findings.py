"""What needs mending: each rule found and mended; who sees and dismisses it, how that lapses."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from audit.models import AuditEvent
from committees.models import Committee, Membership
from meetings.choices import AttendanceCode, Severity
from meetings.dismissals import dismiss, withdraw
from meetings.findings import BY_CODE, RULES, number_of_findings
from meetings.models import Attendance, Dismissal, Meeting
from tests.factories.accounts import UserFactory
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.factories.meetings import (
    ActionFactory,
    AttendanceFactory,
    DismissalFactory,
    DocumentFactory,
    ItemTextFactory,
    MeetingFactory,
    MinutesFactory,
)
from tests.roles import (
    HIDDEN_NAME,
    answer,
    names_every_action,
    pages_of,
    rights,
    rows_of,
    truth_table,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
OLD = date(2026, 5, 1)


def save(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def meeting(committee, **fields):
    return MeetingFactory(committee=committee, **{"starts_on": DAY} | fields)


# Each function makes what its rule finds in the committee, and yields (the record, how to mend it).
def held_ahead(committee):
    row = meeting(committee, starts_on=date(2026, 6, 16))
    return row, lambda: save(row, starts_on=date(2026, 6, 15))


def action_before_meeting(committee):
    row = meeting(committee)
    action = ActionFactory(meeting=row, due_on=date(2026, 5, 31))
    return row, lambda: save(action, due_on=DAY)


def more_than_seats(committee):
    member = MembershipFactory(committee=committee, until_on=DAY)
    row = AttendanceFactory(meeting__committee=committee, meeting__starts_on=DAY, membership=member)
    twin = MembershipFactory(seat=member.seat)
    Membership.objects.filter(seat__committee=committee).exclude(seat=member.seat).update(
        until_on=date(2026, 5, 31)
    )
    second = AttendanceFactory(meeting=row.meeting, membership=twin)
    return row.meeting, lambda: save(second, code=AttendanceCode.EXCUSED)


def same_day_twice(committee):
    meeting(committee)
    row = meeting(committee)
    return row, lambda: save(row, starts_on=date(2026, 6, 2))


def number_twice(committee):
    meeting(committee, number_in_year=1)
    row = meeting(committee, number_in_year=1, starts_on=date(2026, 6, 2))
    return row, lambda: save(row, number_in_year=2)


def two_in_office(committee):
    MembershipFactory(committee=committee, chair=True)
    row = MembershipFactory(committee=committee, chair=True)
    return row, lambda: save(row, until_on=date(2026, 6, 14))


def awaiting_report(committee):
    row = meeting(committee, planned=True)
    return row, lambda: save(row, starts_on=date(2026, 6, 15))


def minutes_missing(committee):
    row = meeting(committee, starts_on=date(2026, 5, 31))
    return row, lambda: DocumentFactory(meeting=row)


def without_attendance(committee):
    row = meeting(committee)
    AttendanceFactory(meeting=row, code=AttendanceCode.UNKNOWN)
    return row, lambda: Attendance.objects.filter(meeting=row).update(code=AttendanceCode.ABSENT)


def without_reason(committee):
    row = meeting(committee, extraordinary=True, called_as="mayor")
    return row, lambda: save(row, call_reason="Dy vrasje")


def without_act(committee):
    return committee, lambda: save(committee, act="Vendimi 01-020")


def without_police(committee):
    return committee, lambda: MembershipFactory(committee=committee, police=True)


def without_sex(committee):
    row = MembershipFactory(committee=committee)
    return row, lambda: save(row.person, sex="f")


def number_gap(committee):
    meeting(committee, number_in_year=1, starts_on=OLD)
    row = meeting(committee, number_in_year=3)
    return row, lambda: meeting(committee, number_in_year=2, starts_on=date(2026, 5, 15))


def half_known_date(committee):
    row = meeting(committee, precision="year", starts_on=date(2025, 1, 1))
    return row, lambda: save(row, precision="day")


CASES = {
    "action-before-meeting": action_before_meeting,
    "held-ahead": held_ahead,
    "more-than-seats": more_than_seats,
    "same-day-twice": same_day_twice,
    "number-twice": number_twice,
    "two-in-office": two_in_office,
    "awaiting-report": awaiting_report,
    "minutes-missing": minutes_missing,
    "without-attendance": without_attendance,
    "without-reason": without_reason,
    "without-act": without_act,
    "without-police": without_police,
    "without-sex": without_sex,
    "number-gap": number_gap,
    "half-known-date": half_known_date,
}


def found(code, committee, today):
    own = Committee.objects.filter(pk=committee.pk)
    return set(BY_CODE[code].entries(own, today))


def test_every_rule_has_its_case():
    assert list(CASES) == [rule.code for rule in RULES]
    assert len(BY_CODE) == len(RULES)


@pytest.mark.parametrize("code", CASES)
def test_rule_finds_the_record_until_it_is_mended(world, today, code):
    committee = CommitteeFactory()
    before = found(code, committee, today) - {committee}
    record, mend = CASES[code](committee)
    assert found(code, committee, today) - before == {record}
    mend()
    assert record not in found(code, committee, today)


@pytest.mark.parametrize("code", CASES)
def test_one_statement_a_rule(world, today, code, django_assert_num_queries):
    CASES[code](world.klsp)
    with django_assert_num_queries(1):
        rows = list(BY_CODE[code].shown(Committee.objects.filter(pk=world.klsp.pk), today, 50))
    assert rows[0].total == len(rows)


def test_minutes_written_item_by_item_are_minutes(world, today):
    row = meeting(world.klsp, starts_on=date(2026, 5, 31), agenda=["Siguria"])
    assert row in found("minutes-missing", world.klsp, today)
    ItemTextFactory(item=row.agenda.get())
    assert row not in found("minutes-missing", world.klsp, today)


def test_more_present_than_seats_counts_seats_and_not_members(world, today):
    """Two who follow one another on a seat are one seat on the day of the change."""
    row = AttendanceFactory(meeting__starts_on=DAY)
    assert not found("more-than-seats", row.meeting.committee, today)


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_was_called_off_repeats_nothing(world, today, status):
    meeting(world.klsp, number_in_year=1)
    meeting(world.klsp, number_in_year=1, status=status)
    for code in ("same-day-twice", "number-twice"):
        assert not found(code, world.klsp, today)


def test_all_rules_together_are_counted_by_one_statement(world, today, django_assert_num_queries):
    own = Committee.objects.filter(pk=world.klsp.pk)
    for make in CASES.values():
        make(world.klsp)
    wanted = sum(rule.entries(own, today).count() for rule in RULES)
    assert wanted > len(RULES)
    with django_assert_num_queries(1):
        assert number_of_findings(own, today) == wanted


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_severity_and_texts_are_said(rule):
    assert rule.severity in Severity
    assert str(rule.title) != str(rule.explanation)
    assert rule.explanation.endswith(".")


DISMISSAL = {"v": "view", "w": "withdraw"}
# `kksb` and `klsp` are the committees of a dismissal.
DISMISSALS = truth_table("""
    kksb  klsp
    anonymous                  -   -
    account                    -   -
    station_commander          -   -
    station_officer            -   -
    station_commander nearby   -   -
    regional_director          vw  vw
    community_policing         vw  vw
    deputy_general_director    vw  vw
    general_director           vw  vw
    municipal_officer          vw  vw
    mia_officer                -   -
    mlga_officer               -   -
    osce_monitor               v   v
    administrator              vw  vw
    chair                      vw  vw
    deputy                     vw  vw
    secretary                  vw  vw
    member                     -   -
    observer                   -   -
    police                     -   -
    every role, ended          -   -
    every role, to come        -   -
    every place, elsewhere     -   -
    every office, ended        -   -
    every office, to come      -   -
    every office, elsewhere    -   -
""")
SEES_ANOTHER = ("every place, elsewhere", "every office, elsewhere")


def test_table_speaks_of_every_action():
    assert names_every_action(Dismissal, DISMISSAL)


@pytest.fixture
def standing(world, today):
    """For each column a finding that is open, and one that was dismissed."""
    rows = {}
    for column in ("kksb", "klsp"):
        committee = getattr(world, column)
        Committee.objects.filter(pk=committee.pk).update(act=f"Akti i {column}")
        open_one = meeting(committee, starts_on=date(2026, 6, 3), planned=True)
        hidden = meeting(committee, starts_on=date(2026, 6, 4), planned=True)
        dismissal = DismissalFactory(
            rule="awaiting-report", meeting=hidden, explanation=f"Shpjegimi i {column}"
        )
        rows[column] = (open_one, hidden, dismissal)
    return rows


@rows_of(DISMISSALS)
def test_policy_and_pages_of_findings(signed_in, world, standing, name, expected):
    client = signed_in(name)
    sees = {column for column, letters in expected.items() if "v" in letters}
    response = client.get(reverse("meetings:findings"), {"rule": "awaiting-report"})
    if not client.user.is_authenticated:
        assert response.url.startswith(reverse("account_login"))
    elif not sees and name not in SEES_ANOTHER:
        assert response.status_code == 403
    else:
        groups = response.context["groups"]
        rows = {entry.record for group in groups for entry in group["entries"]}
        assert rows == {standing[column][0] for column in sees}
        assert HIDDEN_NAME not in response.content.decode()
        dismissed = client.get(reverse("meetings:findings"), {"state": "dismissed"})
        assert {one["row"] for one in dismissed.context["dismissals"]} == {
            standing[column][2] for column in sees
        }
    for column, letters in expected.items():
        row, _hidden, dismissal = standing[column]
        assert rights(client.user, dismissal, DISMISSAL) == letters
        of_it = reverse("meetings:findings-of-committee", args=[row.committee.slug])
        status = client.get(of_it).status_code
        assert status == (200 if "v" in letters else 403 if client.user.is_authenticated else 302)
        for url in (
            reverse("meetings:finding-dismiss", args=["awaiting-report", row.pk]),
            reverse("meetings:dismissal-withdraw", args=[dismissal.pk]),
        ):
            shown, wanted = answer(client, url, letters, "w")
            assert shown == wanted, (column, url)


@pages_of(DISMISSALS)
def test_dismissing_takes_effect_or_changes_nothing(signed_in, standing, name, expected):
    client = signed_in(name)
    for column, letters in expected.items():
        row, hidden, dismissal = standing[column]
        url = reverse("meetings:finding-dismiss", args=["awaiting-report", row.pk])
        client.post(url, {"explanation": "U shty pa u njoftuar askush."})
        made = Dismissal.objects.filter(record_id=row.pk, withdrawn_at=None)
        assert made.exists() is ("w" in letters), column
        url = reverse("meetings:dismissal-withdraw", args=[dismissal.pk])
        client.post(url, {"comment": "U shkrua gabimisht."})
        dismissal.refresh_from_db()
        assert bool(dismissal.withdrawn_at) is ("w" in letters), column
        assert hidden.committee == row.committee


@pytest.fixture
def officer(world, client):
    client.force_login(world.person("municipal_officer"))
    return client


def test_entry_is_dismissed_with_an_explanation_and_on_record(officer, standing):
    row = standing["klsp"][0]
    url = reverse("meetings:finding-dismiss", args=["awaiting-report", row.pk])
    empty = officer.post(url, {"explanation": " "})
    assert "explanation" in empty.context["form"].errors
    assert officer.post(url, {"explanation": "E vërtetë."}).url == reverse("meetings:findings")
    dismissal = Dismissal.objects.get(record_id=row.pk)
    assert (dismissal.rule, dismissal.record) == ("awaiting-report", "meetings.Meeting")
    assert (dismissal.committee, dismissal.explanation) == (row.committee, "E vërtetë.")
    event = AuditEvent.objects.get(action="finding.dismiss")
    assert event.detail == {"rule": "awaiting-report", "explanation": "E vërtetë."}
    assert officer.get(url).status_code == 404
    shown = officer.get(reverse("meetings:findings"), {"state": "dismissed"}).content.decode()
    assert "E vërtetë." in shown


def test_dismissal_lapses_when_the_record_is_changed_and_may_be_made_anew(world, today):
    row = meeting(world.klsp, planned=True)
    rule, user = BY_CODE["awaiting-report"], UserFactory()
    first = dismiss.unasked(rule, row, world.klsp, explanation="Njëherë", by=user)
    assert row not in found(rule.code, world.klsp, today)
    with time_machine.travel(datetime(2026, 6, 15, 11, tzinfo=UTC), tick=False):
        save(row, place="Tjetër")
        assert row in found(rule.code, world.klsp, today)
        lapsed = Dismissal.objects.with_lapse([Meeting]).get()
        assert lapsed.lapsed
        second = dismiss.unasked(rule, row, world.klsp, explanation="Përsëri", by=user)
    first.refresh_from_db()
    assert (first.withdrawn_by, first.withdrawn_because) == (
        user,
        "The record was changed afterwards.",
    )
    assert second.withdrawn_at is None
    assert row not in found(rule.code, world.klsp, today)


def test_dismissal_is_taken_back_with_a_reason_once(world, today):
    row = meeting(world.klsp, planned=True)
    rule, user = BY_CODE["awaiting-report"], UserFactory()
    dismissal = dismiss.unasked(rule, row, world.klsp, explanation="Po", by=user)
    assert withdraw.unasked(dismissal, reason="Jo", by=user).withdrawn_because == "Jo"
    assert row in found(rule.code, world.klsp, today)
    assert AuditEvent.objects.filter(action="finding.withdraw").count() == 1
    with pytest.raises(ValidationError, match="already"):
        withdraw.unasked(dismissal, reason="Jo", by=user)


def test_what_is_mended_or_dismissed_meanwhile_is_refused(world, today):
    row = meeting(world.klsp, planned=True)
    rule, user = BY_CODE["awaiting-report"], UserFactory()
    dismiss.unasked(rule, row, world.klsp, explanation="Po", by=user)
    with pytest.raises(ValidationError, match="already"):
        dismiss.unasked(rule, row, world.klsp, explanation="Po", by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        DismissalFactory(rule=rule.code, meeting=row)


def test_dismissal_of_one_rule_or_kind_of_record_hides_no_other(world, today):
    row = meeting(world.klsp, starts_on=OLD)
    rule = BY_CODE["without-attendance"]
    dismiss.unasked(rule, row, world.klsp, explanation="Po", by=UserFactory())
    assert row in found("minutes-missing", world.klsp, today)
    DismissalFactory(rule="minutes-missing", record="committees.Committee", meeting=row)
    assert row in found("minutes-missing", world.klsp, today)


@pytest.mark.parametrize("asked", ["rule=nothing", "municipality=zz", "region=zz"])
def test_wrong_filter_is_said_and_left_out(officer, standing, asked):
    response = officer.get(f"{reverse('meetings:findings')}?{asked}")
    assert "Select a valid choice" in response.content.decode()
    assert response.context["total"] > 0


def test_filters_narrow_by_rule_region_and_municipality(client, world, standing):
    client.force_login(world.person("administrator"))
    far = meeting(world.elsewhere, planned=True)

    def rows(**asked):
        response = client.get(reverse("meetings:findings"), asked)
        return {
            entry.record
            for group in response.context["groups"]
            for entry in group["entries"]
            if isinstance(entry.record, Meeting)
        }

    both = {standing["kksb"][0], standing["klsp"][0]}
    assert rows(rule="awaiting-report") == both | {far}
    assert rows(municipality=world.here.code) == both
    assert rows(region=world.elsewhere.municipality.region.code) == {far}


def test_links_lead_to_where_it_is_mended_or_to_the_record(client, world, standing):
    row = standing["klsp"][0]
    url = reverse("meetings:findings-of-committee", args=[world.klsp.slug])
    client.force_login(world.person("secretary"))
    keys = [world.klsp.slug, row.public_id]
    assert reverse("meetings:report", args=keys) in client.get(url).content.decode()
    client.force_login(world.person("osce_monitor"))
    text = client.get(url).content.decode()
    assert reverse("meetings:report", args=keys) not in text
    assert reverse("meetings:detail", args=keys) in text
    assert "/dismiss/" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_three_of_each_as_for_one(
    client, world, count, django_assert_num_queries
):
    client.force_login(world.person("municipal_officer"))
    for number in range(count):
        committee = CommitteeFactory(municipality=world.here, act="")
        row = meeting(committee, planned=True, starts_on=OLD + timedelta(days=number))
        MembershipFactory(committee=committee)
        DismissalFactory(rule="awaiting-report", meeting=row)
        meeting(committee, starts_on=OLD, precision="month")
    # Session, user, whether any is seen, a statement a rule, what may be done, region and
    # municipality to choose from, the three of the frame, and what the reader holds (2).
    with django_assert_num_queries(len(RULES) + 10):
        client.get(reverse("meetings:findings"))
    with django_assert_num_queries(10):
        client.get(reverse("meetings:findings"), {"state": "dismissed"})


def test_page_is_in_the_language_of_the_address(officer, standing):
    with translation.override("sq"):
        response = officer.get(reverse("meetings:findings"))
    assert '<html lang="sq">' in response.content.decode()


def mending_urls(client, code):
    page = client.get(reverse("meetings:findings"), {"rule": code})
    return [entry.url for group in page.context["groups"] for entry in group["entries"]]


MENDERS = ("municipal_officer", "secretary", "administrator")


@pytest.mark.parametrize("code", CASES)
@pytest.mark.parametrize("name", [*MENDERS, "regional_director", "osce_monitor"])
def test_every_finding_leads_to_a_page_that_opens(signed_in, world, name, code):
    """Whoever may mend it comes to a form, whoever may only look to the record."""
    record, _mend = CASES[code](world.klsp)
    client = signed_in(name)
    urls = mending_urls(client, code)
    assert urls
    for url in urls:
        page = client.get(url)
        assert page.status_code == 200, url
        if name in MENDERS and code != "without-act":
            assert "form" in page.context, url
            assert page.context["form"].fields, url
    # The act stands in the register, which the officer of the municipality keeps.
    if code == "without-act":
        is_form = "/edit/" in urls[0]
        assert is_form is (name in ("municipal_officer", "administrator"))


def test_finding_in_a_locked_record_leads_to_its_opening(signed_in, world):
    row = meeting(world.klsp)
    MinutesFactory(meeting=row, approved=True)
    client = signed_in("secretary")
    [url] = mending_urls(client, "without-attendance")
    assert url.endswith("/minutes/reopen/")
    assert client.get(url).status_code == 200


def test_meeting_to_come_is_mended_in_its_plan(signed_in, world):
    for _number in range(2):
        meeting(world.klsp, planned=True, starts_on=date(2026, 7, 1))
    client = signed_in("secretary")
    [url] = mending_urls(client, "same-day-twice")
    assert client.get(url).context["heading"] == "Change the plan"


@pytest.mark.parametrize("evidence", ["public_report", "announcement", "later_minutes"])
def test_what_is_known_from_elsewhere_lacks_no_papers(world, today, evidence):
    row = meeting(world.klsp, starts_on=OLD, evidence=evidence)
    for code in ("minutes-missing", "without-attendance"):
        assert row not in found(code, world.klsp, today)
    save(row, evidence="minutes")
    for code in ("minutes-missing", "without-attendance"):
        assert row in found(code, world.klsp, today)


def dismiss_page(code="without-attendance", **area):
    return reverse("meetings:findings-dismiss", args=[code]) + (
        f"?{urlencode(area)}" if area else ""
    )


def test_all_of_a_rule_are_dismissed_with_one_reason(signed_in, world, today):
    rows = [meeting(world.klsp, starts_on=date(2026, 5, day)) for day in range(1, 4)]
    elsewhere = meeting(world.elsewhere)
    before = datetime(2026, 5, 31, tzinfo=UTC)
    lapsed = DismissalFactory(rule="without-attendance", meeting=rows[0], dismissed_at=before)
    client = signed_in("secretary")
    listed = client.get(reverse("meetings:findings-of-committee", args=[world.klsp.slug])).text
    assert dismiss_page(committee=world.klsp.slug) in listed
    page = client.get(dismiss_page(committee=world.klsp.slug))
    assert page.context["total"] == 3
    assert "This field is required." in client.post(dismiss_page(), {}).text
    page = client.post(dismiss_page(), {"explanation": "Ardhur me skedar"}, follow=True)
    assert "3 entries are dismissed." in page.text
    assert not found("without-attendance", world.klsp, today)
    assert elsewhere in found("without-attendance", world.elsewhere, today)
    lapsed.refresh_from_db()
    assert lapsed.withdrawn_at
    assert Dismissal.history.filter(explanation="Ardhur me skedar").count() == 3
    event = AuditEvent.objects.get(action="finding.dismiss_all")
    assert event.detail["records"] == [row.pk for row in rows]
    again = client.post(dismiss_page(), {"explanation": "Ardhur me skedar"})
    assert "All of these are mended or dismissed already." in again.text


@rows_of(DISMISSALS)
def test_who_dismisses_all_of_a_rule(signed_in, world, name, expected):
    rows = {column: meeting(getattr(world, column)) for column in ("kksb", "klsp")}
    client = signed_in(name)
    client.post(dismiss_page(), {"explanation": "Ardhur me skedar"})
    for column, row in rows.items():
        is_dismissed = Dismissal.objects.filter(record_id=row.pk).exists()
        assert is_dismissed is ("w" in expected[column])
    assert client.get(dismiss_page("nothing")).status_code in (302, 403, 404)
