"""Many people at the same requests at the same moment, on the database of production."""

import random
from concurrent.futures import ThreadPoolExecutor
from copy import copy

import pytest
from django.db import OperationalError, connection, connections
from django.db.models.base import ModelState
from django.utils import timezone

from audit.actions import first_broken_event
from committees.models import Committee
from core.transactions import is_busy
from core.workflow import TransitionRefused
from establishment.models import Decision, EstablishmentRequest, Move, ProposedMember, Step
from establishment.workflow import WAY
from tests.establishment.conftest import Office
from tests.factories.committees import CommitteeFactory
from tests.factories.places import StationRegionFactory

REQUESTS, THREADS = 200, 20
# What each state is tried with; most of those who may approve do.
TRIED = {
    "at_level": ["approve"] * 6 + ["return", "withdraw", "reject"],
    "returned": ["resubmit", "resubmit", "withdraw"],
    "rejected": ["reopen"],
}


@pytest.fixture
def busy_office(transactional_db, reference):
    """A station with its chain, and two hundred requests before the General Director."""
    if connection.vendor != "postgresql":
        pytest.skip("runs on PostgreSQL: SQLite lets one writer in at a time")
    klsp = CommitteeFactory()
    StationRegionFactory(station=klsp.station)
    office = Office(klsp.station, klsp.municipality.region)
    request = office.draft(commander=True)
    # The filing of the commander passes the level of the station.
    for move in ("submit", "forward", "forward"):
        request = office.move(request, move)
    copy_out(request, REQUESTS - 1)
    yield office
    connections.close_all()


def copy_out(request, count):
    """Make so many more requests like this one, with all that belongs to them."""
    steps, moves = list(request.steps.order_by("order")), list(request.moves.order_by("number"))
    members, place = list(request.members.all()), request.settlements.get()
    twins = EstablishmentRequest.objects.bulk_create(
        twin_of(request, number=f"K-2020-9{number:03}", step=None, status="draft")
        for number in range(count)
    )
    for twin in twins:
        own = Step.objects.bulk_create(twin_of(step, request=twin) for step in steps)
        own_of = {step.pk: mine for step, mine in zip(steps, own, strict=True)} | {None: None}
        Move.objects.bulk_create(
            twin_of(move, request=twin, step=own_of[move.step_id], to_step=own_of[move.to_step_id])
            for move in moves
        )
        ProposedMember.objects.bulk_create(twin_of(member, request=twin) for member in members)
        twin.settlements.add(place)
        EstablishmentRequest.objects.filter(pk=twin.pk).update(
            step=own_of[request.step_id], status=request.status
        )


def twin_of(row, **changes):
    """Return an unsaved copy of a row."""
    twin = copy(row)
    twin.pk = None
    twin._state = ModelState()
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def rush(office, seed):
    """Try every request once in an order of one's own; return how many steps were taken."""
    chance, taken = random.Random(seed), 0  # noqa: S311 -- which step is tried
    keys = list(EstablishmentRequest.objects.values_list("pk", flat=True))
    chance.shuffle(keys)
    try:
        for key in keys:
            request = EstablishmentRequest.objects.get(pk=key)
            if request.status not in TRIED:
                continue
            move = chance.choice(TRIED[request.status])
            try:
                WAY.perform(request, move, by=office.whose(request, move), comment=f"rush {seed}")
                taken += 1
            except TransitionRefused:
                pass
            except OperationalError as error:
                # The page would say that the portal is busy, and somebody would come again.
                if not is_busy(error):
                    raise
    finally:
        connection.close()
    return taken


def test_twenty_people_at_two_hundred_requests_leave_one_history_each(busy_office):
    before = Move.objects.count()
    with ThreadPoolExecutor(THREADS) as threads:
        taken = sum(threads.map(lambda seed: rush(busy_office, seed), range(THREADS)))
    assert Move.objects.count() == before + taken
    for request in EstablishmentRequest.objects.all():
        moves = list(request.moves.order_by("number"))
        assert [move.number for move in moves] == list(range(1, request.version + 1))
        assert [move.before for move in moves[1:]] == [move.after for move in moves[:-1]]
        assert moves[-1].after == request.status
        assert sum(move.name == "approve" for move in moves) == (request.status == "approved")
    approved = EstablishmentRequest.objects.filter(status="approved")
    year = timezone.localdate().year
    numbers = Committee.objects.filter(registry_number__startswith=f"KLSP-{year}-")
    expected = [f"{year}-{number:04}" for number in range(1, len(approved) + 1)]
    assert sorted(numbers.values_list("registry_number", flat=True)) == [
        f"KLSP-{number}" for number in expected
    ]
    decisions = Decision.objects.order_by("number")
    assert [row.number for row in decisions] == [f"V-{number}" for number in expected]
    assert {row.letters.count() for row in decisions} == {3}
    assert len(approved) > REQUESTS / 3
    assert first_broken_event() is None
