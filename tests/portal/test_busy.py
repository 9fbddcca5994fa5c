"""Of many at once, whoever the database ends is served anew, and whoever waits too long is told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from core import transactions
from portal.middleware import AgainMiddleware
from tests.core.test_transactions import refusal

pytestmark = pytest.mark.once


@pytest.fixture
def ask(monkeypatch):
    """Return a function that sends a file to a view which is refused so often."""
    monkeypatch.setattr(transactions, "sleep", lambda seconds: None)

    def ask(*refusals):
        waiting = list(refusals)

        def view(request):
            content = request.FILES["file"].read()
            if waiting:
                raise waiting.pop()
            return HttpResponse(content)

        upload = SimpleUploadedFile("a.txt", b"shkresa")
        request = RequestFactory().post("/", {"file": upload})
        return AgainMiddleware(None).process_view(request, view, [], {})

    return ask


def test_view_is_taken_anew_with_its_file(ask):
    answer = ask(refusal("40P01"), refusal("40001"))
    assert (answer.status_code, answer.content) == (200, b"shkresa")


@pytest.mark.parametrize(
    "refusals",
    [[refusal("40P01")] * 3, [refusal("55P03")], [OperationalError("database is locked")]],
    ids=["deadlock", "lock timeout", "SQLite"],
)
def test_busy_database_is_told_to_the_reader(ask, refusals):
    answer = ask(*refusals)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Nothing was saved" in answer.content.decode()


def test_other_faults_stay_faults(ask):
    with pytest.raises(OperationalError):
        ask(refusal("53100"))
