"""What the portal writes is readable for its own user alone, and goes when its time is over."""

import os
import sqlite3
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import TextField
from django.utils import timezone

from meetings.kept_files import keep
from meetings.models import Document, Meeting
from portal import settings as settings_module
from portal.management.commands.sweep import names_in
from tests.factories.accounts import UserFactory
from tests.factories.meetings import DocumentFactory

pytestmark = pytest.mark.once


def mode(path):
    return oct(os.stat(path).st_mode & 0o777)


def test_upload_and_its_folders_are_closed_to_others(settings):
    path = default_storage.path(default_storage.save("documents/2026/sheet", ContentFile(b"x")))
    assert mode(path) == "0o600"
    assert mode(os.path.dirname(path)) == "0o700"
    assert mode(settings.MEDIA_ROOT) == "0o700"


def test_database_with_its_log_and_key_file_are_closed_to_others(tmp_path, monkeypatch):
    database = sqlite3.connect(tmp_path / "forumi.sqlite3")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE one (two)")
    for end in ("", "-wal", "-shm"):
        assert mode(tmp_path / f"forumi.sqlite3{end}") == "0o600"
    database.close()
    monkeypatch.setattr(settings_module, "VAR_DIR", tmp_path / "var")
    settings_module.embedded_secret_key()
    assert mode(tmp_path / "var" / "secret_key") == "0o600"


@pytest.mark.django_db
def test_sweep_takes_what_nobody_came_back_for(settings):
    user = UserFactory()
    for name in ("old", "new"):
        keep("meetings", f"{name}.csv", name.encode(), user=user)
    files = {path.read_text(): path for path in (settings.MEDIA_ROOT / "imports").iterdir()}
    os.utime(files["old"], (0, 0))
    over = SessionStore()
    over.create()
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    call_command("sweep")
    assert [files["old"].exists(), files["new"].exists()] == [False, True]
    assert not Session.objects.exists()


def store(name, *, days):
    """Store a file that no record names, so many days ago; return its path."""
    path = default_storage.path(default_storage.save(name, ContentFile(b"x")))
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
    return path


def sweep(**options):
    printed = StringIO()
    call_command("sweep", stdout=printed, **options)
    return printed.getvalue().splitlines()


@pytest.mark.django_db
def test_sweep_takes_files_that_no_record_names_once_they_are_a_day_old():
    """A transaction that was taken back leaves its file."""
    document = DocumentFactory()
    os.utime(document.file.path, (0, 0))
    paths = [
        document.file.path,
        store("documents/2026/new.pdf", days=0),
        store("documents/2026/old.pdf", days=2),
        store("old.pdf", days=2),
    ]
    listed = sweep(dry_run=True)
    assert listed == [
        *(os.path.relpath(path, default_storage.location) for path in paths[2:]),
        "2 files that no record names would be deleted",
    ]
    assert all(map(os.path.exists, paths))
    assert sweep() == ["2 files that no record names deleted"]
    assert [os.path.exists(path) for path in paths] == [True, True, False, False]
    assert sweep() == []


@pytest.mark.django_db
def test_sweep_leaves_kept_imports_to_their_own_rule(settings):
    DocumentFactory()
    keep("meetings", "new.csv", b"x", user=UserFactory())
    [path] = (settings.MEDIA_ROOT / "imports").iterdir()
    os.utime(path, (0, 0))
    assert sweep(dry_run=True) == ["0 files that no record names would be deleted"]


@pytest.mark.django_db
def test_sweep_takes_nothing_where_the_database_names_no_file():
    """It may be empty by mistake, or just being restored."""
    path = store("documents/2026/old.pdf", days=2)
    assert sweep() == []
    assert os.path.exists(path)


@pytest.mark.django_db
def test_names_of_files_are_found_in_tables_that_have_any():
    document = DocumentFactory()
    assert list(names_in(Document)) == [document.file.name]
    assert list(names_in(Meeting)) == []
    assert list(names_in(Meeting.history.model)) == []


@pytest.mark.django_db
def test_names_of_files_are_found_in_a_history_where_they_are_plain_text():
    """No record with a file has one today; the table of documents stands for it."""
    document = DocumentFactory()
    history = SimpleNamespace(
        instance_type=Document,
        _meta=SimpleNamespace(concrete_fields=[TextField(name="file")]),
        _base_manager=Document._base_manager,
    )
    assert list(names_in(history)) == [document.file.name]
