"""Writes the work plans of committees, their activities and what came of them."""

from django.db.models import F, Max
from django.utils.translation import gettext as _

from audit.actions import append_event
from core.policy import asks
from core.uploads import fields_of
from core.workflow import TransitionRefused
from meetings.actions import EditConflict
from meetings.choices import ActivityState
from meetings.models import Activity, ActivityDocument, WorkPlan


@asks("answer", of="committee")
def begin_plan(committee, year, *, from_last_year=False, by):
    """Return the plan of the year, a new draft unless there is one already."""
    plan, is_new = WorkPlan.objects.get_or_create(committee=committee, year=year)
    if is_new:
        append_event("workplan.begin", by=by, subject=plan)
        if from_last_year:
            copy_last_year.unasked(plan, by=by)
    return plan


def plan_before(plan):
    """Return the plan of the committee for the year before, if it has activities to take over."""
    earlier = WorkPlan.objects.filter(committee=plan.committee_id, year=plan.year - 1).first()
    return earlier if earlier and earlier.activities.standing().exists() else None


@asks("edit", of="plan")
def copy_last_year(plan, *, by):
    """Take the activities of the year before over, as planned; those dropped stay behind."""
    _touch(plan)
    if plan.activities.exists():
        raise TransitionRefused(_("This plan has activities already."))
    earlier = plan_before(plan)
    if earlier is None:
        raise TransitionRefused(_("The plan of the year before has no activities on record."))
    for row in earlier.activities.standing().in_order().prefetch_related("communities"):
        copied = Activity.objects.create(
            plan=plan,
            position=row.position,
            title=row.title,
            quarter=row.quarter,
            responsible=row.responsible,
            budget=row.budget,
        )
        copied.communities.set(row.communities.all())
    append_event("workplan.copy", by=by, subject=plan, year=earlier.year)


@asks("edit", of="activity.plan")
def save_activity(activity, *, communities, by):
    """Write what an activity says; raises `EditConflict` when somebody else saved it meanwhile."""
    _touch(activity.plan)
    if activity.pk:
        _claim(activity)
    else:
        last = activity.plan.activities.aggregate(last=Max("position"))["last"]
        activity.position = (last or 0) + 1
    activity.save()
    activity.communities.set(communities)
    append_event("activity.save", by=by, subject=activity)
    return activity


@asks("edit", of="activity.plan")
def remove_activity(activity, *, by):
    """Take an activity out of a draft; its history stays. What somebody reported on stays too."""
    _touch(activity.plan)
    if is_reported_on(activity):
        raise TransitionRefused(
            _("Something is on record of this activity. Drop it with a reason instead.")
        )
    append_event("activity.remove", by=by, subject=activity)
    activity.delete()


def is_reported_on(activity):
    """Say whether somebody recorded what came of the activity."""
    return (
        activity.state != ActivityState.PLANNED
        or bool(activity.evidence)
        or activity.documents.exists()
    )


@asks("record_progress", of="activity.plan")
def record_progress(activity, *, upload=None, kind=None, by):
    """Write the state and the evidence of an activity, with a file where there is one."""
    _claim(activity)
    activity.save()
    document = None
    if upload:
        fields = fields_of(upload, by=by)
        document = ActivityDocument.objects.create(activity=activity, kind=kind, **fields)
    proof = {"sha256": document.sha256} if document else {}
    append_event("activity.progress", by=by, subject=activity, state=activity.state, **proof)
    return activity


def _touch(plan):
    """Let whoever adopts the plan as they read it learn that an activity was written since."""
    WorkPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1)


def _claim(activity):
    """Take the next version; raises `EditConflict` when the writer did not see the present one."""
    rows = Activity.objects.filter(pk=activity.pk)
    if not rows.filter(version=activity.version).update(version=F("version") + 1):
        raise EditConflict(rows.get())
    activity.version += 1
