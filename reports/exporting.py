"""The dashboard as a table: one line for each indicator and municipality, the sum first."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from import_export import fields, resources


@dataclass(frozen=True)
class Line:
    """One figure of the export."""

    indicator: str
    title: str
    unit: str
    municipality: str
    name: str
    state: str
    year: int
    value: object
    numerator: int | None
    denominator: int | None
    previous: object


def lines(dashboard):
    """Yield the figures of a dashboard in the order of the page."""
    for result in dashboard.results:
        common = {
            "indicator": result.indicator.key,
            "title": str(result.indicator.title),
            "unit": result.indicator.unit.value,
            "year": dashboard.period.year,
        }
        yield Line(
            municipality="",
            name=_("Total"),
            state="",
            value=result.value,
            numerator=result.figure.numerator,
            denominator=result.figure.denominator,
            previous=result.previous,
            **common,
        )
        for place in dashboard.places:
            answer = result.answer(place.code)
            yield Line(
                municipality=place.code,
                name=place.name,
                state=dashboard.state_of(place).value,
                value=answer.value,
                numerator=answer.figure.numerator if answer.figure else None,
                denominator=answer.figure.denominator if answer.figure else None,
                previous=answer.previous,
                **common,
            )


class FigureResource(resources.Resource):
    indicator = fields.Field(attribute="indicator")
    title = fields.Field(attribute="title")
    unit = fields.Field(attribute="unit")
    municipality = fields.Field(attribute="municipality")
    name = fields.Field(attribute="name")
    state = fields.Field(attribute="state")
    year = fields.Field(attribute="year")
    value = fields.Field(attribute="value")
    numerator = fields.Field(attribute="numerator")
    denominator = fields.Field(attribute="denominator")
    previous = fields.Field(attribute="previous")

    def iter_queryset(self, queryset):
        yield from queryset


class ReceiptResource(resources.Resource):
    """The records behind a figure, each line with the figure that it belongs to."""

    indicator = fields.Field()
    version = fields.Field()
    definition = fields.Field()
    kind = fields.Field()
    year = fields.Field()
    area = fields.Field()
    as_of = fields.Field()
    record = fields.Field()
    address = fields.Field()
    adds = fields.Field(attribute="adds")

    def __init__(self, receipt):
        super().__init__()
        self.receipt = receipt
        self.now = timezone.localtime().isoformat(timespec="seconds")

    def iter_queryset(self, queryset):
        yield from queryset

    def dehydrate_indicator(self, _line):
        return self.receipt.indicator.key

    def dehydrate_version(self, _line):
        return self.receipt.indicator.version

    def dehydrate_definition(self, _line):
        return str(self.receipt.indicator.definition)

    def dehydrate_kind(self, _line):
        return self.receipt.period.kind

    def dehydrate_year(self, _line):
        return self.receipt.period.year

    def dehydrate_area(self, _line):
        return self.receipt.area.key

    def dehydrate_as_of(self, _line):
        return self.now

    def dehydrate_record(self, line):
        return _("not open to you") if line.record is None else str(line.record)

    def dehydrate_address(self, line):
        return line.url


class DifferenceResource(resources.Resource):
    """The differences of an edition as a table."""

    indicator = fields.Field(attribute="indicator__key")
    title = fields.Field(attribute="indicator__title")
    year = fields.Field(attribute="year")
    area = fields.Field(attribute="area")
    name = fields.Field(attribute="area_name")
    numerator_was = fields.Field(attribute="was__numerator")
    denominator_was = fields.Field(attribute="was__denominator")
    numerator_now = fields.Field(attribute="now__numerator")
    denominator_now = fields.Field(attribute="now__denominator")
    change = fields.Field(attribute="change")
    said = fields.Field(attribute="change_text")

    def iter_queryset(self, queryset):
        yield from queryset
