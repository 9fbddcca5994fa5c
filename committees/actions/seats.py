from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.actions import append_event
from committees.composition import lacks
from committees.models import Committee
from core.policy import asks


def add_seat(seat, committee, *, is_voting=True, opened_on=None):
    """Put a new seat on a committee, behind those that are there."""
    seat.committee = committee
    seat.is_voting = is_voting
    seat.opened_on = opened_on
    seat.position = committee.seats.count() + 1
    seat.full_clean()
    seat.save()
    return seat


@asks("edit_members", of="committee")
def open_seats(committee, *, rows, opened_on, by):
    """Open what the committee still lacks of these rows of its template; return the seats.

    Whoever comes second finds nothing missing and opens nothing.
    """
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    seats = [
        add_seat(lack.seat, committee, is_voting=lack.row.is_voting, opened_on=opened_on)
        for lack in lacks(committee, opened_on)
        if lack.row in rows
        for _number in range(lack.count)
    ]
    append_event("seat.open", by=by, subject=committee, seats=[seat.pk for seat in seats])
    return seats


@asks("edit_members", of="seat.committee")
def save_seat(seat, *, by):
    """Add a seat by hand or correct one; raises ValidationError when it does not fit."""
    is_new = seat.pk is None
    if is_new:
        add_seat(seat, seat.committee, is_voting=seat.is_voting, opened_on=seat.opened_on)
    else:
        seat.full_clean()
        seat.save()
    append_event("seat.add" if is_new else "seat.edit", by=by, subject=seat.committee, seat=seat.pk)
    return seat


@asks("edit_members", of="seat.committee")
def close_seat(seat, *, closed_on, closing_act, by):
    """Let the day be the last on which the seat is there.

    Raises ValidationError while somebody holds it beyond that day: end the membership first.
    """
    if seat.memberships.exclude(until_on__lte=closed_on).exists():
        raise ValidationError(
            _("Somebody holds this seat after that day. End the membership first.")
        )
    seat.closed_on = closed_on
    seat.closing_act = closing_act
    seat.full_clean()
    seat.save()
    append_event("seat.close", by=by, subject=seat.committee, seat=seat.pk)
    return seat
