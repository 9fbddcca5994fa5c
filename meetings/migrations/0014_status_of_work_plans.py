from datetime import UTC, datetime

from django.db import migrations

# The day of each step, the last one first, and the status that it tells.
DAYS = {
    "assembly_approved_on": "approved",
    "recommended_on": "recommended",
    "adopted_on": "adopted",
}
REASON = "Data e hapit binte pas një hapi të mëvonshëm dhe u hoq."


def take_status(apps, _schema_editor):
    """Give each plan, and each row of its history, the status that its days tell.

    Of two days that contradict each other the one of the later step stays; the other is taken off,
    and the history keeps it with the reason.
    """
    plans = apps.get_model("meetings", "WorkPlan")
    history = apps.get_model("meetings", "HistoricalWorkPlan")
    for model in (plans, history):
        later = {}
        for name, status in DAYS.items():
            model.objects.filter(**{f"{name}__isnull": False}, **later).update(status=status)
            later[name] = None
    for plan in plans.objects.exclude(adopted_on=None, recommended_on=None):
        if put_in_order(plan):
            plan.save()
            kept = {field.attname: getattr(plan, field.attname) for field in plan._meta.fields}
            history.objects.create(
                **kept,
                history_date=datetime.now(UTC),
                history_type="~",
                history_change_reason=REASON,
            )


def put_in_order(plan):
    """Take off each day that lies after the day of a later step; say whether one did."""
    first, changed = None, False
    for name in DAYS:
        day = getattr(plan, name)
        if day and first and day > first:
            setattr(plan, name, None)
            changed = True
        elif day:
            first = day
    return changed


class Migration(migrations.Migration):
    """Work plans knew their days only; now each has a status."""

    dependencies = [
        ('meetings', '0013_work_plans_and_activities'),
    ]

    operations = [
        migrations.RunPython(take_status, migrations.RunPython.noop),
    ]
