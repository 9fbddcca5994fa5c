from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.actions import end_access_without_post
from audit.actions import append_event
from committees.actions.contacts import add_contact
from committees.actions.seats import add_seat
from committees.choices import SINGLE_OFFICES, EndReason, Office
from committees.models import Committee, Membership, Seat
from core.i18n import fold
from core.policy import asks

DAY = timedelta(days=1)


class Overlap(ValidationError):
    """Two would hold one seat or office at once; whoever means it gives the reason."""

    def __init__(self, memberships):
        self.names = ", ".join(f"{row.person} ({span_of(row)})" for row in memberships)
        super().__init__(
            _(
                "Two would hold it at once: %(names)s. Change the days, or tick that they overlap "
                "on purpose and say why."
            )
            % {"names": self.names}
        )


def span_of(membership):
    """Return the days of a membership as text: 01.02.2024 – …"""
    days = (membership.from_on, membership.until_on)
    return " – ".join(date_format(day, "SHORT_DATE_FORMAT") if day else "…" for day in days)


@asks("edit_members", of="committee")
def seat_member(
    *,
    committee,
    person,
    seat,
    office,
    from_on,
    act,
    by,
    mandate_until_on=None,
    overlap_reason="",
    contact=None,
    recognise=True,
):
    """Put a person on a seat from a day on.

    A seat of the same kind that is free from that day is taken; otherwise a new one is made.
    Whoever of that name sat on the committee before comes back as the same person, unless
    `recognise` says that it is somebody else. `contact` is how the person is reached: e-mail and
    telephone. Raises ValidationError when the person sits on the committee on that day or later
    already, and `Overlap` when somebody else is chair or secretary then and no reason is given.
    """
    _lock(committee)
    person = _known(person, committee) if recognise else person
    if person.pk:
        _refuse_twice(person, committee, from_on)
    person.save()
    seat = _free_seat_like(seat, committee, from_on) or add_seat(
        seat, committee, is_voting=office != Office.OBSERVER
    )
    membership = Membership(
        person=person,
        seat=seat,
        office=office,
        from_on=from_on,
        mandate_until_on=mandate_until_on,
        act=act,
    )
    _begin(membership, overlap_reason)
    append_event("member.seat", by=by, subject=committee, membership=membership.pk)
    add_contact(person, by=by, **contact or {})
    return membership


@asks("edit_members", of="membership.seat.committee")
def hand_over(
    membership,
    *,
    successor,
    on,
    act,
    end_reason,
    by,
    end_note="",
    until_on=None,
    mandate_until_on=None,
    overlap_reason="",
    contact=None,
    recognise=True,
):
    """Let the successor take the seat and the office on the day; return the new membership.

    The old membership ends the day before, unless it ended earlier or `until_on` says another
    day. A successor who has another seat of the committee leaves that one the day before.
    Raises ValidationError when a day does not fit, and `Overlap` when two would hold the seat or
    the office at once and no reason is given.
    """
    committee = membership.seat.committee
    _lock(committee)
    membership.refresh_from_db(fields=["until_on"])
    successor = _known(successor, committee) if recognise else successor
    if successor.pk == membership.person_id:
        raise ValidationError(_("The successor is the one who holds the office."))
    is_over = membership.until_on and membership.until_on < on
    last = until_on or (membership.until_on if is_over else on - DAY)
    if last < membership.from_on:
        raise ValidationError(
            {
                "until_on" if until_on else "on": _("The predecessor began on %(day)s only.")
                % {"day": date_format(membership.from_on, "SHORT_DATE_FORMAT")}
            }
        )
    _leave_other_seat(successor, committee, on)
    successor.save()
    _end(membership, last, end_reason, end_note)
    follower = Membership(
        person=successor,
        seat=membership.seat,
        office=membership.office,
        from_on=on,
        mandate_until_on=mandate_until_on,
        act=act,
        took_over_from=membership,
    )
    _begin(follower, overlap_reason)
    append_event(
        "member.hand_over",
        by=by,
        subject=committee,
        membership=membership.pk,
        successor=follower.pk,
    )
    add_contact(successor, by=by, **contact or {})
    _end_access(membership.person, by=by)
    return follower


def _lock(committee):
    """Let whoever changes a roster wait for the other, so that each sees what the other did."""
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)


def _known(person, committee):
    """Return whoever of the name sat on the committee before; a new person otherwise."""
    if person.pk:
        return person
    names = fold(f"{person.given_name} | {person.family_name}")
    before = Membership.objects.of(committee).filter(person__search_text=names)
    found = before.select_related("person").order_by("pk").last()
    return found.person if found else person


