"""What leaves an event: sign-ins, exports, documents read; the steps are in their own tests."""

import pytest
from django.urls import reverse

from audit.actions import first_broken_event
from audit.models import AuditEvent
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.meetings import DocumentFactory, MeetingFactory
from tests.files import PDF

pytestmark = pytest.mark.django_db


def events(prefix):
    return list(
        AuditEvent.objects.filter(action__startswith=prefix)
        .order_by("pk")
        .values_list("action", "actor", "detail")
    )


def test_sign_in_and_sign_out_leave_an_event(client):
    user = UserFactory()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_logout"))
    assert events("sign_") == [("sign_in", user.email, {}), ("sign_out", user.email, {})]


def test_failed_sign_in_leaves_what_was_tried_and_no_password(client):
    client.post(reverse("account_login"), {"login": "who@example.org", "password": "guessed-it"})
    assert events("sign_") == [("sign_in_failed", "", {"tried": "who@example.org"})]
    assert "guessed-it" not in str(events(""))


@pytest.mark.parametrize("what", ["committees", "meetings"])
def test_export_leaves_format_and_filter(client, what):
    user = UserFactory()
    client.force_login(user)
    client.get(reverse(f"{what}:export", args=["xlsx"]), {"q": "prizren"})
    client.get(reverse(f"{what}:export", args=["exe"]))
    assert events("export.") == [
        (f"export.{what}", user.email, {"format": "xlsx", "filter": "q=prizren"})
    ]


def test_reading_a_document_leaves_an_event_and_a_refused_reading_none(world, signed_in):
    document = DocumentFactory(meeting=MeetingFactory(committee=world.kksb))
    url = reverse("meetings:document", args=[document.pk])
    client = signed_in("station_commander elsewhere")
    assert client.get(url).status_code == 404
    assert events("document.") == []
    client = signed_in("member")
    assert b"".join(client.get(url).streaming_content) == PDF
    [event] = AuditEvent.objects.filter(action="document.read")
    assert (event.actor, event.subject_key) == (client.user.email, str(document.pk))
    assert first_broken_event() is None


@pytest.mark.parametrize("what", ["committees", "meetings"])
def test_what_the_public_fetches_is_a_line_of_the_log_and_no_event(client, caplog, what):
    with caplog.at_level("INFO", logger="forumi.downloads"):
        assert client.get(reverse(f"{what}:export", args=["csv"])).status_code == 200
    assert events("") == []
    assert caplog.messages == [f"export.{what} -"]
