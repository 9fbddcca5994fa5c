"""For whom the seats stand: communities and religions, by public capacity alone.

Nothing here reads what a person declared of themselves. A seat «represents X» is a public office;
whoever sits on it may belong to any community.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from committees.choices import Subject
from committees.models import Committee, Membership
from places.models import Community, PopulationCount, ReligiousCommunity
from reports.indicators.base import Counts, Indicator, LeftOut, Unit
from reports.indicators.committees import PLACE, voting_members
from reports.indicators.figures import Figure
from reports.indicators.measures import Entry, Listed

REVIEWED = date(2026, 11, 27)
MEMBER_LISTS = _("Member lists: what each seat stands for")
COMMUNITIES_LAW = _(
    "Law 03/L-047 on the protection of communities; Administrative Instruction 27/2012"
)
COMMUNITY = "seat__represents_community__code"
RELIGION = "seat__represents_religion__code"


@dataclass(frozen=True)
class Census:
    """How many people of each community live where, by the baseline of a period."""

    persons: dict

    @classmethod
    def of(cls, period):
        if "census" not in period.parts:
            persons = defaultdict(dict)
            rows = PopulationCount.objects.filter(
                baseline=period.baseline, community__isnull=False
            ).order_by("community__position")
            for pk, code, community, number in rows.values_list(
                "pk", "municipality__code", "community__code", "persons"
            ):
                persons[code][community] = (number, pk)
            period.parts["census"] = cls(dict(persons))
        return period.parts["census"]

    def majority(self, code):
        """The community with the most people of a municipality; None where none was counted."""
        there = self.persons.get(code, {})
        return max(there, key=lambda community: there[community][0], default=None)


def _held(period):
    """(membership, committee, municipality, community of the seat) of the voting seats."""
    if "seats held" not in period.parts:
        period.parts["seats held"] = _by_seat(
            voting_members(period), "seat__committee", PLACE, COMMUNITY
        )
    return period.parts["seats held"]


def _by_seat(members, *fields):
    """Return (membership, *fields) of each seat: one that two hold at once is one seat."""
    seats = {}
    for seat, *row in members.order_by("pk").values_list("seat", "pk", *fields):
        seats.setdefault(seat, tuple(row))
    return list(seats.values())


def _nonmajority(period):
    """Each voting seat, met where it stands for a community not in the majority there."""
    census = Census.of(period)
    return [
        Entry(
            frozenset({code}),
            Figure(int(community is not None and community != census.majority(code)), 1),
            Membership,
            pk,
        )
        for pk, _committee, code, community in _held(period)
        if census.majority(code)
    ]


def _unrepresented(period):
    """Each non-majority community of a municipality whose members are on record: has it a seat?"""
    seated = {(code, community) for _pk, _committee, code, community in _held(period)}
    there = {code for code, _community in seated}
    floor = period.rules[Subject.COMMUNITY_FLOOR].value
    census = Census.of(period)
    return [
        Entry(
            frozenset({code}),
            Figure(0, 1) if (code, community) in seated else Figure(1, 1, Counter([community])),
            PopulationCount,
            pk,
        )
        for code, communities in census.persons.items()
        for community, (number, pk) in communities.items()
        if code in there and number >= floor and community not in ("other", census.majority(code))
    ]


def _present_but_small(period):
    floor = period.rules[Subject.COMMUNITY_FLOOR].value
    return PopulationCount.objects.filter(
        baseline=period.baseline,
        community__isnull=False,
        persons__range=(1, floor - 1),
        municipality__in=period.bodies.order_by().values("municipality"),
    ).exclude(community__code="other")


def _communities_of_bodies(period):
    """{(committee, municipality): number of seats held for each community}."""
    seats = defaultdict(Counter)
    for _pk, committee, code, community in _held(period):
        if community:
            seats[committee, code][community] += 1
    return seats


def _diverse(period):
    """Each body with a seat for a community, met where its seats stand for two or more."""
    return [
        Entry(frozenset({code}), Figure(int(len(seats) > 1), 1), Committee, pk)
        for (pk, code), seats in _communities_of_bodies(period).items()
    ]


def blau(seats):
    """Return 1 − Σ p², p being the share of each community in the seats; 0 is all of one.

    It is the chance that two seats drawn one after the other (the first put back) stand for
    different communities (Blau 1977).
    """
    whole = sum(seats.values())
    return round(1 - sum(number * number for number in seats.values()) / (whole * whole), 4)


def _blau_of_bodies(period):
    return [
        Entry(frozenset({code}), Figure(blau(seats)), Committee, pk)
        for (pk, code), seats in _communities_of_bodies(period).items()
    ]


def mean(figures):
    """Return the mean of the numerators, to two decimals."""
    numbers = [figure.numerator for figure in figures]
    return Figure(round(sum(numbers) / len(numbers), 2)) if numbers else Figure()


def _standing_for(lookup):
    """List the seats that stand for somebody; a body with none of them says zero."""

    def listed(period):
        bodies = {(committee, code) for _pk, committee, code, _community in _held(period)}
        zeros = [Entry(frozenset({code}), Figure(0), Committee, pk) for pk, code in sorted(bodies)]
        members = voting_members(period).exclude(**{lookup: None})
        return zeros + [
            Entry(frozenset({code}), Figure(1, None, Counter([name])), Membership, pk)
            for pk, code, name in _by_seat(members, PLACE, lookup)
        ]

    return listed


def names(model):
    return lambda: {row.code: row.name for row in model.objects.all()}


OTHER_SEATS = LeftOut(
    _("the seat stands for no community"),
    lambda period: voting_members(period).filter(**{COMMUNITY: None}),
    PLACE,
)

seats_by_community = Indicator(
    key="seats_by_community",
    title=_("Seats by community"),
    definition=_(
        "Voting seats held on the reference day that stand for a community, by community. It is "
        "the public capacity of the seat that counts, never the person who sits on it."
    ),
    numerator=_("seats that stand for a community"),
    denominator=_("none: a number, not a share"),
    source=MEMBER_LISTS,
    legal_basis=COMMUNITIES_LAW,
    unit=Unit.SEATS,
    reviewed_on=REVIEWED,
    measure=Listed(_standing_for(COMMUNITY)),
    counts=Counts.NAMES,
    named_by=names(Community),
    left_out=(OTHER_SEATS,),
)

nonmajority_share = Indicator(
    key="nonmajority_share",
    title=_("Share of seats for non-majority communities"),
    definition=_(
        "Of the voting seats held on the reference day, those that stand for a community that is "
        "not the most numerous one of that municipality by the population baseline. Which "
        "community is in the majority is a relation of municipality and baseline. Municipalities "
        "that the baseline does not cover are left out."
    ),
    numerator=_("seats for non-majority communities"),
    denominator=_("voting seats held, where the baseline covers the municipality"),
    source=MEMBER_LISTS,
    legal_basis=COMMUNITIES_LAW,
    unit=Unit.PERCENT,
    needs_census=True,
    reviewed_on=REVIEWED,
    measure=Listed(_nonmajority),
)

unrepresented_communities = Indicator(
    key="unrepresented_communities",
    title=_("Non-majority communities without a seat"),
    definition=_(
        "Communities that live in a municipality with a body without being its most numerous one, "
        "in at least the number of people that the rule names by the population baseline, and for "
        "which no seat that stands for them is held on the reference day. Where fewer live there "
        "they are «present but small» and not counted; «other» is no community that could have a "
        "seat. Municipalities of whose body no member is on record, or that the baseline does not "
        "cover, have no figure."
    ),
    numerator=_("communities without a seat"),
    denominator=_("non-majority communities that live there, municipality by municipality"),
    source=_("Member lists, and the population baseline"),
    legal_basis=COMMUNITIES_LAW,
    unit=Unit.COMMUNITIES,
    needs_census=True,
    rule=Subject.COMMUNITY_FLOOR,
    version=2,
    reviewed_on=date(2026, 11, 30),
    measure=Listed(_unrepresented),
    counts=Counts.NAMES,
    named_by=names(Community),
    left_out=(LeftOut(_("present but small"), _present_but_small, "municipality__code"),),
)

religious_representatives = Indicator(
    key="religious_representatives",
    title=_("Religious communities with a seat"),
    definition=_(
        "Voting seats held on the reference day that stand for a religious community, by "
        "community. It is the public capacity of the seat that counts, never the person."
    ),
    numerator=_("seats that stand for a religious community"),
    denominator=_("none: a number, not a share"),
    source=MEMBER_LISTS,
    unit=Unit.SEATS,
    reviewed_on=REVIEWED,
    measure=Listed(_standing_for(RELIGION)),
    counts=Counts.NAMES,
    named_by=names(ReligiousCommunity),
)

diverse_bodies = Indicator(
    key="diverse_bodies",
    title=_("Bodies with seats of two or more communities"),
    definition=_(
        "Of the bodies in which a voting seat held on the reference day stands for a community, "
        "those whose seats stand for two or more. The police page on the local committees says "
        "that diversity reaches up to about 85 %; it does not say of what, so that figure cannot "
        "be reproduced, and this one is not to be compared with it."
    ),
    numerator=_("bodies with seats of two or more communities"),
    denominator=_("bodies with a seat that stands for a community"),
    source=MEMBER_LISTS,
    unit=Unit.PERCENT,
    reviewed_on=REVIEWED,
    measure=Listed(_diverse),
)

diversity_index = Indicator(
    key="diversity_index",
    title=_("Diversity index"),
    definition=_(
        "For each body the index of Blau over its voting seats that stand for a community: 0 when "
        "all stand for one, towards 1 the more evenly they stand for many. For an area it is the "
        "mean of its bodies, to two decimals."
    ),
    numerator=_("index, the mean of the bodies"),
    denominator=_("none: a number, not a share"),
    formula="1 − Σ p²",
    source=MEMBER_LISTS,
    unit=Unit.INDEX,
    reviewed_on=REVIEWED,
    measure=Listed(_blau_of_bodies, combine=mean),
)
