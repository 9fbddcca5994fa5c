"""The JSON interface, read only: the figures and the lists of the pages, described by OpenAPI.

Who signs in (by the session of the browser or with a personal key) sees what their pages show;
without a sign-in the answers hold the public part.
"""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from accounts.actions import digest_of
from accounts.models import ApiToken
from committees.listing import registry
from establishment.filters import RequestFilter
from establishment.models import EstablishmentRequest
from establishment.workflow import WAY
from meetings.filters import MeetingFilter
from meetings.models import Meeting
from reports.actions_api import router as actions_router
from reports.answers import Problem, moves_of, page_of, refusal
from reports.concerns_api import router as concerns_router
from reports.dashboard import Dashboard
from reports.forms import DashboardForm
from reports.plans_api import router as plans_router


class PersonalKey(HttpBearer):
    """`Authorization: Bearer forumi_…`"""

    def authenticate(self, request, token):
        known = (
            ApiToken.objects.usable(timezone.localtime())
            .select_related("user")
            .filter(digest=digest_of(token))
            .first()
        )
        if known is None:
            return None
        request.user = known.user
        return known.user


def session_or_public(request):
    """The signed-in user of the browser, or the public; a wrong key is refused, not ignored."""
    if "Authorization" in request.headers:
        return None
    return request.user if request.user.is_authenticated else AnonymousUser()


api = NinjaAPI(
    title="Forumi",
    version="1",
    description="Local safety forums of Kosovo: figures, committees, meetings, concerns, actions, "
    "work plans and requests. Read only.",
    auth=[PersonalKey(), session_or_public],
    urls_namespace="api",
    # The description is at openapi.json; a page that runs scripts of its own has no place here.
    docs_url=None,
)


api.add_router("", concerns_router)
api.add_router("", actions_router)
api.add_router("", plans_router)


@api.exception_handler(ValidationError)
def refuse_parameters(request, problem):
    """Say of a parameter of the wrong type what the filters say of a wrong value."""
    wrong = {str(error["loc"][-1]): [error["msg"]] for error in problem.errors}
    return api.create_response(request, {"errors": wrong}, status=422)


class RuleAnswer(Schema):
    meetings_per_year: int | None
    source: str | None


class Counted(Schema):
    value: float | int | str | None
    # A median or an index may lie between two whole numbers.
    numerator: int | float | None
    denominator: int | None
    counts: dict[str, int]


class NationalAnswer(Counted):
    previous: Counted


class PlaceAnswer(Counted):
    municipality: str
    state: str
    previous: Counted


class IndicatorAnswer(Schema):
    key: str
    title: str
    unit: str
    national: NationalAnswer
    by_municipality: list[PlaceAnswer]


class IndicatorsAnswer(Schema):
    kind: str
    year: int
    previous_year: int
    rule: RuleAnswer
    indicators: list[IndicatorAnswer]


def counted(value, figure):
    """Return one figure; what is not known is null, never zero."""
    return {
        "value": value,
        "numerator": figure.numerator if figure else None,
        "denominator": figure.denominator if figure else None,
        "counts": dict(figure.counts) if figure else {},
    }


@api.get("/indicators/", response={200: IndicatorsAnswer, 422: Problem}, tags=["figures"])
def indicators(
    request,
    kind: str = "kksb",
    year: str = "",
    region: str = "",
    municipality: str = "",
):
    """The figures of a kind of committee in a year, beside the year before.

    `national` sums the municipalities that were asked for.
    """
    form = DashboardForm(request.GET)
    if not form.is_valid():
        return refusal(form.errors)
    dashboard = Dashboard(**form.asked())
    rule = dashboard.period.rule
    return {
        "kind": dashboard.kind.value,
        "year": dashboard.period.year,
        "previous_year": dashboard.period_before.year,
        "rule": {
            "meetings_per_year": rule.value if rule else None,
            "source": rule.name if rule else None,
        },
        "indicators": [
            {
                "key": result.indicator.key,
                "title": str(result.indicator.title),
                "unit": result.indicator.unit.value,
                "national": counted(result.value, result.figure)
                | {"previous": counted(result.previous, result.previous_figure)},
                "by_municipality": [
                    _place(dashboard, place, result.answer(place.code))
                    for place in dashboard.places
                ],
            }
            for result in dashboard.results
        ],
    }


