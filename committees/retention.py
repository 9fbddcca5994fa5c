"""Until when what is kept of a person has a purpose: some time after the last membership."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from committees.choices import CommitteeStatus
from committees.models import Membership


def of_those_who_left(rows, *, days):
    """Return the rows whose `person` has sat on no committee for more than so many days.

    The time of a committee that was dissolved ends with it.
    """
    limit = timezone.localdate() - timedelta(days=days)
    sits = (
        Membership.objects.filter(person=OuterRef("person"))
        .exclude(until_on__lt=limit)
        .exclude(
            seat__committee__status=CommitteeStatus.DISSOLVED, seat__committee__status_on__lt=limit
        )
    )
    return rows.filter(~Exists(sits))
