"""Which meetings count toward the number due, in words, wherever the number is shown."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from committees.choices import CommitteeKind
from meetings.choices import MeetingKind
from meetings.models import CountingRule


@dataclass(frozen=True)
class Counting:
    """Kinds of meetings that count by the same source from the same day."""

    committee_kind: CommitteeKind
    kinds: str
    valid_from: date
    valid_to: date | None
    source: str


def counting_in(kind, year):
    """Return by which rules the meetings of a kind of committee count in the year."""
    return _grouped(CountingRule.objects.in_force_in(year).filter(committee_kind=kind))


def counting_ever():
    """Return all rules that are or were in force, the newest first of each kind of committee."""
    return _grouped(CountingRule.objects.all())


def _grouped(rules):
    groups = {}
    for rule in rules.in_order():
        key = (CommitteeKind(rule.committee_kind), rule.valid_from, rule.valid_to, rule.name)
        groups.setdefault(key, []).append(MeetingKind(rule.meeting_kind))
    return [
        Counting(kind, _in_words(kinds), valid_from, valid_to, source)
        for (kind, valid_from, valid_to, source), kinds in groups.items()
    ]


def _in_words(kinds):
    """Join the names of the kinds in the order in which they are declared."""
    return get_text_list([str(kind.label) for kind in MeetingKind if kind in kinds], _("and"))
