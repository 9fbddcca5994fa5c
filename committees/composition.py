"""What a committee lacks of the seats that its kind has by rule or custom."""

from dataclasses import dataclass

from committees.choices import CommitteeStatus
from committees.models import Seat, SeatTemplate
from core.i18n import fold


@dataclass(frozen=True)
class Lack:
    """A row of the template and how many of its seats the committee does not have."""

    row: SeatTemplate
    count: int

    @property
    def seat(self):
        """The seat to open, not yet placed on a committee."""
        copied = ("capacity", "represents_community", "represents_religion")
        seat = Seat(**{name: getattr(self.row, name) for name in copied})
        seat.title = self.row.title
        seat.is_required, seat.is_voting = self.row.is_required, self.row.is_voting
        return seat


def lacks(committee, day):
    """Return what the template of the day has and the committee lacks, in the template's order.

    The more a row says, the earlier it takes its seats: «Directorate of Education» is served
    before «a directorate». A row that names no community is served by a seat of any.
    """
    if committee.status == CommitteeStatus.DISSOLVED:
        return []
    rows = SeatTemplate.objects.in_force(day).filter(kind=committee.kind)
    free = list(committee.seats.there_on(day).with_names().in_order())
    found = []
    for row in sorted(
        rows.select_related("represents_community", "represents_religion"), key=_vagueness
    ):
        taken = [seat for seat in free if _serves(seat, row)][: row.places]
        free = [seat for seat in free if seat not in taken]
        if len(taken) < row.places:
            found.append(Lack(row, row.places - len(taken)))
    return sorted(found, key=lambda lack: lack.row.position)


def _vagueness(row):
    says = (row.title_sq, row.represents_community_id, row.represents_religion_id)
    return (-sum(map(bool, says)), row.position)


def _serves(seat, row):
    titles = {fold(title) for title in row.titles}
    return (
        seat.capacity == row.capacity
        and (not titles or fold(seat.title) in titles)
        and row.represents_community_id in (None, seat.represents_community_id)
        and row.represents_religion_id in (None, seat.represents_religion_id)
    )
