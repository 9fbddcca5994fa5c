"""The papers as PDF, read back; the code on the sheet, read from a photo of it."""

import io
import json
from datetime import date, time
from unittest.mock import patch

import pytest
import typst
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from audit.models import AuditEvent
from committees.models import Membership
from meetings import papers
from meetings.choices import Audience
from meetings.models import Document, Meeting
from meetings.sheets import meeting_on
from tests.factories.committees import ContactFactory, MembershipFactory
from tests.factories.meetings import (
    ActionFactory,
    AgendaItemFactory,
    AttendanceFactory,
    ConcernFactory,
    ItemTextFactory,
    MeetingFactory,
    MinutesFactory,
    ParticipantFactory,
)
from tests.files import PDF
from tests.roles import HIDDEN_NAME

# What the papers say comes from a few plain rows; setting them takes long.
pytestmark = pytest.mark.once

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SPECIAL = "Ndriçimi më i mirë; Čišćenje đubreta, žurno"


@pytest.fixture
def meeting(world):
    """A meeting whose minutes have all that a paper can carry."""
    meeting = MeetingFactory(
        committee=world.kksb,
        starts_on=date(2026, 3, 10),
        start_time=time(10, 30),
        place="Salla e kuvendit",
        hosted_by="Shkolla e Mesme",
        agenda=["Siguria në shkolla"],
    )
    member = world.kksb.seats.first().memberships.first()
    AttendanceFactory(
        meeting=meeting, membership=member, code="represented", represented_by="Toger"
    )
    item = meeting.agenda.get()
    item.resolution, item.votes_for, item.votes_against, item.abstentions = "vote", 9, 2, 1
    item.save()
    ItemTextFactory(item=item, text=f"E para.\nE dyta.\n\n{SPECIAL}", decision="Të vendosen kamera")
    ItemTextFactory(item=item, language="sr-latn", text="Prvo.")
    ActionFactory(meeting=meeting, text="Kamera te shkolla", due_on=date(2026, 4, 1))
    MinutesFactory(meeting=meeting, approved=True)
    return meeting