def _refuse_twice(person, committee, from_on):
    rows = Membership.objects.of(committee).filter(person=person)
    if rows.in_force(from_on):
        raise ValidationError(_("This person is a member on that day already."))
    later = rows.filter(from_on__gt=from_on).order_by("from_on").first()
    if later:
        raise ValidationError(
            _("This person is a member from %(day)s on already.")
            % {"day": date_format(later.from_on, "SHORT_DATE_FORMAT")}
        )


def _leave_other_seat(person, committee, on):
    """End the other membership of a successor who is on the committee already."""
    if not person.pk:
        return
    rows = Membership.objects.of(committee).filter(person=person)
    for row in rows.in_force(on).filter(from_on__lt=on):
        _end(row, on - DAY, EndReason.OTHER_SEAT, "")
    _refuse_twice(person, committee, on)


def _begin(membership, overlap_reason):
    """Save a new membership; its seat is there from its first day on at the latest."""
    others = list(held_beside(membership, membership.from_on, membership.until_on))
    if others and not overlap_reason:
        raise Overlap(others)
    membership.overlap_reason = overlap_reason if others else ""
    membership.full_clean()
    membership.save()
    open_seat_for(membership)


def open_seat_for(membership):
    """Let the seat be there from the first day on which somebody sits on it."""
    seat = membership.seat
    if seat.opened_on and seat.opened_on > membership.from_on:
        seat.opened_on = membership.from_on
        seat.save()


def held_beside(membership, first, last):
    """Who else holds the seat, or the office that only one can have, on one of the days."""
    same = Q(seat=membership.seat)
    if membership.office in SINGLE_OFFICES:
        same |= Q(office=membership.office)
    return beside(membership, first, last).filter(same)


def beside(membership, first, last):
    return (
        Membership.objects.of(membership.seat.committee)
        .overlapping(first, last)
        .exclude(pk=membership.pk)
        .select_related("person")
        .in_order()
    )


def _free_seat_like(seat, committee, day):
    alike = Seat.objects.in_order().filter(
        committee=committee,
        capacity=seat.capacity,
        title=seat.title,
        represents_community=seat.represents_community,
        represents_religion=seat.represents_religion,
        closed_on=None,
    )
    taken = Membership.objects.of(committee).overlapping(day, None).values("seat")
    return alike.exclude(pk__in=taken).first()


@asks("edit_members", of="membership.seat.committee")
def end_membership(membership, *, until_on, end_reason, by, end_note=""):
    """Let a membership end with the given day; raises ValidationError when the day does not fit.

    An end that was recorded may move to a later day only while nobody has taken over.
    """
    _lock(membership.seat.committee)
    _end(membership, until_on, end_reason, end_note)
    append_event("member.end", by=by, subject=membership.seat.committee, membership=membership.pk)
    _end_access(membership.person, by=by)
    return membership


def _end_access(person, *, by):
    """Whoever has no post left has nothing left to sign in for."""
    if person.user:
        end_access_without_post(person.user, by=by)


def _end(membership, until_on, end_reason, end_note):
    _refuse_longer_than_successor(membership, until_on)
    membership.until_on = until_on
    membership.end_reason = end_reason
    membership.end_note = end_note
    membership.full_clean()
    membership.save()


def _refuse_longer_than_successor(membership, until_on):
    recorded = Membership.objects.values_list("until_on", flat=True).get(pk=membership.pk)
    if recorded is None or until_on <= recorded:
        return
    more = (membership, recorded + DAY, until_on)
    others = held_beside(*more) | beside(*more).filter(person=membership.person)
    if others:
        raise ValidationError(
            _("The membership ended on %(day)s and others follow: %(names)s.")
            % {
                "day": date_format(recorded, "SHORT_DATE_FORMAT"),
                "names": ", ".join(f"{row.person} ({span_of(row)})" for row in others),
            }
        )


@asks("edit_members", of="membership.seat.committee")
def set_term(membership, *, mandate_until_on, by):
    """Say until when the appointment runs; raises ValidationError when the day does not fit.

    Nobody leaves by it: who is there after that day serves beyond the term until replaced.
    """
    membership.mandate_until_on = mandate_until_on
    membership.full_clean()
    membership.save()
    append_event("member.term", by=by, subject=membership.seat.committee, membership=membership.pk)
    return membership
