"""The people of the permission tables, and the small country in which they hold their posts.

`here` is the municipality of the records in question: it has a council (KKSB) and a local
committee (KLSP) of one station; `nearby` is another station there; `elsewhere` is a municipality
of another region with a council of its own.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.choices import Role, Scope
from committees.choices import Office
from core.policy import policy_of
from tests.anew import sign_in_anew
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.committees import CommitteeFactory, MembershipFactory, PersonFactory
from tests.factories.places import PoliceStationFactory

TODAY = date(2026, 6, 15)
SPANS = {
    "now": (TODAY, TODAY),
    "ended": (TODAY - timedelta(days=90), TODAY - timedelta(days=1)),
    "to come": (TODAY + timedelta(days=1), None),
}
# For the JSON interface, whose addresses do not carry the language that it answers in.
ENGLISH = {"Accept-Language": "en"}
# What must never reach a page that is not open to whoever reads it.
HIDDEN_NAME = "Shpresa Fshehtina"


@dataclass(frozen=True)
class Somebody:
    """Who somebody is: a role or an office, where it reaches, and when it is held."""

    role: Role | None = None
    office: Office | None = None
    place: str = "here"
    when: str = "now"


def everybody():
    """Return the cast by name; a name says post, place (if not here) and time (if not now)."""
    cast = {"account": Somebody()}
    for role in Role:
        cast[role.value] = Somebody(role)
        cast[f"{role.value} ended"] = Somebody(role, when="ended")
        cast[f"{role.value} to come"] = Somebody(role, when="to come")
        if role.scope != Scope.COUNTRY:
            cast[f"{role.value} elsewhere"] = Somebody(role, place="elsewhere")
    cast["station_commander nearby"] = Somebody(Role.STATION_COMMANDER, place="nearby")
    for office in Office:
        cast[office.value] = Somebody(office=office)
        cast[f"{office.value} elsewhere"] = Somebody(office=office, place="elsewhere")
        cast[f"{office.value} ended"] = Somebody(office=office, when="ended")
        cast[f"{office.value} to come"] = Somebody(office=office, when="to come")
    return cast


CAST = everybody()
NAMES = ["anonymous", *CAST]
# Rows that speak of several: whoever holds all these posts at once has no more power than that.
GROUPS = {
    f"every {kind}, {end}": [f"{post.value} {end}" for post in posts]
    for kind, posts, ends in (
        ("role", Role, ("ended", "to come")),
        ("office", Office, ("ended", "to come", "elsewhere")),
        ("place", [role for role in Role if role.scope != Scope.COUNTRY], ("elsewhere",)),
    )
    for end in ends
}


class World:
    """The committees, and whoever of the cast is asked for."""

    def __init__(self):
        self.kksb = CommitteeFactory(kksb=True, name_sq="KKSB Këtu", station=None)
        self.here = self.kksb.municipality
        self.klsp = CommitteeFactory(name_sq="KLSP Lagjja", municipality=self.here)
        self.nearby = PoliceStationFactory(municipality=self.here)
        self.elsewhere = CommitteeFactory(kksb=True, name_sq="KKSB Tjetërkund")
        for committee in (self.kksb, self.klsp):
            given, family = HIDDEN_NAME.split()
            MembershipFactory(
                committee=committee, person__given_name=given, person__family_name=family
            )

    def person(self, name):
        """Return the user of that name in the cast, or of a group; the public has no account."""
        if name == "anonymous":
            return AnonymousUser()
        user = UserFactory(email=f"{re.sub(r'[ ,]+', '.', name)}@example.org")
        posts = [CAST[member] for member in GROUPS.get(name, [name])]
        person = PersonFactory(user=user) if any(post.office for post in posts) else None
        for post in posts:
            from_on, until_on = SPANS[post.when]
            days = {"from_on": from_on, "until_on": until_on}
            if post.role:
                scope = self.scope(post.role, post.place)
                RoleGrantFactory(user=user, role=post.role, **days, **scope)
            if post.office:
                here = post.place == "here"
                for committee in [self.kksb, self.klsp] if here else [self.elsewhere]:
                    MembershipFactory(
                        committee=committee, person=person, office=post.office, **days
                    )
        return user

    def scope(self, role, place):
        here = place in ("here", "nearby")
        municipality = self.here if here else self.elsewhere.municipality
        station = {"here": self.klsp.station, "nearby": self.nearby}.get(
            place, self.elsewhere.station
        )
        return {
            Scope.REGION: {"region": municipality.region},
            Scope.MUNICIPALITY: {"municipality": municipality},
            Scope.STATION: {"station": station},
        }.get(role.scope, {})


@pytest.fixture
def today():
    """Stop the clock on the day of the tables."""
    with time_machine.travel(datetime(2026, 6, 15, 10, tzinfo=UTC), tick=False):
        yield TODAY


@pytest.fixture
def world(db, today):
    return World()


@pytest.fixture
def signed_in(client, world):
    """Return a function that signs a member of the cast in and returns the client."""

    def sign_in(name):
        user = world.person(name)
        if user.is_authenticated:
            sign_in_anew(client, user)
        client.user = user
        return client

    return sign_in


def truth_table(text):
    """Return {row: {column: letters}} of a table; columns stand two spaces apart.

    A row may speak of a group; a `-` stands for no letter. Nobody of the cast may be missing.
    """
    head, *lines = [re.split(r"\s{2,}", line.strip()) for line in text.strip().splitlines()]
    table = {}
    for name, *cells in lines:
        assert len(cells) == len(head), name
        table[name] = {column: cell.strip("-") for column, cell in zip(head, cells, strict=True)}
    members = [member for row in table for member in GROUPS.get(row, [row])]
    assert sorted(members) == sorted(NAMES), set(members) ^ set(NAMES)
    return table


def rows_of(table):
    """Parametrise a test by the rows of a table."""
    return pytest.mark.parametrize(("name", "expected"), table.items(), ids=table)


def pages_of(table):
    """Parametrise a test of pages by the rows of a table whose rules are tested on their own.

    The rules are asked of both databases, row by row. What a page answers is then said by the
    letters: of the rows that read alike, only the first opens the pages on the second database too.
    """
    seen, rows = [], []
    for name, cells in table.items():
        reading = (name == "anonymous", cells)
        marks = [pytest.mark.once] if reading in seen else []
        seen.append(reading)
        rows.append(pytest.param(name, cells, id=name, marks=marks))
    return pytest.mark.parametrize(("name", "expected"), rows)


def unlike(cells):
    """Yield the columns of a row that differ from those before them, for the layers that take
    long; the rules themselves are asked in every column."""
    seen = set()
    for column, letters in cells.items():
        if letters not in seen:
            seen.add(letters)
            yield column, letters


def rights(user, row, letters):
    """Return the letters of what the user may do with the row, after asking every way there is."""
    model = type(row)
    rows = model.objects.filter(pk=row.pk)
    flags = rows.with_actions(user).get()
    found = "".join(letter for letter, action in letters.items() if getattr(flags, f"can_{action}"))
    for letter, action in letters.items():
        granted = letter in found
        assert rows.permitted(user, action).exists() is granted, f"permitted: {action}"
        perm = f"{model._meta.app_label}.{action}_{model._meta.model_name}"
        # The public has no permissions in Django's sense, only what everybody sees.
        assert user.has_perm(perm, row) is (granted and user.is_authenticated), perm
    assert rows.visible_to(user).exists() is ("v" in found)
    return found


def names_every_action(model, letters):
    """Say whether a table speaks of all that the model's policy knows."""
    return set(letters.values()) == set(policy_of(model))


def answer(client, url, letters, needed, *, is_public=False):
    """Return (what the page answered, what it should): 200, 302 to the sign-in, 403 or 404."""
    response = client.get(url)
    found = response.status_code
    if found == 302:
        found = response.url.split("?")[0]
    if not client.user.is_authenticated and not is_public:
        return found, reverse("account_login")
    if "v" not in letters:
        return found, 404
    if needed not in letters:
        assert "Your roles do not include" in response.content.decode()
        return found, 403
    return found, 200