def words_of(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_in_each_language(meeting, language):
    pdf = papers.minutes_paper(meeting, audience=Audience.INSIDERS, language=language)
    words = words_of(pdf)
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == papers.TAGS[language]
    for said in (HIDDEN_NAME, "Salla e kuvendit", "Toger", "Kamera te shkolla", "10:30"):
        assert said in words
    # What is not written in the language stands in the languages it was written in.
    assert ("Prvo." in words) is (language != "sq")
    assert (SPECIAL in words) is (language != "sr-latn")


def test_minutes_for_whoever_may_not_know_the_members(meeting):
    words = words_of(papers.minutes_paper(meeting, audience=Audience.READERS, language="en"))
    assert HIDDEN_NAME not in words
    assert "Decided by vote: for 9, against 2, abstained 1." in words
    assert "Quorum" in words


def test_public_paper_holds_what_is_public(client, world, meeting):
    hidden = AgendaItemFactory(meeting=meeting, title="Pika e fshehtë", is_confidential=True)
    ItemTextFactory(item=hidden, text="Fjala e fshehtë")
    meeting.summary = "Fjala e shkurtër"
    meeting.save()
    ParticipantFactory(meeting=meeting, position=1, name="Mysafir nga shkolla")
    meeting.minutes.history.all().delete()
    type(meeting.minutes).objects.update(status="published")
    address = reverse("meetings:minutes-paper", args=[world.kksb.slug, meeting.public_id])
    words = words_of(client.get(address).content)
    assert SPECIAL in words
    assert "Quorum" in words
    # Who attended stays with the committee, as the page that publishes says.
    for said in ("Toger", "Mysafir nga shkolla", "represented"):
        assert said not in words
    for said in (HIDDEN_NAME, "Pika e fshehtë", "Fjala e fshehtë", "Fjala e shkurtër", "Kamera te"):
        assert said not in words
    assert not AuditEvent.objects.filter(action="paper.print").exists()


def test_agenda_pack_brings_open_matters_and_the_last_minutes(world, meeting):
    ConcernFactory(meeting=meeting, description="Qentë te parku")
    coming = MeetingFactory(
        planned=True, committee=world.kksb, starts_on=date(2026, 9, 1), agenda=["Drita"]
    )
    reader = world.person("secretary")
    words = words_of(papers.agenda_paper(coming, reader=reader, language="sq"))
    for said in ("Drita", "Qentë te parku", "Kamera te shkolla", "01.04.2026", SPECIAL):
        assert said in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_photo_of_the_sheet_leads_to_its_meeting(world, meeting, language):
    MembershipFactory(committee=world.kksb, person__family_name="Çoçaj")
    reader = world.person("secretary")
    pdf = papers.attendance_sheet(meeting, reader=reader, language=language)
    assert HIDDEN_NAME in words_of(pdf)
    assert meeting_on(photo_of(meeting, reader, language)) == meeting.public_id


def photo_of(meeting, reader, language="sq"):
    """Return what a phone makes of the sheet: askew, grey, compressed."""
    with patch.object(papers, "compile_pdf", compile_picture):
        sheet = papers.attendance_sheet(meeting, reader=reader, language=language)
    picture = Image.open(io.BytesIO(sheet)).convert("L").rotate(7, fillcolor=140, expand=True)
    photo = io.BytesIO()
    picture.save(photo, "JPEG", quality=60)
    return SimpleUploadedFile("IMG_1.jpg", photo.getvalue(), "image/jpeg")


def compile_picture(template, data):
    """Return the first page as a picture instead of a PDF."""
    pages = typst.compile(
        str(template), sys_inputs={"data": json.dumps(data)}, format="png", ppi=110
    )
    return pages[0] if isinstance(pages, list) else pages


def test_photo_is_offered_to_the_meeting_and_kept_when_one_says_so(signed_in, world, meeting):
    photo = photo_of(meeting, world.person("chair"))
    MeetingFactory(committee=world.kksb, starts_on=date(2026, 5, 1))
    client = signed_in("secretary")
    offered = client.post(reverse("meetings:evidence"), {"document": photo})
    form = offered.context["form"]
    assert form.initial["meeting"] == meeting
    assert not Document.objects.exists()
    chosen = {"token": form.initial["token"], "meeting": meeting.pk}
    assert client.post(reverse("meetings:evidence-attach"), chosen).url == (
        meeting.get_absolute_url()
    )
    document = Document.objects.get()
    assert (document.meeting, document.name, document.content_type) == (
        *(meeting, "IMG_1.jpg", "image/jpeg"),
    )
    again = client.post(reverse("meetings:evidence-attach"), chosen)
    assert again.url == reverse("meetings:evidence")
    assert Document.objects.count() == 1


def test_file_without_a_code_is_given_to_a_meeting_by_hand(signed_in, world, meeting):
    client = signed_in("secretary")
    upload = SimpleUploadedFile("fleta.pdf", PDF, "application/pdf")
    offered = client.post(reverse("meetings:evidence"), {"document": upload})
    assert "No code could be read." in offered.content.decode()
    elsewhere = MeetingFactory(committee=world.elsewhere)
    token = offered.context["form"].initial["token"]
    refused = client.post(
        reverse("meetings:evidence-attach"), {"token": token, "meeting": elsewhere.pk}
    )
    assert "meeting" in refused.context["form"].errors
    assert not Document.objects.exists()


def test_code_of_a_meeting_elsewhere_is_not_offered(signed_in, world):
    foreign = MeetingFactory(committee=world.elsewhere, executive=True)
    MeetingFactory(committee=world.kksb)
    photo = photo_of(foreign, world.person("chair"))
    client = signed_in("secretary")
    offered = client.post(reverse("meetings:evidence"), {"document": photo})
    assert offered.context["meeting"] is None
    assert client.get(papers.sheet_address(foreign)).status_code == 404


@pytest.mark.parametrize(
    ("name", "expected"), [("secretary", 200), ("member", 403), ("osce_monitor", 403)]
)
def test_who_uploads_evidence(signed_in, meeting, name, expected):
    assert signed_in(name).get(reverse("meetings:evidence")).status_code == expected


def test_code_on_the_sheet_opens_its_meeting_and_a_forged_one_nothing(signed_in, meeting):
    client = signed_in("member")
    path = papers.sheet_address(meeting).removeprefix(settings.SITE_URL)
    assert client.get(path).url == meeting.get_absolute_url()
    other = MeetingFactory(committee=meeting.committee)
    signature = papers.sheet_code(meeting).partition(":")[2]
    for name in (other.public_id, other.pk, meeting.pk):
        forged = reverse("meetings:sheet", args=[f"{name}:{signature}"])
        assert client.get(forged).status_code == 404


def test_code_on_the_sheet_says_nothing_of_how_many_meetings_there_are(meeting):
    assert papers.sheet_code(meeting).startswith(f"{meeting.public_id}:")
    by_key = papers.CODE.sign(str(meeting.pk))
    assert not Meeting.objects.filter(public_id=papers.meeting_of_code(by_key)).exists()


@pytest.mark.parametrize("content", [b"\xff\xd8\xff broken", b"", PDF])
def test_what_is_no_picture_names_no_meeting(content):
    assert meeting_on(SimpleUploadedFile("foto.jpg", content)) is None


def pdf(answer):
    return PdfReader(io.BytesIO(answer.content))


def letters_of(client, meeting, name="letters", **query):
    address = reverse(f"meetings:{name}", args=[meeting.committee.slug, meeting.public_id])
    return client.get(address, query)


@pytest.fixture
def ahead(world):
    """A meeting to come, with an item that not everybody may know of."""
    meeting = MeetingFactory(
        committee=world.kksb,
        planned=True,
        starts_on=date(2026, 6, 29),
        start_time=time(10, 30),
        place=SPECIAL,
        agenda=["Siguria në shkolla"],
    )
    AgendaItemFactory(meeting=meeting, position=2, title="E mbyllur", is_confidential=True)
    return meeting


def test_letters_go_to_whom_no_mail_reaches_a_page_each(signed_in, world, ahead):
    client = signed_in("secretary")
    ContactFactory(person=MembershipFactory(committee=world.kksb).person)
    missed = [MembershipFactory(committee=world.kksb) for _ in range(2)]
    pages = [page.extract_text() for page in pdf(letters_of(client, ahead)).pages]
    names = [HIDDEN_NAME, *(str(row.person) for row in missed)]
    assert len(pages) == len(names)
    for name, text in zip(names, pages, strict=True):
        assert text.count(name) == 2
        assert "Ftesë për takimin" in text
        assert "Poziv na sastanak" in text
        assert text.count("10:30") == 2
        assert text.count("Siguria në shkolla") == 2
        assert "E mbyllur" not in text


def test_letters_go_to_all_members_where_asked_for(signed_in, world, ahead):
    client = signed_in("secretary")
    contact = ContactFactory(person=MembershipFactory(committee=world.kksb).person)
    text = "".join(
        page.extract_text() for page in pdf(letters_of(client, ahead, "letters-to-all")).pages
    )
    assert str(contact.person) in text
    assert HIDDEN_NAME in text
    assert contact.email not in text


def test_letter_begins_in_the_language_asked_for(signed_in, ahead):
    client = signed_in("secretary")
    for language, first in (("sr-latn", "Poziv"), ("sq", "Ftesë"), ("en", "Ftesë")):
        text = pdf(letters_of(client, ahead, language=language)).pages[0].extract_text()
        assert text.index(first) == min(text.index("Poziv"), text.index("Ftesë"))


def test_no_letter_without_anybody_to_write_to(signed_in, world, ahead):
    client = signed_in("secretary")
    Membership.objects.of(world.kksb).exclude(person__user=client.user).delete()
    Membership.objects.of(world.kksb).update(until_on=None)
    assert letters_of(client, ahead).status_code == 404


def test_long_agenda_takes_a_second_page(signed_in, ahead):
    for position in range(3, 40):
        AgendaItemFactory(meeting=ahead, position=position, title=f"Pika {position}")
    assert len(pdf(letters_of(signed_in("secretary"), ahead)).pages) > 1
