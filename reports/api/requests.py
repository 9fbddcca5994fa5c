"""Requests to found or change a local committee in the JSON interface."""

from datetime import date

from ninja import Query, Router, Schema

from establishment.filters import RequestFilter
from establishment.models import EstablishmentRequest
from establishment.workflow import WAY
from reports.api.answers import Paged, Paging, answers, moves_of, refusal

router = Router(tags=["records"])
STEPS = sorted({step.action for step in WAY.transitions})


class RequestAnswer(Schema):
    number: str
    purpose: str
    route: str
    name_sq: str
    name_sr: str
    name_en: str
    municipality: str
    station: str
    region: str | None
    settlements: list[str]
    status: str
    level: str | None
    round: int
    submitted_on: date | None
    arrived_on: date | None
    due_on: date | None
    is_overdue: bool
    decided_on: date | None
    registry_number: str | None
    moves: list[str]


@router.get("/requests/", response=answers(Paged[RequestAnswer]))
def requests(
    request,
    paging: Query[Paging],
    q: str = "",
    status: str = "",
    level: str = "",
    region: str = "",
    municipality: str = "",
    purpose: str = "",
    committee: str = "",
    overdue: str = "",
    mine: str = "",
):
    """Requests to found or change a local committee, with the filters of their page.

    States, dates and counts, without documents and private persons; the public is shown none.
    `moves` names the steps that are open to whoever asks.
    """
    visible = EstablishmentRequest.objects.visible_to(request.user).with_place().newest_first()
    asked = RequestFilter(request.GET, queryset=visible, request=request)
    if not asked.is_valid():
        return refusal(asked.errors)
    found = asked.qs
    rows = found.prefetch_related("settlements").with_actions(request.user, *STEPS)
    return paging.answer(request, found.count(), [_request(row) for row in paging.of(rows)])


def _request(row):
    return {
        "number": row.number,
        "purpose": row.purpose,
        "route": row.route,
        "name_sq": row.name_sq,
        "name_sr": row.name_sr,
        "name_en": row.name_en,
        "municipality": row.station.municipality.code,
        "station": row.station.code,
        "region": row.region.code if row.region else None,
        "settlements": sorted(place.name for place in row.settlements.all()),
        "status": row.status,
        "level": row.step.role if row.step else None,
        "round": row.round,
        "submitted_on": row.submitted_on,
        "arrived_on": row.arrived_on,
        "due_on": row.due_on,
        "is_overdue": row.is_overdue,
        "decided_on": row.decided_on,
        "registry_number": row.committee.registry_number if row.committee else None,
        "moves": moves_of(WAY, row),
    }
