"""What was raised before the committees, and what came of it.

The populations leave out what is confidential and what was raised at executive meetings: of these
the public learns nothing, not even their number.
"""

from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import median

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.choices import ConcernStatus, MeetingKind, Sensitivity
from meetings.models import Concern, ConcernCategory, Meeting
from places.models import Community
from reports.indicators.base import Category, Counts, Figure, Indicator, Unit, share

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
    return _public(period).filter(raised_on__range=(date(period.year, 1, 1), period.reference_day))


def _by(rows, key):
    """Sort rows by a value: `{code: Figure(number of rows, counts)}`; None is no category."""
    figures = defaultdict(Figure)
    found = rows.order_by().values_list(PLACE, key).annotate(number=Count("pk", distinct=True))
    for code, value, number in found:
        figures[code] += Figure(number, None, Counter({value: number} if value else {}))
    return dict(figures)


def _by_state(period):
    return _by(_raised(period), "status")


def _of_each_row(rows, key):
    """As `_by`, where a row may fall under several names: it is one row all the same."""
    concerns, counts = defaultdict(set), defaultdict(Counter)
    for code, concern, value in rows.order_by().values_list(PLACE, "pk", key):
        concerns[code].add(concern)
        if value:
            counts[code][value] += 1
    return {code: Figure(len(rows), None, counts[code]) for code, rows in concerns.items()}


def _by_theme(period):
    wider = Coalesce("category__parent__code", "category__code")
    return _by(_raised(period).annotate(theme=wider), "theme")


def _by_community(period):
    return _of_each_row(_raised(period), "communities__code")


def _judged(period):
    """Concerns of the year with `next_on`, the day of the next meeting of their committee.

    One is judged when that meeting was held, or when it was answered before.
    """
    later = (
        Meeting.objects.held()
        .filter(committee=OuterRef("committee"), starts_on__gt=OuterRef("raised_on"))
        .order_by("starts_on")
        .values("starts_on")[:1]
    )
    return (
        _raised(period)
        .annotate(next_on=Subquery(later, output_field=DateField()))
        .filter(Q(next_on__lte=period.reference_day) | Q(answered_on__lte=period.reference_day))
    )


def _days(period):
    """Days from raising to the answer of what was answered in the year, by municipality."""
    answered = _public(period).filter(
        raised_on__isnull=False,
        answered_on__range=(date(period.year, 1, 1), period.reference_day),
    )
    days = defaultdict(list)
    for code, raised_on, answered_on in answered.order_by().values_list(
        PLACE, "raised_on", "answered_on"
    ):
        days[code].append((answered_on - raised_on).days)
    return days


def _middle(days):
    """Return the median of the days, without a decimal where it is a whole number."""
    middle = median(days)
    return int(middle) if middle == int(middle) else middle


def _median_days(period):
    return {code: Figure(_middle(days)) for code, days in _days(period).items()}


def _median_days_within(period, codes):
    days = _days(period)
    return Figure(_middle([number for code in codes for number in days.get(code, [])]))


# Upper bounds of the bands, in days.
BANDS = (("month", 30), ("quarter", 90), ("half", 180))
OLDER = "older"


def _by_age(period):
    day = period.reference_day
    waiting = _public(period).filter(
        Q(answered_on=None) | Q(answered_on__gt=day), raised_on__lte=day
    )
    bands = [
        When(raised_on__gte=day - timedelta(days=days), then=Value(key)) for key, days in BANDS
    ]
    return _by(
        waiting.annotate(age=Case(*bands, default=Value(OLDER), output_field=CharField())),
        "age",
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
    compute=_by_state,
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
        "with a reason is an answer as well. Duplicates, confidential concerns and those of "
        "executive meetings are left out."
    ),
    numerator=_("concerns answered by the next meeting"),
    denominator=_("concerns whose next meeting has come, or that are answered"),
    source=REGISTER,
    unit=Unit.PERCENT,
    reviewed_on=REVIEWED,
    compute=share(
        _judged,
        PLACE,
        Q(answered_on__isnull=False) & (Q(next_on=None) | Q(answered_on__lte=F("next_on"))),
    ),
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
    compute=_median_days,
    sum_up=_median_days_within,
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
    compute=_by_age,
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
    compute=_by_theme,
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
    compute=_by_community,
    counts=Counts.NAMES,
    named_by=lambda: _names(Community),
)
