"""Pieces that every sheet has: large figures, notes on what each figure is a part of."""

from django.utils.translation import gettext as _

from reports.factsheets.places import shown

# The usual size of the letters in notes, in points.
SIZE = 7
# So many lines of the list leave room for whole definitions below it.
ROOM = 12


def stat(value, label, *, of="", detail=""):
    return {"value": str(value), "label": str(label), "of": of, "detail": str(detail)}


def of_all(number):
    """The whole beside a count."""
    return _("of %(whole)s") % {"whole": number}


def stat_of(sheet, key, label):
    """A large figure with what it is a part of, and the year before."""
    indicator, figure = sheet.book.indicator(key), sheet.figure(key)
    if indicator is None:
        return None
    previous = indicator.text(sheet.previous(key))
    before = _("%(year)s: %(value)s") % {"year": sheet.book.year - 1, "value": previous}
    if not indicator.is_share:
        whole = of_all(figure.denominator) if figure and figure.denominator else ""
        return stat(indicator.text(figure), label, of=whole, detail=before)
    if not figure or not figure.denominator:
        return stat("–", label, detail=before)
    part = _("%(part)s of %(whole)s") % {
        "part": shown(figure.numerator),
        "whole": shown(figure.denominator),
    }
    return stat(indicator.text(figure), label, detail=f"{part} · {before}")


def notes(sheet, keys):
    """What stands below the list: the definitions where there is room for them, else the wholes."""
    return (definitions if len(sheet.places) <= ROOM else wholes)(sheet, keys)


def wholes(sheet, keys):
    """Say of each figure what it counts and of what, so that no share stands without its whole."""
    indicators = [sheet.book.indicator(key) for key in keys]
    rows = [
        {"term": row.title, "text": _whole(row, sheet.figure(row.key))} for row in indicators if row
    ]
    return {"title": _("What each figure is a part of"), "rows": rows, "size": SIZE}


def _whole(indicator, figure):
    names = {"numerator": indicator.numerator, "denominator": indicator.denominator}
    if not indicator.is_share and (figure is None or figure.denominator is None):
        return _("%(numerator)s, a number without a whole.") % names
    return _("%(numerator)s; out of: %(denominator)s.") % names


def definitions(sheet, keys):
    """The definitions as they were declared."""
    indicators = [sheet.book.indicator(key) for key in keys]
    rows = [
        {"term": indicator.title, "text": indicator.definition}
        for indicator in indicators
        if indicator
    ]
    return {"title": _("How the figures are computed"), "rows": rows, "size": 7.6}


def listing(title, head, rows, widths, align, *, strong=0, size=7.8, inset=1.15):
    """A table: `widths` in millimetres, 0 takes the rest; `align` has a letter for each column."""
    return {
        "title": str(title),
        "head": [str(cell) for cell in head],
        "rows": rows,
        "widths": widths,
        "align": list(align),
        "strong": strong,
        "size": size,
        "inset": inset,
    }
