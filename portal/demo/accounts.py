"""The accounts of the demonstration, with their grants and memberships."""

from django.contrib.auth.hashers import make_password

from accounts.actions import give_role, make_account
from accounts.models import User
from committees.actions.profiles import declare
from committees.models import Membership, Person
from places.models import Community, Municipality, PoliceRegion, PoliceStation
from portal.demo import DEMO_ACT
from portal.demo.grounds import FIRST
from portal.demo.sign_ins import ABSENT, OFFICE_HOLDERS, PASSWORD, POSTS, SIGN_INS, address

# Whose declaration of community and religion can be looked at, by signing in as that person.
DECLARES = "coordinator"


def make_accounts(*, from_on, today):
    """Make every account of `SIGN_INS`, and those of whom the records only tell."""
    for post in (*POSTS, *ABSENT):
        user = _account(
            post.account, *post.names, language=post.language, is_active=post not in ABSENT
        )
        give_role.unasked(
            by=None, user=user, role=post.role, from_on=from_on, act=DEMO_ACT, **_scope(post)
        )
    for holder in OFFICE_HOLDERS:
        person = _person_of(holder, today)
        user = _account(holder.account, person.given_name, person.family_name)
        # Like all of the demonstration, this leaves no history.
        Person.objects.filter(pk=person.pk).update(user=user)
        if holder.account == DECLARES:
            person.user = user
            declare.unasked(person, answers=_invented_answers(), by=user)
    # Hashing a password is slow on purpose, and this one is no secret: once is enough.
    User.objects.filter(email__in=[one.email for one in SIGN_INS]).update(
        password=make_password(PASSWORD)
    )


def _invented_answers():
    return {
        "community": Community.objects.order_by("position").first(),
        "community_withheld": False,
        "religion": None,
        "religion_withheld": True,
    }


def _account(account, first_name, last_name, language="sq", *, is_active=True):
    return make_account.unasked(
        by=None,
        email=address(account),
        first_name=first_name,
        last_name=last_name,
        language=language,
        is_active=is_active,
    )


def _scope(post):
    if post.station:
        return {"station": PoliceStation.objects.get(code=post.station)}
    if post.region:
        return {"region": PoliceRegion.objects.get(code=post.region)}
    if post.municipality:
        return {"municipality": Municipality.objects.get(code=post.municipality)}
    return {}


def _person_of(holder, today):
    """Return who holds the office on the first committee of that kind in Prizren."""
    return (
        Membership.objects.in_force(today)
        .filter(
            office=holder.office,
            person__user=None,
            seat__committee__kind=holder.kind,
            seat__committee__municipality__code=FIRST,
        )
        .select_related("person")
        .order_by("seat__committee", "seat__position")
        .first()
        .person
    )
