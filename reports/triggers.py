"""Triggers of the database that note each writing of what the figures rest on.

A note (`Touch`) is written by the database itself and in the transaction of the record, whatever
wrote it: a page, an import, `bulk_create`, `update()` or a hand in a console. On PostgreSQL each
transaction counts in rows of its own (`mark` is its number), so that no writer waits for another;
on SQLite, which has one writer at a time, all count in one.

The triggers stand only between two migrations: a migration may change the tables that they read,
and SQLite forgets the triggers of a table that is built anew. One row, `ARMED`, says that they
stand; without it nothing that is kept is believed.
"""

import time

from django.db import transaction

from reports.touching import WATCHED

PREFIX = "reports_touch_"
# Marks that are no transaction: of the row that says that the triggers stand, and of the sum.
ARMED, SUM = -1, 0
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}

NOTE = """
    INSERT INTO reports_touch (kind, place, mark, number)
    SELECT DISTINCT concerned.kind, concerned.place, {mark}, 1 FROM {rows}
    WHERE true
    ON CONFLICT (kind, place, mark) DO UPDATE SET number = reports_touch.number + 1
"""
# What finished transactions noted becomes one row again. Only one at a time does so, and takes
# what nobody else holds, so that no reader waits here.
FOLD = """
    WITH gone AS (
        DELETE FROM reports_touch WHERE mark > 0 AND pg_try_advisory_xact_lock(7465756) AND id IN (
            SELECT id FROM reports_touch WHERE mark > 0 FOR UPDATE SKIP LOCKED
        )
        RETURNING kind, place, number
    )
    INSERT INTO reports_touch (kind, place, mark, number)
    SELECT kind, place, 0, sum(number) FROM gone GROUP BY kind, place ORDER BY kind, place
    ON CONFLICT (kind, place, mark) DO UPDATE SET number = reports_touch.number + excluded.number
"""


def install(connection):
    """Put the triggers where they belong, and let nothing hold that was kept before."""
    remove(connection)
    tables = set(connection.introspection.table_names())
    if "reports_touch" not in tables:
        return
    make = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.vendor]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in sorted(tables & WATCHED.keys()):
            for statement in make(table, WATCHED[table]):
                cursor.execute(statement)
    arm(connection)


def arm(connection):
    """Say that the triggers stand. The number was never the sum before: it is the time."""
    if not installed(connection):
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_touch")
        cursor.execute(
            "INSERT INTO reports_touch (kind, place, mark, number) VALUES ('', '', %s, %s)",
            [ARMED, time.time_ns() // 1000],
        )


def remove(connection):
    """Take all triggers away, and the word that they stand."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, table in installed(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT proname FROM pg_proc WHERE proname LIKE %s", [PREFIX + "%"])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {name}()")
        if "reports_touch" in connection.introspection.table_names(cursor):
            cursor.execute("DELETE FROM reports_touch")


def installed(connection):
    """Return (trigger, table) of the triggers that stand."""
    query = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [(name, table) for name, table in cursor.fetchall() if name.startswith(PREFIX)]


def fold(connection):
    """Bring together what finished transactions noted; SQLite has it together already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(FOLD)


def _on_sqlite(table, way):
    """Yield the triggers of a table, which run for each row."""
    for event, rows in EVENTS.items():
        notes = ";".join(
            NOTE.format(mark=SUM, rows=f"({way.format(row=row)}) AS concerned") for row in rows
        )
        yield f"CREATE TRIGGER {PREFIX}{table}_{event} AFTER {event} ON {table} BEGIN {notes}; END"


def _on_postgresql(table, way):
    """Yield the function and the triggers of a table, which run once for each statement."""
    rows = f"changed CROSS JOIN LATERAL ({way.format(row='changed')}) AS concerned"
    yield _function(PREFIX + table, NOTE.format(mark="txid_current()", rows=rows))
    # Of emptied tables nobody can say any more whose rows they held.
    everywhere = "(VALUES ('', '')) AS concerned (kind, place)"
    yield _function(f"{PREFIX}everywhere", NOTE.format(mark="txid_current()", rows=everywhere))
    yield (
        f"CREATE TRIGGER {PREFIX}truncate AFTER TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}everywhere()"
    )
    for event, states in EVENTS.items():
        for state in states:
            yield (
                f"CREATE TRIGGER {PREFIX}{event}_{state} AFTER {event} ON {table} "
                f"REFERENCING {state} TABLE AS changed FOR EACH STATEMENT "
                f"EXECUTE FUNCTION {PREFIX}{table}()"
            )


def _function(name, body):
    """Return the function of a trigger, which always goes from the changed rows by the indexes.

    The plan of a function is kept for the session. Made while the tables were empty, it would read
    them whole for each row once they are full.
    """
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        "SET enable_seqscan TO off SET enable_hashjoin TO off SET enable_mergejoin TO off AS "
        f"$$ BEGIN {body}; RETURN NULL; END $$"
    )
