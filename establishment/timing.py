"""Where the file is and was: stays at the levels, counted in working days from the moves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from establishment.choices import RequestStatus
from establishment.models import Move, Step
from places.working_days import WorkingDays

# How a stay looks by the move that ended it.
_ENDS = {
    "forward": "done",
    "approve": "done",
    "resubmit": "done",
    "place": "done",
    "return": "returned",
    "send-back": "returned",
    "reject": "stopped",
    "withdraw": "stopped",
}


@dataclass
class Stay:
    """A time in one place: at a level, or (without one to decide) at the station for correction."""

    status: str
    step: Step | None
    began_on: date
    ended_on: date | None
    days: int
    ended_by: Move | None

    @property
    def is_at_level(self):
        return self.status == RequestStatus.AT_LEVEL


def stays_of(moves, days, today):
    """Return the stays of one request from its moves in order; the last may still go on."""
    stays = []
    for move, following in zip(moves, [*moves[1:], None], strict=True):
        if move.after in (RequestStatus.APPROVED, RequestStatus.WITHDRAWN, RequestStatus.REJECTED):
            continue
        began_on = timezone.localdate(move.moved_at)
        ended_on = timezone.localdate(following.moved_at) if following else None
        if move.after == RequestStatus.SUBMITTED and ended_on == began_on:
            continue
        stays.append(
            Stay(
                status=move.after,
                step=move.to_step,
                began_on=began_on,
                ended_on=ended_on,
                days=days.between(began_on, ended_on or today),
                ended_by=following,
            )
        )
    return stays


def timeline_of(request, moves, *, with_reasons):
    """Return the way of a request as items of the timeline component."""
    today = timezone.localdate()
    if not moves:
        return []
    items = [_filing(moves[0])]
    for stay in stays_of(moves, WorkingDays.of_kosovo(), today):
        items.append(
            {
                "title": _title(stay),
                "state": _ENDS[stay.ended_by.name] if stay.ended_by else "current",
                "detail": _detail(stay, request),
                "note": stay.ended_by.reason if stay.ended_by and with_reasons else "",
            }
        )
    if request.status in (RequestStatus.AT_LEVEL, RequestStatus.RETURNED):
        # The level that returned the request has still to decide.
        is_away = request.status == RequestStatus.RETURNED
        first = request.step.order + (0 if is_away else 1)
        items += [
            {"title": step.full_name, "state": "next", "detail": _allowance(step)}
            for step in request.steps.filter(order__gte=first)
            .select_related("region", "station")
            .order_by("order")
        ]
    return items


def _filing(move):
    return {
        "title": _("Submitted by the station"),
        "state": "done",
        "detail": date_format(timezone.localdate(move.moved_at), "SHORT_DATE_FORMAT"),
    }


def _title(stay):
    if stay.status == RequestStatus.RETURNED:
        return _("At the station for correction")
    if stay.status == RequestStatus.SUBMITTED:
        return _("Waits for its chain of command")
    return stay.step.full_name


def _allowance(step):
    text = ngettext(
        "%(count)s working day to decide", "%(count)s working days to decide", step.working_days
    )
    return text % {"count": step.working_days}


def _detail(stay, request):
    facts = {
        "first": date_format(stay.began_on, "SHORT_DATE_FORMAT"),
        "count": stay.days,
    }
    if stay.ended_on:
        facts["last"] = date_format(stay.ended_on, "SHORT_DATE_FORMAT")
        if stay.is_at_level:
            text = ngettext(
                "%(first)s – %(last)s · %(count)s working day",
                "%(first)s – %(last)s · %(count)s working days",
                stay.days,
            )
        else:
            text = ngettext(
                "%(first)s – %(last)s · the clock stood for %(count)s working day",
                "%(first)s – %(last)s · the clock stood for %(count)s working days",
                stay.days,
            )
        return text % facts
    if not stay.is_at_level:
        return _("since %(first)s · the clock stands") % facts
    facts["due"] = date_format(request.due_on, "SHORT_DATE_FORMAT")
    text = ngettext(
        "since %(first)s · %(count)s working day so far · due on %(due)s",
        "since %(first)s · %(count)s working days so far · due on %(due)s",
        stay.days,
    )
    return text % facts


def medians(requests):
    """Return mappings (level, region, count, median, longest) of finished stays at levels.

    Days are working days; a request that came back to a level counts there once for each visit.
    """
    days, today = WorkingDays.of_kosovo(), timezone.localdate()
    moves = defaultdict(list)
    for move in (
        Move.objects.filter(request__in=requests.values("pk"))
        .select_related("to_step", "request__region")
        .order_by("request", "number")
    ):
        moves[move.request_id].append(move)
    found = defaultdict(list)
    for own in moves.values():
        for stay in stays_of(own, days, today):
            if stay.is_at_level and stay.ended_on and stay.ended_by.name != "withdraw":
                found[stay.step.order, stay.step.name, own[0].request.region].append(stay.days)
    return [
        {
            "level": level,
            "region": region,
            "count": len(spans),
            "median": median(spans),
            "longest": max(spans),
        }
        for (_order, level, region), spans in sorted(
            found.items(), key=lambda item: (item[0][0], item[0][1], str(item[0][2]))
        )
    ]
