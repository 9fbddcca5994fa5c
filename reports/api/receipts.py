"""The records behind a figure in the JSON interface."""

from datetime import date

from ninja import Query, Router, Schema

from reports.api.access import reader_of_records
from reports.api.answers import Paged, Paging, answers, refusal
from reports.api.figures import Counted, Definition, counted, definition_of, indicator_named
from reports.areas import Area
from reports.forms import CensusForm
from reports.indicators import Period
from reports.receipts import Receipt

router = Router(tags=["figures"])


class LineAnswer(Schema):
    """A record that a figure counts; its name and address are null where it is not open to you."""

    name: str | None
    type: str
    url: str | None
    adds: str | None


class ReceiptAnswer(Paged[LineAnswer]):
    indicator: Definition
    kind: str
    year: int
    area: str
    data_as_of: date
    figure: Counted


@router.get("/receipts/{key}/", response=answers(ReceiptAnswer, of_one=True))
def receipt(
    request,
    key: str,
    paging: Query[Paging],
    kind: str = "kksb",
    year: str = "",
    region: str = "",
    municipality: str = "",
    census: str = "",
):
    """A figure with every record that it counts, as far as whoever asks may see them.

    `count` is the number of records, which is public as the figure is. `area` is empty for the
    country, else the code of a region or a municipality; `census` chooses another population
    baseline than the latest for what is compared with one. A key for figures alone is told of the
    records what everybody is told.
    """
    indicator = indicator_named(key)
    form = CensusForm(request.GET)
    if not form.is_valid():
        return refusal(form.errors)
    asked = form.asked()
    area = Area(asked["region"] or "", asked["municipality"] or "")
    period = Period(asked["kind"], asked["year"], asked["census"])
    found = Receipt(indicator, period, area, reader_of_records(request))
    figure, entries = found.figure, paging.of(found.entries)
    lines = zip(entries, found.lines(entries), strict=True)
    return paging.answer(request, len(found.entries), [_line(*pair) for pair in lines]) | {
        "indicator": definition_of(indicator),
        "kind": found.period.kind,
        "year": found.period.year,
        "area": area.key,
        "data_as_of": found.period.reference_day,
        "figure": counted(indicator.value(figure) if figure else None, figure),
    }


def _line(entry, line):
    is_open = line.record is not None
    return {
        "type": entry.model._meta.model_name,
        "name": str(line.record) if is_open else None,
        "url": (line.url or None) if is_open else None,
        "adds": line.adds if is_open else None,
    }
