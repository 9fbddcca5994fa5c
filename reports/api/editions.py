"""The published years in the JSON interface: the list, what was frozen, what differs today."""

from datetime import datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from reports.api.answers import Paged, Paging, answers
from reports.differences import between, earlier_of, since
from reports.models import Edition

router = Router(tags=["figures"])


class EditionAnswer(Schema):
    id: int
    name: str
    kind: str
    year: int
    number: int | None
    status: str
    reason: str
    cut_off: datetime | None
    published_at: datetime | None
    sha256: str


class OneEdition(EditionAnswer):
    """`content` is what the hash was taken of; of a draft there is none yet."""

    content: dict[str, Any] | None


class Side(Schema):
    value: int | float | None
    numerator: int | float | None
    denominator: int | float | None
    counts: dict[str, int]


class DifferenceAnswer(Schema):
    indicator: str
    title: str
    year: int
    area: str
    was: Side
    now: Side
    change: int | float | None


@router.get("/editions/", response=answers(Paged[EditionAnswer]))
def editions(request, paging: Query[Paging]):
    """The editions, newest year first; drafts only for those who make them."""
    rows = Edition.objects.visible_to(request.user).without_figures().newest_first()
    return paging.answer(request, rows.count(), [_edition(row) for row in paging.of(rows)])


@router.get("/editions/{id}/", response=answers(OneEdition, of_one=True))
def edition(request, id: int):  # noqa: A002 -- the name in the address
    """One edition with all that is frozen in it, and the hash that proves it."""
    row = get_object_or_404(Edition.objects.visible_to(request.user), pk=id)
    return _edition(row) | {"content": row.content if row.is_frozen else None}


@router.get("/editions/{id}/differences/", response=answers(Paged[DifferenceAnswer], of_one=True))
def differences(
    request,
    id: int,  # noqa: A002 -- the name in the address
    paging: Query[Paging],
    against: Literal["today", "previous"] = "today",
):
    """What is not the same in the records of today, or was not in the edition before it."""
    row = get_object_or_404(Edition.objects.visible_to(request.user), pk=id)
    earlier = earlier_of(row) if against == "previous" else None
    if not row.is_frozen or (against == "previous" and earlier is None):
        return paging.answer(request, 0, [])
    found = (between(earlier, row) if earlier else since(row)).rows
    return paging.answer(request, len(found), [_difference(one) for one in paging.of(found)])


def _edition(row):
    return {
        "id": row.pk,
        "name": str(row),
        "kind": row.kind,
        "year": row.year,
        "number": row.number,
        "status": row.status,
        "reason": row.reason,
        "cut_off": row.cut_off,
        "published_at": row.reviewed_at,
        "sha256": row.sha256,
    }


def _difference(one):
    return {
        "indicator": one.indicator.key,
        "title": one.indicator.title,
        "year": one.year,
        "area": one.area,
        "was": _side(one.indicator, one.was),
        "now": _side(one.indicator, one.now),
        "change": one.change,
    }


def _side(indicator, figure):
    return {
        "value": indicator.value(figure),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "counts": dict(figure.counts),
    }
