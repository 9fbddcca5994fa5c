"""Some members of the councils declared their community and religion on paper; others did not.

What they say is drawn by lot and has nothing to do with what their seats stand for.
"""

from datetime import date

from accounts.models import User
from committees.actions.profiles import record_on_behalf
from committees.choices import CommitteeKind
from committees.models import Membership, Person
from places.models import Community, ReligiousCommunity
from portal.demo.sign_ins import address

MANY = 150
COMMUNITIES = {"albanian": 60, "serb": 22, "turkish": 14, "bosniak": 12, "roma": 3, "gorani": 2}
RELIGIONS = {"islamic_community": 50, "serbian_orthodox_church": 20, "catholic_church": 14}
WITHHELD = 25


def make_declarations(*, today, rng):
    """Let the coordinator enter the papers, so that the tables of the editions show something."""
    coordinator = User.objects.get(email=address("coordinator"))
    day = date(today.year - 2, 12, 31)
    members = Person.objects.filter(
        memberships__in=_members(day), user=None, merged_into=None
    ).distinct()
    named = {
        "community": ({row.code: row for row in Community.objects.all()}, COMMUNITIES),
        "religion": ({row.code: row for row in ReligiousCommunity.objects.all()}, RELIGIONS),
    }
    for number, person in enumerate(members.order_by("pk")[:MANY], start=1):
        record_on_behalf.unasked(
            person.memberships.first(),
            answers=_answers(named, rng),
            consent_given_on=day,
            consent_paper=f"DEMO-{number:03}",
            by=coordinator,
        )


def _members(day):
    of_councils = Membership.objects.filter(seat__committee__kind=CommitteeKind.KKSB)
    return of_councils.in_force(day).voting()


def _answers(named, rng):
    """Draw both answers; None is «prefers not to say»."""
    answers = {}
    for question, (rows, weights) in named.items():
        codes = [*weights, None]
        [code] = rng.choices(codes, [*weights.values(), WITHHELD])
        answers[question] = rows.get(code)
        answers[f"{question}_withheld"] = code is None
    return answers
