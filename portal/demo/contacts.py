"""How members of the committees of Prizren are reached: by mail, by telephone only, or not."""

from django.utils import timezone

from committees.models import Contact, Membership
from portal.demo.grounds import FIRST
from portal.demo.sign_ins import DOMAIN


def make_contacts(*, today):
    """Note the address or the telephone of members who have no account."""
    persons = (
        Membership.objects.in_force(today)
        .filter(seat__committee__municipality__code=FIRST, person__user=None)
        .order_by("person")
        .values_list("person", flat=True)
        .distinct()
    )
    Contact.objects.bulk_create(
        Contact(
            person_id=person,
            email="" if number % 3 == 1 else f"anetari-{number}@{DOMAIN}",
            phone=f"+38344000{number:03}",
            noted_on=timezone.localdate(),
        )
        for number, person in enumerate(persons)
        if number % 3 < 2
    )
