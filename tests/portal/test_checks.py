"""The deployment checks: each bad setting has its id, and a good server has none."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError

from portal import checks, wsgi
from portal.checks import check_production
from portal.demo import DEMO_ACT
from tests.factories.committees import CommitteeFactory

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def production(settings, monkeypatch, tmp_path):
    """Settings of a server as it should be."""
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    settings.PRODUCTION = True
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    settings.EMAIL_BACKEND = SMTP
    settings.ALLOWED_HOSTS = ["forumi.example.org"]
    settings.DEFAULT_FROM_EMAIL = "forumi@example.org"
    settings.SITE_URL = "https://forumi.example.org"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings


def ids():
    return [message.id for message in check_production(app_configs=None)]


@pytest.mark.usefixtures("production")
def test_good_server_passes():
    assert ids() == []


def test_embedded_mode_is_not_for_production(settings):
    settings.PRODUCTION = False
    assert ids() == ["portal.E004"]


@pytest.mark.usefixtures("production")
def test_secret_key_must_be_set(monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    assert ids() == ["portal.E001"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "portal.E003"),
        ("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend", "portal.E003"),
        ("ALLOWED_HOSTS", ["localhost", "127.0.0.1"], "portal.E005"),
        ("ALLOWED_HOSTS", ["forumi.example.org", "*"], "portal.E005"),
        ("DEFAULT_FROM_EMAIL", "forumi@localhost", "portal.W006"),
        ("SITE_URL", "http://localhost:8000", "portal.E008"),
    ],
)
def test_bad_setting_is_named(production, name, value, expected):
    setattr(production, name, value)
    assert ids() == [expected]


def test_sqlite_is_not_for_many_writers(production, monkeypatch):
    monkeypatch.setitem(production.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert ids() == ["portal.W002"]


def test_uploads_stay_out_of_the_static_files(production):
    production.MEDIA_ROOT = production.STATIC_ROOT / "uploads"
    assert ids() == ["portal.E007"]


@pytest.fixture
def demonstration():
    return CommitteeFactory(act=DEMO_ACT)


@pytest.mark.usefixtures("production", "demonstration")
def test_demonstration_data_is_refused():
    assert ids() == ["portal.E010"]
    with pytest.raises(ImproperlyConfigured, match="demonstration"):
        wsgi.refuse_demonstration()


@pytest.mark.usefixtures("demonstration")
def test_demonstration_data_is_served_where_nobody_relies_on_it():
    wsgi.refuse_demonstration()


@pytest.mark.usefixtures("production")
def test_demonstration_data_is_not_made_on_a_server():
    with pytest.raises(CommandError, match="not for a server"):
        call_command("load_demo")
    wsgi.refuse_demonstration()


@pytest.mark.usefixtures("production")
def test_database_that_does_not_answer_is_said(monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr(checks, "is_demo", fail)
    assert ids() == ["portal.I009"]
