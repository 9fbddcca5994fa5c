"""The way of a concern as a reader follows it: raised, passed on, answered, closed."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.choices import Outcome


def way_of(concern, user):
    """Return the steps of the timeline, the first one first."""
    steps = [
        {
            "state": "done",
            "title": _("Raised before %(committee)s") % {"committee": concern.committee.full_name},
            "detail": _day(concern.raised_on),
        }
    ]
    rungs = concern.referrals.visible_to(user).select_related(
        "from_committee", "to_committee__municipality"
    )
    events = []
    for rung in rungs.in_order():
        events.append((rung.passed_at, _passed(rung)))
        if rung.outcome:
            events.append((rung.closed_at, _came_back(rung)))
    steps += [step for _at, step in sorted(events, key=lambda event: event[0])]
    if concern.is_closed:
        steps.append(
            {
                "state": "done",
                "title": str(concern.status_choice.label).capitalize(),
                "detail": _day(concern.answered_on),
                "note": concern.answer,
            }
        )
    else:
        steps.append(
            {
                "state": "current",
                "title": _("Lies with %(holder)s") % {"holder": concern.holder},
                "detail": str(concern.status_choice.label),
            }
        )
    return steps


def _passed(rung):
    return {
        "state": "done",
        "title": _("Passed to %(receiver)s") % {"receiver": rung.receiver},
        "detail": _day(rung.passed_at),
        "note": rung.reason,
    }


def _came_back(rung):
    text = (
        _("Answered by %(receiver)s")
        if rung.outcome == Outcome.ANSWERED
        else _("Declined by %(receiver)s")
    )
    return {
        "state": "done",
        "title": text % {"receiver": rung.receiver},
        "detail": _day(rung.closed_at),
        "note": rung.words,
    }


def _day(value):
    return date_format(value, "SHORT_DATE_FORMAT") if value else _("date not known")
