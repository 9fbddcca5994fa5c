"""What is to be known of a population count is told in each language; so far it was in English."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0002_publicholiday")]
    operations = [
        migrations.RenameField("populationbaseline", "note", "note_en"),
        migrations.AlterField(
            "populationbaseline",
            "note_en",
            models.TextField("note in English", blank=True),
        ),
        migrations.AddField(
            "populationbaseline",
            "note_sq",
            models.TextField("note in Albanian", blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "populationbaseline",
            "note_sr",
            models.TextField("note in Serbian", blank=True, default=""),
            preserve_default=False,
        ),
    ]
