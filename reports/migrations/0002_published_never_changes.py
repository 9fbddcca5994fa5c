"""The database itself refuses to change a published edition, but for «superseded».

SQLite gets no trigger against deletion: Django empties the tables of its test databases there
row by row. No page deletes an edition on either database.
"""

from django.db import migrations

FROZEN = (
    *("kind", "year", "number", "reason", "cut_off", "figures", "before", "declared", "sha256"),
    *("prepared_at", "prepared_by_id", "prepared_as"),
    *("reviewed_at", "reviewed_by_id", "reviewed_as"),
)
# The status may only go from published to superseded.
STATUS = (
    "NEW.status NOT IN ('published', 'superseded')"
    " OR (OLD.status = 'superseded' AND NEW.status = 'published')"
)
REFUSAL = "a published edition never changes"


def changed(differs):
    columns = [f'NEW."{name}" {differs} OLD."{name}"' for name in FROZEN]
    return f"OLD.number IS NOT NULL AND ({' OR '.join([*columns, STATUS])})"


SQLITE = [
    f"""
    CREATE TRIGGER reports_edition_frozen BEFORE UPDATE ON reports_edition
    WHEN {changed("IS NOT")} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION reports_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
    """,
    f"""
    CREATE TRIGGER reports_edition_frozen BEFORE UPDATE ON reports_edition
    FOR EACH ROW WHEN ({changed("IS DISTINCT FROM")}) EXECUTE FUNCTION reports_refuse()
    """,
    """
    CREATE TRIGGER reports_edition_stays BEFORE DELETE ON reports_edition
    FOR EACH ROW WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION reports_refuse()
    """,
]
UNDO = {
    "sqlite": ["DROP TRIGGER reports_edition_frozen"],
    "postgresql": [
        "DROP TRIGGER reports_edition_frozen ON reports_edition",
        "DROP TRIGGER reports_edition_stays ON reports_edition",
        "DROP FUNCTION reports_refuse()",
    ],
}


def protect(_apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def unprotect(_apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_edition")]
    operations = [migrations.RunPython(protect, unprotect)]
