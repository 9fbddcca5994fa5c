"""Trainings of the demonstration: some members certified, some only there, some not yet invited."""

from datetime import UTC, datetime, time, timedelta

from accounts.models import User
from committees.actions import add_participants, certify, save_training
from committees.choices import CommitteeKind, CommitteeStatus
from committees.models import Committee, Course, Membership, Training
from portal.demo import DEMO_ACT
from portal.demo.past import acting
from portal.demo.sign_ins import address

# Days before today on which the courses began, and how many committees sent members.
HELD = (
    ("partnership-building", 210, 4),
    ("problem-solving", 120, 3),
    ("partnership-building", 40, 2),
)
LENGTH = timedelta(days=2)
PLACE = "Shtëpia e Kulturës"
# Of the members of a committee every one but each so many-th took part.
ABSENT_EACH = 4


def make_trainings(*, today):
    """Hold three courses; the last one is over and waits for its certificates."""
    clerk = User.objects.get(email=address("community-policing"))
    bodies = Committee.objects.filter(kind=CommitteeKind.KLSP, status=CommitteeStatus.ACTIVE)
    bodies = list(
        bodies.select_related("municipality").order_by("pk")[: max(count for *_rest, count in HELD)]
    )
    for number, (code, days_ago, count) in enumerate(HELD):
        first = today - timedelta(days=days_ago)
        with acting(clerk, datetime.combine(first + LENGTH, time(15), tzinfo=UTC)):
            training = _hold(code, first, bodies[0], by=clerk)
            for body in bodies[:count]:
                _send_members(training, body, by=clerk)
            if number < len(HELD) - 1:
                certify(training.participations.select_related("training"), by=clerk)


def _hold(code, first, host, *, by):
    training = Training(
        course=Course.objects.get(code=code),
        # Says on every certificate that it is none.
        provider=f"OSCE ({DEMO_ACT})",
        from_on=first,
        until_on=first + LENGTH,
        place=PLACE,
        municipality=host.municipality,
    )
    return save_training.unasked(training, by=by)


def _send_members(training, body, *, by):
    members = Membership.objects.of(body).in_force(training.until_on).select_related("person")
    persons = [
        member.person
        for number, member in enumerate(members.in_order(), start=1)
        if number % ABSENT_EACH
    ]
    add_participants.unasked(training, committee=body, persons=persons, by=by)
