"""Whether an uploaded file is what its name says: disguises, weights, and the record that stays."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditEvent
from core.reading.pdf import MOST_PAGES
from core.uploads import DOCX, KINDS, checked
from meetings.models import Document, Meeting
from tests.factories.meetings import DocumentFactory, MeetingFactory
from tests.files import PDF, packed, pdf_of, picture_of

HONEST = {
    "fleta.pdf": PDF,
    "fleta.PDF": PDF,
    "foto.jpg": picture_of("JPEG"),
    "foto.jpeg": picture_of("JPEG"),
    "foto.png": picture_of("PNG"),
    "letra.docx": packed("[Content_Types].xml", "word/document.xml"),
    "tabela.xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "letra.odt": packed("mimetype", "content.xml"),
}
DISGUISED = {
    "program.pdf": b"MZ\x90\x00 x",
    "faqja.jpg": b"<html><script>alert(1)</script></html>",
    "arkiva.docx": packed("virus.exe"),
    "tabela.docx": packed("xl/workbook.xml"),
    "letra.xlsx": packed("word/document.xml"),
    "gjysma.docx": b"PK\x03\x04 broken",
    "bosh.pdf": b"",
}


TAKEN = "pdf, jpg, jpeg, png, docx, xlsx, odt"


@pytest.mark.parametrize("name", HONEST)
def test_honest_file_is_taken_by_its_type(name):
    upload = SimpleUploadedFile(name, HONEST[name])
    kept = checked(upload)
    assert (kept.name, kept.content_type) == (name, KINDS[name.rpartition(".")[2].lower()][0])
    if not kept.content_type.startswith("image/"):
        assert kept.read() == HONEST[name]


@pytest.mark.parametrize("name", DISGUISED)
def test_disguised_file_is_refused_by_its_content(name):
    upload = SimpleUploadedFile(name, DISGUISED[name], content_type="application/pdf")
    with pytest.raises(ValidationError) as error:
        checked(upload)
    assert error.value.messages == [
        f"The file is named «{name}», but its content is something else."
    ]


@pytest.mark.parametrize("name", ["skript.svg", "faqja.html", "program.exe", "pa-prapashtese"])
def test_kind_that_is_not_taken_is_refused_and_the_kinds_are_named(name):
    with pytest.raises(ValidationError, match=f"Use one of: {TAKEN}"):
        checked(SimpleUploadedFile(name, b"%PDF-1.7"))


def test_page_may_take_fewer_kinds():
    with pytest.raises(ValidationError, match="Use one of: xlsx"):
        checked(SimpleUploadedFile("fleta.pdf", b"%PDF-1.7"), allowed=("xlsx",))


def test_weight_is_judged_first_and_named(settings):
    settings.UPLOAD_MAX_BYTES = 1024
    assert checked(SimpleUploadedFile("a.png", HONEST["foto.png"].ljust(1024)))
    with pytest.raises(ValidationError) as error:
        checked(SimpleUploadedFile("a.pdf", b"%PDF-".ljust(3000)))
    [message] = error.value.messages
    assert message.replace("\xa0", " ") == "The file is 2.9 KB; at most 1.0 KB is taken."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 and then nothing", "is damaged"),
        (PDF[: len(PDF) // 2], "is damaged"),
        (pdf_of(password="secret"), "locked by a password"),
        (pdf_of(pages=0), "has no pages"),
        (pdf_of(pages=2000), "The PDF has 2000 pages; at most 300 are taken."),
        (pdf_of(pages=MOST_PAGES + 1), "The PDF has 301 pages"),
    ],
    ids=["head only", "cut in half", "locked", "no page", "2000 pages", "one page too many"],
)
def test_pdf_that_nobody_can_read_is_refused(content, message):
    with pytest.raises(ValidationError, match=message):
        checked(SimpleUploadedFile("skanimi.pdf", content))


def test_pdf_of_the_most_pages_is_taken():
    upload = SimpleUploadedFile("skanimi.pdf", pdf_of(pages=MOST_PAGES))
    assert checked(upload).content_type == "application/pdf"


@pytest.fixture
def report(world, client):
    """Return a function that reports on a held meeting with a file, as its keeper."""
    client.force_login(world.person("secretary"))
    meeting = MeetingFactory(committee=world.kksb)
    url = reverse(
        "meetings:report", kwargs={"committee": world.kksb.slug, "meeting": meeting.public_id}
    )

    def send(upload, **typed):
        return client.post(
            url,
            {
                "kind": "regular",
                "precision": "day",
                "starts_on": "2026-06-01",
                "summary": "U diskutua ndriçimi",
                "version": Meeting.objects.get(pk=meeting.pk).version,
                "document": upload,
                "concerns-TOTAL_FORMS": 0,
                "concerns-INITIAL_FORMS": 0,
                **typed,
            },
        )

    return send


def test_file_is_kept_with_its_hash(report):
    content = HONEST["letra.docx"]
    report(SimpleUploadedFile("Fleta e nënshkruar.docx", content))
    document = Document.objects.get()
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.name, document.size, document.content_type) == (
        "Fleta e nënshkruar.docx",
        len(content),
        DOCX,
    )
    with document.file.open() as file:
        assert file.read() == content
    event = AuditEvent.objects.get(action="document.attach")
    assert event.detail == {"sha256": document.sha256}


def test_fifty_megabytes_are_refused_and_the_text_stays(report):
    page = report(SimpleUploadedFile("video.pdf", b"%PDF-" + bytes(50 * 1024 * 1024)))
    text = page.content.decode().replace("\xa0", " ")
    assert "The file is 50.0 MB; at most 10.0 MB is taken." in text
    assert "U diskutua ndriçimi" in text
    assert not Document.objects.exists()
    assert Meeting.objects.get().summary == ""


def test_disguise_is_refused_on_the_page_and_the_text_stays(report):
    page = report(SimpleUploadedFile("foto.jpg", DISGUISED["faqja.jpg"], content_type="image/jpeg"))
    assert "but its content is something else" in page.content.decode()
    assert "U diskutua ndriçimi" in page.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "mistake",
    [{"starts_on": ""}, {"concerns-TOTAL_FORMS": "1", "concerns-0-category": "999999"}],
    ids=["in the form", "in a list beside it"],
)
def test_good_file_of_a_form_that_is_sent_back_is_to_be_chosen_again(report, mistake):
    page = report(SimpleUploadedFile("lista.pdf", PDF), **mistake)
    assert "Choose the file «lista.pdf» again" in page.content.decode()
    assert not Document.objects.exists()


def test_document_is_handed_out_as_a_file_and_never_as_a_page(world, signed_in):
    document = DocumentFactory(
        meeting=MeetingFactory(committee=world.kksb), name='fleta "e re"\n.pdf'
    )
    response = signed_in("member").get(reverse("meetings:document", args=[document.pk]))
    assert response["Content-Disposition"].startswith("attachment;")
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == PDF


def test_photo_that_opens_only_on_some_phones_is_refused_with_the_way_out():
    upload = SimpleUploadedFile("IMG_0042.HEIC", b"\x00\x00\x00\x18ftypheic")
    with pytest.raises(ValidationError, match="HEIC opens only on some devices"):
        checked(upload)
