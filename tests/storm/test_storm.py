"""Twenty people write at once through every form, on both databases: nobody meets a fault of ours.

Before, 96 of 160 logs of meetings and concerns ended as deadlocks on PostgreSQL. The storm blows in
a process of its own, since threads cannot share a database in memory. It takes about a minute.
"""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

# What must have been written many times for the storm to have been one.
SURELY = {"meetings:log", "concerns:create", "establishment:create", "establishment:part"}


@pytest.fixture
def database(transactional_db, reference, tmp_path):
    """The address of a database with reference data that another process can open."""
    if connection.vendor == "sqlite":
        path = tmp_path / "storm.sqlite3"
        copy = sqlite3.connect(path)
        connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{path}"
    where = connection.settings_dict
    return f"postgres://{where['USER']}@/{where['NAME']}?host={where['HOST']}"


def test_twenty_people_write_at_once(database, tmp_path):
    env = os.environ | {"DATABASE_URL": database, "PRODUCTION": "false", "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "tests.storm", str(tmp_path / "media")]
    blown = subprocess.run(  # noqa: S603 -- our own program
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )
    assert blown.returncode == 0, blown.stderr[-4000:]
    came = json.loads(blown.stdout.splitlines()[-1])
    answers = came["answers"]
    faults = {
        form: found
        for form, found in answers.items()
        if any(int(status) >= 500 for status in found)
    }
    assert not faults, blown.stderr[-4000:]
    assert came["missing"] == []
    assert came["broken"] == ""
    written = {form for form, found in answers.items() if found.get("302")}
    assert written >= SURELY
    assert len(written) > 60
