"""Meetings in the JSON interface, in the names of OParl where it has one."""

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from meetings.choices import DatePrecision, MeetingStatus
from meetings.filters import MeetingFilter
from meetings.models import AgendaItem, Meeting
from reports.api.answers import Paged, Paging, answers, refusal

router = Router(tags=["records"])


class Location(Schema):
    description: str


class MeetingAnswer(Schema):
    id: str
    name: str
    organization: list[str]
    start: str | None
    end: str | None
    location: Location | None
    cancelled: bool
    committee: str
    joint_with: list[str]
    kind: str
    number_in_year: int | None
    date: str
    date_precision: str
    evidence: str
    status: str
    is_awaiting_report: bool
    place: str
    chaired_by: str
    incident_discussed: bool | None
    communities_affected: list[str]


class Votes(Schema):
    votes_for: int
    votes_against: int
    abstentions: int


class ItemAnswer(Schema):
    number: int
    name: str
    kind: str
    public: bool
    result: str | None
    votes: Votes | None


class OneMeeting(MeetingAnswer):
    agendaItem: list[ItemAnswer]  # noqa: N815 -- the name in OParl


@router.get("/meetings/", response=answers(Paged[MeetingAnswer]))
def meetings(
    request,
    paging: Query[Paging],
    q: str = "",
    committee_kind: str = "",
    committee: str = "",
    region: str = "",
    municipality: str = "",
    year: str = "",
    kind: str = "",
    status: str = "",
    incident: str = "",
):
    """Meetings, newest first, with the filters of their page.

    `date` is as precise as the record: `2023-05-24`, `2023-05`, `2023` or `unknown`, and
    `date_precision` says how much of it is known. `start` is null unless the day is known.
    `committee` is the host of a joint meeting, which is found by each committee of `joint_with` as
    well; `organization` names them all.
    """
    visible = Meeting.objects.visible_to(request.user).with_committees().newest_first()
    asked = MeetingFilter(request.GET, queryset=visible)
    if not asked.is_valid():
        return refusal(asked.errors)
    rows = paging.of(asked.qs.prefetch_related("communities_affected"))
    return paging.answer(request, asked.qs.count(), [_meeting(row) for row in rows])


@router.get("/meetings/{id}/", response=answers(OneMeeting, of_one=True))
def meeting(request, id: str):  # noqa: A002 -- the name in the address
    """One meeting with the items of its agenda that are open to whoever asks.

    `result` and `votes` are told to those who read the record, and once its minutes are published.
    """
    row = get_object_or_404(
        Meeting.objects.visible_to(request.user).with_committees(), public_id=id
    )
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=row).in_order()
    agenda = [_item(item) for item in items.with_actions(request.user, "view_text")]
    return _meeting(row) | {"agendaItem": agenda}


def _meeting(row):
    host, *partners = [committee.slug for committee in row.committees]
    return {
        "id": row.public_id,
        "name": str(row.title),
        "organization": [host, *partners],
        "start": _start(row),
        "end": row.ends_on.isoformat() if row.ends_on else None,
        "location": {"description": row.place} if row.place else None,
        "cancelled": row.status == MeetingStatus.CANCELLED,
        "committee": host,
        "joint_with": [partner.slug for partner in row.partners.all()],
        "kind": row.kind,
        "number_in_year": row.number_in_year,
        "date": row.known_date,
        "date_precision": row.precision,
        "evidence": row.evidence,
        "status": row.status,
        "is_awaiting_report": row.is_awaiting_report,
        "place": row.place,
        "chaired_by": row.chaired_as,
        "incident_discussed": row.incident_discussed,
        "communities_affected": [c.code for c in row.communities_affected.all()],
    }


def _start(row):
    """The day, with the time where it is known; nothing where not even the day is."""
    if row.precision != DatePrecision.DAY:
        return None
    time = f"T{row.start_time:%H:%M}" if row.start_time else ""
    return f"{row.starts_on.isoformat()}{time}"


def _item(item):
    votes = ("votes_for", "votes_against", "abstentions")
    is_voted = item.can_view_text and item.votes_for is not None
    return {
        "number": item.position,
        "name": item.name,
        "kind": item.kind,
        "public": not item.is_confidential,
        "result": (item.resolution or None) if item.can_view_text else None,
        "votes": {name: getattr(item, name) for name in votes} if is_voted else None,
    }
