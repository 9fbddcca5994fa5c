"""How a person of the roster is reached: noted, taken out, and kept over a joining of rows."""

from django.utils import timezone

from audit.actions import append_event
from committees.models import Contact
from committees.retention import of_those_who_left
from core.policy import asks
from core.transactions import atomic
from notices.actions import forget_address


@asks("keep_contact", of="person")
def note_contact(person, *, email, phone, by):
    """Keep how the person is reached from today on, in place of what was noted before.

    The audit record tells that it was done, and never the address or the number.
    """
    was = Contact.objects.filter(person=person).first()
    Contact.objects.update_or_create(
        person=person,
        defaults={
            "email": email.lower(),
            "phone": phone,
            "noted_on": timezone.localdate(),
            "noted_by": by,
        },
    )
    if was:
        forget_unused(was.email)
    append_event("person.note_contact", by=by, subject=person)


@asks("keep_contact", of="person")
def remove_contact(person, *, by):
    """Take out how the person is reached, with the mails that went there; no history keeps it."""
    for contact in Contact.objects.filter(person=person):
        _erase(contact, by=by)


def expired_contacts(*, days):
    """The contacts of whoever has sat on no committee for more than so many days."""
    return of_those_who_left(Contact.objects.all(), days=days)


@atomic()
def erase_expired_contacts(*, days):
    """Erase what is kept no longer; returns of how many persons. Doing it again changes nothing."""
    contacts = list(expired_contacts(days=days).select_related("person"))
    for contact in contacts:
        _erase(contact, by=None)
    return len(contacts)


def _erase(contact, *, by):
    contact.delete()
    forget_unused(contact.email)
    append_event("person.remove_contact", by=by, subject=contact.person)


def add_contact(person, *, by, email="", phone=""):
    """Note what was given with a member who is seated; what is empty stays as it was noted."""
    if email or phone:
        was = Contact.objects.filter(person=person).first() or Contact()
        note_contact.unasked(person, email=email or was.email, phone=phone or was.phone, by=by)


def follow_contact(kept, gone):
    """Where two rows were one person, fill in the contact of the kept row from the other's."""
    contacts = {row.person_id: row for row in Contact.objects.filter(person__in=[kept, gone])}
    if len(contacts) < 2:
        return
    ours, theirs = contacts[kept.pk], contacts[gone.pk]
    theirs.delete()
    ours.email = ours.email or theirs.email
    ours.phone = ours.phone or theirs.phone
    ours.save()


def forget_unused(email):
    """Keep no mail to an address at which nobody of any roster is reached any more."""
    if email and not Contact.objects.filter(email=email).exists():
        forget_address(email)
