#!/usr/bin/env python3
"""Everything that can be judged without running the portal: `make check`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
# The database is never reached: the checks look at the settings only.
PRODUCTION = {
    "PRODUCTION": "true",
    "DEBUG": "false",
    "SECRET_KEY": "only-for-the-check-of-settings-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SITE_URL": "https://forumi.example.org",
    "ALLOWED_HOSTS": "forumi.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://forumi.example.org",
    "DATABASE_URL": "postgres://forumi:secret@localhost/forumi",
    "EMAIL_URL": "smtp+tls://forumi:secret@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "forumi@example.org",
}
EMBEDDED = {
    "PRODUCTION": "false",
    "DEBUG": "false",
    "SECRET_KEY": "",
    "DATABASE_URL": f"sqlite:///{ROOT / 'var' / 'forumi.sqlite3'}",
    "EMAIL_URL": "consolemail://",
}
# The launchers in .venv/bin name the folder they were made in; a moved project still has modules.
LAYERS = "import sys; from importlinter.cli import lint_imports as lint; sys.exit(lint(no_logo=1))"
PYTEST = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
STEPS = [
    ("Lint", [PYTHON, "-m", "ruff", "check"], {}),
    ("Format", [PYTHON, "-m", "ruff", "format", "--check"], {}),
    ("Layers", [PYTHON, "-c", LAYERS], {}),
    ("Migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], EMBEDDED),
    (
        "Deployment",
        [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
    ("Translations", [*PYTEST, "tests/test_translations.py"], EMBEDDED),
    ("Documents", [*PYTEST, "tests/test_docs.py"], EMBEDDED),
]


def main():
    failed = [title for title, command, env in STEPS if not passes(title, command, env)]
    print("\n" + (f"Failed: {', '.join(failed)}" if failed else "All checks passed"))
    return 1 if failed else 0


def passes(title, command, env):
    print(f"\n== {title}", flush=True)
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **env}).returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
