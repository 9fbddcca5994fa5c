"""The way of a request: what each move leaves behind, the clock, and the decision that founds."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from audit.models import AuditEvent
from committees.models import Committee, Deadline, Membership
from core.workflow import TransitionRefused
from establishment.actions import make_chain, save_member, save_part
from establishment.chain import clock_after_correction
from establishment.choices import RequestStatus
from establishment.models import Chain, Decision, EstablishmentRequest, ProposedMember
from establishment.snapshot import changes_between
from establishment.timing import medians, stays_of, timeline_of
from establishment.workflow import WAY
from places.working_days import WorkingDays
from tests.factories.accounts import RoleGrantFactory
from tests.factories.committees import CommitteeFactory, MembershipFactory
from tests.factories.establishment import EstablishmentRequestFactory, ProposedMemberFactory

# 15 June 2026 is a Monday; no public holiday lies near.
MONDAY = date(2026, 6, 15)


def reread(request):
    return EstablishmentRequest.objects.get(pk=request.pk)


def on(day):
    """Stop the clock at ten in the morning of the day."""
    return time_machine.travel(f"{day.isoformat()} 08:00+00:00", tick=False)


def test_citizens_request_climbs_all_levels_and_founds_a_committee(office, today):
    request = office.at("approved")
    assert [
        (move.number, move.name, move.after, str(move.to_step.role if move.to_step else ""))
        for move in request.moves.order_by("number")
    ] == [
        (1, "submit", "submitted", ""),
        (2, "place", "at_level", "station_commander"),
        (3, "forward", "at_level", "regional_director"),
        (4, "forward", "at_level", "community_policing"),
        (5, "forward", "at_level", "general_director"),
        (6, "approve", "approved", "general_director"),
    ]
    committee = request.committee
    assert committee.registry_number == "KLSP-2026-0001"
    assert (committee.name_sq, committee.station, committee.established_on) == (
        request.name_sq,
        office.station,
        today,
    )
    assert list(committee.settlements.all()) == list(request.settlements.all())
    assert committee.act == request.decision.number == "V-2026-0001"
    assert committee.seats.count() == 3
    held = Membership.objects.of(committee)
    assert sorted(str(row.person) for row in held) == sorted(
        str(member) for member in request.members.named()
    )
    assert {row.from_on for row in held} == {today}
    deadline = Deadline.objects.get(committee=committee)
    assert (deadline.task, deadline.due_on) == ("inaugural_meeting", today + timedelta(days=30))
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"establishmentrequest.approve", "committee.found", "decision.issue"} <= actions


def test_number_given_by_hand_before_is_passed_over(office):
    CommitteeFactory(registry_number="KLSP-2026-0001")
    assert office.at("approved").committee.registry_number == "KLSP-2026-0002"


def test_chain_laid_is_the_one_of_the_day_and_the_request_keeps_it(office, today):
    before = office.at("station")
    boss = RoleGrantFactory(administrator=True).user
    names = {"name_sq": "x", "name_sr": "x", "name_en": "x", "working_days": 3}
    levels = [
        {"role": Role.STATION_COMMANDER, **names},
        {"role": Role.DEPUTY_GENERAL_DIRECTOR, **names},
        {"role": Role.GENERAL_DIRECTOR, **names},
    ]
    make_chain(Chain(valid_from=today + timedelta(days=1)), levels, by=boss)
    with on(today + timedelta(days=1)):
        after = office.at("station")
    assert [step.role for step in before.steps.order_by("order")] == [
        "station_commander",
        "regional_director",
        "community_policing",
        "general_director",
    ]
    assert [(step.role, step.is_last) for step in after.steps.order_by("order")] == [
        ("station_commander", False),
        ("deputy_general_director", False),
        ("general_director", True),
    ]
    assert after.due_on == MONDAY + timedelta(days=4)


def test_return_keeps_rounds_and_shows_the_next_reader_what_changed(office):
    request = office.at("returned")
    request.reasons = "Arsye të reja"
    save_part(request, by=office.station_officer)
    member = request.members.named().first()
    member.title = "Shkolla"
    save_member(member, by=office.station_officer)
    request = office.move(request, "resubmit")
    assert (request.round, request.step.role) == (2, "regional_director")
    first, second = [move.submitted for move in request.moves.exclude(submitted=None)]
    changes = changes_between(first, second)
    assert [(row["label"], row["after"]) for row in changes] == [
        ("reasons", "Arsye të reja"),
        ("proposed member", f"{member.full_name}, woman, resident, Shkolla, chairperson"),
    ]
    assert changes[0]["before"] == "Fshati kërkon më shumë siguri"


def test_clock_stands_while_the_station_corrects(office):
    with on(MONDAY):
        request = office.at("region")
    assert request.due_on == date(2026, 6, 29)
    with on(MONDAY + timedelta(days=2)):
        request = office.move(request, "return")
    assert not request.is_overdue
    with on(MONDAY + timedelta(days=50)):
        assert not reread(request).is_overdue
        request = office.move(request, "resubmit")
    # Eight of the ten working days are left.
    assert request.due_on == WorkingDays.of_kosovo().after(MONDAY + timedelta(days=50), 8)
    with on(request.due_on):
        assert not reread(request).is_overdue
    with on(request.due_on + timedelta(days=1)):
        assert reread(request).is_overdue


@given(
    used=st.integers(0, 30),
    away=st.integers(0, 400),
    start=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_correction_takes_no_day_from_the_level(used, away, start):
    """However long the station takes, the level has as many working days left as before."""
    days = WorkingDays([])
    start = days.after(start, 1)
    due, returned = days.after(start, 10), days.after(start, used)
    back = returned + timedelta(days=away)
    moved = days.after(due, days.between(returned, back))
    assert days.between(back, moved) == days.between(returned, due) == 10 - used


def test_clock_after_correction_is_the_one_of_the_property(office, today):
    request = office.at("returned")
    with on(today + timedelta(days=7)):
        assert clock_after_correction(request)["due_on"] == request.due_on + timedelta(days=7)


def test_sent_back_request_is_decided_again_by_the_earlier_level(office):
    request = office.at("headquarters")
    region = request.steps.get(role="regional_director")
    request = office.move(request, "send-back", to_step=region)
    assert (request.status, request.step) == ("at_level", region)
    request = office.move(request, "forward", by=office.regional_director)
    assert request.step.role == "community_policing"


def test_rejected_request_is_reopened_by_the_level_that_rejected_it(office):
    request = office.at("rejected")
    assert request.decided_on is not None
    with pytest.raises(PermissionDenied):
        office.move(request, "reopen", by=office.community_policing)
    request = office.move(request, "reopen", by=office.regional_director)
    assert (request.status, request.step.role, request.decided_on) == (
        "at_level",
        "regional_director",
        None,
    )


def test_acting_officer_decides_for_the_holder_within_dates(office, today):
    request = office.at("region")
    holder = office.regional_director.grants.get()
    acting = office.grant(
        "regional_director", acting_for=holder, from_on=today, until_on=today + timedelta(days=5)
    )
    with on(today + timedelta(days=6)), pytest.raises(PermissionDenied):
        office.move(request, "forward", by=acting)
    request = office.move(request, "forward", by=acting)
    move = request.moves.latest("number")
    assert move.who == f"{acting} for {office.regional_director}"


def test_double_click_makes_one_decision(office, client):
    request = office.at("region")
    client.force_login(office.regional_director)
    url = reverse("establishment:move", args=[request.number, "forward"])
    sent = {"comment": "në rregull", "seen": request.version}
    assert client.post(url, sent).status_code == 302
    again = client.post(url, sent)
    assert "Somebody else changed this record a moment ago" in again.text
    assert "në rregull" in again.text
    assert reread(request).moves.filter(name="forward", step=request.step).count() == 1


def test_of_two_decisions_at_once_one_wins_and_the_other_is_told(office):
    request = office.at("region")
    late = reread(request)
    other = office.grant("regional_director")
    office.move(request, "return")
    with pytest.raises(TransitionRefused, match="Somebody else changed this record"):
        WAY.perform(late, "forward", by=other)
    assert reread(request).status == "returned"


def test_request_withdrawn_while_another_decides(office, client):
    request = office.at("general")
    office.move(request, "withdraw")
    client.force_login(office.general_director)
    url = reverse("establishment:move", args=[request.number, "approve"])
    answer = client.post(url, {"comment": "aprovoj me kënaqësi", "seen": request.version})
    assert "Somebody else changed this record" in answer.text
    assert "aprovoj me kënaqësi" in answer.text
    assert not Committee.objects.filter(name_sq=request.name_sq).exists()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("move", ["return", "reject"])
def test_reason_is_obligatory_and_the_page_says_so(office, client, move):
    request = office.at("region")
    client.force_login(office.regional_director)
    url = reverse("establishment:move", args=[request.number, move])
    page = client.post(url, {"comment": " ", "seen": request.version})
    assert page.context["form"].errors.keys() == {"comment"}
    assert reread(request).status == "at_level"


def test_submission_without_evidence_says_what_is_missing(office):
    request = EstablishmentRequestFactory(station=office.station, letter_on=None)
    with pytest.raises(TransitionRefused, match="Name at least one settlement"):
        office.move(request, "submit")
    assert reread(request).status == "draft"


def test_change_is_refused_where_the_committee_is_no_longer_in_that_state(office):
    committee = CommitteeFactory(
        station=office.station, municipality=office.station.municipality, suspended=True
    )
    request = office.at("station", purpose="suspension", route="", committee=committee)
    for by in (office.regional_director, office.community_policing):
        request = office.move(request, "forward", by=by)
    with pytest.raises(TransitionRefused, match="no longer in a state"):
        office.move(request, "approve")


def test_renewal_waits_a_day_where_somebody_took_a_seat_today(office, today):
    committee = office.at("approved").committee
    request = office.draft(purpose="renewal", route="", committee=committee)
    for move in ("submit", "forward", "forward"):
        request = office.move(request, move)
    with pytest.raises(TransitionRefused, match="can begin tomorrow"):
        office.move(request, "approve")
    with on(today + timedelta(days=1)):
        assert office.move(request, "approve").status == "approved"


def changed(office, purpose, committee):
    """Bring a request about the committee to its approval."""
    request = office.draft(purpose=purpose, route="", committee=committee)
    request = office.move(request, "submit")
    for _level in range(2):
        request = office.move(request, "forward")
    return office.move(request, "approve")


def test_same_machinery_changes_area_suspends_renews_and_dissolves(office, today):
    founded = office.at("approved")
    committee, first = founded.committee, founded.decision
    MembershipFactory(committee=committee, from_on=today - timedelta(days=400))
    area = changed(office, "area", committee)
    committee.refresh_from_db()
    assert list(committee.settlements.all()) == list(area.settlements.all())
    first.refresh_from_db()
    assert (first.status, first.ended_by) == ("replaced", area.decision)
    suspension = changed(office, "suspension", committee)
    committee.refresh_from_db()
    assert (committee.status, committee.status_on) == ("suspended", today)
    with on(today + timedelta(days=30)):
        renewal = changed(office, "renewal", committee)
    committee.refresh_from_db()
    assert committee.status == "active"
    day = today + timedelta(days=30)
    new = {str(member) for member in renewal.members.named()}
    assert {str(row.person) for row in Membership.objects.of(committee).in_force(day)} == new
    assert (
        not Membership.objects.of(committee).in_force(day - timedelta(days=1)).filter(from_on=day)
    )
    suspension.decision.refresh_from_db()
    assert suspension.decision.status == "replaced"
    with on(day):
        dissolution = changed(office, "dissolution", committee)
    committee.refresh_from_db()
    assert committee.status == "dissolved"
    assert set(
        Decision.objects.filter(committee=committee)
        .exclude(pk=dissolution.decision.pk)
        .values_list("status", flat=True)
    ) == {"replaced", "withdrawn"}
    assert dissolution.decision.status == "valid"


def test_draft_is_closed_to_writers_once_it_is_submitted(office):
    request = office.draft()
    stale = reread(request)
    office.move(request, "submit")
    with pytest.raises(PermissionDenied):
        save_part(stale, by=office.station_officer)
    with pytest.raises(PermissionDenied):
        save_member(ProposedMember(request=stale), by=office.station_officer)


def test_member_proposed_twice_is_refused_by_page_action_and_database(office, client):
    request = office.draft()
    known = request.members.named().first()
    twin = {
        "request": request,
        "given_name": known.given_name.upper(),
        "family_name": known.family_name,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedMember.objects.create(**twin)
    with pytest.raises(ValidationError, match="proposed already"):
        save_member(ProposedMember(**twin), by=office.station_officer)
    client.force_login(office.station_officer)
    page = client.post(
        reverse("establishment:member-create", args=[request.number]),
        {
            "given_name": known.given_name,
            "family_name": known.family_name,
            "office": "member",
            "capacity": "resident",
            "title": "mësuesja",
        },
    )
    assert "This person is proposed already." in page.text
    assert "mësuesja" in page.text
    assert request.members.named().count() == 2


def test_timeline_tells_days_at_each_level(office):
    with on(MONDAY):
        request = office.at("station")
    for days, move in ((3, "forward"), (8, "return"), (21, "resubmit")):
        with on(MONDAY + timedelta(days=days)):
            request = office.move(request, move)
    with on(MONDAY + timedelta(days=23)):
        items = timeline_of(request, list(request.moves.order_by("number")), with_reasons=True)
    assert [(item["state"], item["detail"]) for item in items] == [
        ("done", "15.06.2026"),
        ("done", "15.06.2026 – 18.06.2026 · 3 working days"),
        ("returned", "18.06.2026 – 23.06.2026 · 3 working days"),
        ("done", "23.06.2026 – 06.07.2026 · the clock stood for 9 working days"),
        ("current", "since 06.07.2026 · 2 working days so far · due on 15.07.2026"),
        ("next", "10 working days to decide"),
        ("next", "10 working days to decide"),
    ]
    assert items[2]["note"] == "arsyeja"
    silent = timeline_of(request, list(request.moves.order_by("number")), with_reasons=False)
    assert not any(item.get("note") for item in silent)


def test_medians_count_finished_stays_by_level_and_region(office):
    for days in (2, 4, 9):
        with on(MONDAY):
            request = office.at("station")
        with on(WorkingDays.of_kosovo().after(MONDAY, days)):
            office.move(request, "forward")
    office.at("station")
    [row] = medians(EstablishmentRequest.objects.all())
    assert (row["level"], row["region"], row["count"]) == (
        "Police station commander",
        office.region,
        3,
    )
    assert (row["median"], row["longest"]) == (4, 9)


def test_stays_end_where_the_next_begins(office):
    request = office.at("returned")
    stays = stays_of(list(request.moves.order_by("number")), WorkingDays([]), MONDAY)
    assert [(stay.status, stay.ended_by and stay.ended_by.name) for stay in stays] == [
        (RequestStatus.AT_LEVEL, "forward"),
        (RequestStatus.AT_LEVEL, "return"),
        (RequestStatus.RETURNED, None),
    ]


def test_inbox_holds_what_one_can_decide_or_correct(office):
    region, returned = office.at("region"), office.at("returned")
    office.draft()
    waiting = EstablishmentRequest.objects.waiting_for
    assert list(waiting(office.regional_director)) == [region]
    assert list(waiting(office.station_officer)) == [returned]
    assert list(waiting(office.station_commander)) == [returned]
    assert list(waiting(office.general_director)) == []


def test_proposals_that_are_taken_back_leave_their_history(office):
    member = ProposedMemberFactory(request=office.draft())
    key = member.pk
    member.delete()
    assert ProposedMember.history.filter(id=key, history_type="-").exists()
