"""Who answers for what a meeting asked: the post that its addressee has in the portal."""

from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.choices import Role, Scope
from accounts.permissions import granted
from committees.choices import CommitteeKind, Office
from committees.permissions import holding
from core.policy import Rule, where

COMMITTEE = "meeting__committee"
# What ties a grant to the committee of an action, by what the role reaches over.
REACH = {
    Scope.COUNTRY: {},
    Scope.REGION: {"region": f"{COMMITTEE}__municipality__region"},
    Scope.MUNICIPALITY: {"municipality": f"{COMMITTEE}__municipality"},
    Scope.STATION: {"station": f"{COMMITTEE}__station"},
}


def _answering_as(role):
    reach = granted(role, **REACH[role.scope])
    if role == Role.STATION_COMMANDER:
        # Every commander of the municipality sits before its council.
        reach |= granted(role, station__municipality=f"{COMMITTEE}__municipality") & where(
            "it is the municipal council", **{f"{COMMITTEE}__kind": CommitteeKind.KKSB}
        )
    return reach & where(f"its addressee answers as {role.value}", institution__answered_as=role)


answering = Rule(
    "whoever answers for the addressee, where the role reaches the committee",
    reduce(or_, map(_answering_as, Role)),
)
through_committee = Rule(
    "its addressee answers through the committee",
    lambda _user: Q(institution=None) | Q(institution__answered_as=""),
)
# Whose business it is to see that it is done.
owners = answering | (holding(Office.CHAIR, Office.SECRETARY, at=COMMITTEE) & through_committee)
