"""The figures of a year for all areas, from an edition or from the records of this moment.

Pages, files and fact sheets read them here, so that an old edition is shown by what it declared
and not by what the registry says today.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language

from reports import facts
from reports.areas import every_area
from reports.indicators import INDICATORS, Counts, Figure, Period, Unit
from reports.live import computed
from reports.wording import DASH, Wording, shown

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def packed(found):
    """Return `{area: {key: Figure}}` as plain data; what is only planned is no figure of a year."""
    return {
        area.key: {key: row.packed() for key, row in figures.items() if key != facts.PLANNED}
        for area, figures in found.items()
    }


def declared(period):
    """Return what each figure means, in every language, and the rule that the year is judged by."""
    rule = period.rule
    return {
        "rule": {"value": rule.value, "name": in_each_language(lambda: rule.name)}
        if rule
        else None,
        "indicators": {
            indicator.key: {
                "version": indicator.version,
                "unit": indicator.unit.value,
                "counts": indicator.counts.value,
                **{
                    name: in_each_language(lambda name=name, of=indicator: getattr(of, name))
                    for name in ("title", "definition", "numerator", "denominator")
                },
                "categories": _categories(indicator),
                "tones": {row.key: row.tone for row in indicator.categories},
            }
            for indicator in INDICATORS
        },
    }


def in_each_language(read):
    words = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = str(read())
    return words


def _categories(indicator):
    """Return `{key: name in each language}` of the categories, fixed ones or reference data."""
    if indicator.named_by is None:
        return {
            row.key: in_each_language(lambda row=row: row.label) for row in indicator.categories
        }
    names = {}
    for language in LANGUAGES:
        with translation.override(language):
            for key, name in indicator.named_by().items():
                names.setdefault(key, {})[language] = str(name)
    return names


@dataclass(frozen=True)
class Declared(Wording):
    """An indicator as it was declared when the figures were frozen."""

    key: str
    data: dict

    def _word(self, name):
        return self.data[name][get_language()]

    @property
    def title(self):
        return self._word("title")

    @property
    def definition(self):
        return self._word("definition")

    @property
    def numerator(self):
        return self._word("numerator")

    @property
    def denominator(self):
        return self._word("denominator")

    @property
    def version(self):
        return self.data["version"]

    @property
    def is_share(self):
        return self.data["unit"] == Unit.PERCENT

    @property
    def is_answered(self):
        return bool(self.data["categories"]) and self.data["counts"] == Counts.ANSWERS

    def label(self, category):
        """Return the name of a category; its key where nothing names it."""
        return self.data["categories"].get(category, {}).get(get_language(), category)

    def text(self, figure, *, is_one=False):
        """The figure in words or as a number; `is_one`: it speaks of a single municipality."""
        if figure is None:
            return DASH
        answer = self.answer_of(figure) if is_one else None
        return self.label(answer) if answer else shown(self, self.value(figure))

    def tone(self, category):
        """Return the tone of a category, by which charts colour it."""
        return self.data["tones"].get(category, "mute")

    def parts(self, figure):
        """Return (key, name, number) of the categories that occur, in the declared order."""
        known = [key for key in self.data["categories"] if figure.counts[key]]
        rest = [key for key in figure.counts if key not in self.data["categories"]]
        return [(key, self.label(key), figure.counts[key]) for key in [*known, *rest]]


@dataclass(frozen=True)
class Yearbook:
    """What is known of a kind of committee and a year, beside the year before."""

    kind: str
    year: int
    figures: dict
    before: dict
    declared: dict
    cut_off: datetime
    edition: object = None

    @classmethod
    def of_edition(cls, edition):
        """The figures that an edition froze."""
        return cls(
            edition.kind,
            edition.year,
            edition.figures,
            edition.before,
            edition.declared,
            edition.cut_off,
            edition,
        )

    @classmethod
    def now(cls, kind, year, *, recounted=False):
        """The figures of this moment: those that are kept, while they hold, or counted anew."""
        periods = [Period(kind, year), Period(kind, year - 1)]
        if recounted:
            found = {period: computed(period) for period in periods}
        else:
            found = facts.figures(periods, list(every_area()))
        figures, before = (packed(found[period]) for period in periods)
        return cls(kind, year, figures, before, declared(periods[0]), timezone.now())

    @property
    def indicators(self):
        """The indicators in the order of the registry; those that it no longer has come last."""
        known = self.declared["indicators"]
        order = [row.key for row in INDICATORS if row.key in known]
        order += sorted(known.keys() - set(order))
        return [Declared(key, known[key]) for key in order]

    def indicator(self, key):
        """Return the indicator of that key, or None where the figures hold none."""
        data = self.declared["indicators"].get(key)
        return Declared(key, data) if data else None

    @property
    def rule(self):
        """How many meetings the year asked for, with its source; None where no rule is known."""
        rule = self.declared["rule"]
        return rule and rule | {"name": rule["name"][get_language()]}

    def figure(self, area, key):
        """Return the figure of an area (by its key), or None where there is none."""
        return self.unpacked(self.figures.get(area, {}).get(key))

    def previous(self, area, key):
        """Return the figure of the year before."""
        return self.unpacked(self.before.get(area, {}).get(key))

    @staticmethod
    def unpacked(data):
        """Return the figure that was packed, or None where there is none."""
        return Figure.unpacked(data) if data else None
