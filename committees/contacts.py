"""Who else is reached at an address: families share one, and a slip gives somebody else's."""

from django.db.models import Q

from committees.models import Person


def sharing(person, email, *, user):
    """Return the other persons at the address whose contact the user may see."""
    if not email:
        return Person.objects.none()
    at_it = Q(contact__email__iexact=email) | Q(user__email__iexact=email)
    others = Person.objects.permitted(user, "keep_contact").exclude(pk=person.pk)
    return others.filter(at_it).order_by("family_name", "given_name", "pk")
