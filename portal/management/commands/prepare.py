"""Bring a fresh or updated checkout to the point where it can be served."""

import hashlib
import json
from pathlib import Path

import environ
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

env = environ.Env()


class Command(BaseCommand):
    help = "Migrate, load reference and demonstration data, compile texts, collect static files."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="do every step, also where nothing has changed"
        )

    def handle(self, **options):
        self.stamps = Stamps(ignored=options["all"])
        self.migrate()
        call_command("compile_translations", stdout=self.stdout)
        self.load_reference_data()
        self.load_demo()
        self.collect_static()
        self.close_to_others()

    def migrate(self):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database")
            call_command("migrate", verbosity=0, interactive=False)

    def load_reference_data(self):
        state = digest(database_birth(), *map(file_state, reference_files()))
        if self.stamps.is_fresh("reference data", state):
            return
        self.stdout.write("Loading reference data")
        call_command("load_reference_data", verbosity=0, stdout=self.stdout)
        self.stamps.keep("reference data", state)

    def load_demo(self):
        """Fill a database in which nobody has begun; a real server starts empty."""
        if not env.bool("DEMO", default=not settings.PRODUCTION) or has_begun():
            return
        self.stdout.write("Loading demonstration data")
        call_command("load_demo", verbosity=0, stdout=self.stdout)

    def collect_static(self):
        state = digest(settings.STATIC_ROOT, *map(file_state, static_files()))
        manifest = settings.STATIC_ROOT / "staticfiles.json"
        if manifest.exists() and self.stamps.is_fresh("static files", state):
            return
        self.stdout.write("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stamps.keep("static files", state)

    def close_to_others(self):
        """Take away from other users of the machine what an older version left them to read."""
        paths = [Path(settings.MEDIA_ROOT)]
        if connection.vendor == "sqlite":
            name = connection.settings_dict["NAME"]
            paths += [Path(f"{name}{end}") for end in ("", "-wal", "-shm")]
        for path in paths:
            if path.exists():
                path.chmod(path.stat().st_mode & 0o700)


class Stamps:
    """What each step saw when it last ran, kept in `var/`."""

    path = settings.VAR_DIR / "prepared.json"

    def __init__(self, *, ignored):
        self.ignored = ignored
        self.states = json.loads(self.path.read_text()) if self.path.exists() else {}

    def is_fresh(self, step, state):
        return not self.ignored and self.states.get(step) == state

    def keep(self, step, state):
        self.states[step] = state
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(json.dumps(self.states, indent=2))


def has_begun():
    """Whether the database holds a committee or a user."""
    return (
        apps.get_model("committees", "Committee").objects.exists()
        or get_user_model().objects.exists()
    )


def database_birth():
    """Tell one database from another: the moment of its first migration."""
    first = MigrationRecorder(connection).migration_qs.order_by("pk").first()
    return first.applied.isoformat()


def reference_files():
    """Yield the files that `load_reference_data` reads, and the command itself."""
    for pattern in ("*/data/**/*", "*/management/commands/load_reference_data.py"):
        yield from sorted(path for path in settings.BASE_DIR.glob(pattern) if path.is_file())


def static_files():
    """Yield every static file of the project and its libraries."""
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            yield storage.path(path)


def file_state(path):
    stat = (settings.BASE_DIR / path).stat()
    return f"{path} {stat.st_size} {stat.st_mtime_ns}"


def digest(*parts):
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
