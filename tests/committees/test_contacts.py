"""How members are reached: noted by the keepers of the roster, seen by them and the member."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse

from audit.models import AuditEvent
from committees.actions import merge_persons, note_contact, remove_contact, seat_member
from committees.choices import Capacity, Office
from committees.models import Contact, Membership, Person, Seat
from committees.telephones import international, readable
from core.policy import may
from notices.actions import Guest, write_mails
from notices.models import Mail
from tests.factories.accounts import UserFactory
from tests.factories.committees import (
    CommitteeFactory,
    ContactFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.roles import TODAY, rows_of, truth_table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

# Who sees and keeps (k) the contact of a member of the council, of the local committee, of one
# elsewhere, of a former member of the council, and of a person without any seat.
TABLE = truth_table("""
    council  local  elsewhere  former  nowhere
    anonymous                 -  -  -  -  -
    account                   -  -  -  -  -
    station_commander         -  -  -  -  -
    station_officer           -  -  -  -  -
    station_commander nearby  -  -  -  -  -
    regional_director         -  -  -  -  -
    community_policing        -  k  -  -  -
    deputy_general_director   -  -  -  -  -
    general_director          -  -  -  -  -
    municipal_officer         k  k  -  k  -
    mia_officer               -  -  -  -  -
    mlga_officer              -  -  -  -  -
    osce_monitor              -  -  -  -  -
    administrator             k  k  k  k  k
    chair                     k  k  -  k  -
    deputy                    k  k  -  k  -
    secretary                 k  k  -  k  -
    member                    -  -  -  -  -
    observer                  -  -  -  -  -
    police                    -  -  -  -  -
    every role, ended         -  -  -  -  -
    every role, to come       -  -  -  -  -
    every place, elsewhere    -  -  -  -  -
    every office, ended       -  -  -  -  -
    every office, to come     -  -  -  -  -
    every office, elsewhere   -  -  -  -  -
