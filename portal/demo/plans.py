"""Work plans of the demonstration: activities of two years, and the whole way of one council."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F

from accounts.models import User
from committees.choices import CommitteeKind
from meetings.choices import ActivityState, DatePrecision, WorkPlanStatus
from meetings.models import Activity, Meeting, WorkPlan
from meetings.models.plans import QUARTERS
from plans.actions import begin_plan, record_progress, save_activity
from plans.workflow import PLAN
from portal.demo.minutes import COUNCIL
from portal.demo.past import acting
from portal.demo.sign_ins import address
from portal.demo.texts import ACTIVITIES, DONE, SQ, WITHOUT_MONEY

ZONE = ZoneInfo("Europe/Belgrade")
# Every so many-th plan is known by its days only, or goes another way than the most.
ONLY_DAYS_EACH, OTHER_WAY_EACH = 5, 4
# Every so many-th activity is late, and every so many-th dropped.
LATE_EACH, DROPPED_EACH = 5, 11
TO_ASSEMBLY = (("recommend", timedelta(days=14)), ("approve", timedelta(days=45)))


def make_plans(bodies, *, today):
    """Fill the plans of the councils, and let the coordinator's council take every step."""
    councils = {
        body.committee.pk: body for body in bodies if body.committee.kind == CommitteeKind.KKSB
    }
    [own] = [pk for pk, body in councils.items() if body.committee.slug == COUNCIL]
    _take_every_step(councils.pop(own), today)
    plans = WorkPlan.objects.filter(committee__in=councils, year__gte=today.year - 1).order_by("pk")
    # Of some adopted plans only the days are known.
    filled = [plan for number, plan in enumerate(plans) if number % ONLY_DAYS_EACH]
    rows, tags = [], []
    for number, plan in enumerate(filled):
        ground = councils[plan.committee_id].ground
        for position, what in enumerate(ACTIVITIES):
            outcome = _outcome(plan, what.quarter, number + position, today, ground.language)
            rows.append(
                Activity(plan=plan, position=position, **_said(what, ground.language), **outcome)
            )
            if plan.activities_for_communities:
                tags += [(rows[-1], community) for community in _served(what, ground)]
    Activity.objects.bulk_create(rows)
    link = Activity.communities.through
    link.objects.bulk_create(link(activity=row, community=community) for row, community in tags)
    _part_ways(plans)


def _part_ways(plans):
    """Let some plans stop at their adoption, and some come to the assembly for information only."""
    recommended = _some(plans.filter(status=WorkPlanStatus.RECOMMENDED))
    recommended.update(status=WorkPlanStatus.ADOPTED, recommended_on=None)
    _some(plans.filter(status=WorkPlanStatus.APPROVED)).update(
        status=WorkPlanStatus.FOR_INFORMATION,
        given_for_information_on=F("assembly_approved_on"),
        assembly_approved_on=None,
    )


def _some(plans):
    keys = list(plans.values_list("pk", flat=True))[::OTHER_WAY_EACH]
    return WorkPlan.objects.filter(pk__in=keys)


def _said(what, language):
    return {
        "title": what.title[language],
        "quarter": what.quarter,
        "responsible": what.responsible[language],
        "budget": what.budget,
    }


def _served(what, ground):
    """The communities after the largest, where the activity is for them."""
    return ground.communities[1:3] if what.is_for_communities else ()


def _outcome(plan, quarter, number, today, language):
    """Return what came of an activity, as its quarter lies behind, around or ahead."""
    first, last = _days_of(plan.year, quarter)
    state, done_on, reason = ActivityState.PLANNED, None, ""
    if plan.status == WorkPlanStatus.DRAFT or first > today:
        pass
    elif number % DROPPED_EACH == 0:
        state, reason = ActivityState.DROPPED, WITHOUT_MONEY[language]
    elif last >= today or (number % LATE_EACH == 0 and plan.year == today.year):
        state = ActivityState.IN_PROGRESS
    else:
        state, done_on = ActivityState.DONE, last - timedelta(days=number % 60)
    return {"state": state, "done_on": done_on, "drop_reason": reason}


def _days_of(year, quarter):
    first = date(year, 3 * quarter - 2, 1)
    following = date(year + quarter // QUARTERS[-1], quarter * 3 % 12 + 1, 1)
    return first, following - timedelta(days=1)


def _take_every_step(body, today):
    """The coordinator's council: last year's plan done, this year's on its way, the next begun."""
    by = User.objects.get(email=address("municipal-officer"))
    WorkPlan.objects.filter(committee=body.committee, year__gte=today.year - 1).delete()
    held = Meeting.objects.held().filter(committee=body.committee, precision=DatePrecision.DAY)
    for year in (today.year - 1, today.year):
        meeting = held.in_year(year).soonest_first().first()
        if meeting:
            plan = _adopt(body, meeting, year, by=by)
            _go_to_assembly(plan, today, by=by)
            _report(plan, today, by=by)
    is_there = Activity.objects.filter(plan__committee=body.committee, plan__year=today.year)
    with acting(by, _evening(today)):
        begin_plan.unasked(body.committee, today.year + 1, from_last_year=is_there.exists(), by=by)


def _adopt(body, meeting, year, *, by):
    with acting(by, _evening(meeting.starts_on)):
        plan = begin_plan.unasked(body.committee, year, by=by)
        for what in ACTIVITIES:
            row = Activity(plan=plan, **_said(what, SQ))
            save_activity.unasked(row, communities=_served(what, body.ground), by=by)
        plan.refresh_from_db()
        return PLAN.perform(plan, "adopt", by=by, adopted_at=meeting, adopted_on=meeting.starts_on)


def _go_to_assembly(plan, today, *, by):
    for step, days in TO_ASSEMBLY:
        day = plan.adopted_on + days
        if day <= today:
            with acting(by, _evening(day)):
                PLAN.perform(plan, step, by=by, day=day)


def _report(plan, today, *, by):
    for number, row in enumerate(plan.activities.in_order(), start=1):
        outcome = _outcome(plan, row.quarter, number, today, SQ)
        if outcome["state"] != ActivityState.PLANNED:
            evidence = DONE[SQ] if outcome["done_on"] else ""
            vars(row).update(**outcome, evidence=evidence)
            with acting(by, _evening(outcome["done_on"] or today)):
                record_progress.unasked(row, by=by)


def _evening(day):
    return datetime.combine(day, time(18), ZONE)
