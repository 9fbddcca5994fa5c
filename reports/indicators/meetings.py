"""Indicators of the year's work: meetings, what they spoke of, the two yearly answers."""

from collections import Counter
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.choices import CommitteeState, Subject
from committees.models import Committee
from meetings.choices import CompensationAnswer, WorkPlanAnswer
from meetings.models import Meeting
from meetings.yearly import NO_REPORT, NOT_APPLICABLE
from reports.indicators.base import Category, Indicator, LeftOut, Unit
from reports.indicators.figures import Figure
from reports.indicators.measures import Answers, Entry, OnRecord, met_by

REVIEWED = date(2026, 11, 22)
INSTRUCTION = _("Administrative Instruction 27/2012 (MIA) and 03/2012 (MLGA)")
RECORDS = _("Meetings reported by the committees")
YEARLY = _("Yearly answers reported by the committees")

no_report = Category(NO_REPORT, _("no report"), "mute", "?")
not_established = Category(
    CommitteeState.NOT_ESTABLISHED.value, CommitteeState.NOT_ESTABLISHED.label, "mute", "–"
)


def counting_kinds(period):
    return period.on_record.counting_kinds


def held(period):
    """Held meetings of the year that count for the kind."""
    in_year = Meeting.objects.public().held().in_year(period.year)
    return in_year.filter(kind__in=counting_kinds(period))


def reported_none(period):
    """A zero only where a body reported on the year; bodies that are silent have no figure."""
    return [
        Entry(frozenset({body.code}), Figure(0), Committee, body.pk)
        for body in sorted(period.in_being)
        if body.pk in period.on_record.spoken_on_meetings
    ]


def _requirement(period, body):
    return period.on_record.requirement(body.pk, body.established_on, period.rule.value)


def _work_plan(period, body):
    return period.on_record.work_plan(body.pk)


def compensation_answer(period, body):
    """What follows from closed runs, else what was reported by hand."""
    by_hand = period.on_record.compensation.get(body.pk, NO_REPORT)
    return period.derived_compensation.get(body.pk, by_hand)


WITHOUT_YEAR = LeftOut(
    _("held, but no year is known"),
    lambda period: Meeting.objects.held().filter(committee__kind=period.kind, starts_on=None),
    "committee__municipality__code",
)
AWAITING = LeftOut(
    _("planned, the day has passed, and nobody said what became of it"),
    lambda period: (
        Meeting.objects.awaiting_report(timezone.localdate())
        .in_year(period.year)
        .filter(committee__kind=period.kind)
    ),
    "committee__municipality__code",
)
NOT_COUNTING = LeftOut(
    _("held, but of a kind that does not count by the rule of the year"),
    lambda period: (
        Meeting.objects.held()
        .in_year(period.year)
        .filter(committee__kind=period.kind)
        .exclude(pk__in=held(period).order_by().values("pk"))
    ),
    "committee__municipality__code",
)


meetings_held = Indicator(
    key="meetings_held",
    title=_("Meetings held"),
    definition=_(
        "Meetings of the kinds that count, reported as held and dated in the year. A joint meeting "
        "counts once for each body that took part, and once for a region and for the country. A "
        "planned meeting whose date has passed without a report counts neither as held nor as "
        "zero, and a meeting of which no year is known counts in none. Executive meetings are left "
        "out. Where a body reported nothing else for the year there is no figure."
    ),
    numerator=_("meetings held"),
    denominator=_("none: a number, not a share"),
    source=RECORDS,
    legal_basis=INSTRUCTION,
    unit=Unit.MEETINGS,
    version=3,
    reviewed_on=REVIEWED,
    measure=OnRecord(counting_kinds, lambda _mark: Figure(1), zeros=reported_none),
    left_out=(NOT_COUNTING, AWAITING, WITHOUT_YEAR),
)