""")


def contact_on(committee, **fields):
    return ContactFactory(person=MembershipFactory(committee=committee, **fields).person)


def contacts(world):
    return {
        "council": contact_on(world.kksb),
        "local": contact_on(world.klsp),
        "elsewhere": contact_on(CommitteeFactory(kksb=True)),
        "former": contact_on(world.kksb, until_on=TODAY.replace(year=2025)),
        "nowhere": ContactFactory(),
    }


@rows_of(TABLE)
def test_who_sees_and_keeps_contacts(world, name, expected):
    user = world.person(name)
    rows = contacts(world)
    found = {
        column: "k" if may(user, "keep_contact", contact.person) else ""
        for column, contact in rows.items()
    }
    assert found == expected
    seen = set(Contact.objects.visible_to(user))
    assert seen == {rows[column] for column, letters in expected.items() if letters}


def test_person_sees_and_keeps_their_own():
    contact = ContactFactory(person__user=UserFactory())
    MembershipFactory(person=contact.person)
    assert Contact.objects.visible_to(contact.person.user).get() == contact
    assert may(contact.person.user, "keep_contact", contact.person)


@pytest.fixture
def secretary(world):
    return world.person("secretary")


@pytest.fixture
def row(world):
    return MembershipFactory(committee=world.kksb)


def page_of(row):
    return reverse("committees:membership-contact", args=[row.seat.committee.slug, row.pk])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("044 123 456", "+38344123456"),
        ("044/123-456", "+38344123456"),
        ("+383 44 123 456", "+38344123456"),
        ("+383 (0)44 123 456", "+38344123456"),
        ("00383 44 123 456", "+38344123456"),
        ("38344123456", "+38344123456"),
        ("44123456", "+38344123456"),
        ("028 422 345", "+38328422345"),
        ("+381 63 123 4567", "+381631234567"),
        ("0041 79 123 45 67", "+41791234567"),
    ],
)
def test_telephone_is_kept_in_one_form(typed, kept):
    assert international(typed) == kept


@pytest.mark.parametrize(
    "typed", ["nuk ka", "044 12O 456", "044 123", "063 123 4567", "+383 63 123 456", "+٣٨٣٤٤", "+"]
)
def test_what_is_no_telephone_number_is_refused(typed):
    with pytest.raises(ValidationError, match="no telephone number"):
        international(typed)


def test_telephone_is_read_in_groups():
    assert readable("+38344123456") == "+383 44 123 456"
    assert readable("+41791234567") == "+41791234567"


def test_secretary_notes_a_contact_and_reads_who_noted_it_when(client, secretary, row):
    client.force_login(secretary)
    typed = {"email": "Dea@Example.org", "phone": "044 123 456"}
    page = client.post(page_of(row), typed, follow=True).content.decode()
    contact = Contact.objects.get(person=row.person)
    assert (contact.email, contact.phone) == ("dea@example.org", "+38344123456")
    assert (contact.noted_on, contact.noted_by) == (TODAY, secretary)
    assert "15.06.2026" in page
    assert str(secretary) in page
    assert 'href="tel:+38344123456"' in page
    event = AuditEvent.objects.order_by("pk").last()
    assert event.action == "person.note_contact"
    assert "dea@" not in f"{event} {event.detail}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "dea@", "phone": ""}, "valid email address"),
        ({"email": "", "phone": "pa telefon"}, "This is no telephone number."),
        ({"email": "", "phone": ""}, "Give an e-mail address or a telephone number."),
    ],
)
def test_slip_is_told_and_nothing_typed_is_lost(client, secretary, row, typed, said):
    client.force_login(secretary)
    page = client.post(page_of(row), typed).content.decode()
    assert said in page
    assert all(value in page for value in typed.values())
    assert not Contact.objects.exists()


def test_shared_address_is_kept_and_told(client, secretary, world, row):
    sibling = ContactFactory(
        person=MembershipFactory(committee=world.kksb).person, email="familja@example.org"
    )
    ContactFactory(person__family_name="Fshehtina", email="familja@example.org")
    client.force_login(secretary)
    page = client.post(page_of(row), {"email": "familja@example.org"}, follow=True)
    assert f"{sibling}: the same e-mail address" in page.content.decode()
    # Whose contact is not open to the reader is not named either.
    assert "Fshehtina" not in page.content.decode()
    assert Contact.objects.get(person=row.person).email == "familja@example.org"


def test_contact_is_taken_out_with_every_trace(client, secretary, row):
    contact = ContactFactory(person=row.person)
    key = {"key": "k", "path": lambda: "/", "context": {}}
    write_mails("notices/mail/given_up", [Guest(contact.email, "sq")], **key)
    write_mails("notices/mail/given_up", [Guest("mysafir@example.org", "sq")], **key)
    client.force_login(secretary)
    client.post(page_of(row), {"remove": "1"})
    assert not Contact.objects.exists()
    assert [mail.address for mail in Mail.objects.all()] == ["mysafir@example.org"]
    assert not hasattr(Contact, "history")


def test_mails_of_whoever_shares_the_address_stay(secretary, row):
    contact = ContactFactory(person=row.person)
    ContactFactory(email=contact.email)
    write_mails(
        "notices/mail/given_up",
        [Guest(contact.email, "sq")],
        key="k",
        path=lambda: "/",
        context={},
    )
    remove_contact(row.person, by=secretary)
    assert Mail.objects.count() == 1


def test_contact_is_closed_to_other_members(client, world, row):
    ContactFactory(person=row.person, email="dea@example.org")
    member = world.person("member")
    client.force_login(member)
    assert client.get(page_of(row)).status_code == 403
    with pytest.raises(PermissionDenied):
        note_contact(row.person, email="x@example.org", phone="", by=member)
    with pytest.raises(PermissionDenied):
        remove_contact(row.person, by=member)


def test_member_finds_their_own_on_my_account(client, world):
    user = world.person("member")
    own = Membership.objects.get(person__user=user, seat__committee=world.kksb)
    client.force_login(user)
    assert page_of(own) in client.get(reverse("portal:me")).content.decode()
    page = client.get(page_of(own)).content.decode()
    assert "No contact is noted." in page
    assert "hand-over" not in page


def test_one_contact_is_seen_from_all_four_committees(world, client, secretary):
    person = PersonFactory()
    rows = [MembershipFactory(person=person) for _ in range(3)]
    ours = MembershipFactory(person=person, committee=world.kksb)
    note_contact(person, email="dea@example.org", phone="", by=secretary)
    for row in [*rows, ours]:
        keeper = UserFactory()
        MembershipFactory(
            committee=row.seat.committee, office=Office.CHAIR, person=PersonFactory(user=keeper)
        )
        assert Contact.objects.visible_to(keeper).get().email == "dea@example.org"


def new_member(**fields):
    return {
        "given_name": "Dea",
        "family_name": "Re",
        "capacity": "resident",
        "office": "member",
        "from_on": "2026-06-01",
        **fields,
    }


def test_contact_is_noted_with_a_new_member(client, secretary, world):
    client.force_login(secretary)
    address = reverse("committees:seat", args=[world.kksb.slug])
    page = client.post(address, new_member(email="dea@example.org", phone="x"))
    assert "This is no telephone number." in page.content.decode()
    client.post(address, new_member(email="dea@example.org", phone="044 123 456"))
    contact = Contact.objects.get(person__given_name="Dea")
    assert (contact.email, contact.phone) == ("dea@example.org", "+38344123456")


def test_what_is_not_given_with_a_seat_stays_as_it_was_noted(secretary, world):
    former = MembershipFactory(committee=world.kksb, until_on=TODAY.replace(year=2025))
    ContactFactory(person=former.person, email="dea@example.org")
    seat_member(
        committee=world.kksb,
        person=Person(given_name=former.person.given_name, family_name=former.person.family_name),
        seat=Seat(capacity=Capacity.RESIDENT),
        office=Office.MEMBER,
        from_on=TODAY,
        act="",
        contact={"email": "", "phone": "+38349000111"},
        by=secretary,
    )
    contact = Contact.objects.get(person=former.person)
    assert (contact.email, contact.phone) == ("dea@example.org", "+38349000111")


def test_contact_is_noted_with_a_successor(client, secretary, row):
    client.force_login(secretary)
    address = reverse("committees:membership-hand-over", args=[row.seat.committee.slug, row.pk])
    typed = {"given_name": "Dea", "family_name": "Re", "on": "2026-06-01", "end_reason": "term"}
    client.post(address, {**typed, "end_reason": "resigned", "email": "dea@example.org"})
    assert Contact.objects.get(person__given_name="Dea").email == "dea@example.org"


@pytest.mark.parametrize("has_own", [True, False])
def test_joined_rows_keep_one_contact(world, has_own):
    kept, gone = (MembershipFactory(committee=world.kksb).person for _ in range(2))
    if has_own:
        ContactFactory(person=kept, email="dea@example.org", phone="")
    ContactFactory(person=gone, email="tjeter@example.org", phone="+38349000111")
    Membership.objects.filter(person=gone).update(until_on=TODAY.replace(year=2021))
    Membership.objects.filter(person=kept).update(from_on=TODAY.replace(year=2022))
    merge_persons(kept=kept, gone=gone, comment="x", by=world.person("administrator"))
    contact = Contact.objects.get()
    expected = "dea@example.org" if has_own else "tjeter@example.org"
    assert (contact.person, contact.email, contact.phone) == (kept, expected, "+38349000111")


def test_contact_is_erased_a_year_after_the_last_membership():
    last_day = TODAY - timedelta(days=365)
    kept = contact_on(CommitteeFactory(), until_on=last_day)
    gone = contact_on(CommitteeFactory(), until_on=last_day - timedelta(days=1))
    printed = StringIO()
    call_command("retain_profiles", "--dry-run", stdout=printed)
    assert "1 contacts would be erased" in printed.getvalue()
    assert Contact.objects.count() == 2
    call_command("retain_profiles", stdout=printed)
    assert Contact.objects.get() == kept
    event = AuditEvent.objects.order_by("pk").last()
    assert (event.action, event.actor, event.subject_label) == (
        "person.remove_contact",
        "",
        str(gone.person),
    )
