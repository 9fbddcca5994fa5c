"""A chart as it stands on a page: its drawing, the sentence that sums it up, and its table."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Line:
    """A row of the table: what it speaks of, and the cells as text."""

    label: str
    cells: list
    url: str = ""


@dataclass(frozen=True)
class Panel:
    """`drawing` is None where a table says it all; `template` names the drawing's document."""

    name: str
    title: str
    summary: str
    columns: list
    lines: list = field(default_factory=list)
    template: str = ""
    drawing: Any = None
    denominator: str = ""
    note: str = ""


def told(reading):
    """Return a reading as a cell of a table: the number and what it is of, or why it is missing."""
    if reading.blank and not reading.parts:
        return f"{reading.text} ({reading.words})"
    if reading.parts:
        part = {"part": reading.parts[0], "whole": reading.parts[1]}
        return f"{reading.text} ({_('%(part)s of %(whole)s') % part})"
    return reading.text


def named_range(pairs, text):
    """Say how many of the named readings have a number, and the lowest and highest of these.

    `pairs` are a name and a reading; `text` turns a number into figures.
    """
    known = [(name, reading.value) for name, reading in pairs if reading.value is not None]
    if not known:
        return _("No figure is known.")
    values = [value for _name, value in known]
    have = ngettext(
        "%(known)d of %(all)d has a figure, from %(low)s to %(high)s.",
        "%(known)d of %(all)d have a figure, from %(low)s to %(high)s.",
        len(known),
    )
    return have % {
        "known": len(known),
        "all": len(pairs),
        "low": text(min(values)),
        "high": text(max(values)),
    }


def answered(counts, categories):
    """Say how often each answer was given, the most frequent first."""
    given = [(counts[c.key], str(c.label)) for c in categories if counts[c.key]]
    if not given:
        return _("No figure is known.")
    given.sort(key=lambda pair: -pair[0])
    listed = "; ".join(f"{label}: {number}" for number, label in given)
    return _("The answers were: %(answers)s.") % {"answers": listed}
