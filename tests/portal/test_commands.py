"""`prepare` does what is due and no more; `compile_translations` follows its sources."""

import json
import os
import subprocess
import sys

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from accounts.actions import make_account
from portal.management.commands import prepare
from portal.management.commands.compile_translations import compile_catalogue
from portal.static_files import CollectedStaticFiles


@pytest.fixture
def calls(monkeypatch, settings, tmp_path):
    """Return the list of commands that `prepare` calls, which do nothing here."""
    called = []

    def record(name, **options):
        called.append(name)
        if name == "collectstatic":
            (settings.STATIC_ROOT / "staticfiles.json").touch()

    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(prepare, "call_command", record)
    monkeypatch.setattr(prepare.Stamps, "path", tmp_path / "prepared.json")
    monkeypatch.delenv("DEMO", raising=False)
    return called


@pytest.mark.django_db
def test_first_start_does_everything(calls):
    call_command("prepare")
    assert calls == [
        "compile_translations",
        "load_reference_data",
        "load_demo",
        "collectstatic",
    ]


@pytest.mark.django_db
def test_second_start_skips_what_has_not_changed(calls, monkeypatch):
    monkeypatch.setenv("DEMO", "0")
    call_command("prepare")
    calls.clear()
    call_command("prepare")
    assert calls == ["compile_translations"]
    calls.clear()
    call_command("prepare", all=True)
    assert "load_reference_data" in calls
    assert "collectstatic" in calls


@pytest.mark.django_db
def test_no_demonstration_where_somebody_has_begun(calls):
    make_account.unasked(email="first@example.org", by=None)
    call_command("prepare")
    assert "load_demo" not in calls


@pytest.mark.django_db
def test_no_demonstration_on_a_server(calls, settings):
    settings.PRODUCTION = True
    call_command("prepare")
    assert "load_demo" not in calls


def test_static_files_have_their_own_names_until_they_are_collected(tmp_path):
    before = CollectedStaticFiles(location=tmp_path)
    assert before.stored_name("img/mark.svg") == "img/mark.svg"
    with before.manifest_storage.open("staticfiles.json", "w") as manifest:
        json.dump({"paths": {"img/mark.svg": "img/mark.1.svg"}, "version": "1.1"}, manifest)
    collected = CollectedStaticFiles(location=tmp_path)
    assert collected.stored_name("img/mark.svg") == "img/mark.1.svg"
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        collected.stored_name("img/forgotten.svg")


@pytest.mark.parametrize("asked", [[], ["--email", "dea@example.org", "--noinput"]])
def test_superuser_is_an_administrator_here(asked):
    with pytest.raises(CommandError, match="manage.py create_administrator"):
        call_command("createsuperuser", *asked)


def test_forms_come_from_the_address_of_the_portal():
    told = "from django.conf import settings; print(*settings.CSRF_TRUSTED_ORIGINS)"
    env = os.environ | {
        "SITE_URL": "https://forumi.example.org:8443/x",
        "CSRF_TRUSTED_ORIGINS": "https://other.example.org",
    }
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", told]
    answer = subprocess.run(  # noqa: S603 -- our own command
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == [
        "https://forumi.example.org:8443",
        "https://other.example.org",
    ]


def test_catalogue_is_compiled_when_it_has_changed(tmp_path):
    source = tmp_path / "django.po"
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Quorum", msgstr="Kuorum"))
    catalogue.save(str(source))
    assert compile_catalogue(source)
    assert polib.mofile(str(source.with_suffix(".mo")))[0].msgstr == "Kuorum"
    assert not compile_catalogue(source)
    os.utime(source, (1, 1))
    assert compile_catalogue(source)


@pytest.fixture
def own_catalogue(settings, tmp_path):
    """Return a catalogue of Albanian that is not compiled yet; afterwards all is read anew."""
    folder = tmp_path / "sq" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(polib.POEntry(msgid="Word of this test", msgstr="Fjala"))
    settings.LOCALE_PATHS = [tmp_path]
    translation_file_changed(None, folder / "django.mo")
    yield catalogue, folder / "django.po"
    translation_file_changed(None, folder / "django.mo")


def test_what_was_compiled_is_read_by_the_process_that_compiled_it(own_catalogue):
    """The first start compiles the texts, then writes the demonstration in them."""
    catalogue, path = own_catalogue
    with translation.override("sq"):
        assert translation.gettext("Word of this test") == "Word of this test"
    catalogue.save(str(path))
    call_command("compile_translations", verbosity=0)
    with translation.override("sq"):
        assert translation.gettext("Word of this test") == "Fjala"
