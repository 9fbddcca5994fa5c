"""The certificate as a file in three languages, and the public page that checks one."""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from committees.certificates import certificate_data, certificate_pdf
from committees.choices import ParticipationStatus
from limits.views import MOST_LOOKS
from tests.factories.committees import ParticipationFactory

# What the paper says comes from a few plain rows; setting it takes long.
pytestmark = pytest.mark.once

LANGUAGES = ("sq", "sr-latn", "en")


@pytest.fixture
def certified(db):
    """A certificate of somebody whose name holds letters with marks."""
    return ParticipationFactory(
        certified=True,
        person__given_name="Đurđa",
        person__family_name="Šćepanović-Çela",
        training__trainers="Ëngjëll Gashi",
        training__course__name_sr="Izgradnja partnerstva",
    )


def check_page(code):
    return reverse("committees:certificate-check", args=[code])


FIND = "/en/certificates/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_certificate_says_everything_in_its_language(certified, settings, language):
    settings.SITE_URL = "http://localhost:8000"
    reader = PdfReader(io.BytesIO(certificate_pdf(certified, language)))
    [page] = reader.pages
    text = page.extract_text().replace(" ", "").replace("\n", "")
    with translation.override(language):
        data = certificate_data(certified, language)
    said = [data[name] for name in ("register", "title", "number", "code", "lead", "course")]
    said += ["Đurđa Šćepanović-Çela", data["date"], data["check_text"], data["address"]]
    said += [words for fact in data["facts"] for words in fact]
    for words in said:
        assert words.replace(" ", "") in text, words
    assert f"/{language}/certificates/{certified.code}/" in data["address"]
    assert reader.trailer["/Root"]["/Lang"] == {"sr-latn": "sr"}.get(language, language)
    assert page.mediabox.width > page.mediabox.height


def test_file_in_another_language_does_not_exist(client, world, certified):
    client.force_login(world.person("administrator"))
    url = reverse("committees:certificate", args=[certified.pk, "sq"])
    found = client.get(url)
    assert found["Content-Type"] == "application/pdf"
    assert certified.certificate_number in found["Content-Disposition"]
    assert client.get(url.replace("-sq.pdf", "-fr.pdf")).status_code == 404


@pytest.mark.parametrize("status", ["withdrawn", "attended"])
def test_paper_that_does_not_hold_is_not_handed_out(client, world, status):
    row = ParticipationFactory(certified=status == "withdrawn", committee=world.klsp)
    type(row).objects.filter(pk=row.pk).update(status=status)
    client.force_login(world.person("administrator"))
    assert client.get(reverse("committees:certificate", args=[row.pk, "sq"])).status_code == 404


def test_code_of_the_paper_opens_what_the_paper_says(client, certified):
    text = client.get(check_page(certified.code)).content.decode()
    for said in (
        certified.certificate_number,
        "Đurđa Šćepanović-Çela",
        certified.training.course.name,
        "12.05.2026 – 13.05.2026",
        "20.05.2026",
    ):
        assert said in text
    for unsaid in (certified.committee.name, "Ëngjëll Gashi", certified.training.place):
        assert unsaid not in text


def test_withdrawn_certificate_says_so(client, certified):
    type(certified).objects.update(status=ParticipationStatus.WITHDRAWN)
    text = client.get(check_page(certified.code)).content.decode()
    assert "This certificate was withdrawn." in text


def test_number_alone_opens_nothing(client, certified):
    ParticipationFactory()
    number, code = certified.certificate_number, certified.code
    for form in (
        {"number": number},
        {"number": number, "code": "wrong"},
        {"number": "CERT-2025-9999", "code": code},
        {"number": "", "code": ""},
    ):
        found = client.post(FIND, form)
        assert found.status_code == 200
        assert "Šćepanović" not in found.content.decode()
    assert client.post(FIND, {"number": number, "code": code}).url == check_page(code)
    for code in ("wrong", certified.certificate_number, "%20"):
        assert client.get(f"/en/certificates/{code}/").status_code == 404


def test_guessing_is_slowed_down(client, certified):
    for _time in range(MOST_LOOKS):
        assert client.post(FIND, {"number": "CERT-2025-0001", "code": "x"}).status_code == 200
    late = client.get(check_page(certified.code))
    assert late.status_code == 429
    assert "Šćepanović" not in late.content.decode()
