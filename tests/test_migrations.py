"""Migrations fit the models, and every app can go back to nothing and forth again."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

OWN_APPS = [
    app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR
]


def own_tables():
    prefixes = tuple(f"{label}_" for label in OWN_APPS)
    return {name for name in connection.introspection.table_names() if name.startswith(prefixes)}


@pytest.mark.django_db
def test_no_model_change_lacks_its_migration():
    call_command("makemigrations", check=True, dry_run=True)


@pytest.mark.django_db
def test_the_copy_that_test_databases_are_made_from_lacks_no_migration():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


# It takes most of a minute, and forth goes the copy that every test database is made from: the way
# back is asked of the database that has something to lose.
@pytest.mark.skipif(connection.vendor == "sqlite", reason="asked of PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_back_to_nothing_and_forth_again():
    before = own_tables()
    migrated = MigrationLoader(None).migrated_apps
    MigrationExecutor(connection).migrate([(app, None) for app in OWN_APPS if app in migrated])
    assert own_tables() == set()
    call_command("migrate", verbosity=0)
    assert own_tables() == before
