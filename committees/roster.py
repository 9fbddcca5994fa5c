"""The roster of a committee on a day: its seats in order, each with whoever holds it."""

from committees.models import Membership


def roster_on(committee, day, user):
    """Return a row for each seat and holder; a seat that two hold at once has two rows.

    A membership that the user may not see is only told as «taken».
    """
    seats = (
        committee.seats.there_on(day)
        .visible_to(user)
        .with_last_held_before(day)
        .with_names()
        .in_order()
    )
    held = Membership.objects.of(committee).in_force(day)
    seen = {}
    for membership in (
        held.visible_to(user)
        .with_actions(user, "end", "record_profile")
        .select_related("person")
        .in_order()
    ):
        membership.is_beyond_term = membership.serves_beyond_term(day)
        seen.setdefault(membership.seat_id, []).append(membership)
    taken = set(held.values_list("seat_id", flat=True))
    return [
        {
            "seat": seat,
            "membership": membership,
            "is_taken": seat.pk in taken,
            "vacant_days": _vacant_days(seat, day),
        }
        for seat in seats
        for membership in seen.get(seat.pk, [None])
    ]


def _vacant_days(seat, day):
    """Days since somebody last sat there, or since the seat was opened; None when unknown."""
    since = seat.last_held_on or seat.opened_on
    return (day - since).days if since else None
