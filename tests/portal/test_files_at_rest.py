"""What the portal writes is readable for its own user alone, and goes when its time is over."""

import os
import sqlite3
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from meetings.kept_files import keep
from portal import settings as settings_module
from tests.factories.accounts import UserFactory

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
