"""Indicators of the bodies themselves: are they there, and who sits on them."""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.choices import CommitteeState, Sex
from committees.models import Membership
from places.models import Municipality
from reports.indicators.base import Category, Indicator, LeftOut, Unit
from reports.indicators.figures import Figure
from reports.indicators.measures import EachRow, Entry, Listed, Share

PLACE = "seat__committee__municipality__code"
COUNTED = frozenset({CommitteeState.ESTABLISHED, CommitteeState.INACTIVE})


def _states(period):
    """One part for each municipality with bodies: is one established, and what are all of them.

    A body that was founded later is none yet: it takes nothing from the answer of an old year.
    """
    states, places = defaultdict(Counter), {}
    for body in period.states:
        if body.state != CommitteeState.NOT_ESTABLISHED:
            places[body.code] = body.place
            states[body.code][body.state] += 1
    return [
        Entry(
            frozenset({code}),
            Figure(int(bool(COUNTED & counts.keys())), 1, counts),
            Municipality,
            places[code],
        )
        for code, counts in states.items()
    ]


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
    measure=Listed(_states),
    missing=Figure(0, 1, Counter({CommitteeState.NOT_ESTABLISHED.value: 1})),
    categories=tuple(
        Category(state.value, state.label, state.tone, state.symbol) for state in CommitteeState
    ),
)


def members(period):
    """Members on the reference day of bodies then in being."""
    return Membership.objects.in_force(period.reference_day).filter(
        seat__committee__in=period.bodies
    )


def voting_members(period):
    return members(period).voting()


def _with_sex(period):
    return voting_members(period).with_sex_recorded()


def _observers(period):
    return members(period).exclude(pk__in=voting_members(period).order_by().values("pk"))


bodies_in_being = Indicator(
    key="bodies_in_being",
    title=_("Bodies in being"),
    definition=_(
        "Bodies founded by the reference day and not dissolved, also those that are suspended or "
        "whose mandate has expired. The reference day is 31 December, or today in the running year."
    ),
    numerator=_("bodies in being"),
    denominator=_("none: a number, not a share"),
    source=_("Registry of committees"),
    unit=Unit.COUNCILS,
    reviewed_on=date(2026, 11, 27),
    measure=EachRow(lambda period: period.bodies, "municipality__code", lambda: Figure(1)),
)

members_serving = Indicator(
    key="members_serving",
    title=_("Members"),
    definition=_(
        "Voting members on the reference day of the bodies then in being, by memberships: whoever "
        "sits on two bodies counts in both. Observers are left out."
    ),
    numerator=_("voting members"),
    denominator=_("none: a number, not a share"),
    source=_("Member lists"),
    unit=Unit.MEMBERS,
    reviewed_on=date(2026, 11, 27),
    measure=EachRow(voting_members, PLACE, lambda: Figure(1)),
    left_out=(LeftOut(_("observers, without a vote"), _observers, PLACE),),
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
    measure=Share(_with_sex, PLACE, Q(person__sex=Sex.FEMALE)),
    left_out=(
        LeftOut(
            _("sex not recorded"),
            lambda period: voting_members(period).filter(person__sex=""),
            PLACE,
        ),
        LeftOut(_("observers, without a vote"), _observers, PLACE),
    ),
)
