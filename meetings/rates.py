"""How often a member took part: counted only over meetings of the days of the membership.

A meeting counts for a member when the member's own committee held it on a known day of the
membership. Where nobody noted whether the member came, nothing is said: such a meeting stands in
`held`, but not in `noted`, and the rate is of those noted.
"""

from datetime import date

from django.db.models import Count, DateField, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from committees.models import Membership
from meetings.choices import TAKING_PART, AttendanceCode, DatePrecision
from meetings.models import Meeting


def attendance_in(committee, year):
    """Return the memberships of the year with `held`, `noted` and `present`, in seat order."""
    last = Coalesce(
        OuterRef("until_on"), Value(date.max, output_field=DateField()), output_field=DateField()
    )
    held = (
        Meeting.objects.held()
        .in_year(year)
        .filter(
            precision=DatePrecision.DAY,
            committee=committee,
            starts_on__gte=OuterRef("from_on"),
            starts_on__lte=last,
        )
    )
    own = Q(attendance__membership=OuterRef("pk"))
    noted = held.filter(own & ~Q(attendance__code=AttendanceCode.UNKNOWN))
    present = held.filter(own & Q(attendance__code__in=TAKING_PART))
    return (
        Membership.objects.of(committee)
        .filter(Q(until_on=None) | Q(until_on__gte=date(year, 1, 1)))
        .filter(from_on__lte=date(year, 12, 31))
        .annotate(held=_number(held), noted=_number(noted), present=_number(present))
        .select_related("person", "seat__represents_community", "seat__represents_religion")
        .in_order()
    )


def _number(meetings):
    """Return how many meetings of a subquery there are."""
    counted = meetings.order_by().values("committee").annotate(number=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0, output_field=IntegerField())
