"""What was raised before the committees, and what came of it.

The populations leave out what is confidential and what was raised at executive meetings: of these
the public learns nothing, not even their number.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.choices import ConcernStatus, MeetingKind, Sensitivity
from meetings.models import Concern, ConcernCategory, JointCommittee, Meeting
from places.models import Community
from reports.indicators.base import Category, Counts, Indicator, LeftOut, Unit
from reports.indicators.figures import Figure
from reports.indicators.measures import EachRow, Entry, Measure, Share, middle

REVIEWED = date(2026, 11, 27)
REGISTER = _("The register of concerns kept by the committees")
PLACE = "committee__municipality__code"


def _public(period):
    """Concerns of committees of the kind of which the public may know that they are there."""
    return (
        Concern.objects.filter(committee__kind=period.kind)
        .exclude(sensitivity=Sensitivity.CONFIDENTIAL)
        .exclude(status=ConcernStatus.DUPLICATE)
        .exclude(meeting__kind=MeetingKind.EXECUTIVE)
    )


def _raised(period):
    return _public(period).filter(raised_on__range=period.so_far)


def _one(value):
    """A concern, sorted by a value; nothing is no category."""
    return Figure(1, None, Counter({value: 1} if value else {}))


@dataclass(frozen=True)
class Named(Measure):
    """Concerns by the names under which each may fall several times: one concern all the same."""

    population: Callable
    key: str

    def entries(self, period):
        codes, counts = {}, defaultdict(Counter)
        rows = self.population(period).order_by("pk").values_list("pk", PLACE, self.key)
        for pk, code, value in rows:
            codes[pk] = code
            if value:
                counts[pk][value] += 1
        return [
            Entry(frozenset({code}), Figure(1, None, counts[pk]), Concern, pk)
            for pk, code in codes.items()
        ]


def _with_theme(period):
    return _raised(period).annotate(theme=Coalesce("category__parent__code", "category__code"))


def _judged(period):
    """Concerns of the year with `next_on`, the day of the next meeting of their committee.

    One is judged when that meeting was held, also in a later year or together with others, or when
    it was answered before. An executive meeting is none: of it the answer would tell.
    """
    held = Meeting.objects.public().held()
    hosted = held.filter(committee=OuterRef("committee"), starts_on__gt=OuterRef("raised_on"))
    joined = JointCommittee.objects.filter(
        meeting__in=held.order_by().values("pk"),
        committee=OuterRef("committee"),
        meeting__starts_on__gt=OuterRef("raised_on"),
    )
    return (
        _raised(period)
        .alias(
            hosted_on=_first_of(hosted, "starts_on"),
            joined_on=_first_of(joined, "meeting__starts_on"),
        )
        # Of nothing and a day SQLite says that nothing is the lesser one.
        .annotate(
            next_on=Least(Coalesce("hosted_on", "joined_on"), Coalesce("joined_on", "hosted_on"))
        )
        .filter(Q(next_on__isnull=False) | Q(answered_on__isnull=False))
    )


def _first_of(rows, day):
    return Subquery(rows.order_by(day).values(day)[:1], output_field=DateField())


def _answered_in_the_year(period):
    return _public(period).filter(raised_on__isnull=False, answered_on__range=period.so_far)


def _days(raised_on, answered_on):
    return Figure((answered_on - raised_on).days)


# Upper bounds of the bands, in days.
BANDS = (("month", 30), ("quarter", 90), ("half", 180))
OLDER = "older"


def _waiting(period):
    """Concerns open on the reference day, each with its `age` as a band."""
    day = period.reference_day
    bands = [
        When(raised_on__gte=day - timedelta(days=days), then=Value(key)) for key, days in BANDS
    ]
    return (
        _public(period)
        .filter(Q(answered_on=None) | Q(answered_on__gt=day), raised_on__lte=day)
        .annotate(age=Case(*bands, default=Value(OLDER), output_field=CharField()))
    )


def _not_counted(reason, rows):
    return LeftOut(reason, rows, PLACE)


DUPLICATES = _not_counted(
    _("a duplicate of another concern"),
    lambda period: Concern.objects.filter(
        committee__kind=period.kind, status=ConcernStatus.DUPLICATE, raised_on__range=period.so_far
    ),
)
CONFIDENTIAL = _not_counted(
    _("confidential"),
    lambda period: Concern.objects.filter(
        committee__kind=period.kind,
        sensitivity=Sensitivity.CONFIDENTIAL,
        raised_on__range=period.so_far,
    ),
)
EXECUTIVE = _not_counted(
    _("raised at an executive meeting"),
    lambda period: Concern.objects.filter(
        committee__kind=period.kind,
        meeting__kind=MeetingKind.EXECUTIVE,
        raised_on__range=period.so_far,
    ),
)
LEFT_OUT = (DUPLICATES, CONFIDENTIAL, EXECUTIVE)
NEXT_TO_COME = _not_counted(
    _("not answered, and its committee has not met since"),
    lambda period: _raised(period).exclude(pk__in=_judged(period).order_by().values("pk")),
)


def _names(model):
    return {row.code: row.name for row in model.objects.all()}


concerns_raised = Indicator(
    key="concerns_raised",
    title=_("Concerns raised"),
    definition=_(
        "Concerns raised in the year, by where they stand today. Duplicates are counted once; "
        "confidential concerns and those of executive meetings are left out."
    ),
    numerator=_("concerns raised"),
    denominator=_("none: a number, not a share"),
    source=REGISTER,
    unit=Unit.CONCERNS,
    reviewed_on=REVIEWED,
    measure=EachRow(_raised, PLACE, _one, fields=("status",)),
    left_out=LEFT_OUT,
    counts=Counts.STATES,
    categories=tuple(
        Category(state.value, state.label, state.tone, state.symbol)
        for state in ConcernStatus
        if state != ConcernStatus.DUPLICATE
    ),
)

concerns_answered = Indicator(
    key="concerns_answered",
    title=_("Concerns answered by the next meeting"),
    definition=_(
        "Of the concerns raised in the year whose committee has met again since, or that were "
        "answered before it did, those that were closed by the day of that next meeting. Closing "
        "with a reason is an answer as well. Executive meetings are no next meeting. Duplicates, "
        "confidential concerns and those of executive meetings are left out."
    ),
    numerator=_("concerns answered by the next meeting"),
    denominator=_("concerns whose next meeting has come, or that are answered"),
    source=REGISTER,
    unit=Unit.PERCENT,
    version=3,
    reviewed_on=REVIEWED,
    measure=Share(
        _judged,
        PLACE,
        Q(answered_on__isnull=False) & (Q(next_on=None) | Q(answered_on__lte=F("next_on"))),
    ),
    left_out=(NEXT_TO_COME, *LEFT_OUT),
)

concerns_resolved = Indicator(
    key="concerns_resolved",
    title=_("Concerns resolved"),
    definition=_(
        "Of the concerns raised in the year, those that stand as resolved today. One that was "
        "passed on, or closed because the committee is not competent or nothing can be done, was "
        "answered and not resolved."
    ),
    numerator=_("concerns resolved"),
    denominator=_("concerns raised"),
    source=REGISTER,
    unit=Unit.PERCENT,
    reviewed_on=REVIEWED,
    measure=Share(_raised, PLACE, Q(status=ConcernStatus.RESOLVED)),
    left_out=LEFT_OUT,
)

days_to_answer = Indicator(
    key="days_to_answer",
    title=_("Days until a concern is answered"),
    definition=_(
        "The median of the days from raising to closing, of the concerns closed in the year: half "
        "of them took no longer. For a region and the country it is the median of all their "
        "concerns, not of the medians."
    ),
    numerator=_("days, in the middle"),
    denominator=_("none: a number, not a share"),
    source=REGISTER,
    unit=Unit.DAYS,
    reviewed_on=REVIEWED,
    measure=EachRow(
        _answered_in_the_year, PLACE, _days, fields=("raised_on", "answered_on"), combine=middle
    ),
)

concerns_waiting = Indicator(
    key="concerns_waiting",
    title=_("Concerns that wait for an answer"),
    definition=_(
        "Concerns that were open on the reference day, 31 December or today in the running year, "
        "by how long they had waited since they were raised."
    ),
    numerator=_("concerns open"),
    denominator=_("none: a number, not a share"),
    source=REGISTER,
    unit=Unit.CONCERNS,
    reviewed_on=REVIEWED,
    measure=EachRow(_waiting, PLACE, _one, fields=("age",)),
    counts=Counts.STATES,
    categories=(
        Category("month", pgettext_lazy("age of a concern", "up to 30 days"), "ok", "✓"),
        Category("quarter", pgettext_lazy("age of a concern", "31 to 90 days"), "act", "→"),
        Category("half", pgettext_lazy("age of a concern", "91 to 180 days"), "warn", "!"),
        Category(OLDER, pgettext_lazy("age of a concern", "over 180 days"), "bad", "✕"),
    ),
)

concerns_by_theme = Indicator(
    key="concerns_by_theme",
    title=_("What the concerns are about"),
    definition=_(
        "Concerns raised in the year by their theme; a narrower theme counts under its wider one. "
        "A concern without a theme counts in the sum alone."
    ),
    numerator=_("concerns raised"),
    denominator=_("none: a number, not a share"),
    source=REGISTER,
    unit=Unit.CONCERNS,
    reviewed_on=REVIEWED,
    measure=EachRow(_with_theme, PLACE, _one, fields=("theme",)),
    left_out=LEFT_OUT,
    counts=Counts.NAMES,
    named_by=lambda: _names(ConcernCategory),
)

concerns_by_community = Indicator(
    key="concerns_by_community",
    title=_("Whom the concerns affect"),
    definition=_(
        "Concerns raised in the year by the communities that they affect. One concern may affect "
        "several communities, so that the parts may be more than the whole; one that affects all, "
        "or none in particular, counts in the sum alone. It says whom a concern affects, never "
        "who raised it."
    ),
    numerator=_("concerns raised"),
    denominator=_("none: a number, not a share"),
    source=REGISTER,
    unit=Unit.CONCERNS,
    reviewed_on=REVIEWED,
    measure=Named(_raised, "communities__code"),
    left_out=LEFT_OUT,
    counts=Counts.NAMES,
    named_by=lambda: _names(Community),
)
