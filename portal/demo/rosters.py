"""Who sits on an invented committee, and from when to when."""

from datetime import timedelta

from committees.choices import Capacity, EndReason, Office, Sex
from committees.models import Membership, Person, Seat
from portal.demo.names import ALBANIAN, PEOPLE
from portal.demo.texts import (
    COMMUNITIES_COMMITTEE,
    DISSOLVED,
    EDUCATION,
    OSCE,
    PUBLIC_SERVICES,
)

TERM_YEARS = 4
# How often a woman holds the seat.
WOMEN = {
    Capacity.WOMEN_NGO: 1,
    Capacity.RELIGION: 0,
    Capacity.MAYOR: 0.06,
    Capacity.STATION_COMMANDER: 0.1,
    Capacity.POLICE_OFFICER: 0.2,
}
WOMEN_ELSEWHERE = 0.34
SEX_NOT_RECORDED = 0.03
REAPPOINTED = 0.5
VACANT = 0.02
LEAVES_EARLY = 0.15
OF_ANOTHER_COMMUNITY = 0.1
AT_LEAST = timedelta(days=60)


def council_seats(committee, ground, *, without_smallest):
    """Return the seats of a council with the office that goes with each."""
    language = ground.language
    deputy = (
        Capacity.DEPUTY_MAYOR_COMMUNITIES
        if ground.has_deputy_for_communities
        else Capacity.DEPUTY_MAYOR
    )
    communities = ground.communities
    if without_smallest and len(communities) > 1:
        communities = communities[:-1]
    return _numbered(
        committee,
        [
            (Office.CHAIR, {"capacity": Capacity.MAYOR}),
            (Office.POLICE, {"capacity": Capacity.STATION_COMMANDER}),
            (Office.DEPUTY, {"capacity": deputy}),
            (Office.SECRETARY, {"capacity": Capacity.COORDINATOR}),
            *(
                (Office.MEMBER, {"capacity": Capacity.COMMUNITY, "represents_community": community})
                for community in communities
            ),
            *_religious(ground),
            (
                Office.MEMBER,
                {"capacity": Capacity.ASSEMBLY, "title": COMMUNITIES_COMMITTEE[language]},
            ),
            (Office.MEMBER, {"capacity": Capacity.DIRECTORATE, "title": EDUCATION[language]}),
            (Office.MEMBER, {"capacity": Capacity.DIRECTORATE, "title": PUBLIC_SERVICES[language]}),
            (Office.MEMBER, {"capacity": Capacity.WOMEN_NGO}),
            (Office.MEMBER, {"capacity": Capacity.YOUTH}),
            (Office.MEMBER, {"capacity": Capacity.CIVIL_SOCIETY}),
            (Office.MEMBER, {"capacity": Capacity.BUSINESS}),
            (Office.MEMBER, {"capacity": Capacity.KLSP}),
            (Office.OBSERVER, {"capacity": Capacity.INTERNATIONAL, "title": OSCE[language]}),
        ],
    )


def local_seats(committee, ground):
    """Return the seats of a local committee with the office that goes with each."""
    return _numbered(
        committee,
        [
            (Office.CHAIR, {"capacity": Capacity.VILLAGE_LEADER}),
            (Office.POLICE, {"capacity": Capacity.POLICE_OFFICER}),
            (Office.DEPUTY, {"capacity": Capacity.RESIDENT}),
            (Office.SECRETARY, {"capacity": Capacity.SCHOOL}),
            *_religious(ground)[:1],
            (Office.MEMBER, {"capacity": Capacity.WOMEN_NGO}),
            (Office.MEMBER, {"capacity": Capacity.YOUTH}),
            (Office.MEMBER, {"capacity": Capacity.BUSINESS}),
            *((Office.MEMBER, {"capacity": Capacity.RESIDENT}) for _number in range(5)),
        ],
    )


