"""What a correction of the roster touches in the records of meetings."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from committees.consequences import Consequence
from meetings.choices import AttendanceCode
from meetings.models import Attendance, Meeting, Minutes
from meetings.quorum import quorum_on


def meetings_touched(changes, _user):
    """Return the recorded meetings whose attendance, chair or quorum the changes touch."""
    found = []
    for committee, own in _by_committee(changes).items():
        noted = _noted(own)
        for meeting in _held_within(committee, own):
            touching = [change for change in own if change.touches(meeting.starts_on)]
            if touching:
                found.append(_touched(meeting, touching, noted[meeting.pk]))
    return found


def drop_unknown(changes):
    """Delete attendance that says nothing, of rows that are on no roster of the day any more."""
    for change in changes:
        if change.was:
            rows = Attendance.objects.filter(
                membership=change.was, code=AttendanceCode.UNKNOWN
            ).select_related("meeting")
            for row in rows:
                if change.becomes is None or change.is_removed_on(row.meeting.starts_on):
                    row.delete()


def _by_committee(changes):
    found = defaultdict(list)
    for change in changes:
        found[change.committee].append(change)
    return found


def _held_within(committee, changes):
    """Held meetings of the committee on a day on which one of the rows was a member."""
    spans = [change.span for change in changes]
    within = [
        Q(starts_on__gte=first) & (Q(starts_on__lte=last) if last else Q()) for first, last in spans
    ]
    locked = Minutes.objects.locked().filter(meeting=OuterRef("pk"))
    return (
        Meeting.objects.held()
        .filter(reduce(or_, within), committee=committee)
        .annotate(is_locked=Exists(locked))
        .select_related("committee")
        .newest_first()
    )


def _noted(changes):
    """Return {meeting: memberships of which something is noted there}."""
    rows = [change.was for change in changes if change.was]
    noted = defaultdict(set)
    attended = Attendance.objects.filter(membership__in=rows).exclude(code=AttendanceCode.UNKNOWN)
    for meeting, membership in attended.values_list("meeting", "membership"):
        noted[meeting].add(membership)
    for meeting, membership in Meeting.objects.filter(chaired_by__in=rows).values_list(
        "pk", "chaired_by"
    ):
        noted[meeting].add(membership)
    return noted


def _touched(meeting, changes, noted):
    name = f"{capfirst(meeting.title)}, {meeting.date_text}"
    url = meeting.get_absolute_url()
    for change in changes:
        if change.is_removed_on(meeting.starts_on) and change.was.pk in noted:
            return Consequence(name, _against(meeting, change.was), url, refuses=True)
    if meeting.is_locked:
        text = _("its minutes are approved and stay as they were signed")
    else:
        text = _quorum_text(meeting, sum(change.votes_on(meeting.starts_on) for change in changes))
    return Consequence(name, text, url)


def _against(meeting, membership):
    """Say what is noted of somebody who would be no member on the day, and what to do."""
    noted = _("attendance or the chair is noted of %(name)s.") % {"name": membership.person}
    if meeting.is_locked:
        return f"{noted} " + _(
            "Open the minutes again, take it out of the record of the meeting, then correct the "
            "roster."
        )
    return f"{noted} " + _("Take it out of the record of the meeting, then correct the roster.")


def _quorum_text(meeting, votes):
    quorum = quorum_on(meeting.committee, meeting.starts_on)
    if not votes or quorum is None:
        return _("its attendance list is another one; the quorum stays")
    return _("members with a vote on %(day)s: %(before)s, afterwards %(after)s") % {
        "day": date_format(meeting.starts_on, "SHORT_DATE_FORMAT"),
        "before": quorum.voting,
        "after": quorum.voting + votes,
    }
