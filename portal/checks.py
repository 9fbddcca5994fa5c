"""What a production server must have: `manage.py check --deploy`."""

import os
from pathlib import Path

from django.conf import settings
from django.core.checks import (
    Error,
    Info,
    Tags,
    Warning,  # noqa: A004 -- Django's name for it
    register,
)
from django.db import DatabaseError

from portal.demo import is_demo

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "*"}
# Mail that one of these takes reaches nobody.
MAIL_BACKENDS_OF_DEVELOPMENT = {"console", "dummy", "filebased", "locmem"}


@register(Tags.security, deploy=True)
def check_production(app_configs, **kwargs):
    """Judge the settings of a server that people rely on."""
    if not settings.PRODUCTION:
        return [
            Error(
                "These are the settings of the embedded mode.",
                hint="Set PRODUCTION=true in the environment or in .env.",
                id="portal.E004",
            )
        ]
    checks = [secret_key, database, mail, hosts, sender, uploads, address, demonstration]
    return [message for check in checks if (message := check())]


def secret_key():
    if not os.environ.get("SECRET_KEY"):
        return Error(
            "SECRET_KEY is not set; the portal made one of its own and keeps it in a file.",
            hint="Set SECRET_KEY to a random text of 50 letters or more.",
            id="portal.E001",
        )
    return None


def database():
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        return Warning(
            "The database is SQLite, which lets one writer in at a time.",
            hint="Set DATABASE_URL=postgres://user:password@host/name.",
            id="portal.W002",
        )
    return None


def mail():
    if settings.EMAIL_BACKEND.split(".")[-2] in MAIL_BACKENDS_OF_DEVELOPMENT:
        return Error(
            "No mail leaves the server, so nobody can reset a password.",
            hint="Set EMAIL_URL=smtp+tls://user:password@host:587.",
            id="portal.E003",
        )
    return None


def hosts():
    if not set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS or "*" in settings.ALLOWED_HOSTS:
        return Error(
            "ALLOWED_HOSTS does not name the public address of the portal.",
            hint="Set ALLOWED_HOSTS=forumi.example.org.",
            id="portal.E005",
        )
    return None


def sender():
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return Warning(
            "Mail is sent from an address that nobody can answer.",
            hint="Set DEFAULT_FROM_EMAIL=forumi@example.org.",
            id="portal.W006",
        )
    return None


def uploads():
    folders = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]
    media = Path(settings.MEDIA_ROOT)
    if any(media == folder or folder in media.parents for folder in folders):
        return Error(
            "Uploaded documents would be served to everybody as static files.",
            hint="Set MEDIA_ROOT to a folder outside of the static files.",
            id="portal.E007",
        )
    return None


def address():
    if not settings.SITE_URL.startswith("https://"):
        return Error(
            "Mails and letters would lead to an address that nobody can open.",
            hint="Set SITE_URL=https://forumi.example.org.",
            id="portal.E008",
        )
    return None


def demonstration():
    try:
        is_filled = is_demo()
    except DatabaseError:
        return Info(
            "The database did not answer, so nobody knows whether it holds demonstration data.",
            hint="Start the database, run manage.py prepare, and check again.",
            id="portal.I009",
        )
    if is_filled:
        return Error(
            "The database holds demonstration data, whose passwords everybody knows.",
            hint="Set DATABASE_URL to an empty database and run manage.py prepare.",
            id="portal.E010",
        )
    return None
