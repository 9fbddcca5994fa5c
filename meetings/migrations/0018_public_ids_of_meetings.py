"""Gives each meeting a name by chance, which says nothing of how many others there are."""

from django.db import migrations, models

import meetings.models.meeting


def name_by_chance(apps, _schema_editor):
    meeting_rows = apps.get_model("meetings", "Meeting").objects
    rows = list(meeting_rows.only("pk"))
    for row in rows:
        row.public_id = meetings.models.meeting.by_chance()
    meeting_rows.bulk_update(rows, ["public_id"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0017_kinds_of_files")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="public_id",
            field=models.CharField(editable=False, max_length=12, null=True),
        ),
        migrations.RunPython(name_by_chance, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="meeting",
            name="public_id",
            field=models.CharField(
                default=meetings.models.meeting.by_chance,
                editable=False,
                max_length=12,
                unique=True,
            ),
        ),
    ]
