"""The list of actions in the JSON interface."""

from datetime import date

from ninja import Query, Router, Schema

from follow_up.filters import ActionFilter
from meetings.models import Action
from meetings.workflow.action import ACTION
from reports.api.answers import Paged, Paging, answers, moves_of, refusal

router = Router(tags=["records"])
STEPS = sorted({step.action for step in ACTION.transitions})


class ActionAnswer(Schema):
    id: int
    committee: str
    municipality: str | None
    meeting: str
    decided_on: str
    text: str
    addressee: str
    institution: str | None
    due_on: date | None
    status: str
    is_overdue: bool
    done_on: date | None
    result: str
    moves: list[str]


@router.get("/actions/", response=answers(Paged[ActionAnswer]))
def actions(
    request,
    paging: Query[Paging],
    q: str = "",
    status: str = "",
    institution: str = "",
    kind: str = "",
    region: str = "",
    municipality: str = "",
    committee: str = "",
    due_from: str = "",
    due_to: str = "",
    overdue: str = "",
    mine: str = "",
    sort: str = "",
):
    """What committees asked somebody to do, with the filters of its page.

    The public is shown none. `institution` is the code of the addressee where it was recognised,
    `addressee` the words as written; `moves` names the steps open to whoever asks.
    """
    visible = Action.objects.visible_to(request.user).with_place().by_due()
    asked = ActionFilter(request.GET, queryset=visible, request=request)
    if not asked.is_valid():
        return refusal(asked.errors)
    rows = paging.of(asked.qs.with_actions(request.user, *STEPS))
    return paging.answer(request, asked.qs.count(), [_answer(row) for row in rows])


def _answer(row):
    committee = row.meeting.committee
    return {
        "id": row.pk,
        "committee": committee.slug,
        "municipality": committee.municipality.code if committee.municipality else None,
        "meeting": row.meeting.public_id,
        "decided_on": row.meeting.known_date,
        "text": row.text,
        "addressee": row.addressee,
        "institution": row.institution.code if row.institution else None,
        "due_on": row.due_on,
        "status": row.status,
        "is_overdue": row.is_overdue,
        "done_on": row.done_on,
        "result": row.result,
        "moves": moves_of(ACTION, row),
    }
