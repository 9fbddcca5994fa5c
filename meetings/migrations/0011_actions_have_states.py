"""Actions with a result are done; the search column is filled."""

from django.db import migrations

from core.i18n import fold


def give_states(apps, _schema_editor):
    """Say of each action, and of each row of its history, that it was done once it had a result."""
    for name in ("Action", "HistoricalAction"):
        rows = apps.get_model("meetings", name).objects
        rows.exclude(done_on=None).update(status="done")
    for action in apps.get_model("meetings", "Action").objects.all():
        action.search_text = fold(f"{action.text} | {action.addressee}")
        action.save(update_fields=["search_text"])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0010_actions_and_institutions")]

    # Backwards the columns go as a whole.
    operations = [migrations.RunPython(give_states, migrations.RunPython.noop)]
