"""What held meetings fulfil for their committees."""

from committees.choices import Task
from committees.models import Deadline
from meetings.choices import DatePrecision
from meetings.models import Meeting


def meet_first_deadlines(committees):
    """Note the first held meeting of new committees as the inaugural one, or that there is none.

    A date of which only month or year is known fulfils nothing.
    """
    for deadline in Deadline.objects.filter(committee__in=committees, task=Task.INAUGURAL_MEETING):
        first = (
            Meeting.objects.held()
            .of(deadline.committee_id)
            .filter(precision=DatePrecision.DAY)
            .order_by("starts_on")
            .first()
        )
        done_on = first.starts_on if first else None
        if deadline.done_on != done_on:
            deadline.done_on = done_on
            deadline.save()


def meet_first_deadline(meeting, **_step):
    """The same for the committees of one meeting, as an effect of its workflow."""
    meet_first_deadlines([meeting.committee, *meeting.partners.all()])
