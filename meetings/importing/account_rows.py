"""The kind `accounts`: who is invited, with which role, or as which member of a committee."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import invite_to_post, make_account, tell_of_waiting
from accounts.choices import Role, Scope
from accounts.models import RoleGrant, User
from accounts.permissions import is_administrator, roles_to_give
from committees.actions import give_access
from committees.models import Committee, Membership, Person
from core.i18n import fold
from meetings.importing.cells import Cell, Choice, CommitteeCell, Day, Email, Text
from meetings.importing.resource import Column, RecordResource
from meetings.importing.tables import Wrong, keys_of
from places.models import Municipality, PoliceRegion, PoliceStation

PLACES = {
    Scope.REGION: PoliceRegion,
    Scope.MUNICIPALITY: Municipality,
    Scope.STATION: PoliceStation,
}


class LanguageCell(Cell):
    """A language of the portal, by its code or its own name."""

    def clean(self, value, row=None, **_kwargs):
        words = {fold(name): code for code, name in settings.LANGUAGES}
        words |= {code: code for code in words.values()}
        try:
            return words[fold(value)]
        except KeyError:
            codes = ", ".join(code for code, _name in settings.LANGUAGES)
            raise Wrong(_("use one of: %(codes)s") % {"codes": codes}) from None


# No role is to be given; a role for the whole country has no place.
UNSAID = object()


@dataclass
class Guest:
    """What a row asks for; `account` is there already, `person` is to be tied to it."""

    email: str
    given_name: str
    family_name: str
    language: str = "sq"
    role: str = ""
    place: str = ""
    from_on: date | None = None
    until_on: date | None = None
    act: str = ""
    committee: Committee | None = None
    account: User | None = None
    person: Person | None = None
    target: object = UNSAID
    pk: int | None = None

    @property
    def owner(self):
        """The owner as the actions on accounts take them."""
        return {
            "email": self.email,
            "first_name": self.given_name,
            "last_name": self.family_name,
            "language": self.language,
        }

    @property
    def first_day(self):
        return self.from_on or timezone.localdate()

    def grant(self, target):
        """The role as the actions on accounts take it."""
        scope = Role(self.role).scope
        return {
            "role": self.role,
            "from_on": self.first_day,
            "until_on": self.until_on,
            "act": self.act,
            **({scope.value: target} if target else {}),
        }


class AccountResource(RecordResource):
    """Accounts, known again by their address; what is there already is not changed."""

    named_by = "email"
    leaves_out = True
    is_rehearsed = False

    email = Column(
        "email",
        Email(),
        gettext_lazy("E-mail address of the owner, who is invited at it."),
        required=True,
        is_key=True,
    )
    given_name = Column(
        "given_name", Text(80), gettext_lazy("Given name."), required=True, is_key=True
    )
    family_name = Column(
        "family_name", Text(80), gettext_lazy("Family name."), required=True, is_key=True
    )
    language = Column(
        "language",
        LanguageCell(),
        gettext_lazy("Language of the mail: sq, sr-latn or en; empty is sq."),
        is_key=True,
    )
    role = Column(
        "role",
        Choice(*Role),
        gettext_lazy("Role, for example station_commander; empty for a member of a committee."),
    )
    place = Column(
        "place",
        Text(200),
        gettext_lazy("Police region, municipality or police station of the role, by code or name."),
    )
    from_on = Column(
        "from_on", Day(), gettext_lazy("First day of the role: 2026-01-15; empty is today.")
    )
    until_on = Column(
        "until_on", Day(), gettext_lazy("Last day of the role; empty without an end.")
    )
    act = Column("act", Text(200), gettext_lazy("Act behind the role."))
    committee = Column(
        "committee",
        CommitteeCell("edit"),
        gettext_lazy(
            "Committee on whose roster the person of this name stands today; the seats are tied to "
            "the account."
        ),
    )

    def before_import(self, _dataset, **_kwargs):
        """Read the accounts, their roles, and what the reader may give."""
        self._accounts = {row.email: row for row in User.objects.select_related("person")}
        running = RoleGrant.objects.running(timezone.localdate())
        self._held = {(grant.user_id, *grant.post) for grant in running}
        self._may_give = roles_to_give(self.user)
        self._members = {}
        self._guests = []

    def find(self):
        """Return what is there of a row's account already; the rest of the row is added to it."""
        self._target = self._place()
        guest = self.make()
        if guest.account is None:
            return None
        if self._post and (guest.account.pk, *self._post) in self._held:
            # The days of a role are corrected on its page.
            for name in ("role", "place", "from_on", "until_on", "act"):
                if name in self.values:
                    setattr(guest, name, self.values[name])
        person = getattr(guest.account, "person", None)
        if person and "committee" in self.values and person in self._named():
            guest.committee = self.values["committee"]
        return guest

    def make(self):
        guest = Guest(*(self.values[name] for name in self.required_columns()))
        guest.language = self.values.get("language", guest.language)
        guest.account = self._accounts.get(guest.email)
        # Rows are told apart by their guests, which must stay until the last one is read.
        self._guests.append(guest)
        return guest

    def claims(self):
        """An address stands once, and so do a person of one post and a post with one holder."""
        name = fold(f"{self.values['given_name']} {self.values['family_name']}")
        keys = [self.values["email"]]
        if self._post:
            keys.append((name, *self._post))
            if self.values["role"].has_one_holder:
                keys.append(self._post)
        if "committee" in self.values:
            keys.append((name, self.values["committee"].pk))
        return keys

    def complete(self, guest):
        gives = "role" in self.values and not self._before.get("role")
        ties = "committee" in self.values and not self._before.get("committee")
        if guest.account and not guest.account.is_active:
            self.wrong("email", _("the account with this address is closed"))
        elif guest.role and guest.role not in self._may_give:
            # Also of a role that is there: whether it is, is not for everybody.
            codes = ", ".join(self._may_give) or "–"
            self.wrong(
                "role", _("you give no such role; yours to give: %(roles)s") % {"roles": codes}
            )
        elif gives:
            self._check_role(guest)
        if ties:
            self._check_person(guest)
        if not self._post and "committee" not in self.values and not is_administrator(self.user):
            self.wrong("role", _("give a role, or the committee of which this is a member"))

    def _check_role(self, guest):
        if guest.account == self.user:
            self.wrong("email", _("nobody gives a role to themselves"))
        elif guest.until_on and guest.until_on < max(guest.first_day, timezone.localdate()):
            self.wrong("until_on", _("the last day is past, or lies before the first"))
        else:
            grant = RoleGrant(user=guest.account, **guest.grant(self._target))
            if holder := grant.other_holder():
                said = _("%(holder)s Let a second person have it on the page of their account.")
                self.wrong("role", said % {"holder": holder.said_of_holder()})
            guest.target = self._target

    def _check_person(self, guest):
        found = self._named()
        if not found:
            self.wrong("family_name", _("nobody of this name sits on the committee today"))
        elif len(found) > 1:
            self.wrong(
                "family_name", _("several of this name sit there; give access on the roster")
            )
        elif found[0].user_id:
            said = _("this person has the account %(email)s already")
            self.wrong("email", said % {"email": found[0].user.email})
        elif guest.account and hasattr(guest.account, "person"):
            said = _("this is the address of %(name)s already")
            self.wrong("email", said % {"name": guest.account.person})
        elif found[0].pk not in self._may_tie:
            said = _("this person also sits on committees that you do not keep")
            self.wrong("committee", said)
        guest.person = found[0] if found else None

    @cached_property
    def _may_tie(self):
        rows = Person.objects.permitted(self.user, "give_access")
        return set(rows.values_list("pk", flat=True))

    def _named(self):
        """Return the persons of the row's name who sit on its committee today."""
        committee = self.values["committee"]
        if committee.pk not in self._members:
            rows = Membership.objects.of(committee).in_force(timezone.localdate())
            people = defaultdict(dict)
            for row in rows.select_related("person__user"):
                people[fold(str(row.person))][row.person_id] = row.person
            self._members[committee.pk] = people
        name = fold(f"{self.values['given_name']} {self.values['family_name']}")
        return list(self._members[committee.pk].get(name, {}).values())

    @cached_property
    def _places(self):
        """The places of each scope by all that people call them."""
        found = {}
        for scope, model in PLACES.items():
            found[scope] = defaultdict(set)
            for row in model.objects.all():
                for key in keys_of(row):
                    found[scope][key].add(row)
        return found

    @property
    def _post(self):
        """The role and the place of a row, as `RoleGrant.post` has it; None without a role."""
        if "role" not in self.values:
            return None
        keys = [self._target.pk if scope == self.values["role"].scope else None for scope in PLACES]
        return (self.values["role"].value, *keys)

    def _place(self):
        """Return the place of the row's role; raises `Wrong`."""
        role, text = self.values.get("role"), self.values.get("place", "")
        if role is None or role.scope == Scope.COUNTRY:
            if text:
                raise Wrong(_("leave this empty: the row gives no role for a place"), "place")
            return None
        if role.scope == Scope.MUNICIPALITY and text:
            try:
                return self.tables.municipality(text)
            except Wrong as wrong:
                raise Wrong(str(wrong), "place") from None
        found = self._places[role.scope].get(fold(text), ())
        if len(found) != 1:
            said = _("write here %(place)s, by its code or its full name")
            raise Wrong(said % {"place": role.scope.label}, "place")
        return next(iter(found))

    def store(self, new, changed):
        """Invite one after the other; administrators are asked once to confirm what waits."""
        grants = [self._invite(guest) for guest in [*new, *changed]]
        tell_of_waiting([grant for grant in grants if grant and grant.is_waiting])

    def _invite(self, guest):
        if guest.person:
            give_access(guest.person, email=guest.email, language=guest.language, by=self.user)
        if guest.target is not UNSAID:
            return invite_to_post(
                **guest.owner, **guest.grant(guest.target), by=self.user, is_one_of_many=True
            )
        if guest.account is None and not guest.person:
            make_account(**guest.owner, by=self.user)
        return None
