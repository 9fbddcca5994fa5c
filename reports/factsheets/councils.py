"""The sheet of the municipal councils, in the order of the OSCE sheet of 2023.

Established; meetings beside the year before, with the line of the rule; work plan; compensation;
incidents discussed; then every council with its composition.
"""

from django.utils.translation import gettext as _

from reports.factsheets import charts
from reports.factsheets.pieces import listing, notes, stat_of
from reports.factsheets.words import COLUMNS

KEYS = (
    "established",
    "meets_requirement",
    "work_plan",
    "compensation_respected",
    "incidents_discussed",
    "women_share",
)


def pages(sheet):
    book, places = sheet.book, sheet.places
    return {
        "stats": [
            [
                row
                for row in (
                    stat_of(sheet, "established", _("municipalities with an established council")),
                    stat_of(sheet, "meetings_held", _("meetings held")),
                    stat_of(
                        sheet,
                        "meets_requirement",
                        _("councils that met as often as the rule asks"),
                    ),
                    stat_of(sheet, "women_share", _("women among the voting members")),
                )
                if row
            ]
        ],
        "bars": charts.bars(
            [
                (
                    row.name,
                    number,
                    row.previous("meetings_held").numerator,
                    row.absence(number),
                )
                for row in places
                for number in [row.figure("meetings_held").numerator]
            ],
            book,
            title=_("Meetings held by each council"),
            rule=book.rule,
        ),
        "stacks": [
            charts.parts(book.indicator(key), sheet.figure(key), title=title)
            for key, title in (
                ("work_plan", _("Was a work plan adopted?")),
                ("compensation_respected", _("Were the members compensated?")),
            )
            if book.indicator(key)
        ],
        "minis": charts.minis(
            places,
            "incidents_discussed",
            title=_("Meetings where incidents or communities' concerns were discussed"),
        ),
        "facts": None,
        "listing": _list(sheet),
        "notes": notes(sheet, (*KEYS, *COLUMNS)),
    }


def _list(sheet):
    book = sheet.book
    further = [book.indicator(key) for key in COLUMNS if book.indicator(key)]
    head = [
        _("Municipality"),
        _("State"),
        _("Meetings %(year)s") % {"year": book.year},
        _("Meetings %(year)s") % {"year": book.year - 1},
        _("Incidents discussed"),
        _("Women of the members"),
        *(str(COLUMNS[indicator.key]) for indicator in further),
    ]
    rows = [
        [
            row.names,
            row.state_text,
            row.number("meetings_held"),
            row.number_before("meetings_held"),
            row.number("incidents_discussed"),
            _part(book.indicator("women_share"), row.figure("women_share")),
            *(indicator.text(row.figure(indicator.key)) for indicator in further),
        ]
        for row in sheet.places
    ]
    widths = [0, 34, 15, 15, 16, 25, *(17 for _indicator in further)]
    return listing(
        _("The councils and their composition"), head, rows, widths, "llrrrr" + "r" * len(further)
    )


def _part(indicator, figure):
    if not figure.denominator:
        return "–"
    part = _("%(part)s of %(whole)s") % {"part": figure.numerator, "whole": figure.denominator}
    return f"{indicator.text(figure)} ({part})"