meets_requirement = Indicator(
    key="meets_requirement",
    title=_("Bodies that met as often as the rule asks"),
    definition=_(
        "Bodies that held at least the number of meetings that the rule of that year asks for; "
        "which kinds count is a rule of that year as well, and a joint meeting counts for each "
        "body that took part; executive meetings are left out. A body founded during the year is "
        "not judged. A body without any report has not shown that it met. In the running year the "
        "answer is the one of today."
    ),
    numerator=_("bodies that held enough meetings"),
    denominator=_("established bodies, without those founded during the year"),
    source=RECORDS,
    legal_basis=INSTRUCTION,
    unit=Unit.PERCENT,
    version=3,
    reviewed_on=REVIEWED,
    rule=Subject.MEETINGS_PER_YEAR,
    measure=Answers(_requirement, met_by("yes", outside=(NOT_APPLICABLE,))),
    categories=(
        Category("yes", pgettext_lazy("requirement", "met"), "ok", "✓"),
        Category("no", pgettext_lazy("requirement", "not met"), "bad", "✕"),
        no_report,
        Category(NOT_APPLICABLE, _("not applicable, founded during the year"), "mute", "·"),
    ),
)

incidents_discussed = Indicator(
    key="incidents_discussed",
    title=_("Meetings where incidents or communities' concerns were discussed"),
    definition=_(
        "Held meetings of the kinds that count which carry the mark that a security incident or a "
        "concern of a community was discussed. A joint meeting counts once for a region and for "
        "the country. A nil report is not an incident; executive meetings are left out."
    ),
    numerator=_("meetings with the mark"),
    denominator=_("meetings held"),
    source=RECORDS,
    unit=Unit.MEETINGS,
    version=3,
    reviewed_on=REVIEWED,
    measure=OnRecord(counting_kinds, lambda mark: Figure(int(bool(mark)), 1)),
    left_out=(NOT_COUNTING, AWAITING, WITHOUT_YEAR),
)

work_plan = Indicator(
    key="work_plan",
    title=_("Annual work plan"),
    definition=_(
        "Bodies that adopted a plan for the year: no, yes, or with activities for communities. A "
        "plan counts as adopted when one of its steps has a date. A body that reported on the year "
        "without any plan has none; a body that reported nothing, or executive meetings alone, has "
        "no answer, and so has everybody where no plan of any body is on record for the year."
    ),
    numerator=_("bodies with an adopted plan"),
    denominator=_("established bodies"),
    source=YEARLY,
    legal_basis=INSTRUCTION,
    unit=Unit.PERCENT,
    version=3,
    reviewed_on=date(2026, 11, 30),
    measure=Answers(_work_plan, met_by(WorkPlanAnswer.YES, WorkPlanAnswer.WITH_ACTIVITIES)),
    categories=(
        Category("yes", WorkPlanAnswer.YES.label, "ok", "✓"),
        Category("with_activities", WorkPlanAnswer.WITH_ACTIVITIES.label, "act", "+"),
        Category("no", WorkPlanAnswer.NO.label, "bad", "✕"),
        no_report,
    ),
)

compensation_respected = Indicator(
    key="compensation_respected",
    title=_("Compensation of members"),
    definition=_(
        "Whether the duty to compensate the members was respected in the year: yes, partly, no, or "
        "not applicable because no meeting was held. The share is that of «yes». Where a body has "
        "closed settlement runs for the year that owe something, the answer follows from them: "
        "«yes» when all that is due is paid and the runs hold every meeting of the year that "
        "counts, «no» while nothing is paid, else «partly». Elsewhere it is the one reported by "
        "hand."
    ),
    numerator=_("bodies with the answer yes"),
    denominator=_("bodies in being, and municipalities without one"),
    source=_(
        "Closed settlement runs with their payments; yearly answers reported by the committees"
    ),
    legal_basis=INSTRUCTION,
    unit=Unit.PERCENT,
    version=2,
    reviewed_on=REVIEWED,
    measure=Answers(compensation_answer, met_by(CompensationAnswer.YES)),
    missing=Figure(None, 1, Counter({CommitteeState.NOT_ESTABLISHED.value: 1})),
    categories=(
        Category("yes", CompensationAnswer.YES.label, "ok", "✓"),
        Category("partly", CompensationAnswer.PARTLY.label, "warn", "½"),
        Category("no", CompensationAnswer.NO.label, "bad", "✕"),
        Category(NOT_APPLICABLE, CompensationAnswer.NOT_APPLICABLE.label, "mute", "·"),
        no_report,
        not_established,
    ),
)
