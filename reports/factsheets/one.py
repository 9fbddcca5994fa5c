"""The sheet of one municipality: its own facts over two years, and how they are computed."""

from django.utils.translation import gettext as _

from committees.choices import CommitteeKind
from reports.factsheets import charts
from reports.factsheets.pieces import definitions, listing, stat, stat_of
from reports.factsheets.words import OF_ONE


def pages(sheet):
    book, [place] = sheet.book, sheet.places
    is_council = sheet.kind is CommitteeKind.KKSB
    number = place.figure("meetings_held").numerator
    return {
        "stats": [_stats(sheet, place, is_council=is_council)],
        "bars": charts.bars(
            [
                (
                    place.name,
                    number,
                    place.previous("meetings_held").numerator,
                    place.absence(number),
                )
            ],
            book,
            title=_("Meetings held"),
            rule=book.rule if is_council else None,
        ),
        "stacks": [
            charts.parts(book.indicator(key), sheet.figure(key))
            for key in ("concerns_raised", "concerns_waiting")
            if book.indicator(key)
        ],
        "minis": None,
        "facts": _facts(sheet, is_council=is_council),
        "listing": None,
        "notes": definitions(sheet, _keys(book)),
    }


def _keys(book):
    """The figures that the kind of body has anywhere in the country, in one of the two years."""
    return [key for key in OF_ONE if _is_known(book.figure("", key), book.previous("", key))]


def _is_known(*figures):
    return any(figure and figure.numerator is not None for figure in figures)


def _stats(sheet, place, *, is_council):
    if is_council:
        requirement = sheet.book.indicator("meets_requirement")
        figure = place.figure("meets_requirement")
        first = stat(place.state.label, _("state of the council"))
        last = stat(
            requirement.text(figure, is_one=True) if figure.counts else "–",
            _("met as often as the rule asks"),
        )
    else:
        before = {
            "year": sheet.book.year - 1,
            "value": place.bodies(place.previous("established")),
        }
        first = stat(
            place.bodies(place.figure("established")),
            _("committees in being"),
            detail=_("%(year)s: %(value)s") % before,
        )
        last = stat_of(sheet, "concerns_raised", _("concerns raised"))
    return [
        first,
        stat_of(sheet, "meetings_held", _("meetings held")),
        last,
        stat_of(sheet, "women_share", _("women among the voting members")),
    ]


def _facts(sheet, *, is_council):
    book = sheet.book
    rows = []
    for key in _keys(book):
        indicator = book.indicator(key)
        figure = sheet.figure(key)
        rows.append(
            [
                indicator.title,
                indicator.text(figure, is_one=is_council),
                indicator.text(sheet.previous(key), is_one=is_council),
                _part(indicator, figure),
            ]
        )
    head = [_("Figure"), str(book.year), str(book.year - 1), _("Of how many")]
    return listing(
        _("All figures over two years"),
        head,
        rows,
        [0, 34, 34, 62],
        "lrrl",
        size=8.5,
        inset=1.9,
    )


def _part(indicator, figure):
    if figure is None or not figure.denominator:
        return "–"
    return _("%(part)s of %(whole)s (%(what)s)") % {
        "part": "–" if figure.numerator is None else figure.numerator,
        "whole": figure.denominator,
        "what": indicator.denominator,
    }
