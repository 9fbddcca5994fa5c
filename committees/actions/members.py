from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.actions import append_event
from committees.choices import Office
from committees.models import Membership, Seat
from core.i18n import fold


@transaction.atomic
def seat_member(*, committee, person, seat, office, from_on, act, by):
    """Put a person on a seat from a day on.

    A seat of the same kind that is free from that day is taken; otherwise a new one is made.
    Whoever of that name sat on the committee before comes back as the same person.
    Raises ValidationError when the person sits on the committee on that day already.
    """
    person = _known(person, committee)
    if person.pk and Membership.objects.of(committee).in_force(from_on).filter(person=person):
        raise ValidationError(_("This person is a member on that day already."))
    person.save()
    seat = _free_seat_like(seat, committee, from_on) or add_seat(
        seat, committee, is_voting=office != Office.OBSERVER
    )
    membership = Membership(person=person, seat=seat, office=office, from_on=from_on, act=act)
    membership.full_clean()
    membership.save()
    append_event("member.seat", by=by, subject=committee, membership=membership.pk)
    return membership


def _known(person, committee):
    """Return whoever of the name sat on the committee before; a new person otherwise."""
    names = fold(f"{person.given_name} | {person.family_name}")
    before = Membership.objects.of(committee).filter(person__search_text=names)
    found = before.select_related("person").order_by("pk").last()
    return person if person.pk or found is None else found.person


def _free_seat_like(seat, committee, day):
    alike = Seat.objects.in_order().filter(
        committee=committee,
        capacity=seat.capacity,
        title=seat.title,
        represents_community=seat.represents_community,
        represents_religion=seat.represents_religion,
    )
    taken = Membership.objects.of(committee).in_force(day).values("seat")
    later = Membership.objects.of(committee).filter(from_on__gt=day).values("seat")
    return alike.exclude(pk__in=taken).exclude(pk__in=later).first()


def add_seat(seat, committee, *, is_voting=True):
    """Put a new seat on a committee, behind those that are there."""
    seat.committee = committee
    seat.is_voting = is_voting
    seat.position = committee.seats.count() + 1
    seat.full_clean()
    seat.save()
    return seat


@transaction.atomic
def end_membership(membership, *, until_on, end_reason, by):
    """Let a membership end with the given day; raises ValidationError when the day does not fit."""
    membership.until_on = until_on
    membership.end_reason = end_reason
    membership.full_clean()
    membership.save()
    append_event("member.end", by=by, subject=membership.seat.committee, membership=membership.pk)
    return membership
