"""Indicators of the bodies themselves: are they there, and who sits on them."""

from collections import Counter
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeState, Sex
from committees.models import Membership
from reports.indicators.base import Category, Figure, Indicator, Unit, share

COUNTED = frozenset({CommitteeState.ESTABLISHED, CommitteeState.INACTIVE})


def _states(period):
    """Which municipalities have a body that counts, and in what states all of them are."""
    states = {}
    for _pk, code, state in period.states:
        states.setdefault(code, Counter())[state] += 1
    return {
        code: Figure(int(bool(COUNTED & counts.keys())), 1, counts)
        for code, counts in states.items()
    }


established = Indicator(
    key="established",
    title=_("Municipalities with an established body"),
    definition=_(
        "A body counts as established when it was founded by the reference day, is not dissolved, "
        "and its mandate has not expired. A mandate has expired when members were recorded and "
        "none of them is in force within the term: all have left, or serve beyond it until "
        "replaced. A suspended body counts as established and is shown as inactive. The reference "
        "day is 31 December, or today in the running year."
    ),
    numerator=_("municipalities with an established body"),
    denominator=_("all municipalities"),
    source=_("Registry of committees and member lists"),
    legal_basis=_("Administrative Instruction 27/2012 (MIA) and 03/2012 (MLGA)"),
    unit=Unit.COUNCILS,
    reviewed_on=date(2026, 11, 26),
    compute=_states,
    missing=Figure(0, 1, Counter({CommitteeState.NOT_ESTABLISHED.value: 1})),
    categories=tuple(
        Category(state.value, state.label, state.tone, state.symbol) for state in CommitteeState
    ),
)


def _voting_members(period):
    """Voting members on the reference day whose sex is recorded, of bodies then in being."""
    return (
        Membership.objects.in_force(period.reference_day)
        .voting()
        .with_sex_recorded()
        .filter(seat__committee__in=period.bodies)
    )


women_share = Indicator(
    key="women_share",
    title=_("Women's share"),
    definition=_(
        "Women among the voting members on the reference day whose sex is recorded; observers are "
        "left out. The reference day is 31 December, or today in the running year."
    ),
    numerator=_("women"),
    denominator=_("voting members with sex recorded"),
    source=_("Member lists"),
    unit=Unit.PERCENT,
    reviewed_on=date(2026, 11, 22),
    compute=share(
        _voting_members, "seat__committee__municipality__code", Q(person__sex=Sex.FEMALE)
    ),
)
