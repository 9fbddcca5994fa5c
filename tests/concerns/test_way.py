"""The way of a concern: up the ladder and back, always in one hand, closed where it was raised."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import Role
from core.workflow import TransitionRefused
from meetings.choices import CLOSED_CONCERNS, ConcernStatus, Ministry
from meetings.models import Concern
from meetings.workflow import CONCERN
from notices.actions import deliver
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.committees import CommitteeFactory, MembershipFactory, PersonFactory
from tests.factories.meetings import ConcernFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(db):
    """Somebody who may take every step, wherever the concern lies."""
    return RoleGrantFactory(administrator=True).user


@pytest.fixture
def council(world):
    return world.kksb


@pytest.fixture
def concern(world):
    return ConcernFactory(meeting=None, committee=world.klsp, raised_on=date(2026, 3, 1))


def step(concern, name, by, comment="Arsyeja", **facts):
    return CONCERN.perform(concern, name, by=by, comment=comment, **facts)


def up(concern, by, receiver):
    return step(concern, "refer", by, receiver=receiver)


def test_up_to_the_ministry_and_back_down_to_the_village(concern, council, world, keeper):
    up(concern, keeper, f"committee:{council.pk}")
    assert (concern.holder_committee, concern.status) == (council, ConcernStatus.REFERRED)
    up(concern, keeper, "ministry:mia")
    assert (concern.holder_committee, concern.holder_ministry) == (None, Ministry.MIA)
    step(concern, "take-up", keeper)
    step(concern, "answer", keeper, "Ministria e financoi.")
    assert (concern.holder_committee, concern.status) == (council, ConcernStatus.IN_PROGRESS)
    step(concern, "answer", keeper, "Rrethoja u vendos.")
    assert concern.holder_committee == world.klsp
    rungs = list(concern.referrals.in_order())
    assert [(rung.from_committee, rung.outcome, rung.words) for rung in rungs] == [
        (world.klsp, "answered", "Rrethoja u vendos."),
        (council, "answered", "Ministria e financoi."),
    ]
    step(concern, "resolve", keeper, answer="U rregullua.", answered_on=date(2026, 6, 1))
    assert (concern.status, concern.answer) == (ConcernStatus.RESOLVED, "U rregullua.")


def test_declined_it_is_back_with_the_reason_and_may_be_passed_again(concern, council, keeper):
    up(concern, keeper, f"committee:{council.pk}")
    step(concern, "decline", keeper, "Nuk na takon.")
    assert concern.holder_committee == concern.committee
    assert [rung.words for rung in concern.referrals.all()] == ["Nuk na takon."]
    up(concern, keeper, f"committee:{council.pk}")
    assert concern.referrals.open().count() == 1


def test_nobody_stands_above_a_ministry_and_none_above_where_there_is_no_council(
    concern, council, keeper
):
    up(concern, keeper, f"committee:{council.pk}")
    up(concern, keeper, "ministry:mlga")
    with pytest.raises(TransitionRefused, match="nobody above"):
        up(concern, keeper, "ministry:mia")
    lonely = ConcernFactory(meeting=None, committee=CommitteeFactory())
    with pytest.raises(TransitionRefused, match="nobody above"):
        up(lonely, keeper, f"committee:{council.pk}")


def test_only_where_it_was_raised_it_is_closed(concern, council, keeper):
    up(concern, keeper, f"committee:{council.pk}")
    step(concern, "take-up", keeper)
    with pytest.raises(PermissionDenied):
        step(concern, "resolve", keeper, answer="Po.", answered_on=date(2026, 6, 1))


def test_duplicate_and_original_keep_their_histories_and_reopening_parts_them(concern, keeper):
    original = ConcernFactory(meeting=None, committee=concern.committee)
    step(concern, "duplicate", keeper, duplicate_of=original)
    assert list(original.duplicates.all()) == [concern]
    assert concern.history.count() == 2
    assert original.history.count() == 1
    step(concern, "reopen", keeper, "Nuk janë të njëjta.")
    assert (concern.duplicate_of, concern.answered_on) == (None, None)
    assert concern.history.first().history_change_reason == "Nuk janë të njëjta."


def try_step(concern, name, by, council):
    """Take the step as a form would; return whether it was open."""
    facts = {
        "refer": {
            "receiver": "ministry:mia"
            if concern.holder_committee == council
            else f"committee:{council.pk}"
        },
        "duplicate": {"duplicate_of": concern.committee.concerns.exclude(pk=concern.pk).first()},
    }
    closing = {"answer": "Po.", "answered_on": date(2026, 6, 1)}
    facts |= dict.fromkeys(("resolve", "not-competent", "no-action"), closing)
    try:
        step(concern, name, by, **facts.get(name, {}))
    except (TransitionRefused, PermissionDenied):
        concern.refresh_from_db()


@given(names=st.lists(st.sampled_from([step.name for step in CONCERN.transitions]), max_size=14))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_done_it_lies_in_exactly_one_hand(world, council, keeper, names):
    concern = ConcernFactory(meeting=None, committee=world.klsp, raised_on=date(2026, 3, 1))
    ConcernFactory(meeting=None, committee=world.klsp)
    for name in names:
        try_step(concern, name, keeper, council)
        assert bool(concern.holder_committee_id) != bool(concern.holder_ministry)
        rungs = list(concern.referrals.open().in_order())
        # Who holds it is who it was passed to last; without an open rung it is at home.
        last = rungs[-1] if rungs else None
        at = last.to_committee if last else world.klsp
        assert concern.holder_committee == at
        assert concern.holder_ministry == (last.to_ministry if last else "")
        assert [rung.from_committee for rung in rungs] == [world.klsp, council][: len(rungs)]
        if concern.status in CLOSED_CONCERNS:
            assert not rungs
            assert concern.answered_on
        else:
            assert not concern.answer
            assert concern.answered_on is None


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_pass_it_on_at_once_one_does_and_the_other_is_told(reference):
    council = CommitteeFactory(kksb=True)
    local = CommitteeFactory(municipality=council.municipality)
    concern = ConcernFactory(meeting=None, committee=local)
    people = [RoleGrantFactory(administrator=True).user for _person in range(2)]
    ready, found = threading.Barrier(2), []

    def pass_on(by):
        mine = Concern.objects.get(pk=concern.pk)
        ready.wait()
        try:
            up(mine, by, f"committee:{council.pk}")
            found.append("passed")
        except TransitionRefused as refusal:
            with translation.override("en"):
                found.append(str(refusal.reason))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=pass_on, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found)[1] == "passed"
    assert "Somebody else changed this record" in sorted(found)[0]
    assert concern.referrals.count() == 1


def test_mail_goes_to_whom_it_lies_with_now_in_their_language(concern, council, world, mailoutbox):
    local, coordinator = (
        UserFactory(email=f"{name}@example.org", language=language)
        for name, language in (("lokal", "sq"), ("koordinator", "sr-latn"))
    )
    for user, committee, office in (
        (local, world.klsp, "chair"),
        (coordinator, council, "secretary"),
    ):
        MembershipFactory(committee=committee, person=PersonFactory(user=user), office=office)
    MembershipFactory(committee=council, person=PersonFactory(user=UserFactory()))
    ministry = RoleGrantFactory(user=UserFactory(language="en"), role=Role.MIA_OFFICER).user
    up(concern, local, f"committee:{council.pk}")
    up(concern, coordinator, "ministry:mia")
    step(concern, "decline", ministry, "Nuk na takon.")
    step(concern, "answer", coordinator, "Nuk ka mjete.")
    deliver()
    told = [(mail.to, mail.subject) for mail in mailoutbox]
    assert [to for to, _subject in told] == [
        [coordinator.email],
        [ministry.email],
        [coordinator.email],
        [local.email],
    ]
    assert told[1][1] == f"Ministry of Internal Affairs: concern {concern.number} lies with you"
    assert "nalazi se kod vas" in told[0][1]
    for mail in mailoutbox:
        assert f"/concerns/{concern.number}/" in mail.body
        assert concern.description not in mail.body
        assert "Nuk na takon." not in mail.body
    assert "waits to be taken up" in mailoutbox[1].body


def test_ministry_officers_act_only_for_their_own_ministry(concern, council, keeper):
    up(concern, keeper, f"committee:{council.pk}")
    up(concern, keeper, "ministry:mlga")
    mia = RoleGrantFactory(user=UserFactory(), role=Role.MIA_OFFICER).user
    with pytest.raises(PermissionDenied):
        step(concern, "take-up", mia)
    mlga = RoleGrantFactory(user=UserFactory(), role=Role.MLGA_OFFICER).user
    assert step(concern, "take-up", mlga).status == ConcernStatus.IN_PROGRESS
