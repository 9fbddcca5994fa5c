from django.core.management import call_command
from django.db import migrations

# `LOCATION` of the cache in the settings.
TABLE = "portal_cache"


def make_table(apps, schema_editor):
    call_command(
        "createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0
    )


def drop_table(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    """The table in which sign-ins are counted, so that `migrate` alone makes a portal that answers."""

    dependencies = [("limits", "0001_counters")]

    operations = [migrations.RunPython(make_table, drop_table)]
