"""What enters the register of concerns, and what a meeting says of it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import append_event
from committees.numbers import next_number
from core.policy import asks
from meetings.choices import Reach, Sensitivity

# What the record of a meeting says of a concern; the rest is kept in the register.
OF_THE_RECORD = ("description", "category", "is_incident", "reach", "raised_on", "search_text")


@asks("add_concern", of="concern.committee")
def register_concern(concern, communities, *, by):
    """Enter a new concern; it gets a number and lies with the committee before which it came."""
    year = (concern.raised_on or timezone.localdate()).year
    concern.number = next_number(concern.series, year)
    concern.holder_committee = concern.committee
    concern.save()
    concern.communities.set(communities)
    append_event("concern.register", by=by, subject=concern)
    return concern


@asks("report", of="meeting")
def write_concerns(meeting, concerns, *, by):
    """Save pairs (concern, communities affected), and what follows from them for the tags.

    A concern that the meeting has already in the same words is that one. The tags are public, so a
    confidential one sets none. Raises `ValidationError` when one happened after the day of the
    meeting.
    """
    known = {concern.description: concern for concern in meeting.concerns.all()}
    for concern, communities in concerns:
        before = concern if concern.pk else known.get(concern.description)
        _bring_to(meeting, concern, communities)
        if before is None:
            register_concern.unasked(concern, communities, by=by)
        else:
            concern.pk, concern._state.adding = before.pk, False
            concern.save(update_fields=OF_THE_RECORD)
            concern.communities.set(communities)
        if (before or concern).sensitivity != Sensitivity.CONFIDENTIAL:
            _tag(meeting, concern, communities)


def _tag(meeting, concern, communities):
    """Let the public tags of the meeting say that the concern was discussed."""
    meeting.communities_affected.add(*communities)
    if concern.category:
        meeting.categories.add(concern.category)
    if not meeting.incident_discussed:
        meeting.incident_discussed = True
        meeting.save()


def _bring_to(meeting, concern, communities):
    """Let the concern be one of the meeting, raised on its day."""
    if concern.occurred_on and meeting.starts_on and concern.occurred_on > meeting.starts_on:
        raise ValidationError(
            _("«%(concern)s» happened after the day of the meeting.") % {"concern": concern}
        )
    concern.meeting, concern.committee = meeting, meeting.committee
    concern.raised_on = meeting.starts_on
    if communities:
        concern.reach = Reach.NAMED
    elif concern.reach == Reach.NAMED:
        concern.reach = Reach.NONE_KNOWN


@asks("report", of="meeting")
def follow_day(meeting, *, by):
    """Let what was raised at a meeting be raised on its day, after that was corrected."""
    for concern in meeting.concerns.exclude(raised_on=meeting.starts_on):
        _bring_to(meeting, concern, concern.communities.all())
        concern.save(update_fields=["raised_on"])
