"""The figures and what they mean in the JSON interface."""

from datetime import date

from django.http import Http404
from ninja import Query, Router, Schema

from reports.api.answers import Paged, Paging, answers, refusal
from reports.dashboard import Dashboard
from reports.forms import DashboardForm
from reports.indicators import COUNTED, FLAGS

router = Router(tags=["figures"])
FLAG_KEYS = {flag.key for flag in FLAGS}


class RuleAnswer(Schema):
    meetings_per_year: int | None
    source: str | None


class Counted(Schema):
    value: int | float | str | None
    numerator: int | float | None
    denominator: int | float | None
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
    version: int
    national: NationalAnswer
    by_municipality: list[PlaceAnswer]


class IndicatorsAnswer(Schema):
    kind: str
    year: int
    previous_year: int
    data_as_of: date
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


@router.get("/indicators/", response=answers(IndicatorsAnswer))
def indicators(
    request,
    kind: str = "kksb",
    year: str = "",
    region: str = "",
    municipality: str = "",
):
    """The figures of a kind of committee in a year, beside the year before.

    `national` sums the municipalities that were asked for; facts of state are read on `data_as_of`.
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
        "data_as_of": dashboard.period.reference_day,
        "rule": {
            "meetings_per_year": rule.value if rule else None,
            "source": rule.name if rule else None,
        },
        "indicators": [
            {
                "key": result.indicator.key,
                "title": str(result.indicator.title),
                "unit": result.indicator.unit.value,
                "version": result.indicator.version,
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
        "state": dashboard.state_code_of(place),
        "previous": counted(answer.previous, answer.previous_figure),
    }


class CategoryAnswer(Schema):
    key: str
    label: str


class Definition(Schema):
    """What a figure means; in the language of whoever asks."""

    key: str
    title: str
    definition: str
    numerator: str
    denominator: str
    formula: str
    unit: str
    source: str
    legal_basis: str
    version: int
    reviewed_on: date
    is_quality_note: bool
    categories: list[CategoryAnswer]


@router.get("/definitions/", response=answers(Paged[Definition]))
def definitions(request, paging: Query[Paging]):
    """What each indicator means, and each note on the quality of the records."""
    rows = [definition_of(indicator) for indicator in paging.of(COUNTED)]
    return paging.answer(request, len(COUNTED), rows)


@router.get("/definitions/{key}/", response=answers(Definition, of_one=True))
def definition(request, key: str):
    """What one indicator means."""
    return definition_of(indicator_named(key))


def indicator_named(key):
    """Return the indicator or quality note of that key, or raise `Http404`."""
    found = next((indicator for indicator in COUNTED if indicator.key == key), None)
    if found is None:
        raise Http404
    return found


def definition_of(indicator):
    words = ("title", "definition", "numerator", "denominator", "formula", "source", "legal_basis")
    return {
        "key": indicator.key,
        **{name: str(getattr(indicator, name)) for name in words},
        "unit": indicator.unit.value,
        "version": indicator.version,
        "reviewed_on": indicator.reviewed_on,
        "is_quality_note": indicator.key in FLAG_KEYS,
        "categories": [
            {"key": category.key, "label": str(category.label)} for category in indicator.categories
        ],
    }
