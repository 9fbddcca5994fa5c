"""A full disk: nothing stays half stored, and whoever saved is told so and loses no text."""

import errno
import io
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse

from meetings.models import Document
from tests.factories.meetings import MeetingFactory
from tests.files import PDF

pytestmark = pytest.mark.once


def full(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class FullFile(io.FileIO):
    """A file for whose first bytes there is room."""

    def write(self, content):
        super().write(content[:10])
        full()


@pytest.fixture
def full_disk(monkeypatch):
    """Let there be no room for any file that the storage writes."""
    monkeypatch.setattr(os, "fdopen", FullFile)


def stored(settings):
    """Return what lies in the folder of uploads."""
    return [path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_nothing_stays_of_a_file_without_room(settings, full_disk):
    with pytest.raises(OSError, match="No space left"):
        default_storage.save("documents/2026/lista.pdf", ContentFile(PDF))
    assert stored(settings) == []


def test_nothing_stays_of_a_big_file_that_comes_from_another_disk(settings, monkeypatch):
    write = os.write

    def refuse(*_args):
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    def write_some(fd, content):
        write(fd, content[:10])
        full()

    monkeypatch.setattr(os, "rename", refuse)
    monkeypatch.setattr(os, "write", write_some)
    with TemporaryUploadedFile("lista.pdf", "application/pdf", len(PDF), None) as upload:
        upload.write(PDF)
        upload.flush()
        with pytest.raises(OSError, match="No space left"):
            default_storage.save("documents/2026/lista.pdf", upload)
    assert stored(settings) == []


def test_file_of_whoever_came_first_by_the_same_name_stays(settings, monkeypatch, request):
    """Both found the name free, as happens when they save at the same time."""
    answers, exists = [False, False], FileSystemStorage.exists
    monkeypatch.setattr(
        FileSystemStorage,
        "exists",
        lambda storage, name: answers.pop() if answers else exists(storage, name),
    )
    first = default_storage.save("documents/2026/lista.pdf", ContentFile(PDF))
    request.getfixturevalue("full_disk")
    with pytest.raises(OSError, match="No space left"):
        default_storage.save("documents/2026/lista.pdf", ContentFile(PDF))
    assert stored(settings) == [os.path.basename(first)]


@pytest.fixture
def secretary(world):
    """A secretary's browser, which is shown what a server shows."""
    client = Client(raise_request_exception=False)
    client.force_login(world.person("secretary"))
    return client


@pytest.fixture
def report(world, secretary):
    """Return a function that reports on a held meeting with a file."""
    meeting = MeetingFactory(committee=world.kksb)
    url = reverse(
        "meetings:report", kwargs={"committee": world.kksb.slug, "meeting": meeting.public_id}
    )
    form = {
        "kind": "regular",
        "precision": "day",
        "starts_on": "2026-06-01",
        "summary": "U diskutua ndriçimi",
        "version": meeting.version,
        "concerns-TOTAL_FORMS": 0,
        "concerns-INITIAL_FORMS": 0,
    }

    def send():
        page = secretary.post(url, form | {"document": SimpleUploadedFile("lista.pdf", PDF)})
        meeting.refresh_from_db()
        return page, meeting

    return send


def test_form_is_shown_again_with_its_text_and_nothing_is_stored(
    settings, report, full_disk, caplog
):
    page, meeting = report()
    assert page.status_code == 507
    assert "the server has no room left for the file" in page.text
    assert "U diskutua ndriçimi" in page.text
    assert (meeting.summary, Document.objects.exists(), stored(settings)) == ("", False, [])
    [record] = [record for record in caplog.records if record.name == "django.request"]
    assert (record.levelname, record.getMessage()) == (
        "ERROR",
        f"Insufficient Storage: {page.wsgi_request.path}",
    )


def test_upload_without_room_on_the_way_is_no_fault_of_its_sender(settings, report, monkeypatch):
    def refuse(handler, *_args):
        # Django leaves it to the collector, of which pytest warns.
        handler.file.close()
        full()

    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", refuse)
    page, meeting = report()
    assert page.status_code == 507
    assert "Nothing was saved" in page.text
    assert meeting.summary == ""


def test_page_that_cannot_be_shown_again_says_that_nothing_was_saved(world, secretary, full_disk):
    MeetingFactory(committee=world.kksb)
    page = secretary.post(
        reverse("meetings:evidence"), {"document": SimpleUploadedFile("lista.pdf", PDF)}
    )
    assert page.status_code == 507
    assert "The server has no room left" in page.text


def test_other_faults_of_the_disk_stay_faults(report, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fdopen", refuse)
    assert report()[0].status_code == 500
