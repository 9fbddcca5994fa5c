"""The tables of the open-data package, each with the description of its columns.

They are made from what an edition froze and from the names of places, and hold what its page
shows; of declarations only what disclosure control let pass.
"""

from collections.abc import Callable
from dataclasses import dataclass

from places.models import Municipality, PoliceRegion
from reports.models import DeclaredTable
from reports.yearbook import LANGUAGES, Yearbook

TYPES = {"string", "integer", "number"}
EMPTY = ("", "", "")


@dataclass(frozen=True)
class Field:
    """A column: its name, its type in the sense of Table Schema, and what it holds."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Table:
    """A CSV file of the package; `rows` makes its lines from an edition, `key` tells them apart."""

    name: str
    title: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Callable

    @property
    def path(self):
        return f"{self.name}.csv"


def _names(row):
    return (row.name_sq, row.name_sr, row.name_en) if row else EMPTY


def _areas(_edition):
    yield "", "country", "Kosovë", "Kosovo", "Kosovo", ""
    for row in PoliceRegion.objects.order_by("code"):
        yield row.code, "region", *_names(row), ""
    for row in Municipality.objects.select_related("region").order_by("code"):
        yield row.code, "municipality", *_names(row), row.region.code if row.region else ""


def _years(edition):
    return ((edition.year, edition.figures), (edition.year - 1, edition.before))


def _by_area(edition):
    for year, figures in _years(edition):
        for area, by_key in sorted(figures.items()):
            yield year, area, by_key


def _figures(edition):
    book = Yearbook.of_edition(edition)
    indicators = sorted(book.indicators, key=lambda row: row.key)
    for year, area, by_key in _by_area(edition):
        for indicator in indicators:
            figure = book.unpacked(by_key.get(indicator.key))
            if figure is not None:
                parts = (figure.numerator, figure.denominator)
                yield indicator.key, area, year, indicator.value(figure), *parts


def _categories(edition):
    for year, area, by_key in _by_area(edition):
        for key in sorted(by_key):
            for category, number in sorted(Yearbook.unpacked(by_key[key]).counts.items()):
                yield key, area, year, category, number


def _places(edition):
    names = {row.code: _names(row) for row in Municipality.objects.all()}
    return [(code, names[code]) for code in sorted(edition.figures.keys() & names.keys())]


def _parts_of(key):
    """Return what lists the categories of an indicator by municipality."""

    def rows(edition):
        book = Yearbook.of_edition(edition)
        for code, names in _places(edition):
            figure = book.figure(code, key)
            for category, number in sorted(figure.counts.items()) if figure else ():
                yield code, *names, category, number

    return rows


def _meetings(edition):
    for year, figures in _years(edition):
        for code, names in _places(edition):
            figure = Yearbook.unpacked(figures.get(code, {}).get("meetings_held"))
            yield code, *names, year, figure.numerator if figure else None


def _definitions(edition):
    book = Yearbook.of_edition(edition)
    for indicator in sorted(book.indicators, key=lambda row: row.key):
        data = indicator.data
        words = [data[name] for name in ("title", "definition", "numerator", "denominator")]
        for language in LANGUAGES:
            said = (word[language] for word in words)
            yield indicator.key, language, data["version"], data["unit"], *said


def _answers(edition):
    names = Yearbook.of_edition(edition).declared["indicators"]
    for key in sorted(names):
        for category, name in sorted(names[key]["categories"].items()):
            yield key, category, *(name[language] for language in LANGUAGES)


def _declared(edition):
    """The answer rate of each question stands first, under an empty answer."""
    table = DeclaredTable.objects.of_edition(edition).first()
    for question, said in sorted(table.content["questions"].items()) if table else ():
        members = table.content["members"]
        yield question, "", *EMPTY, said["answered"], members
        for code, number in sorted(said["cells"].items()):
            names = (said["names"][code][language] for language in LANGUAGES)
            yield question, code, *names, number, members


def _in_languages(what):
    return tuple(
        Field(f"name_{code}", "string", f"{what} in {language}")
        for code, language in zip(
            ("sq", "sr", "en"), ("Albanian", "Serbian", "English"), strict=True
        )
    )


AREA = Field("area", "string", "code of areas.csv; empty for the whole country")
INDICATOR = Field("indicator", "string", "key of definitions.csv")
YEAR = Field("year", "integer", "calendar year")
PLACE = (
    Field("municipality", "string", "two digits, a code of areas.csv"),
    *_in_languages("name of the municipality"),
)

TABLES = (
    Table(
        "areas",
        "Areas",
        (
            Field("area", "string", "code; empty for the whole country"),
            Field("level", "string", "country, region or municipality"),
            *_in_languages("name"),
            Field("region", "string", "code of the police region of a municipality"),
        ),
        ("area",),
        _areas,
    ),
    Table(
        "figures",
        "Figures by indicator and area",
        (
            INDICATOR,
            AREA,
            YEAR,
            Field("value", "number", "the figure; empty is no data, never zero"),
            Field("numerator", "number", "part"),
            Field("denominator", "number", "of how many; empty where it is no share"),
        ),
        ("indicator", "area", "year"),
        _figures,
    ),
    Table(
        "categories",
        "Figures in parts",
        (
            INDICATOR,
            AREA,
            YEAR,
            Field("category", "string", "category of answers.csv"),
            Field("number", "integer", "how many"),
        ),
        ("indicator", "area", "year", "category"),
        _categories,
    ),
    Table(
        "councils",
        "Bodies by municipality and state on the reference day",
        (
            *PLACE,
            Field("state", "string", "category of the indicator «established» in answers.csv"),
            Field("number", "integer", "how many bodies (or municipalities without one)"),
        ),
        ("municipality", "state"),
        _parts_of("established"),
    ),
    Table(
        "meetings",
        "Meetings held by municipality",
        (*PLACE, YEAR, Field("meetings", "integer", "meetings held; empty is no data")),
        ("municipality", "year"),
        _meetings,
    ),
    Table(
        "seats",
        "Seats that stand for a community: public offices, not persons",
        (
            *PLACE,
            Field("community", "string", "category of «seats_by_community» in answers.csv"),
            Field("seats", "integer", "voting seats held"),
        ),
        ("municipality", "community"),
        _parts_of("seats_by_community"),
    ),
    Table(
        "definitions",
        "What each indicator means",
        (
            Field("indicator", "string", "key of the indicator"),
            Field("language", "string", "sq, sr-latn or en"),
            Field("version", "integer", "version of the definition"),
            Field("unit", "string", "what the value counts"),
            Field("title", "string", "title"),
            Field("definition", "string", "definition"),
            Field("numerator", "string", "what the numerator is"),
            Field("denominator", "string", "what the denominator is"),
        ),
        ("indicator", "language"),
        _definitions,
    ),
    Table(
        "answers",
        "What each category means",
        (INDICATOR, Field("category", "string", "key"), *_in_languages("name of the category")),
        ("indicator", "category"),
        _answers,
    ),
    Table(
        "declared",
        "What members declared of themselves, after disclosure control",
        (
            Field("question", "string", "community or religion"),
            Field("answer", "string", "code of the answer; empty: all who answered"),
            *_in_languages("name of the answer"),
            Field("at_least", "integer", "members, rounded down; hidden answers are left out"),
            Field("members", "integer", "members who stand in no earlier table"),
        ),
        ("question", "answer"),
        _declared,
    ),
)
