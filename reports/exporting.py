"""Figures as files: each line says what it means, of what it is, and as of when.

A file leaves the portal without its page. So every line carries the key, the definition and the
version of its indicator, the cut-off, the source and the notes on quality; a workbook has the
definitions once more, in full, and what each column holds, on sheets of their own.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from import_export import resources
from tablib import Dataset

from core.views import export_response
from reports.areas import Area
from reports.columns import described
from reports.indicators.flags import BESIDE

WORDS_FROZEN = ("title", "definition", "numerator", "denominator")
WORDS = ("title", "definition", "numerator", "denominator", "formula", "source", "legal_basis")


class TableResource(resources.Resource):
    """A table of rows that are `{column: value}`; numbers stay numbers where the format has them.

    All rows have the columns of the first one.
    """

    def __init__(self, columns):
        super().__init__()
        self.columns = columns

    def get_export_headers(self, selected_fields=None):
        return self.columns

    def export_resource(self, instance, selected_fields=None, **_options):
        return list(instance.values())

    def after_export(self, queryset, dataset, **_options):
        dataset.title = "Figures"


def file_of(lines, name, extension, *tables):
    """Return lines of figures as a file; a workbook has the tables and the columns beside them."""
    lines = list(lines)
    columns = described(lines[0] if lines else ())
    resource = TableResource(list(lines[0]) if lines else ["indicator"])
    return export_response(resource, lines, name, extension, further=[*tables, columns])


def definitions(indicators):
    """Return what the indicators mean as a table."""
    table = Dataset(headers=["indicator", *WORDS, "unit", "version", "reviewed_on"])
    table.title = "Definitions"
    for indicator in indicators:
        words = [str(getattr(indicator, name)) for name in WORDS]
        last = [indicator.unit.value, indicator.version, indicator.reviewed_on.isoformat()]
        table.append([indicator.key, *words, *last])
    return table


def meaning(indicator):
    """What a line says of its indicator."""
    return {
        "indicator": indicator.key,
        "title": str(indicator.title),
        "definition": str(indicator.definition),
        "version": indicator.version,
        "unit": indicator.unit.value,
    }


def origin(kind, state_on, source=""):
    """What a line says of the body and of where the figure comes from, and as of when."""
    return {
        "kind": str(kind),
        "state_on": state_on.isoformat(),
        "records_as_of": timezone.localtime().isoformat(timespec="seconds"),
        "source": source or _("records of the portal"),
    }


def quality_note(indicator, figures):
    """Say of `{key: Figure}` of an area what is to be checked in the records of an indicator."""
    flags = [(flag, figures.get(flag.key)) for flag in BESIDE.get(indicator.key, ())]
    found = [(flag.title, figure.numerator) for flag, figure in flags if figure]
    return "; ".join(f"{title}: {number}" for title, number in found if number)


def dashboard_lines(dashboard, indicators):
    """Yield the figures of a page: of each indicator the sum first, then the municipalities."""
    figures = dashboard.figures[dashboard.period]
    source = origin(dashboard.kind, dashboard.period.reference_day)
    councils = _councils(dashboard)
    for result in dashboard.results:
        indicator = result.indicator
        if indicator.key not in indicators:
            continue
        common = meaning(indicator) | source | {"year": dashboard.period.year}
        yield common | {
            "area": dashboard.area.key,
            "municipality": "",
            "name": _("Total"),
            "state": "",
            **_numbers(result.value, result.figure, result.previous),
            "planned": None,
            "pace": "",
            "quality_note": quality_note(indicator, figures[dashboard.area]),
        }
        for place in dashboard.places:
            answer, council = result.answer(place.code), None
            if indicator.key == "meetings_held":
                council = councils.get(place.code)
            yield common | {
                "area": place.code,
                "municipality": place.code,
                "name": place.name,
                "state": dashboard.state_code_of(place),
                **_numbers(answer.value, answer.figure, answer.previous),
                "planned": council.planned if council else None,
                "pace": str(council.badge[2]) if council else "",
                "quality_note": quality_note(indicator, figures[Area(municipality=place.code)]),
            }


def _councils(dashboard):
    """The rows of the chart of meetings by municipality, where the figures hold them."""
    if not {"meetings_held", "meets_requirement"} <= dashboard.by_key.keys():
        return {}
    return {row.place.code: row for row in dashboard.councils}


def _numbers(value, figure, previous):
    return {
        "value": value,
        "numerator": figure.numerator if figure else None,
        "denominator": figure.denominator if figure else None,
        "counts": dict(figure.counts) if figure else {},
        "previous": previous,
    }


def receipt_lines(receipt, lines):
    """Yield the records behind a figure, each with the figure that it belongs to."""
    period, indicator = receipt.period, receipt.indicator
    flags = {flag.key: flag for flag in BESIDE.get(indicator.key, ())}
    noted = {
        key: figure
        for key, flag in flags.items()
        if (figure := flag.of_area(period, receipt.codes)).numerator
    }
    common = meaning(indicator) | origin(period.kind, period.reference_day)
    common |= {"year": period.year, "area": receipt.area.key}
    note = quality_note(indicator, noted)
    for line in lines:
        is_hidden = line.record is None
        yield common | {
            "record": _("not open to you") if is_hidden else str(line.record),
            "address": line.url,
            "adds": str(line.adds),
            "quality_note": note,
        }


def panel_lines(answer, panel):
    """Yield the cells of the table of a chart, each with its row and its column."""
    if answer.indicator:
        words = meaning(answer.indicator)
    else:
        words = dict.fromkeys(("indicator", "title", "definition", "version", "unit"), "")
    common = words | origin(answer.kind, answer.data_as_of)
    common |= {"years": ", ".join(map(str, answer.years)), "area": answer.area.key}
    common |= {"chart": str(panel.title)}
    for line in panel.lines:
        for column, cell in zip(panel.columns[1:], line.cells, strict=False):
            yield common | {
                "row": str(line.label),
                "column": str(column),
                "value": str(cell),
                "denominator": str(panel.denominator),
                "note": str(panel.note),
            }


def frozen_definitions(book):
    """Return what the indicators of an edition meant when it was frozen, as a table."""
    table = Dataset(headers=["indicator", *WORDS_FROZEN, "unit", "version"], title="Definitions")
    for indicator in book.indicators:
        words = [getattr(indicator, name) for name in WORDS_FROZEN]
        table.append([indicator.key, *words, indicator.data["unit"], indicator.version])
    return table


def edition_lines(book, names):
    """Yield all figures that an edition froze; `names` are those of the areas by their keys."""
    edition = book.edition
    for indicator in book.indicators:
        common = {
            "indicator": indicator.key,
            "title": indicator.title,
            "definition": indicator.definition,
            "version": indicator.version,
            "unit": indicator.data["unit"],
            "kind": edition.kind,
            "year": edition.year,
            "edition": edition.number or "",
            "frozen_at": edition.cut_off.isoformat(),
            "sha256": edition.sha256,
        }
        for area in book.figures:
            figure = book.figure(area, indicator.key)
            before = book.previous(area, indicator.key)
            yield common | {
                "area": area,
                "name": names.get(area, area),
                "value": indicator.value(figure) if figure else None,
                "numerator": figure.numerator if figure else None,
                "denominator": figure.denominator if figure else None,
                "counts": dict(figure.counts) if figure else {},
                "previous": indicator.value(before) if before else None,
            }


def difference_lines(edition, rows, source):
    """Yield the differences of an edition; what a figure meant is told as it was frozen."""
    for row in rows:
        yield {
            "indicator": row.indicator.key,
            "title": row.indicator.title,
            "definition": row.indicator.definition,
            "version": row.indicator.version,
            "unit": row.indicator.data["unit"],
            "kind": edition.kind,
            "year": row.year,
            "area": row.area,
            "name": row.area_name,
            "edition": edition.number or "",
            "frozen_at": edition.cut_off.isoformat(),
            "compared_with": source,
            "numerator_was": row.was.numerator,
            "denominator_was": row.was.denominator,
            "counts_was": dict(row.was.counts),
            "numerator_now": row.now.numerator,
            "denominator_now": row.now.denominator,
            "counts_now": dict(row.now.counts),
            "change": row.change,
            "said": row.change_text,
        }
