"""The copy that test databases are made from is used as long as nothing beneath it has changed."""

import json

import pytest
from django.db import connection

from tests import prepared

FILES = ["app/migrations/0001.py", "app/data/places.csv", "app/triggers.py"]


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A copy of a project of three files, one of which only the copy's process knew of."""
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("as it was")
    monkeypatch.setattr(prepared, "ROOT", tmp_path)
    basis = prepared.basis([tmp_path / "app/triggers.py"], "3.40")
    prepared.manifest(tmp_path / "copy").write_text(json.dumps(basis))
    return tmp_path / "copy"


def test_a_copy_serves_while_nothing_changes(kept):
    (prepared.ROOT / "app/views.py").write_text("nothing that a database is made from")
    assert prepared.is_fresh(kept, "3.40")


@pytest.mark.parametrize(
    "name", ["app/migrations/0001.py", "app/data/places.csv", "app/triggers.py"]
)
@pytest.mark.parametrize("change", ["changed", "gone"])
def test_a_copy_is_old_when_a_file_beneath_it_changes(kept, name, change):
    path = prepared.ROOT / name
    path.unlink() if change == "gone" else path.write_text("as it is now")
    assert not prepared.is_fresh(kept, "3.40")


@pytest.mark.parametrize(
    "name", ["app/migrations/0002.py", "other/migrations/0001.py", "app/data/x.csv"]
)
def test_a_copy_is_old_when_a_migration_or_data_file_is_new(kept, name):
    path = prepared.ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("new")
    assert not prepared.is_fresh(kept, "3.40")


def test_a_copy_is_old_under_another_program_or_library(kept, monkeypatch):
    assert not prepared.is_fresh(kept, "3.41")
    monkeypatch.setattr(prepared, "distributions", lambda: [])
    assert not prepared.is_fresh(kept, "3.40")


def test_a_copy_half_made_is_none(kept):
    prepared.manifest(kept).unlink()
    assert not prepared.is_fresh(kept, "3.40")


@pytest.mark.django_db
def test_the_copy_rests_on_models_migrations_triggers_and_reference_data_but_on_no_page():
    made_from = json.loads(prepared.manifest(prepared.KEPT / connection.vendor).read_text())[
        "files"
    ]
    assert {
        "core/models.py",
        "committees/models/committee.py",
        "committees/data/rules.csv",
        "committees/reference.py",
        "meetings/migrations/0001_initial.py",
        "places/reference.py",
        "portal/settings.py",
        "reports/triggers.py",
    } <= set(made_from)
    assert not [name for name in made_from if "/views/" in name or name.startswith("tests/factor")]
