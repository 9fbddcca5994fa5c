"""What a plan says of itself: its way, its quarters, and what its answer rests on."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.choices import ActivityState, WorkPlanAnswer, WorkPlanStatus
from meetings.models.plans import QUARTERS
from places.models import PopulationCount

STANDING = (ActivityState.DONE, ActivityState.IN_PROGRESS, ActivityState.PLANNED)


@dataclass(frozen=True)
class QuarterOfPlan:
    """The activities of a quarter with their numbers."""

    number: int
    activities: list
    numbers: dict

    @property
    def standing(self):
        """How many activities nobody dropped."""
        return sum(self.numbers.get(state.value, 0) for state in STANDING)

    @property
    def done(self):
        return self.numbers.get(ActivityState.DONE.value, 0)

    @property
    def late(self):
        return self.numbers.get("late", 0)

    @property
    def dropped(self):
        return self.numbers.get(ActivityState.DROPPED.value, 0)

    @property
    def budget(self):
        """The sum of the budgets that are known, or None where none is."""
        return self.numbers.get("budgeted")

    @property
    def parts(self):
        """The parts of the bar, as (state, number, how many stand before it)."""
        parts, before = [], 0
        for state in STANDING:
            number = self.numbers.get(state.value, 0)
            if number:
                parts.append((state, number, before))
            before += number
        return parts


def quarters_of(plan, activities, today):
    """Return the four quarters with the given activities and the numbers of all in each."""
    numbers = plan.activities.by_quarter(today)
    return [
        QuarterOfPlan(
            number, [row for row in activities if row.quarter == number], numbers.get(number, {})
        )
        for number in QUARTERS
    ]


def timeline_of(plan):
    """Return the steps of the plan for the timeline; a later step tells of the earlier ones."""
    steps = [
        ("adopted_on", _("Adopted by the committee")),
        ("recommended_on", _("Recommended to the assembly")),
        ("given_for_information_on", _("Given to the assembly for information")),
        ("assembly_approved_on", _("Approved by the assembly")),
    ]
    if not plan.given_for_information_on:
        del steps[2]
    elif not plan.assembly_approved_on:
        del steps[3]
    known = [number for number, (name, _title) in enumerate(steps) if getattr(plan, name)]
    last = max(known, default=-1)
    return [
        {
            "title": title,
            "state": "done" if number <= last else "current" if number == last + 1 else "next",
            "detail": _detail(plan, name, is_past=number <= last),
            "note": plan.adopted_at.title if name == "adopted_on" and plan.adopted_at else "",
        }
        for number, (name, title) in enumerate(steps)
    ]


def _detail(plan, name, *, is_past):
    day = getattr(plan, name)
    if name == "adopted_on" and plan.adopted_at:
        return plan.adopted_at.date_text
    if day:
        return date_format(day, "SHORT_DATE_FORMAT")
    return _("no day on record") if is_past else ""


def answer_of(plan, activities):
    """Say what the plan answers and why; `activities` carry `serves`, the plan its `answer`."""
    serving = [row for row in activities if row.serves]
    if plan.status == WorkPlanStatus.DRAFT and serving:
        reason = _("The plan is not adopted yet. Once it is, the answer rests on these activities:")
    elif plan.status == WorkPlanStatus.DRAFT:
        reason = _("The plan is not adopted yet.")
    elif serving:
        reason = _("It rests on these activities:")
    elif activities:
        reason = _("No activity of the plan serves a non-majority community.")
    elif plan.activities_for_communities is not None:
        reason = _("As reported; no activities are on record.")
    else:
        reason = _("Nobody reported what the plan contains, and no activities are on record.")
    return {"answer": WorkPlanAnswer(plan.answer), "reason": reason, "activities": serving}


def majority_text(municipality):
    """Say who is the majority in the municipality, and by which count."""
    found = (
        municipality
        and (
            PopulationCount.objects.of_the_majority(municipality).select_related(
                "community", "baseline"
            )
        ).first()
    )
    if not found:
        return _("No census tells who is the majority here: every community named counts.")
    return _(
        "Majority in %(place)s: %(community)s (%(census)s). Every other community is a "
        "non-majority community there."
    ) % {
        "place": municipality.name,
        "community": found.community.name,
        "census": found.baseline.name,
    }
