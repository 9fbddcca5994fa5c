"""What was entered wrongly of a member is corrected, struck or undone, each with a reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit.models import AuditEvent
from committees.actions import (
    CorrectionRefused,
    correct_membership,
    hand_over,
    plan_correction,
    strike,
    take_strike_back,
    undo_hand_over,
)
from committees.choices import EndReason
from committees.consequences import consequences_of
from committees.models import Membership, Person, StruckMembership
from meetings.choices import AttendanceCode
from tests.committees.test_permissions import MEMBERSHIPS, committee_page, hidden_membership
from tests.factories.committees import (
    MembershipFactory,
    PersonFactory,
    SeatFactory,
    StruckMembershipFactory,
)
from tests.factories.compensation import PaymentFactory, SettlementRunFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory
from tests.factories.reports import EditionFactory
from tests.roles import TODAY, answer, names_every_action, rights, rows_of

WHY = "Gabim në shkrim"
STRUCK = {"v": "view", "t": "take_back"}
PAGES = ("membership-correct", "membership-strike", "membership-history")


@pytest.fixture
def keeper(signed_in):
    return signed_in("administrator")


@pytest.fixture
def member(world):
    return MembershipFactory(committee=world.klsp)


def page_of(membership, name="membership-correct"):
    return committee_page(name, membership.seat.committee, pk=membership.pk)


def typed(membership, **changes):
    """Return what the form shows, with changes."""
    row, person = membership, membership.person
    facts = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "sex": person.sex,
        "seat": row.seat_id,
        "office": row.office,
        "from_on": row.from_on,
        "until_on": row.until_on or "",
        "end_reason": row.end_reason,
        "end_note": row.end_note,
        "act": row.act,
        "reason": WHY,
    }
    return facts | changes


def facts(membership, **changes):
    """Return what an action is told."""
    given = typed(membership, seat=membership.seat, until_on=membership.until_on) | changes
    del given["reason"]
    return given


def texts(changes, user):
    return [f"{found.name}: {found.text}" for found in consequences_of(changes, user)]


@rows_of(MEMBERSHIPS)
def test_who_corrects(signed_in, world, name, expected):
    client = signed_in(name)
    for kind, letters in expected.items():
        committee = getattr(world, kind)
        membership = hidden_membership(committee)
        for page in PAGES:
            found, wanted = answer(client, page_of(membership, page), letters, "e")
            assert found == wanted, (kind, page)
        struck = StruckMembershipFactory(committee=committee)
        may = "e" in letters
        assert StruckMembership.objects.visible_to(client.user).filter(pk=struck.pk).exists() is may
        page = client.get(committee.get_absolute_url()).content.decode()
        assert (struck.struck_because in page) is may
        answered = client.get(committee_page("strike-take-back", committee, pk=struck.pk))
        assert (answered.status_code == 200) is may
        assert rights(client.user, struck, STRUCK) == ("vt" if may else "")
        client.post(page_of(membership, "membership-strike"), {"comment": WHY, "confirmed": "1"})
        assert Membership.objects.filter(pk=membership.pk).exists() is not may


def test_table_speaks_of_every_action_on_struck_rows():
    assert names_every_action(StruckMembership, STRUCK)


def test_name_and_sex_are_corrected_by_whoever_keeps_every_roster(signed_in, world, member):
    chair = signed_in("chair")
    chair.post(page_of(member), typed(member, given_name="Besarta", confirmed="1"))
    member.person.refresh_from_db()
    assert member.person.given_name == "Besarta"
    MembershipFactory(committee=world.elsewhere, person=member.person)
    chair.post(page_of(member), typed(member, given_name="Tjetra", confirmed="1"))
    member.person.refresh_from_db()
    assert member.person.given_name == "Besarta"
    assert "The person sits on other committees" in chair.get(page_of(member)).content.decode()


def test_correction_is_shown_first_and_then_carried_out(keeper, world, member):
    other = SeatFactory(committee=world.klsp)
    wanted = typed(member, given_name="Dritë", sex="f", seat=other.pk, from_on="2021-03-01")
    page = keeper.post(page_of(member), wanted)
    assert "What this changes" in page.content.decode()
    member.refresh_from_db()
    assert member.from_on == date(2020, 1, 1)
    again = keeper.post(page_of(member), wanted | {"confirmed": "1", "back": "1"})
    assert 'value="Dritë"' in again.content.decode()
    assert keeper.post(page_of(member), wanted | {"confirmed": "1"}).status_code == 302
    member.refresh_from_db()
    assert (member.from_on, member.seat, member.person.sex) == (date(2021, 3, 1), other, "f")
    history = keeper.get(page_of(member, "membership-history")).content.decode()
    assert history.count(WHY) == 2
    assert AuditEvent.objects.get(action="member.correct").detail["comment"] == WHY


def test_bad_input_keeps_what_was_typed(keeper, world, member):
    wanted = typed(member, given_name="Dritë", reason="", confirmed="1")
    page = keeper.post(page_of(member), wanted).content.decode()
    assert 'value="Dritë"' in page
    assert "This field is required." in page
    page = keeper.post(page_of(member), wanted | {"reason": WHY, "until_on": "2019-01-01"})
    assert "The last day lies before the first." in page.content.decode()
    chair = MembershipFactory(committee=world.klsp, chair=True)
    page = keeper.post(page_of(member), wanted | {"reason": WHY, "office": "chair"})
    assert str(chair.person) in page.content.decode()
    assert "overlap_reason" in page.content.decode()
    on_purpose = {"overlaps_on_purpose": "on", "overlap_reason": "Zëvendësim"}
    keeper.post(page_of(member), wanted | {"reason": WHY, "office": "chair"} | on_purpose)
    member.refresh_from_db()
    assert (member.office, member.overlap_reason) == ("chair", "Zëvendësim")


def test_correction_that_strands_attendance_is_refused_and_says_where(keeper, world, member):
    meeting = MeetingFactory(committee=world.klsp, held=True, starts_on=date(2021, 5, 4))
    AttendanceFactory(meeting=meeting, membership=member)
    page = keeper.post(page_of(member), typed(member, from_on="2021-06-01", confirmed="1"))
    text = page.content.decode()
    assert meeting.get_absolute_url() in text
    assert "Take it out of the record of the meeting, then correct the roster." in text
    assert "2021-06-01" in text
    MinutesFactory(meeting=meeting, approved=True)
    with pytest.raises(CorrectionRefused, match="Open the minutes again"):
        strike.unasked(member, reason=WHY, by=keeper.user)
    assert Membership.objects.filter(pk=member.pk).exists()


def test_what_a_correction_touches_is_told(world, member):
    user = world.person("administrator")
    meeting = MeetingFactory(committee=world.klsp, held=True, starts_on=date(2020, 5, 4))
    approved = MeetingFactory(committee=world.klsp, held=True, starts_on=date(2020, 4, 6))
    MinutesFactory(meeting=approved, approved=True)
    MeetingFactory(committee=world.klsp, held=True, starts_on=date(2021, 5, 4))
    SettlementRunFactory(committee=world.klsp, from_on="2020-04-01", until_on="2020-06-30")
    edition = EditionFactory(kind="klsp", year=2020, out=True)
    EditionFactory(kind="klsp", year=2021, out=True)
    changes = plan_correction(member, **facts(member, from_on=date(2020, 6, 1)))
    found = "\n".join(texts(changes, user))
    assert f"{meeting.date_text}: members with a vote on" in found
    assert f"{approved.date_text}: its minutes are approved and stay as they were signed" in found
    assert "it is a draft and is computed anew" in found
    assert "Figures of 2020: they are counted anew" in found
    assert str(edition) in found
    assert "2021" not in found
    police = world.person("community_policing")
    assert "it is a draft" not in "\n".join(texts(changes, police))


def test_struck_row_counts_nowhere_and_comes_back(keeper, world, member):
    meeting = MeetingFactory(committee=world.klsp, held=True, starts_on=date(2021, 5, 4))
    AttendanceFactory(meeting=meeting, membership=member, code=AttendanceCode.UNKNOWN)
    key, history = member.pk, Membership.history
    keeper.post(page_of(member, "membership-strike"), {"comment": WHY, "confirmed": "1"})
    assert not Membership.objects.filter(pk=key).exists()
    assert not meeting.attendance.exists()
    assert history.filter(id=key).latest("history_id").history_change_reason == WHY
    struck = StruckMembership.objects.get()
    assert (struck.number, struck.struck_by, struck.struck_because) == (key, keeper.user, WHY)
    back = committee_page("strike-take-back", world.klsp, pk=struck.pk)
    assert WHY in keeper.get(back).content.decode()
    keeper.post(back, {"comment": "Ishte anëtare", "confirmed": "1"})
    assert Membership.objects.get(pk=key).person == member.person
    struck.refresh_from_db()
    assert (struck.restored_by, struck.restored_because) == (keeper.user, "Ishte anëtare")
    assert keeper.get(back).status_code == 404
    with pytest.raises(ValidationError, match="taken this back already"):
        take_strike_back.unasked(struck, reason=WHY, by=keeper.user)


def test_strike_comes_back_only_where_nobody_else_sits(world, member):
    user = world.person("administrator")
    strike.unasked(member, reason=WHY, by=user)
    MembershipFactory(seat=member.seat)
    with pytest.raises(ValidationError, match="Somebody else holds it"):
        take_strike_back.unasked(StruckMembership.objects.get(), reason=WHY, by=user)


def test_whoever_was_paid_is_not_struck(world, member):
    user = world.person("administrator")
    run = SettlementRunFactory(committee=world.klsp, closed=True)
    PaymentFactory(run=run, membership=member, amount="4.00")
    with pytest.raises(CorrectionRefused, match="it pays this member"):
        strike.unasked(member, reason=WHY, by=user)


def handed_over(member, successor, by, **changes):
    given = {"act": "Nr. 2", "end_reason": EndReason.REPLACED, "on": date(2026, 6, 1)}
    return hand_over.unasked(member, successor=successor, by=by, **given | changes)


def test_handover_is_undone(keeper, world, member):
    second = MembershipFactory(committee=world.klsp)
    follower = handed_over(member, second.person, keeper.user)
    page = page_of(follower, "membership-undo")
    assert str(member.person) in keeper.get(page).content.decode()
    keeper.post(page, {"comment": WHY, "confirmed": "1"})
    for row in (member, second):
        row.refresh_from_db()
        assert (row.until_on, row.end_reason) == (None, "")
        assert row.history.latest("history_id").history_change_reason == WHY
    assert StruckMembership.objects.get().number == follower.pk


def test_undoing_gives_back_the_end_that_was_there(world, member):
    user = world.person("administrator")
    ended = {"until_on": date(2025, 12, 31), "end_reason": EndReason.RESIGNED}
    for name, value in ended.items():
        setattr(member, name, value)
    member.save()
    follower = handed_over(member, PersonFactory(), user)
    undo_hand_over.unasked(follower, reason=WHY, by=user)
    member.refresh_from_db()
    assert {name: getattr(member, name) for name in ended} == ended


def test_handover_with_another_after_it_is_not_undone(world, member):
    user = world.person("administrator")
    first = handed_over(member, PersonFactory(), user)
    second = handed_over(first, PersonFactory(), user, on=TODAY)
    with pytest.raises(ValidationError, match="Undo that handover first"):
        undo_hand_over.unasked(first, reason=WHY, by=user)
    undo_hand_over.unasked(second, reason=WHY, by=user)
    undo_hand_over.unasked(first, reason=WHY, by=user)
    with pytest.raises(ValidationError):
        undo_hand_over.unasked(member, reason=WHY, by=user)


def test_last_day_of_the_predecessor_moves_along(world, member):
    user = world.person("administrator")
    follower = handed_over(member, PersonFactory(), user)
    earlier = facts(follower, from_on=date(2026, 5, 1))
    correct_membership.unasked(follower, reason=WHY, by=user, **earlier)
    member.refresh_from_db()
    assert member.until_on == date(2026, 4, 30)
    with pytest.raises(ValidationError, match="The predecessor was a member"):
        plan_correction(follower, **earlier | {"from_on": date(2019, 1, 1)})


def test_two_of_one_name_stay_two(keeper, world):
    before = MembershipFactory(committee=world.klsp, person__family_name="Krasniqi")
    wanted = {
        "given_name": "Drita",
        "family_name": "Krasniqi",
        "capacity": "resident",
        "office": "member",
        "from_on": "2026-01-01",
    }
    url = committee_page("seat", world.klsp)
    page = keeper.post(url, wanted).content.decode()
    assert "Is it one of these?" in page
    assert "01.01.2020" in page
    keeper.post(url, wanted | {"known_person": "new"})
    assert Person.objects.filter(family_name="Krasniqi").count() == 2
    page = keeper.post(url, wanted | {"known_person": str(before.person_id)}).content.decode()
    assert "This person is a member on that day already." in page
