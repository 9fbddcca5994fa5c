"""Keeps an uploaded file from one page to the next, for its uploader alone."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "imports"
KEPT_FOR = timedelta(hours=1)
SALT = "meetings.importing"


class Gone(Exception):
    """The file is no longer kept, or never was this user's."""


@dataclass(frozen=True)
class KeptFile:
    """A file as it was uploaded."""

    kind: str
    name: str
    path: str
    content: bytes


def keep(kind, name, content, *, user):
    """Keep the file for an hour and return the token that gives it back to the user."""
    remove_old()
    path = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", ContentFile(content))
    digest = hashlib.sha256(content).hexdigest()
    return signing.dumps([user.pk, kind, name, path, digest], salt=SALT, compress=True)


def kept(token, *, user):
    """Return the file of the token; raises `Gone`."""
    try:
        owner, kind, name, path, digest = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
        with default_storage.open(path) as file:
            content = file.read()
    except (signing.BadSignature, FileNotFoundError):
        raise Gone from None
    if owner != user.pk or hashlib.sha256(content).hexdigest() != digest:
        raise Gone
    return KeptFile(kind, name, path, content)


def discard(file):
    default_storage.delete(file.path)


def remove_old():
    """Delete what nobody came back for."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - KEPT_FOR:
            default_storage.delete(path)
