"""What was said in words of the end of a membership stays a note, under «another reason»."""

from django.db import migrations
from django.db.models import F


def to_other(apps, _schema_editor):
    for name in ("Membership", "HistoricalMembership"):
        model = apps.get_model("committees", name)
        rows = model.objects.filter(end_reason="", until_on__isnull=False).exclude(end_note="")
        rows.update(end_reason="other")


def to_words(apps, _schema_editor):
    """The note alone said the reason before; a reason without a note says it by its code."""
    for name in ("Membership", "HistoricalMembership"):
        model = apps.get_model("committees", name)
        unsaid = model.objects.filter(end_note="").exclude(end_reason="")
        unsaid.update(end_note=F("end_reason"))
        model.objects.update(end_reason="")


class Migration(migrations.Migration):
    dependencies = [("committees", "0003_seats_terms_and_mandates")]

    operations = [migrations.RunPython(to_other, to_words)]
