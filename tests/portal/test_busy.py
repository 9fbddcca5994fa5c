"""Of many at once, whoever the database ends is served anew, and whoever waits too long is told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from core import transactions
from portal import urls as portal_urls
from tests.core.test_transactions import refusal

pytestmark = [pytest.mark.once, pytest.mark.urls(__name__), pytest.mark.django_db]
refusals = []


def view(request):
    content = request.FILES["file"].read()
    if refusals:
        raise refusals.pop()
    return HttpResponse(content)


view.login_required = False
urlpatterns = [path("en/send/", view), *portal_urls.urlpatterns]


@pytest.fixture
def send(monkeypatch):
    """Return a function that sends a file to a view which is refused as given."""
    monkeypatch.setattr(transactions, "sleep", lambda seconds: None)

    def send(*errors):
        refusals[:] = errors
        upload = SimpleUploadedFile("a.txt", b"shkresa")
        return Client(raise_request_exception=False).post("/en/send/", {"file": upload})

    return send


def test_view_is_taken_anew_with_its_file(send):
    answer = send(refusal("40P01"), refusal("40001"))
    assert (answer.status_code, answer.content) == (200, b"shkresa")


@pytest.mark.parametrize(
    "errors",
    [[refusal("40P01")] * 3, [refusal("55P03")], [OperationalError("database is locked")]],
    ids=["deadlock", "lock timeout", "SQLite"],
)
def test_busy_database_is_told_to_the_reader(send, errors):
    answer = send(*errors)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Nothing was saved" in answer.content.decode()


def test_other_faults_stay_faults(send):
    assert send(refusal("53100")).status_code == 500
