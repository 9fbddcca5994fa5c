"""What every test stands on: plain storage, quick passwords, English, and nothing from outside."""

import gc
import socket
from importlib.util import find_spec
from itertools import count

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache, caches
from django.core.management import call_command
from django.core.management.commands import migrate
from django.utils import translation

from places.models import Municipality
from publisher import opening
from tests import prepared

pytest_plugins = ["tests.roles"]

# What needs a tool of requirements-dev.txt is left out where only requirements.txt is installed;
# `make test` installs both.
collect_ignore = [
    name
    for name, tool in {"browser": "playwright", "test_architecture.py": "importlinter"}.items()
    if find_spec(tool) is None
]
LOCAL = {"localhost", "127.0.0.1", "::1"}


def pytest_configure():
    """Settings that are the same for all tests, made once before the first of them."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django_settings.CACHES = {
        **django_settings.CACHES,
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    }
    # A test looks at many files in a minute.
    django_settings.FILE_LIMIT_PER_ACCOUNT = django_settings.FILE_LIMIT_PER_ADDRESS = 10_000
    # Nothing is collected for tests; an empty root keeps WhiteNoise from warning of a missing one.
    django_settings.STATIC_ROOT = None
    call_command("compile_translations", verbosity=0)


def pytest_collection_finish():
    """Spare the garbage collector what stays to the end anyway: it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def _no_network():
    """Refuse every connection that leaves the machine."""
    connect = socket.socket.connect

    def connect_locally(self, address):
        if self.family != socket.AF_UNIX and address[0] not in LOCAL:
            raise AssertionError(f"A test may not reach {address[0]}")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_locally)
        yield


@pytest.fixture(scope="session")
def _upload_folders(tmp_path_factory):
    """Names of folders, which come to be when something is put there: few tests do."""
    base = tmp_path_factory.mktemp("uploads")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def _fresh_surroundings(settings, _upload_folders):
    """Give each test an empty upload folder and an empty cache, where the rate limits count."""
    settings.MEDIA_ROOT = next(_upload_folders)
    cache.clear()
    caches["pages"].clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _open_to_the_public():
    """The portal is open, unless a test closes it."""
    opening.SEEN_OPEN.set()


@pytest.fixture(autouse=True)
def _in_english():
    """Read texts in English unless the test or the address says otherwise."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(request):
    """Make the database from the kept copy, reference data and all; tests roll back to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate.Command, "handle", prepared.fill)
        request.getfixturevalue("django_db_setup")


@pytest.fixture
def reference(db):
    """Places, rules and categories; loaded anew where a transactional test emptied the tables."""
    if not Municipality.objects.exists():
        call_command("load_reference_data", verbosity=0)
