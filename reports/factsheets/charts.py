"""The charts of a sheet as numbers and words; the template draws them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.factsheets.places import shown
from reports.indicators import Counts


def bars(rows, book, *, title, rule=None, note=""):
    """The bars of a sheet: `rows` are (name, this year, last year, what stands for no number)."""
    values = [value for _name, now, before, _said in rows for value in (now, before) if value]
    due = rule["value"] if rule else None
    names = {"year": book.year, "before": book.year - 1}
    return {
        "title": title,
        "legend_now": str(book.year),
        "legend_before": str(book.year - 1),
        "legend_rule": _("%(due)s due in a year: %(source)s") % {"due": due, "source": rule["name"]}
        if rule
        else "",
        "rule": due,
        "scale": max([*values, (due or 0) + 1, 1]),
        "rows": [_bar(*row) for row in rows],
        "alt": _("Bars: %(title)s, by municipality, %(year)s beside %(before)s.")
        % (names | {"title": title}),
        "note": note,
    }


def _bar(name, now, before, said):
    return {
        "name": name,
        "now": now or 0,
        "before": before,
        "said": said,
        "text": "" if now is None else shown(now),
    }


def parts(indicator, figure, *, title=""):
    """A bar of the answers or states that an indicator sorts by, each with its share of all."""
    found = indicator.parts(figure) if figure else []
    whole = sum(number for _key, _name, number in found)
    title = title or indicator.title
    # Records in states are parts of what is counted; answers are parts of those who were asked.
    is_number = indicator.data["counts"] != Counts.ANSWERS
    return {
        "title": title,
        "parts": [
            {
                "label": name,
                "number": number,
                "share": f"{shown(round(100 * number / whole, 1))} %",
                "tone": indicator.tone(key),
            }
            for key, name, number in found
        ],
        "empty": _("No data."),
        "alt": _("A bar of the parts: %(title)s. The numbers stand below it.") % {"title": title},
        "note": _("Of %(whole)s: %(what)s.")
        % {"whole": whole, "what": indicator.numerator if is_number else indicator.denominator}
        if found
        else "",
    }


def minis(places, key, *, title):
    """Small bars of the municipalities that have a number, and how many have none, and why."""
    numbers = [(row, row.figure(key).numerator) for row in places]
    rows = [(row.name, number, None, "") for row, number in numbers if number]
    return {
        "title": title,
        "rows": [_bar(*row) for row in rows],
        "scale": max([number for _name, number, *_rest in rows], default=1),
        "alt": _("Bars: %(title)s, by municipality.") % {"title": title},
        "note": " ".join(_silences(numbers)),
    }


def _silences(numbers):
    """Say of the municipalities that have no bar what they are: the answers are kept apart."""
    zero = sum(1 for row, number in numbers if number == 0)
    without = [row for row, number in numbers if number is None and row.is_there]
    none_held = sum(1 for row in without if row.figure("meetings_held").numerator == 0)
    silent = len(without) - none_held
    absent = sum(1 for row, number in numbers if number is None and not row.is_there)
    if zero:
        yield ngettext(
            "%(count)s municipality reported meetings and none of these.",
            "%(count)s municipalities reported meetings and none of these.",
            zero,
        ) % {"count": zero}
    if none_held:
        yield ngettext(
            "%(count)s municipality reported that no meeting was held.",
            "%(count)s municipalities reported that no meeting was held.",
            none_held,
        ) % {"count": none_held}
    if silent:
        yield ngettext(
            "Of %(count)s municipality there is no report of a meeting.",
            "Of %(count)s municipalities there is no report of a meeting.",
            silent,
        ) % {"count": silent}
    if absent:
        yield ngettext(
            "%(count)s municipality has no body in being.",
            "%(count)s municipalities have no body in being.",
            absent,
        ) % {"count": absent}