def proposed_seats(ground):
    """Return the seats that a request proposes, with their offices; the last is still free."""
    return _numbered(
        None,
        [
            (Office.CHAIR, {"capacity": Capacity.VILLAGE_LEADER}),
            (Office.POLICE, {"capacity": Capacity.POLICE_OFFICER}),
            (Office.DEPUTY, {"capacity": Capacity.RESIDENT}),
            (Office.SECRETARY, {"capacity": Capacity.SCHOOL}),
            (Office.MEMBER, {"capacity": Capacity.WOMEN_NGO}),
            (Office.MEMBER, {"capacity": Capacity.YOUTH}),
            *(
                (Office.MEMBER, {"capacity": Capacity.COMMUNITY, "represents_community": community})
                for community in ground.communities[1:2]
            ),
            (Office.MEMBER, {"capacity": Capacity.RESIDENT}),
        ],
    )


def _religious(ground):
    return [
        (Office.MEMBER, {"capacity": Capacity.RELIGION, "represents_religion": religion})
        for religion in ground.religions
    ]


def _numbered(committee, seats):
    return [
        (
            Seat(
                committee=committee,
                position=position,
                is_voting=office != Office.OBSERVER,
                **values,
            ),
            office,
        )
        for position, (office, values) in enumerate(seats, start=1)
    ]


def terms(first, closed_on, today):
    """Return the first and last day of each mandate; a running one has no last day."""
    found = []
    while True:
        following = first.replace(year=first.year + TERM_YEARS)
        if closed_on and closed_on < following:
            return [*found, (first, closed_on)]
        if following > today:
            return [*found, (first, None)]
        found.append((first, following - timedelta(days=1)))
        first = following


def memberships(seat, office, body, *, today, rng):
    """Return who held the seat one after another; officers stay for their whole mandate."""
    found = []
    person = None
    for first, last in terms(body.committee.established_on, body.closed_on, today):
        is_officer = office != Office.MEMBER
        if not is_officer and rng.random() < VACANT:
            continue
        if person is None or rng.random() >= REAPPOINTED:
            person = person_for(seat, body.ground, rng)
        end = _end(body, last)
        left_on = None if is_officer else _early_end(first, last or today, rng)
        if left_on:
            found.append(
                _membership(person, seat, office, first, left_on, end_reason=EndReason.RESIGNED)
            )
            person = person_for(seat, body.ground, rng)
            first = left_on + timedelta(days=rng.randrange(1, AT_LEAST.days))
        found.append(_membership(person, seat, office, first, last, **end))
    return found


def _end(body, last):
    """Return why it ended: with the mandate, or with the committee."""
    if last is None:
        return {}
    if last == body.closed_on == body.committee.status_on:
        return {"end_reason": EndReason.OTHER, "end_note": DISSOLVED[body.ground.language]}
    return {"end_reason": EndReason.MANDATE_ENDED}


def _early_end(first, last, rng):
    """Return a day well inside the span, or None when the member stays."""
    room = (last - first - 3 * AT_LEAST).days
    if room <= 0 or rng.random() >= LEAVES_EARLY:
        return None
    return first + AT_LEAST + timedelta(days=rng.randrange(room))


def _membership(person, seat, office, first, last, **end):
    return Membership(
        person=person,
        seat=seat,
        office=office,
        from_on=first,
        until_on=last,
        **end,
    )


def person_for(seat, ground, rng):
    """Make up somebody whose name suits the seat."""
    people = PEOPLE.get(_community_of(seat, ground, rng), ALBANIAN)
    is_woman = rng.random() < WOMEN.get(seat.capacity, WOMEN_ELSEWHERE)
    is_recorded = rng.random() >= SEX_NOT_RECORDED
    sex = Sex.FEMALE if is_woman else Sex.MALE
    return Person(
        given_name=rng.choice(people.women if is_woman else people.men),
        family_name=rng.choice(people.families),
        sex=sex if is_recorded else "",
    )


def _community_of(seat, ground, rng):
    """Return the community whose names suit the seat; it is written down nowhere."""
    if seat.represents_community:
        return seat.represents_community.code
    if seat.represents_religion:
        is_orthodox = seat.represents_religion.code == "serbian_orthodox_church"
        return "serb" if is_orthodox else "albanian"
    if seat.capacity == Capacity.DEPUTY_MAYOR_COMMUNITIES:
        return ground.communities[-1].code
    if seat.capacity != Capacity.MAYOR and rng.random() < OF_ANOTHER_COMMUNITY:
        return ground.communities[-1].code
    return ground.communities[0].code
