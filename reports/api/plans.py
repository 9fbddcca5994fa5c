"""The annual work plans in the JSON interface."""

from datetime import date

from ninja import Query, Router, Schema

from plans.filters import WorkPlanFilter, plans_seen_by
from reports.api.answers import Paged, Paging, answers, refusal

router = Router(tags=["records"])


class WorkPlanAnswer(Schema):
    committee: str
    municipality: str | None
    year: int
    status: str
    answer: str
    adopted_on: date | None
    recommended_on: date | None
    assembly_approved_on: date | None
    given_for_information_on: date | None
    activities: int
    activities_done: int


@router.get("/workplans/", response=answers(Paged[WorkPlanAnswer]))
def workplans(
    request,
    paging: Query[Paging],
    q: str = "",
    kind: str = "",
    year: str = "",
    status: str = "",
    answer: str = "",
    region: str = "",
    municipality: str = "",
    committee: str = "",
):
    """Annual work plans, newest first, with the filters of their page; the public is shown none.

    `answer` is the one of the OSCE sheet: `no`, `yes` or `with_activities` for communities;
    `activities` are those that nobody dropped.
    """
    asked = WorkPlanFilter(request.GET, queryset=plans_seen_by(request.user))
    if not asked.is_valid():
        return refusal(asked.errors)
    rows = paging.of(asked.qs)
    return paging.answer(request, asked.qs.count(), [_answer(row) for row in rows])


def _answer(row):
    place = row.committee.municipality
    return {
        "committee": row.committee.slug,
        "municipality": place.code if place else None,
        "year": row.year,
        "status": row.status,
        "answer": row.answer,
        "adopted_on": row.adopted_on,
        "recommended_on": row.recommended_on,
        "assembly_approved_on": row.assembly_approved_on,
        "given_for_information_on": row.given_for_information_on,
        "activities": row.planned,
        "activities_done": row.done,
    }
