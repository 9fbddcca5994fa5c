"""Before an administrator opens the portal the public is shown a page that says so."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from publisher import opening
from publisher.actions import open_portal, save_publisher
from publisher.models import Publisher
from tests.factories.publisher import PublisherFactory
from tests.roles import CAST

pytestmark = pytest.mark.django_db
CLOSED = "The portal is not open yet"
NAMES = {"name_sq": "Ministria", "name_sr": "Ministarstvo", "name_en": "Ministry"}


@pytest.fixture
def closed(monkeypatch):
    """A portal that nobody opened, seen by a server that was just started."""
    monkeypatch.setattr(opening, "SEEN_OPEN", type(opening.SEEN_OPEN)())


@pytest.mark.parametrize(
    "name", ["portal:home", "committees:list", "meetings:list", "reports:dashboard"]
)
def test_public_is_told_that_the_portal_is_not_open(client, world, closed, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert CLOSED in answer.text
    assert world.kksb.name not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_who_signs_in_there_comes_to_the_page_that_was_asked_for(client, closed):
    page = client.get("/en/committees/?kind=kksb&q=a b").text
    assert "/accounts/login/?next=%2Fen%2Fcommittees%2F%3Fkind%3Dkksb%26q%3Da%2520b" in page


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/api/v1/committees/", "application/json"), ("/en/committees.csv", "text/html")],
)
def test_programs_are_told_so_too(client, world, closed, address, kind):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (403, kind)
    assert world.kksb.name not in answer.text


@pytest.mark.parametrize("name", ["account_login", "portal:privacy", "portal:accessibility"])
def test_signing_in_and_what_is_kept_of_whom_are_open_from_the_beginning(client, closed, name):
    assert CLOSED not in client.get(reverse(name)).text


@pytest.mark.parametrize("name", ["account", "member", "municipal_officer"])
def test_who_has_an_account_works_as_always(signed_in, world, closed, name):
    assert world.kksb.name in signed_in(name).get(reverse("committees:list")).text


def test_administrator_opens_it_for_good(signed_in, world, closed):
    client = signed_in("administrator")
    steps = reverse("portal:first-steps")
    assert steps in client.get(reverse("portal:home")).text
    # It opens only once the public pages can say who answers for it.
    assert client.get(reverse("publisher:open")).url == steps
    edit = reverse("publisher:edit")
    refused = client.post(edit, NAMES | {"email": "forume@", "phone": "038 200"})
    assert refused.context["form"].errors.keys() == {"email"}
    assert 'value="038 200"' in refused.text
    client.post(edit, NAMES | {"email": "forume@example.org"})
    assert client.get(reverse("publisher:open")).status_code == 200
    assert client.post(reverse("publisher:open")).url == steps
    assert Publisher.objects.get().opened_by == client.user
    home = Client().get(reverse("portal:home")).text
    assert CLOSED not in home
    assert "forume@example.org" in home
    assert client.get(reverse("publisher:open")).url == steps
    assert [*AuditEvent.objects.filter(action__startswith="publisher.").values_list("action")] == [
        ("publisher.edit",),
        ("publisher.open",),
    ]


@pytest.mark.parametrize("name", sorted({"anonymous", *CAST} - {"administrator"}))
def test_nobody_else_opens_it_or_says_who_runs_it(world, name):
    user, row = world.person(name), PublisherFactory()
    for act in (save_publisher, open_portal):
        with pytest.raises(PermissionDenied):
            act(row, by=user)
    assert Publisher.objects.get().opened_at is None


@pytest.mark.parametrize("name", ["portal:first-steps", "publisher:edit", "publisher:open"])
def test_pages_of_the_administrators_are_theirs(signed_in, client, name):
    assert client.get(reverse(name)).status_code == 302
    assert signed_in("municipal_officer").get(reverse(name)).status_code == 403


def test_first_steps_say_what_is_done(signed_in, world):
    client = signed_in("administrator")

    def done():
        steps = client.get(reverse("portal:first-steps")).context["steps"]
        return [step.is_done for step in steps]

    # The small country has a council and a member; nothing else was done.
    assert done() == [False, False, False, True, True, False, False]
    world.person("municipal_officer")
    PublisherFactory(opened_at=timezone.now(), opened_by=client.user)
    assert done() == [False, True, True, True, True, False, True]
