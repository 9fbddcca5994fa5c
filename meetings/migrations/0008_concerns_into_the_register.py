"""Gives each concern that a meeting noted its place in the register."""

from collections import Counter

from django.db import migrations
from django.utils import timezone


def register(apps, _schema_editor):
    concerns = apps.get_model("meetings", "Concern").objects
    last = Counter()
    for concern in concerns.select_related("meeting").order_by("meeting__starts_on", "pk"):
        concern.committee_id = concern.holder_committee_id = concern.meeting.committee_id
        concern.raised_on = concern.meeting.starts_on
        year = (concern.raised_on or concern.answered_on or timezone.localdate()).year
        last[year] += 1
        concern.number = f"SHQ-{year}-{last[year]:04}"
        concern.status = "resolved" if concern.answered_on else "open"
        concern.reach = "named" if concern.communities.exists() else "none_known"
        concern.save()
    series = apps.get_model("committees", "NumberSeries").objects
    for year, number in last.items():
        series.update_or_create(prefix="SHQ", year=year, defaults={"last": number})


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_the_way_of_concerns")]

    operations = [migrations.RunPython(register, migrations.RunPython.noop)]
