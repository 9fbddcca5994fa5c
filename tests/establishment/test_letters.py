"""The letter of a decision as a file, and the check page that says whether it is the one."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from establishment.letters import letter_data, set_letters, with_file
from establishment.models import DecisionLetter
from limits.views import MOST_LOOKS

# What a letter says comes from a few plain rows; setting it takes long.
pytestmark = pytest.mark.once

LANGUAGES = ("sq", "sr-latn", "en")


@pytest.fixture
def decision(office):
    """A decision on a committee whose names hold every letter with a mark."""
    request = office.at(
        "approved", name_sq="KLSP Çagllavicë e Gjerë", name_sr="LOJB Čaglavica đšžć"
    )
    return request.decision


def text_of(letter):
    reader = PdfReader(io.BytesIO(bytes(letter.pdf)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def letters(decision):
    return {letter.language: with_file(letter) for letter in decision.letters.all()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_says_everything_in_its_language(decision, settings, language):
    settings.SITE_URL = "http://localhost:8000"
    letter = letters(decision)[language]
    text = text_of(letter)
    with translation.override(language):
        data = letter_data(decision, language)
        checked = f"/{language}/check/{decision.code}/"
    said = [
        data["institution"],
        data["title"],
        data["subject"],
        data["number"],
        data["date"],
        data["basis"],
        data["ruling"],
        data["check_text"],
        *(value for row in data["facts"] for value in row),
        *(value for row in data["chain"] for value in row),
    ]
    whole = text.replace(" ", "")
    for words in said:
        assert words.replace(" ", "") in whole, words
    assert checked in whole
    assert "KLSPÇagllavicëeGjerë" in whole
    assert "LOJBČaglavicađšžć" in whole


def test_letters_differ_by_language_and_carry_the_same_facts(decision):
    texts = {language: text_of(letter) for language, letter in letters(decision).items()}
    assert len(set(texts.values())) == 3
    for text in texts.values():
        for fact in (decision.number, decision.committee.registry_number, "15.06.2026"):
            assert fact in text
        for step in decision.request.steps.all():
            move = step.moves.filter(name__in=["forward", "approve"]).get()
            assert str(move.moved_by) in text


def test_letter_names_the_act_by_which_a_post_is_held(office):
    """The demonstration holds its posts by «DEMO», so that none of its letters passes for real."""
    office.general_director.grants.update(act="DEMO")
    decision = office.at("approved").decision
    for letter in letters(decision).values():
        assert f"{office.general_director} (DEMO)" in text_of(letter)


@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_is_tagged_with_its_language_and_embeds_its_fonts(decision, language):
    letter = letters(decision)[language]
    reader = PdfReader(io.BytesIO(bytes(letter.pdf)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == {"sq": "sq", "sr-latn": "sr", "en": "en"}[language]
    assert b"pdfuaid" in bytes(root["/Metadata"].get_object().get_data())
    assert decision.number in reader.metadata.title
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & descriptor.get_object().keys()


def test_hash_is_that_of_the_bytes_and_the_download_is_byte_for_byte(decision, office, client):
    client.force_login(office.station_officer)
    for language, letter in letters(decision).items():
        assert letter.sha256 == hashlib.sha256(bytes(letter.pdf)).hexdigest()
        url = reverse("establishment:letter", args=[decision.request.number, language])
        assert client.get(url).content == bytes(letter.pdf)


def test_letter_says_what_held_when_it_was_decided(decision):
    """The file is set after the decision is committed; meanwhile the committee may be renamed."""
    assert not decision.letters.exclude(pdf=None).exists()
    decision.committee.name_sq = "KLSP Emri i Ri"
    decision.committee.save()
    text = text_of(letters(decision)["sq"])
    assert "KLSP Çagllavicë e Gjerë" in text
    assert "Emri i Ri" not in text


def test_file_is_set_once(decision):
    set_letters(decision)
    before = {letter.pk: letter.sha256 for letter in decision.letters.all()}
    stale = decision.letters.first()
    stale.pdf, stale.content = None, {**stale.content, "number": "other"}
    assert with_file(stale).sha256 == before[stale.pk]
    assert len(set(before.values())) == 3


def test_letters_are_set_when_the_decision_is_committed(office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        decision = office.at("approved").decision
    assert decision.letters.exclude(pdf=None).count() == 3


def test_code_cannot_be_guessed(decision, office):
    other = office.at("approved").decision
    assert len(decision.code) >= 24
    assert decision.code != other.code


def look(client, decision, upload=None):
    url = decision.get_check_url()
    return client.get(url) if upload is None else client.post(url, {"upload": upload})


def test_check_page_is_open_and_shows_what_the_letter_shows_of_itself(client, decision):
    page = look(client, decision)
    assert page.status_code == 200
    for text in (decision.number, decision.committee.name, "15.06.2026", "valid"):
        assert text in page.text
    assert "not a qualified electronic signature" in page.text
    for secret in ("Shpresa Fshehtina", "Anëtarja", "arsyeja", decision.request.number):
        assert secret not in page.text


def test_unaltered_letter_is_known_and_one_altered_byte_is_told(client, decision):
    for letter in letters(decision).values():
        pdf = bytes(letter.pdf)
        genuine = look(client, decision, SimpleUploadedFile("a.pdf", pdf))
        assert "The file is the unaltered letter" in genuine.text
        middle = len(pdf) // 2
        altered = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
        told = look(client, decision, SimpleUploadedFile("a.pdf", altered))
        assert "The file is not the letter of this decision" in told.text
        assert "The file is the unaltered letter" not in told.text


def test_letter_of_another_decision_and_an_empty_file_are_not_this_letter(client, decision, office):
    other = office.at("approved").decision
    for content in (bytes(letters(other)["sq"].pdf), b""):
        told = look(client, decision, SimpleUploadedFile("a.pdf", content))
        assert "The file is not the letter of this decision" in told.text
    asked = client.post(decision.get_check_url(), {})
    assert asked.context["form"].errors.keys() == {"upload"}


def test_nothing_is_kept_of_a_compared_file(client, decision, settings):
    look(client, decision, SimpleUploadedFile("a.pdf", b"%PDF-1.7 secret"))
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert all(b"secret" not in path.read_bytes() for path in kept)
    assert DecisionLetter.objects.count() == 3


def test_unknown_code_tells_nothing(client, decision):
    # One sign differs, whatever the code ends on.
    other = "B" if decision.code.endswith("A") else "A"
    url = reverse("establishment:check", kwargs={"code": decision.code[:-1] + other})
    assert client.get(url).status_code == 404


def test_looks_are_limited_by_address(client, decision):
    for _look in range(MOST_LOOKS):
        assert look(client, decision).status_code == 200
    refused = look(client, decision)
    assert refused.status_code == 429
    assert "Too many looks from your address" in refused.text
    assert decision.number not in refused.text


@pytest.mark.parametrize(("purpose", "word"), [("area", "replaced"), ("dissolution", "withdrawn")])
def test_check_page_says_that_a_decision_no_longer_holds(client, decision, office, purpose, word):
    later = office.draft(purpose=purpose, route="", committee=decision.committee)
    for move in ("submit", "forward", "forward", "approve"):
        later = office.move(later, move)
    page = look(client, decision)
    assert word in page.text
    assert later.decision.number in page.text
