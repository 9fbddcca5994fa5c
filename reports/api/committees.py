"""The registry of committees in the JSON interface, in the names of Popolo where it has one.

A committee is an Organization, a seat a Post. What a seat stands for is public; who sits on it is
told to those who know the members by name, and `memberships` is null for everybody else.
"""

from datetime import date

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema

from committees.choices import CommitteeStatus
from committees.listing import registry
from committees.models import Committee, Membership, Seat
from core.policy import may
from reports.api.answers import Paged, Paging, answers, refusal

router = Router(tags=["records"])


class OtherName(Schema):
    name: str
    lang: str


class AreaAnswer(Schema):
    id: str
    name: str


class CommitteeAnswer(Schema):
    id: str | None
    name: str
    other_names: list[OtherName]
    classification: str
    area: AreaAnswer | None
    founding_date: date | None
    dissolution_date: date | None
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


class PostAnswer(Schema):
    id: int
    label: str
    role: str
    represents_community: str | None
    represents_religion: str | None
    is_voting: bool
    is_required: bool
    start_date: date | None
    end_date: date | None


class PersonName(Schema):
    id: int
    name: str


class MembershipAnswer(Schema):
    id: int
    person: PersonName
    post_id: int
    role: str
    start_date: date
    end_date: date | None


class OneCommittee(CommitteeAnswer):
    founding_act: str
    station: str | None
    settlements: list[str]
    posts: list[PostAnswer]
    memberships: list[MembershipAnswer] | None


@router.get("/committees/", response=answers(Paged[CommitteeAnswer]))
def committees(
    request,
    paging: Query[Paging],
    kind: str = "kksb",
    q: str = "",
    region: str = "",
    municipality: str = "",
    status: str = "",
):
    """The registry, with the filters of its page.

    A municipality without a council is listed with the state `not_established`, and without `id`.
    """
    _kind, asked, rows = registry(request.GET, request.user)
    if not asked.is_valid():
        return refusal(asked.errors)
    rows = list(rows)
    return paging.answer(request, len(rows), [_committee(row) for row in paging.of(rows)])


@router.get("/committees/{slug}/", response=answers(OneCommittee, of_one=True))
def committee(request, slug: str):
    """One committee with its seats of today, and with who sits on them as far as it is open."""
    user, today = request.user, timezone.localdate()
    seen = Committee.objects.visible_to(user).with_place().with_state_on(today)
    row = get_object_or_404(seen, slug=slug)
    seats = Seat.objects.visible_to(user).filter(committee=row).there_on(today)
    memberships = None
    if may(user, "view_members", row):
        members = Membership.objects.visible_to(user).of(row).in_force(today)
        memberships = [_membership(m) for m in members.select_related("person").in_order()]
    return _committee(row) | {
        "founding_act": row.act,
        "station": row.station.code if row.station else None,
        "settlements": sorted(place.name for place in row.settlements.all()),
        "posts": [_post(seat) for seat in seats.with_names().in_order()],
        "memberships": memberships,
    }


def _committee(row):
    place = row.municipality
    names = {"sq": row.name_sq, "sr-latn": row.name_sr, "en": row.name_en}
    return {
        "id": row.slug or None,
        "name": row.name,
        "other_names": [{"name": name, "lang": lang} for lang, name in names.items() if name],
        "classification": row.kind,
        "area": {"id": place.code, "name": place.name} if place else None,
        "founding_date": row.established_on,
        "dissolution_date": row.status_on if row.status == CommitteeStatus.DISSOLVED else None,
        "kind": row.kind,
        "slug": row.slug or None,
        "name_sq": row.name_sq,
        "name_sr": row.name_sr,
        "name_en": row.name_en,
        "municipality": place.code if place else None,
        "region": place.region.code if place and place.region else None,
        "registry_number": row.registry_number,
        "state": row.state,
        "established_on": row.established_on,
    }


def _post(seat):
    community, religion = seat.represents_community, seat.represents_religion
    return {
        "id": seat.pk,
        "label": seat.name,
        "role": seat.capacity,
        "represents_community": community.code if community else None,
        "represents_religion": religion.code if religion else None,
        "is_voting": seat.is_voting,
        "is_required": seat.is_required,
        "start_date": seat.opened_on,
        "end_date": seat.closed_on,
    }


def _membership(row):
    return {
        "id": row.pk,
        "person": {"id": row.person_id, "name": str(row.person)},
        "post_id": row.seat_id,
        "role": row.office,
        "start_date": row.from_on,
        "end_date": row.until_on,
    }
