"""The figures of a kind of committee and a year, beside the year before, for an area."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.choices import IN_BEING, CommitteeKind, CommitteeState
from core.i18n import sort_key
from meetings.choices import Pace
from meetings.pace import Standing
from meetings.yearly import NO_REPORT, NOT_APPLICABLE
from places.models import Municipality
from reports import facts
from reports.areas import Area
from reports.indicators import INDICATORS, Figure, Indicator, Period
from reports.indicators.flags import BESIDE
from reports.wording import shown

FIRST_YEAR = 1999
# What stands in files for the state of a body in a year of which nothing is on record.
NO_RECORDS = "no_records"
# Names of a ranking that a panel shows.
SHOWN = 8


@dataclass(frozen=True)
class Answer:
    """What one indicator says of one municipality, this year and the year before."""

    indicator: Indicator
    figure: Figure | None
    previous_figure: Figure | None

    @property
    def value(self):
        return self.indicator.value_of_one(self.figure) if self.figure else None

    @property
    def previous(self):
        return self.indicator.value_of_one(self.previous_figure) if self.previous_figure else None

    @property
    def text(self):
        """The answer in words or as a number with its unit; a dash where there is no data."""
        return self._said(self.figure, self.value)

    def _said(self, figure, value):
        key = self.indicator.answer_of(figure) if figure else None
        for category in self.indicator.categories:
            if category.key == key:
                return category.label
        return shown(self.indicator, value)

    @property
    def detail(self):
        """Numerator and denominator, and the year before, for answers that are numbers."""
        if not self.figure or self.indicator.answer_of(self.figure):
            return ""
        parts = []
        if self.figure.denominator and self.figure.numerator is not None:
            part = {"part": self.figure.numerator, "whole": self.figure.denominator}
            parts.append(_("%(part)s of %(whole)s") % part)
        if self.previous is not None:
            # Where there were fewer bodies the year before has an answer in words.
            parts.append(f"({self._said(self.previous_figure, self.previous)})")
        return " ".join(parts)


@dataclass(frozen=True)
class Result:
    """What one indicator says of the area and of each of its municipalities."""

    indicator: Indicator
    current: dict
    before: dict
    figure: Figure
    previous_figure: Figure

    @property
    def value(self):
        return self.indicator.value(self.figure)

    @property
    def previous(self):
        return self.indicator.value(self.previous_figure)

    def answer(self, code):
        return Answer(self.indicator, self.current.get(code), self.before.get(code))

    @property
    def value_shown(self):
        return shown(self.indicator, self.value)

    @property
    def previous_shown(self):
        return shown(self.indicator, self.previous)

    @cached_property
    def ranking(self):
        """The names that occur most, each with its number; where categories are names."""
        if self.indicator.named_by is None:
            return []
        names = self.indicator.named_by()
        found = [(names[key], number) for key, number in self.figure.counts.items()]
        return sorted(found, key=lambda row: (-row[1], sort_key(row[0])))[:SHOWN]

    @property
    def shares(self):
        """The categories that occur, each with its number."""
        counts = self.figure.counts
        return [(c, counts[c.key]) for c in self.indicator.categories if counts[c.key]]


@dataclass(frozen=True)
class CouncilRow:
    """One line of the six-meetings chart."""

    place: Municipality
    state: CommitteeState | None
    held: int | None
    before: int | None
    planned: int
    due: int | None
    year: int
    requirement: str | None
    bodies: int = 1

    @property
    def badge(self):
        """The state in words: (tone, symbol, words); six answers that never look alike."""
        if self.state is None:
            return "mute", "?", _("no records")
        if self.state not in (CommitteeState.ESTABLISHED, CommitteeState.INACTIVE):
            return self.state.tone, self.state.symbol, self.state.label
        if self.requirement == NO_REPORT or self.held is None:
            return "mute", "?", _("no report")
        if self.due is None:
            words = ngettext("%(count)d body", "%(count)d bodies", self.bodies)
            return "ok", "✓", words % {"count": self.bodies}
        return self.pace.tone, self.pace.symbol, self._in_words()

    @property
    def standing(self):
        """The year of the body so far, by which its pace is judged."""
        return Standing(
            self.year,
            self.due,
            self.held,
            self.planned,
            is_founded_this_year=self.requirement == NOT_APPLICABLE,
        )

    @property
    def pace(self):
        return self.standing.pace(timezone.localdate())

    def _in_words(self):
        """The pace, with the number that lacks where somebody can still do something about it."""
        needed = {"count": self.standing.needed}
        if self.pace is Pace.AT_RISK:
            words = ngettext(
                "at risk: %(count)d more needed",
                "at risk: %(count)d more needed",
                self.standing.needed,
            )
            return words % needed
        if self.pace is Pace.NOT_MET:
            words = ngettext("%(count)d missing", "%(count)d missing", self.standing.needed)
            return words % needed
        return self.pace.label

    @property
    def urgency(self):
        """Councils that need attention come first."""
        order = {"bad": 0, "warn": 1, "act": 2, "ok": 4, "mute": 5}
        tone, symbol, _words = self.badge
        return 3 if symbol == "?" else order[tone]


class Dashboard:
    """All figures of one page, export or answer of the JSON interface.

    `region` and `municipality` are codes; without them the area is the country. The figures are
    those that are kept; `live` asks the records for them anew, and so does `census`, the code of
    another population baseline than the latest.
    """

    def __init__(
        self,
        kind,
        year,
        *,
        region=None,
        municipality=None,
        indicators=INDICATORS,
        live=False,
        census="",
    ):
        self.indicators = indicators
        self.period = Period(kind, year, census)
        self.period_before = Period(kind, year - 1, census)
        self.kind = CommitteeKind(kind)
        self.region, self.municipality = region or "", municipality or ""
        # What is kept is compared with the latest baseline.
        self.live = live or bool(census)

    @cached_property
    def places(self):
        """The municipalities of the area, by name."""
        places = Municipality.objects.select_related("region")
        if self.region:
            places = places.filter(region__code=self.region)
        if self.municipality:
            places = places.filter(code=self.municipality)
        return sorted(places, key=lambda place: sort_key(place.name))

    @property
    def area(self):
        return Area("" if self.municipality else self.region, self.municipality)

    @property
    def query(self):
        """What was asked, as it stands in an address."""
        asked = {"kind": self.kind.value, "year": self.period.year}
        if self.region:
            asked["region"] = self.region
        if self.municipality:
            asked["municipality"] = self.municipality
        if self.period.census:
            asked["census"] = self.period.census
        return urlencode(asked)

    @cached_property
    def touches(self):
        return facts.Touches(self.kind.value)

    @property
    def identity(self):
        """A word that changes whenever what is drawn may; None where there is none.

        Live figures are computed first, and are a part of it: only the drawing is not done twice.
        """
        asked = f"{self.region} {[indicator.key for indicator in self.indicators]}"
        found = facts.identity([self.period, self.period_before], self.area, self.touches)
        if found and self.live:
            return f"{asked} {found} {self.period.census} {self._digest}"
        return found and f"{asked} {found}"

    @cached_property
    def _digest(self):
        figures = [
            (
                result.figure.packed(),
                result.previous_figure.packed(),
                [(code, figure.packed()) for code, figure in result.current.items()],
                [(code, figure.packed()) for code, figure in result.before.items()],
                [number for _flag, number in self.to_check(result.indicator)],
            )
            for result in self.results
        ]
        return hashlib.sha256(repr((figures, self.planned)).encode()).hexdigest()

    @cached_property
    def figures(self):
        """`{period: {area: {key: Figure}}}` for the area and each of its municipalities."""
        areas = {self.area, *(Area(municipality=place.code) for place in self.places)}
        return facts.figures([self.period, self.period_before], areas, self.touches)

    @cached_property
    def results(self):
        """Every indicator, of both years."""
        result = self._counted if self.live else self._kept
        return [result(indicator) for indicator in self.indicators]

    def _kept(self, indicator):
        current, before = (
            {
                place.code: of_place[indicator.key]
                for place in self.places
                if indicator.key in (of_place := by_area[Area(municipality=place.code)])
            }
            for by_area in (self.figures[self.period], self.figures[self.period_before])
        )
        # A municipality outside of the region that was asked for leaves no area at all.
        whole, whole_before = (
            by_area[self.area].get(indicator.key, Figure()) if self.places else Figure()
            for by_area in (self.figures[self.period], self.figures[self.period_before])
        )
        return Result(indicator, current, before, whole, whole_before)

    def _counted(self, indicator):
        codes = [place.code for place in self.places]
        current = indicator.by_municipality(self.period, codes)
        before = indicator.by_municipality(self.period_before, codes)
        return Result(
            indicator,
            current,
            before,
            indicator.of_area(self.period, current),
            indicator.of_area(self.period_before, before),
        )

    def to_check(self, indicator):
        """Pairs (flag, number): records to be checked that the figure of the area rests on."""
        found = [(flag, self._number(flag)) for flag in BESIDE.get(indicator.key, ())]
        return [(flag, number) for flag, number in found if number]

    def _number(self, flag):
        if self.live:
            return flag.of_area(self.period, [place.code for place in self.places]).numerator
        return self._kept(flag).figure.numerator

    @cached_property
    def by_key(self):
        return {result.indicator.key: result for result in self.results}

    def state_of(self, place):
        """What the body of the municipality is; of several, the best; None without records."""
        counts = self._states_in(place)
        return next((state for state in CommitteeState if counts[state.value]), None)

    def state_code_of(self, place):
        """The same as a code for programs."""
        state = self.state_of(place)
        return state.value if state else NO_RECORDS

    def _states_in(self, place):
        return self.by_key["established"].current.get(place.code, Figure()).counts

    def bodies_of(self, place):
        """How many bodies of the municipality are in being."""
        counts = self._states_in(place)
        return sum(counts[state.value] for state in IN_BEING)

    @property
    def bodies(self):
        """How many bodies of the area are in being."""
        return sum(self.bodies_of(place) for place in self.places)

    @property
    def has_records(self):
        """Whether anything is known of the year at all; asked of the figures, which know it."""
        return bool(self.by_key["established"].current) or not self.places

    @property
    def is_running_year(self):
        return self.period.year == timezone.localdate().year

    @cached_property
    def planned(self):
        """Meetings still to come in the year, by municipality code."""
        if not self.is_running_year:
            return {}
        if self.live:
            found = facts.planned(self.period)
        else:
            found = {
                area.municipality: of_area[facts.PLANNED].numerator
                for area, of_area in self.figures[self.period].items()
                if facts.PLANNED in of_area
            }
        return {place.code: found[place.code] for place in self.places if place.code in found}

    @cached_property
    def councils(self):
        """The rows of the six-meetings chart, those that need attention first."""
        held, requirement = self.by_key["meetings_held"], self.by_key["meets_requirement"]
        rule = self.period.rule
        rows = []
        for place in self.places:
            answer = held.answer(place.code)
            judged = requirement.current.get(place.code)
            rows.append(
                CouncilRow(
                    place=place,
                    state=self.state_of(place),
                    held=answer.value,
                    before=answer.previous,
                    planned=self.planned.get(place.code, 0),
                    due=rule.value if rule else None,
                    year=self.period.year,
                    requirement=judged.only_answer if judged else None,
                    bodies=self.bodies_of(place),
                )
            )
        return sorted(rows, key=lambda row: (row.urgency, row.held or 0, sort_key(row.place.name)))
