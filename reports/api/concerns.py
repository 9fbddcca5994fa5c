"""The register of concerns in the JSON interface."""

from datetime import date

from ninja import Query, Router, Schema

from concerns.filters import ConcernFilter
from meetings.models import Concern, Meeting
from meetings.workflow import CONCERN
from reports.api.answers import Paged, Paging, answers, moves_of, refusal

router = Router(tags=["records"])
STEPS = sorted({step.action for step in CONCERN.transitions})


class ConcernAnswer(Schema):
    number: str
    committee: str
    municipality: str | None
    meeting: str | None
    raised_on: date | None
    occurred_on: date | None
    category: str | None
    settlement: str | None
    description: str
    is_incident: bool
    is_serious: bool
    reach: str
    communities_affected: list[str]
    sensitivity: str
    status: str
    held_by: str
    answer: str
    answered_on: date | None
    is_published: bool
    moves: list[str]


@router.get("/concerns/", response=answers(Paged[ConcernAnswer]))
def concerns(
    request,
    paging: Query[Paging],
    q: str = "",
    status: str = "",
    category: str = "",
    community: str = "",
    incident: str = "",
    region: str = "",
    municipality: str = "",
    age: str = "",
    raised_from: str = "",
    raised_to: str = "",
    committee: str = "",
    mine: str = "",
):
    """Concerns, newest first, with the filters of their page; the public is shown none.

    `held_by` is the address of the committee with which it lies, or `mia` or `mlga`; `moves`
    names the steps open to whoever asks.
    """
    visible = Concern.objects.visible_to(request.user).with_parts().newest_first()
    asked = ConcernFilter(request.GET, queryset=visible, request=request)
    if not asked.is_valid():
        return refusal(asked.errors)
    rows = list(paging.of(asked.qs.with_actions(request.user, *STEPS)))
    # Whom a concern was passed to may not know of the meeting at which it was raised.
    known = Meeting.objects.visible_to(request.user).filter(pk__in=[row.meeting_id for row in rows])
    meetings = dict(known.values_list("pk", "public_id"))
    return paging.answer(request, asked.qs.count(), [_answer(row, meetings) for row in rows])


def _answer(row, meetings):
    place = row.committee.municipality
    held_by = row.holder_committee.slug if row.holder_committee else row.holder_ministry
    return {
        "number": row.number,
        "committee": row.committee.slug,
        "municipality": place.code if place else None,
        "meeting": meetings.get(row.meeting_id),
        "raised_on": row.raised_on,
        "occurred_on": row.occurred_on,
        "category": row.category.code if row.category else None,
        "settlement": row.settlement.name if row.settlement else None,
        "description": row.description,
        "is_incident": row.is_incident,
        "is_serious": row.is_serious,
        "reach": row.reach,
        "communities_affected": [community.code for community in row.communities.all()],
        "sensitivity": row.sensitivity,
        "status": row.status,
        "held_by": held_by,
        "answer": row.answer,
        "answered_on": row.answered_on,
        "is_published": row.published_at is not None,
        "moves": moves_of(CONCERN, row),
    }
