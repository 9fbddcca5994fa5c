"""A status that nobody knows breaks the constraint on the status, and no second one beside it.

SQLite builds the table anew to change a constraint, and its trigger goes with the old table: it is
taken down before, and put up after.
"""

from importlib import import_module

from django.db import migrations, models

frozen = import_module("reports.migrations.0002_published_never_changes")
OUT = ("published", "superseded")


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_declared_tables")]
    operations = [
        migrations.RunPython(frozen.unprotect, frozen.protect),
        migrations.RemoveConstraint("edition", "reports_edition_out_numbered_and_reviewed"),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                condition=(
                    ~models.Q(status__in=OUT)
                    & models.Q(number=None, reviewed_at=None, reviewed_by=None, reviewed_as="")
                )
                | (
                    models.Q(
                        status__in=OUT,
                        number__gte=1,
                        reviewed_at__isnull=False,
                        reviewed_by__isnull=False,
                    )
                    & ~models.Q(reviewed_as="")
                ),
                name="reports_edition_out_numbered_and_reviewed",
            ),
        ),
        migrations.RunPython(frozen.protect, frozen.unprotect),
    ]
