"""Mandates of the councils, some of them late; a member beyond the term; two rows of one person."""

from datetime import timedelta

from committees.choices import Capacity, CommitteeKind, Office
from committees.models import Committee, Mandate, Membership, Nomination, Person
from core.i18n import fold
from places.models import Community, Municipality
from portal.demo.grounds import FIRST
from portal.demo.names import BOSNIAK, TURKISH
from portal.demo.texts import NOTICE_BOARD, PROPOSED_BY

# How many days ago the mayor swore, and after how many days the steps were done.
WAYS = (
    (340, (12, 24, 28)),
    (340, (18, 35, 52)),
    (20, (9,)),
    (48, ()),
    (340, (10, 20, 30)),
    (25, ()),
    (70, (33,)),
    (340, (25, 29, 40)),
)
# Where the officer of the demonstration signs in: nominations come in, and the day is past.
OF_FIRST = (47, (21,))
# Where no council was ever constituted.
WITHOUT_COUNCIL = (200, ())
COUNCIL = "kksb-prizren"
BEYOND_TERM = timedelta(days=40)
PROPOSED = ((Capacity.COMMUNITY, "bosniak", BOSNIAK), (Capacity.COMMUNITY, "turkish", TURKISH))


def make_mandates(*, today):
    """Write the mandates of all municipalities; the rosters must be there already."""
    councils = {
        council.municipality_id: council
        for council in Committee.objects.of_kind(CommitteeKind.KKSB)
    }
    places = list(Municipality.objects.order_by("code"))
    mandates = [
        _mandate(place, councils.get(place.pk), _way(place, number, councils), today)
        for number, place in enumerate(places)
    ]
    Mandate.objects.bulk_create(mandates)
    _nominate(next(row for row in mandates if row.municipality.code == FIRST))


def _way(place, number, councils):
    if place.code == FIRST:
        return OF_FIRST
    return WAYS[number % len(WAYS)] if place.pk in councils else WITHOUT_COUNCIL


def _mandate(place, council, way, today):
    ago, steps = way
    oath_on = today - timedelta(days=ago)
    done = [oath_on + timedelta(days=days) for days in steps] + [None] * (3 - len(steps))
    notice_on, nominations_on, decided_on = done
    return Mandate(
        municipality=place,
        committee=council if decided_on else None,
        oath_on=oath_on,
        notice_on=notice_on,
        notice_reference=NOTICE_BOARD.sq if notice_on else "",
        nominations_on=nominations_on,
        decided_on=decided_on,
        decision_number=f"01-016/{decided_on:%d%m%Y}" if decided_on else "",
    )


def _nominate(mandate):
    communities = {row.code: row for row in Community.objects.all()}
    Nomination.objects.bulk_create(
        Nomination(
            mandate=mandate,
            proposed_by=PROPOSED_BY.sq,
            capacity=capacity,
            represents_community=communities[code],
            received_on=mandate.notice_on + timedelta(days=5 + number),
            nominee_name=f"{people.women[0]} {people.families[0]}",
        )
        for number, (capacity, code, people) in enumerate(PROPOSED)
    )


def make_exceptions(*, today):
    """Let one member serve beyond the term, and give another a second row on a local committee."""
    members = (
        Membership.objects.in_force(today)
        .filter(office=Office.MEMBER, person__user=None, until_on=None)
        .select_related("person")
        .in_order()
    )
    late, namesake, *_others = members.filter(seat__committee__slug=COUNCIL).order_by(
        "from_on", "seat__position"
    )
    # Where all were appointed a few days ago nobody can be beyond the term yet.
    term = max(late.from_on, today - BEYOND_TERM)
    Membership.objects.filter(pk=late.pk).update(mandate_until_on=term)
    twin = members.filter(
        seat__committee__kind=CommitteeKind.KLSP, seat__committee__municipality__code=FIRST
    ).last()
    given_name, family_name = namesake.person.given_name, namesake.person.family_name
    Person.objects.filter(pk=twin.person_id).update(
        given_name=given_name,
        family_name=family_name,
        sex=namesake.person.sex,
        search_text=fold(f"{given_name} | {family_name}"),
    )
