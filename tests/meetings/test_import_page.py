"""The import as a person meets it: choose, preview, confirm."""

import csv
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from audit.models import AuditEvent
from committees.models import Committee
from meetings.importing.kinds import KINDS
from meetings.models import Meeting
from places.models import Municipality
from tests.factories.accounts import RoleGrantFactory
from tests.factories.committees import MembershipFactory

pytestmark = pytest.mark.django_db
GOOD = "external_id,committee,date,place\nA1,kksb:20,2023-05-24,Hall\n"


@pytest.fixture
def officer(councils):
    place = Municipality.objects.get(code="20")
    return RoleGrantFactory(municipal_officer=True, municipality=place).user


@pytest.fixture
def start():
    return reverse("meetings:import")


@pytest.fixture
def client(client, officer):
    client.force_login(officer)
    return client


def upload(client, start, text, *, kind="meetings", name="past.csv"):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(start, {"kind": kind, "file": file})


def kept_files():
    if not default_storage.exists("imports"):
        return []
    return default_storage.listdir("imports")[1]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("administrator", 200),
        ("osce_monitor", 403),
        ("mia_officer", 403),
        ("general_director", 403),
        ("station_commander", 403),
    ],
)
def test_page_is_for_those_who_keep_records(client, councils, start, role, status):
    client.force_login(RoleGrantFactory(**{role: True}).user)
    assert client.get(start).status_code == status
    for name in ("meetings:import-preview", "meetings:import-template"):
        arguments = {"kind": "meetings"} if name.endswith("template") else {}
        expected = 302 if status == 200 and not arguments else status
        assert client.get(reverse(name, kwargs=arguments)).status_code == expected


def test_grant_that_has_ended_opens_nothing(client, officer, start):
    RoleGrant.objects.update(until_on=timezone.localdate() - timedelta(days=1))
    assert client.get(start).status_code == 403


def test_visitor_is_sent_to_sign_in(client, start):
    client.logout()
    assert client.get(start).status_code == 302
    assert "/accounts/login/" in client.get(start)["Location"]


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_page_explains_every_column_in_every_language(client, start, language):
    page = client.get(start.replace("/en/", f"/{language}/")).content.decode()
    for kind in KINDS.values():
        for name in kind.resource.fields:
            assert f"<code>{name}</code>" in page


@pytest.mark.parametrize("kind", KINDS)
def test_template_of_each_kind_has_its_header(client, kind):
    response = client.get(reverse("meetings:import-template", kwargs={"kind": kind}))
    assert response["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
    [header] = csv.reader([response.content.decode("utf-8-sig").strip()])
    assert header == list(KINDS[kind].resource.fields)


def test_template_of_no_kind_is_not_found(client):
    address = reverse("meetings:import-template", kwargs={"kind": "parties"})
    assert client.get(address).status_code == 404


def test_preview_stores_nothing_and_confirmation_stores_that_file(client, start, officer):
    preview = upload(client, start, GOOD)["Location"]
    page = client.get(preview)
    assert page.context["report"].new == 1
    assert ("place", "", "Hall") in page.context["report"].preview[0].changes
    assert not Meeting.objects.exists()
    response = client.post(preview, follow=True)
    assert "past.csv is loaded" in str(next(iter(response.context["messages"])))
    assert Meeting.objects.get().external_id == "A1"
    event = AuditEvent.objects.get(action="import.meetings")
    assert (event.actor, event.detail["file"]) == (officer.email, "past.csv")
    assert kept_files() == []


def test_second_confirmation_finds_the_file_gone(client, start):
    preview = upload(client, start, GOOD)["Location"]
    client.post(preview)
    assert client.post(preview)["Location"] == start
    assert Meeting.objects.count() == 1


def test_mistakes_are_listed_without_a_button_to_load(client, start):
    preview = upload(client, start, GOOD + "A2,kksb:20,2023-13,\nA3,kksb:17,2023,\n")["Location"]
    page = client.get(preview)
    assert [(row.row, row.column) for row in page.context["report"].problems] == [
        (3, "date"),
        (4, "committee"),
    ]
    text = page.content.decode()
    assert "2023-13" in text
    assert "not among the committees you keep" in text
    assert "Load the file" not in text
    client.post(preview)
    assert not Meeting.objects.exists()


def test_preview_shows_before_and_after(client, start):
    client.post(upload(client, start, GOOD)["Location"])
    page = client.get(upload(client, start, GOOD.replace("Hall", "School"))["Location"])
    assert page.context["report"].changed == 1
    assert "<del>Hall</del> → School" in page.content.decode()


def test_file_that_changes_nothing_says_so(client, start):
    client.post(upload(client, start, GOOD)["Location"])
    text = client.get(upload(client, start, GOOD)["Location"]).content.decode()
    assert "The file changes nothing" in text
    assert "Load the file" not in text


def test_text_of_the_file_is_not_taken_for_markup(client, start):
    preview = upload(client, start, GOOD.replace("Hall", "<b>Hall</b>"))["Location"]
    assert "&lt;b&gt;Hall&lt;/b&gt;" in client.get(preview).content.decode()


def test_kept_file_is_for_its_uploader_alone(client, start, councils):
    preview = upload(client, start, GOOD)["Location"]
    client.force_login(RoleGrantFactory(administrator=True).user)
    assert client.get(preview)["Location"] == start
    assert client.post(preview)["Location"] == start
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("query", ["", "?file=", "?file=nonsense"])
def test_preview_without_a_valid_token_starts_anew(client, start, query):
    assert client.get(reverse("meetings:import-preview") + query)["Location"] == start


def test_kept_file_expires_and_is_removed(client, start, officer):
    preview = upload(client, start, GOOD)["Location"]
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        client.force_login(officer)
        assert client.get(preview)["Location"] == start
        upload(client, start, GOOD)
        assert len(kept_files()) == 1


def test_empty_file_is_explained(client, start):
    page = client.get(upload(client, start, "")["Location"])
    assert "The file is empty." in page.content.decode()


def test_large_file_is_refused_in_the_form(client, start, settings):
    settings.UPLOAD_MAX_BYTES = 10
    response = upload(client, start, GOOD)
    assert response.status_code == 200
    assert "at most 10" in str(response.context["form"].errors["file"])
    assert kept_files() == []


def test_form_without_a_file_says_what_is_missing(client, start):
    response = client.post(start, {"kind": "parties"})
    assert set(response.context["form"].errors) == {"kind", "file"}


def test_name_like_that_of_a_member_is_pointed_out_before_loading(client, councils, start):
    council = Committee.objects.get(kind="kksb", municipality__code="20")
    known = {"given_name": "Shpresa", "family_name": "Gashi"}
    MembershipFactory(committee=council, from_on=date(2024, 1, 15), **person(**known))
    rows = "Shpressa,Gashi\nShpresa,Gashi\nArben,Krasniqi\n".splitlines()
    text = "committee,given_name,family_name,from_on\n" + "".join(
        f"kksb:20,{row},2024-01-15\n" for row in rows
    )
    page = upload(client, start, text, kind="members")
    page = client.get(page.url).text
    assert "Look at these rows before you load the file" in page
    assert "Row 2: Shpressa Gashi looks like Shpresa Gashi, a member from 15.01.2024." in page
    assert page.count(" looks like ") == 1


def person(**names):
    return {f"person__{name}": value for name, value in names.items()}
