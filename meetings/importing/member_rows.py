"""The kind `members`: who sat on a committee, from which day to which."""

from collections import defaultdict
from datetime import date
from difflib import SequenceMatcher
from types import SimpleNamespace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.actions.contacts import forget_unused
from committees.choices import Capacity, Office, Sex
from committees.models import Contact, Membership, Person, Seat
from core.i18n import fold
from meetings.importing import bulk
from meetings.importing.cells import (
    CapacityCell,
    Choice,
    CommitteeCell,
    Day,
    Email,
    Named,
    Telephone,
    Text,
)
from meetings.importing.resource import Column, RecordResource
from meetings.importing.tables import Wrong

# Names of so many common letters are pointed out: Shpresa and Shpressa Gashi, not two brothers.
ALIKE = 0.9
CONTACT = ["email", "phone", "noted_on", "noted_by"]


class MemberResource(RecordResource):
    """Memberships, known again by committee, name of the person and first day."""

    named_by = "family_name"

    committee = Column(
        "beside__committee",
        CommitteeCell("edit_members"),
        gettext_lazy(
            "Registry number, kksb:20 (council of municipality 20) or klsp:20:NAME (Albanian name)."
        ),
        required=True,
        is_key=True,
    )
    given_name = Column(
        "person__given_name", Text(80), gettext_lazy("Given name."), required=True, is_key=True
    )
    family_name = Column(
        "person__family_name", Text(80), gettext_lazy("Family name."), required=True, is_key=True
    )
    sex = Column(
        "person__sex", Choice(*Sex), gettext_lazy("f, m, or x (other or not stated); or empty.")
    )
    office = Column(
        "office",
        Choice(*Office),
        gettext_lazy(
            "chair, deputy, secretary, member, observer or police; empty is member. "
            "Observers have no vote."
        ),
    )
    capacity = Column(
        "seat__capacity",
        CapacityCell(120),
        gettext_lazy(
            "What the seat stands for, for example mayor, directorate, youth; "
            "other words become the title of the seat."
        ),
        is_key=True,
    )
    represents_community = Column(
        "seat__represents_community",
        Named("communities"),
        gettext_lazy("Community that the seat speaks for: bosniak."),
        is_key=True,
    )
    represents_religion = Column(
        "seat__represents_religion",
        Named("religions"),
        gettext_lazy("Religious community that the seat speaks for: islamic_community."),
        is_key=True,
    )
    from_on = Column(
        "from_on",
        Day(),
        gettext_lazy("First day of the membership, included: 2022-01-15."),
        required=True,
        is_key=True,
    )
    until_on = Column("until_on", Day(), gettext_lazy("Last day, included; empty while it runs."))
    act = Column("act", Text(200), gettext_lazy("Appointing act."))
    email = Column(
        "beside__contact__email",
        Email(),
        gettext_lazy("E-mail address; only those who keep the roster see it."),
    )
    phone = Column(
        "beside__contact__phone",
        Telephone(),
        gettext_lazy("Telephone: 044 123 456; only those who keep the roster see it."),
    )

    def before_import(self, _dataset, **_kwargs):
        """Read the rosters; the rows of the file join them one by one."""
        self._of_name = defaultdict(list)
        self._known = defaultdict(dict)
        self._seats = defaultdict(list)
        self._held = defaultdict(list)
        seats = Seat.objects.in_order().select_related(
            "represents_community", "represents_religion"
        )
        seat_of = {seat.pk: seat for seat in seats}
        for seat in seat_of.values():
            self._seats[seat.committee_id].append(seat)
        self._contacts = {row.person_id: row for row in Contact.objects.all()}
        # What the rows say of each person: (person, column) to (value, row).
        self._said = {}
        people = {}
        for membership in Membership.objects.select_related("person").in_order():
            membership.seat = seat_of[membership.seat_id]
            membership.person = people.setdefault(membership.person_id, membership.person)
            self._held[id(membership.seat)].append(membership)
            name = fold(str(membership.person))
            self._of_name[membership.seat.committee_id, name].append(membership)
            self._known[membership.seat.committee_id].setdefault(name, membership)

    def find(self):
        self._check_seat()
        for membership in self._of_name[self._key()]:
            if membership.from_on == self.values["from_on"] and self._means(membership.seat):
                membership.beside = self._beside(membership)
                return membership
        return None

    def make(self):
        capacity, title = self._capacity()
        seat = Seat(
            committee=self.values["committee"],
            capacity=capacity,
            title=title,
            represents_community=self.values.get("represents_community"),
            represents_religion=self.values.get("represents_religion"),
            is_voting=self.values.get("office") != Office.OBSERVER,
        )
        membership = Membership(person=self._person(), seat=seat, from_on=self.values["from_on"])
        membership.beside = self._beside(membership)
        if membership.person.pk is None:
            self._hint_at_likeness(membership)
        self._of_name[self._key()].append(membership)
        return membership

    def _hint_at_likeness(self, membership):
        """Say of whom of the committee a new name reminds: a corrected name makes no new person."""
        committee, name = self._key()
        for other, known in self._known[committee].items():
            if are_alike(name, other):
                text = _(
                    "%(name)s looks like %(other)s, a member from %(day)s. If it is the same "
                    "person, do not load the row: correct the name on the page of the member."
                )
                facts = {
                    "name": membership.person,
                    "other": known.person,
                    "day": date_format(known.from_on, "SHORT_DATE_FORMAT"),
                }
                self.hints.append((self.number, text % facts))

    def _beside(self, membership):
        return SimpleNamespace(
            key=self._key(),
            committee=self.values["committee"],
            sex=membership.person.sex,
            contact=self._contact_of(membership.person),
        )

    def _contact_of(self, person):
        """Return the contact of a person, kept or blank, one for all rows of the person."""
        if not hasattr(person, "reached_at"):
            contact = self._contacts.get(person.pk) or Contact()
            contact.person, person.reached_at = person, contact
            person.reached_before = contact.email, contact.phone
        return person.reached_at

    def claims(self):
        return [(*self._key(), self.values["from_on"])]

    def complete(self, membership):
        membership.row_index = self.index
        if membership.until_on and membership.until_on < membership.from_on:
            self.wrong("until_on", _("the last day lies before the first"))
        elif membership.seat.pk and not membership.seat.can_be_held(membership.until_on):
            self.wrong(
                "until_on",
                _("the seat is there until %(day)s only") % {"day": membership.seat.closed_on},
            )
        self._refuse_two_contacts(membership.person)

    def _refuse_two_contacts(self, person):
        """A person has one contact, however many rows."""
        for name in ("email", "phone"):
            value = self.values.get(name)
            if value:
                said, row = self._said.setdefault((id(person), name), (value, self.number))
                if said != value:
                    message = _("row %(row)s gives another one for the same person")
                    self.wrong(name, message % {"row": row})

    def check_file(self, result):
        """Refuse memberships that overlap: only the whole file shows where one of them ends."""
        touched = {id(row): row for row in [*self.create_instances, *self.update_instances]}
        for membership in touched.values():
            for other in self._of_name[membership.beside.key]:
                is_earlier = (
                    other.row_index < membership.row_index if id(other) in touched else other.pk
                )
                if is_earlier and other.person is membership.person and overlap(other, membership):
                    message = _(
                        "this person is a member from %(first)s to %(last)s already; "
                        "end that membership first"
                    ) % {"first": other.from_on, "last": other.until_on or "…"}
                    self.refuse(result, membership.row_index, "from_on", message)
                    break

    def store(self, new, changed):
        """Write people, contacts, seats and memberships; each but the contacts with its history."""
        people = {id(row.person): row.person for row in new if row.person.pk is None}
        corrected = {
            row.person.pk: row.person
            for row in [*new, *changed]
            if row.person.pk and row.person.sex != row.beside.sex
        }
        bulk.create(Person, list(people.values()), by=self.user)
        bulk.update(Person, list(corrected.values()), ["sex"], by=self.user)
        self._store_contacts({row.person.pk: row.person for row in [*new, *changed]}.values())
        for membership in new:
            membership.seat = self._free_seat(membership)
            self._held[id(membership.seat)].append(membership)
        seats = {id(row.seat): row.seat for row in new if row.seat.pk is None}
        earlier = {row.seat.pk: row.seat for row in new if _opens_earlier(row)}
        bulk.create(Seat, list(seats.values()), by=self.user)
        bulk.update(Seat, list(earlier.values()), ["opened_on"], by=self.user)
        bulk.create(Membership, new, by=self.user)
        bulk.update(Membership, changed, ["office", "until_on", "act"], by=self.user)

    def _store_contacts(self, persons):
        """Write what is new or other of the contacts, of which no history is kept."""
        contacts = [person.reached_at for person in persons if is_reached_anew(person)]
        for contact in contacts:
            contact.noted_on, contact.noted_by = timezone.localdate(), self.user
        Contact.objects.bulk_create([contact for contact in contacts if not contact.pk])
        bulk.overwrite(Contact, [contact for contact in contacts if contact.pk], CONTACT)
        for contact in contacts:
            forget_unused(contact.person.reached_before[0])

    def _free_seat(self, membership):
        """Return the first seat of that sort which is free for the interval, or the new one."""
        wanted = membership.seat
        seats = self._seats[wanted.committee.pk]
        for seat in seats:
            if (
                sort_of(seat) == sort_of(wanted)
                and seat.can_be_held(membership.until_on)
                and not any(overlap(holder, membership) for holder in self._held[id(seat)])
            ):
                return seat
        wanted.position = max((seat.position for seat in seats), default=0) + 1
        seats.append(wanted)
        return wanted

    def _check_seat(self):
        if {"represents_community", "represents_religion"} <= self.values.keys():
            raise Wrong(
                _("a seat stands for a community or for a religious community, not for both"),
                "represents_religion",
            )

    def _capacity(self):
        """Return capacity and title of the seat; what it represents says the capacity as well."""
        if "capacity" in self.values:
            return self.values["capacity"]
        if "represents_community" in self.values:
            return Capacity.COMMUNITY, ""
        if "represents_religion" in self.values:
            return Capacity.RELIGION, ""
        return Capacity.OTHER, ""

    def _means(self, seat):
        """Say whether the cells mean this seat; a row that says nothing of the seat means any."""
        said = {"capacity", "represents_community", "represents_religion"} & self.values.keys()
        capacity, title = self._capacity()
        return not said or (
            seat.capacity == capacity
            and fold(seat.title) == fold(title)
            and seat.represents_community == self.values.get("represents_community")
            and seat.represents_religion == self.values.get("represents_religion")
        )

    def _key(self):
        name = fold(f"{self.values['given_name']} {self.values['family_name']}")
        return self.values["committee"].pk, name

    def _person(self):
        """Return the person of that name who is on the committee's roster, or a new one."""
        for membership in self._of_name[self._key()]:
            return membership.person
        return Person(given_name=self.values["given_name"], family_name=self.values["family_name"])


def is_reached_anew(person):
    """Say whether the rows brought another address or number of the person."""
    return (person.reached_at.email, person.reached_at.phone) != person.reached_before


def are_alike(one, other):
    """Say whether two folded names may be one, typed in two ways."""
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def sort_of(seat):
    """Return what makes two seats alike."""
    return (
        seat.capacity,
        fold(seat.title),
        seat.represents_community,
        seat.represents_religion,
        seat.is_voting,
    )


def _opens_earlier(membership):
    """Move the opening of a seat to the first day on which somebody sat there; say whether."""
    seat = membership.seat
    if not seat.pk or seat.opened_on is None or seat.opened_on <= membership.from_on:
        return False
    seat.opened_on = membership.from_on
    return True


def overlap(one, other):
    """Say whether two memberships have a day in common."""
    return one.from_on <= (other.until_on or date.max) and other.from_on <= (
        one.until_on or date.max
    )
