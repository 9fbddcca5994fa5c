"""Test databases in a second: tables and reference data are made once and kept in `var/tests/`.

All migrations take half a minute, and every worker of every run needs a database. So the first one
that finds no copy, or an old one, has it made by `python -m tests.prepared` in a process that does
nothing else. A copy is old when anything changes that it was made from: a project file which that
process had loaded, a migration, a data file, a library, Python or the database program.
"""

import fcntl
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "tests"
READ_BY_ALL = ["*/migrations/*.py", "*/data/*"]
MIGRATE = migrate.Command.handle


def fill(command, *, database, **options):
    """Stand in for `migrate` where Django makes a test database: fill it from the kept copy."""
    connection = connections[database]
    copy = COPIES[connection.vendor]
    kept = KEPT / connection.vendor
    if copy.lacks_programs():
        MIGRATE(command, database=database, **options)
        call_command("load_reference_data", verbosity=0)
        return
    with alone(kept):
        if not is_fresh(kept, copy.program(connection)):
            subprocess.run([sys.executable, "-m", "tests.prepared"], cwd=ROOT, check=True)  # noqa: S603
    copy.restore(connection, kept)


def sqlite_file():
    """Return the file of an installation that holds tables and reference data and nothing else."""
    kept = KEPT / "sqlite"
    with alone(kept):
        if not is_fresh(kept, sqlite3.sqlite_version):
            env = os.environ | {"DATABASE_URL": f"sqlite:///{kept.with_suffix('.made')}"}
            subprocess.run([sys.executable, "-m", "tests.prepared"], cwd=ROOT, env=env, check=True)  # noqa: S603
    return kept


def main():
    """Make the copy for the database that the environment names."""
    started = time.time()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    # The tests count in memory and need no table for it.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    connection = connections["default"]
    copy = COPIES[connection.vendor]
    kept = KEPT / connection.vendor
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = copy.name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    call_command("load_reference_data", verbosity=0)
    manifest(kept).unlink(missing_ok=True)
    copy.save(connection, kept)
    read = loaded_files()
    # What was written meanwhile may not be what was read: then the next one makes its own.
    if all(path.stat().st_mtime < started for path in read):
        manifest(kept).write_text(json.dumps(basis(read, copy.program(connection)), indent=1))
    connection.creation.destroy_test_db(name, verbosity=0)


def manifest(kept):
    return kept.with_suffix(".json")


def is_fresh(kept, program):
    """Say whether the copy was made from what is there now."""
    if not manifest(kept).exists():
        return False
    made_from = json.loads(manifest(kept).read_text())
    return made_from == basis([ROOT / name for name in made_from["files"]], program)


def basis(files, program):
    """Return what a copy rests on: the files with their contents, and the programs at work."""
    files = {*files, *(path for pattern in READ_BY_ALL for path in ROOT.glob(pattern))}
    return {
        "files": {str(path.relative_to(ROOT)): fingerprint(path) for path in sorted(files)},
        "python": platform.python_version(),
        "database": program,
        "libraries": sorted({f"{found.name} {found.version}" for found in distributions()}),
    }


def fingerprint(path):
    return sha256(path.read_bytes()).hexdigest() if path.exists() else None


def loaded_files():
    """Return the files of the project that this process has loaded."""
    paths = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    files = {Path(path) for path in paths if path}
    return {path for path in files if ROOT in path.parents and ROOT / ".venv" not in path.parents}


@contextmanager
def alone(kept):
    """Let one worker look at the copy and make it, while the others wait for it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class SqliteCopy:
    """The copy is a database file."""

    name = None

    @staticmethod
    def lacks_programs():
        return False

    @staticmethod
    def program(_connection):
        return sqlite3.sqlite_version

    @staticmethod
    def save(connection, kept):
        part = kept.with_suffix(".part")
        part.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(part)])
        part.replace(kept)

    @staticmethod
    def restore(connection, kept):
        connection.ensure_connection()
        source = sqlite3.connect(f"file:{kept}?mode=ro", uri=True)
        source.backup(connection.connection)
        source.close()


class PostgresCopy:
    """The copy is a dump, since the server itself may be gone after the run."""

    name = "forumi_prepared"

    @staticmethod
    def lacks_programs():
        return None in (shutil.which("pg_dump"), shutil.which("psql"))

    @staticmethod
    def program(connection):
        return connection.pg_version

    @classmethod
    def save(cls, connection, kept):
        part = kept.with_suffix(".part")
        cls.call(connection, "pg_dump", "--no-owner", "--format=plain", f"--file={part}")
        part.replace(kept)

    @classmethod
    def restore(cls, connection, kept):
        connection.close()
        cls.call(
            connection,
            "psql",
            "--quiet",
            "--no-psqlrc",
            "--output=/dev/null",
            "--set=ON_ERROR_STOP=1",
            "--single-transaction",
            f"--file={kept}",
        )

    @staticmethod
    def call(connection, program, *arguments):
        where, env = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
        command = [program, *arguments, *where[1:]]
        subprocess.run(command, env={**os.environ, **(env or {})}, check=True)  # noqa: S603


COPIES = {"sqlite": SqliteCopy, "postgresql": PostgresCopy}

if __name__ == "__main__":
    main()
