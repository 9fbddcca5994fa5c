"""The sheet of the local committees: how many, where, how active, and what came of concerns."""

from django.utils.translation import gettext as _

from reports.factsheets import charts
from reports.factsheets.pieces import listing, notes, stat, stat_of
from reports.factsheets.places import shown

KEYS = (
    "established",
    "women_share",
    "concerns_raised",
    "concerns_answered",
    "days_to_answer",
    "concerns_waiting",
    "actions_on_time",
)
COLUMNS = ("women_share", "concerns_raised", "concerns_answered", "actions_on_time")


def pages(sheet):
    book, places = sheet.book, sheet.places
    return {
        "stats": _stats(sheet),
        "bars": charts.bars(
            [
                (
                    row.name,
                    number or None,
                    row.bodies(row.previous("established")),
                    "" if number or not row.state else str(row.state.label),
                )
                for row in places
                for number in [row.bodies(row.figure("established"))]
            ],
            book,
            title=_("Committees in being, by municipality"),
        ),
        "stacks": [
            charts.parts(book.indicator(key), sheet.figure(key))
            for key in ("concerns_raised", "concerns_waiting")
            if book.indicator(key)
        ],
        "minis": charts.minis(places, "meetings_held", title=_("Meetings held")),
        "facts": None,
        "listing": _list(sheet),
        "notes": notes(sheet, KEYS),
    }


def _stats(sheet):
    places = sheet.places
    now = sum(row.bodies(row.figure("established")) for row in places)
    before = sum(row.bodies(row.previous("established")) for row in places)
    told = _("%(year)s: %(value)s") % {"year": sheet.book.year - 1, "value": before}
    rows = [
        stat(now, _("committees in being"), detail=told),
        stat_of(sheet, "established", _("municipalities with a committee")),
        stat_of(sheet, "meetings_held", _("meetings held")),
        stat_of(sheet, "women_share", _("women among the voting members")),
        stat_of(sheet, "concerns_raised", _("concerns raised")),
        stat_of(sheet, "concerns_answered", _("concerns answered by the next meeting")),
        stat_of(sheet, "days_to_answer", _("days until a concern is answered, in the middle")),
        stat_of(sheet, "actions_on_time", _("actions done on time")),
    ]
    rows = [row for row in rows if row]
    return [rows[:4], rows[4:]]


def _list(sheet):
    book = sheet.book
    further = [book.indicator(key) for key in COLUMNS if book.indicator(key)]
    years = {"year": book.year}, {"year": book.year - 1}
    head = [
        _("No."),
        _("Municipality"),
        *(_("Committees %(year)s") % year for year in years),
        *(_("Meetings %(year)s") % year for year in years),
        *(indicator.title for indicator in further),
    ]
    rows = [
        [
            str(number),
            row.names,
            shown(row.bodies(row.figure("established"))),
            shown(row.bodies(row.previous("established"))),
            row.number("meetings_held"),
            row.number_before("meetings_held"),
            *(indicator.text(row.figure(indicator.key)) for indicator in further),
        ]
        for number, row in enumerate(sheet.places, start=1)
    ]
    widths = [7, 0, *([14] * 4), *([20] * len(further))]
    return listing(
        _("The committees by municipality"),
        head,
        rows,
        widths,
        "rl" + "r" * (4 + len(further)),
        strong=1,
    )