def _place(dashboard, place, answer):
    return counted(answer.value, answer.figure) | {
        "municipality": place.code,
        "state": dashboard.state_of(place).value,
        "previous": counted(answer.previous, answer.previous_figure),
    }


class CommitteeAnswer(Schema):
    kind: str
    slug: str | None
    name_sq: str
    name_sr: str
    name_en: str
    municipality: str | None
    region: str | None
    registry_number: str
    state: str
    established_on: date | None


class CommitteesAnswer(Schema):
    count: int
    results: list[CommitteeAnswer]


@api.get("/committees/", response={200: CommitteesAnswer, 422: Problem}, tags=["records"])
def committees(
    request,
    kind: str = "kksb",
    q: str = "",
    region: str = "",
    municipality: str = "",
    status: str = "",
    page: int = 1,
):
    """The registry, with the filters of its page.

    A municipality without a council is listed with the state `not_established`.
    """
    _kind, asked, rows = registry(request.GET, request.user)
    if not asked.is_valid():
        return refusal(asked.errors)
    rows = list(rows)
    return {
        "count": len(rows),
        "results": [
            {
                "kind": row.kind,
                "slug": row.slug or None,
                "name_sq": row.name_sq,
                "name_sr": row.name_sr,
                "name_en": row.name_en,
                "municipality": row.municipality.code if row.municipality else None,
                "region": row.municipality.region.code
                if row.municipality and row.municipality.region
                else None,
                "registry_number": row.registry_number,
                "state": row.state,
                "established_on": row.established_on,
            }
            for row in page_of(rows, page)
        ],
    }


class MeetingAnswer(Schema):
    id: int
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


class MeetingsAnswer(Schema):
    count: int
    results: list[MeetingAnswer]


@api.get("/meetings/", response={200: MeetingsAnswer, 422: Problem}, tags=["records"])
def meetings(
    request,
    q: str = "",
    committee_kind: str = "",
    committee: str = "",
    region: str = "",
    municipality: str = "",
    year: str = "",
    kind: str = "",
    status: str = "",
    incident: str = "",
    page: int = 1,
):
    """Meetings, newest first, with the filters of their page.

    `date` is as precise as the record: `2023-05-24`, `2023-05`, `2023` or `unknown`, and
    `date_precision` says how much of it is known. `committee` is the host of a joint meeting,
    which is found by each committee of `joint_with` as well.
    """
    visible = Meeting.objects.visible_to(request.user).with_committees().newest_first()
    asked = MeetingFilter(request.GET, queryset=visible)
    if not asked.is_valid():
        return refusal(asked.errors)
    found = asked.qs
    return {
        "count": found.count(),
        "results": [
            {
                "id": meeting.pk,
                "committee": meeting.committee.slug,
                "joint_with": [partner.slug for partner in meeting.partners.all()],
                "kind": meeting.kind,
                "number_in_year": meeting.number_in_year,
                "date": meeting.known_date,
                "date_precision": meeting.precision,
                "evidence": meeting.evidence,
                "status": meeting.status,
                "is_awaiting_report": meeting.is_awaiting_report,
                "place": meeting.place,
                "chaired_by": meeting.chaired_as,
                "incident_discussed": meeting.incident_discussed,
                "communities_affected": [c.code for c in meeting.communities_affected.all()],
            }
            for meeting in page_of(found.prefetch_related("communities_affected"), page)
        ],
    }


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


class RequestsAnswer(Schema):
    count: int
    results: list[RequestAnswer]


@api.get("/requests/", response={200: RequestsAnswer, 422: Problem}, tags=["records"])
def requests(
    request,
    q: str = "",
    status: str = "",
    level: str = "",
    region: str = "",
    municipality: str = "",
    purpose: str = "",
    committee: str = "",
    overdue: str = "",
    mine: str = "",
    page: int = 1,
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
    actions = sorted({step.action for step in WAY.transitions})
    rows = page_of(found.prefetch_related("settlements").with_actions(request.user, *actions), page)
    return {"count": found.count(), "results": [_request(row) for row in rows]}


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


def addresses():
    """The addresses of the interface, which asks for the sign-in itself."""
    patterns, *names = api.urls
    for pattern in patterns:
        login_not_required(pattern.callback)
    return (patterns, *names)
