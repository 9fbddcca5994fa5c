"""The fact sheet: two pages in every version, the same numbers in three languages."""

import re
import time
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from audit.models import AuditEvent
from reports import facts
from reports.actions import begin_edition
from reports.areas import Area
from reports.factsheets.sheet import Sheet, factsheet
from reports.factsheets.source import NoFigures, yearbook_for
from reports.workflow import EDITION
from reports.yearbook import LANGUAGES, Yearbook
from tests.factories.accounts import UserFactory
from tests.factories.reports import EditionFactory

# The figures are asked of both databases elsewhere; setting the sheets takes long.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
AREAS = (Area(), Area(region="prizren"), Area(municipality="20"), Area(municipality="01"))


@pytest.fixture
def country(make):
    """Four councils that differ in every way, a local committee, and 34 places without either."""
    full = make.council("20")
    make.meetings(full, 7, incident_discussed=True)
    make.meetings(full, 4, year=2024)
    make.member(full, "f")
    make.member(full, "m")
    make.plan(full, adopted=True)
    make.compensation(full, "yes")
    # Established and silent; founded in the year; dissolved and founded again.
    make.council("17")
    make.meetings(make.council("05", established_on="2025-02-01"), 2)
    make.council("09", status="dissolved", status_on="2025-03-01")
    make.council("09", established_on="2025-09-01")
    local = make.council("20", kind="klsp", name_sq="KLSP Lagjja")
    make.meetings(local, 3)
    return make


def text_of(pdf):
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def numbers_in(pages):
    """Return all numbers of a sheet, however a language writes them, in the order of size."""
    # The address carries the language of the page.
    text = re.sub(r"http\S+", "", " ".join(pages))
    return sorted(re.findall(r"\d+(?:\.\d+)*", text.replace(",", ".")))


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.key or "country")
@pytest.mark.parametrize("kind", ["kksb", "klsp"])
def test_every_version_has_two_pages_and_the_same_numbers_in_each_language(country, kind, area):
    book = Yearbook.now(kind, 2025)
    pages = {language: text_of(factsheet(book, area, language)) for language in LANGUAGES}
    assert {len(found) for found in pages.values()} == {2}
    first, *rest = [numbers_in(found) for found in pages.values()]
    assert len(first) > 20
    assert all(found == first for found in rest)
    assert "1 / 2" in pages["en"][0]
    assert "2 / 2" in pages["en"][1]


def test_sheet_of_the_councils_says_what_the_figures_say(country):
    [front, back] = text_of(factsheet(Yearbook.now("kksb", 2025), Area(), "en"))
    front, back = " ".join(front.split()), " ".join(back.split())
    assert "4 of 38 municipalities with an established council" in front
    assert "Provisional, not an edition" in front
    assert "6 due in a year: Administrative Instruction 27/2012 (MIA) and 03/2012 (MLGA)" in front
    # Five answers that never look alike.
    assert "Prizren / Prizren" not in back
    assert re.search(r"Prizren established 7 4 7 50.0 % \(1 of 2\)", back)
    assert "Pejë / Peć established, no report – – –" in back
    assert "Dragash / Dragaš established, founded in the year 2 –" in back
    assert "Zveçan / Zvečan not established – –" in back
    assert "Of 38: bodies in being, and municipalities without one" in front
    assert "34 municipalities have no body in being" in front


def test_letters_of_all_languages_are_there(country):
    book = Yearbook.now("kksb", 2025)
    for language in LANGUAGES:
        text = " ".join(text_of(factsheet(book, Area(), language)))
        assert {"ë", "ç", "č", "ć", "đ", "š", "ž"} <= set(text.lower())


def test_file_is_tagged_and_carries_its_fonts(country):
    pdf = PdfReader(BytesIO(factsheet(Yearbook.now("kksb", 2025), Area(), "sr-latn")))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sr"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    for page in pdf.pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
        assert "/XObject" not in page["/Resources"] or all(
            item["/Subtype"] == "/Form" for item in page["/Resources"]["/XObject"].values()
        )
        for font in page["/Resources"]["/Font"].values():
            below = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile2" in below


def test_sheet_of_an_edition_shows_what_was_frozen(country, publish, client):
    client.force_login(UserFactory())
    edition = publish()
    country.meetings(country.councils_of("17")["17"], 3)
    [front, back] = text_of(client.get("/en/figures/sheet.pdf?kind=kksb&year=2025").content)
    assert "Edition 1" in front
    assert "Provisional" not in front
    assert edition.sha256 in back.replace("\n", "")
    assert f"/en/figures/editions/{edition.pk}/" in back
    assert "established, no report" in " ".join(back.split())
    event = AuditEvent.objects.filter(action="factsheet.print").latest("pk")
    assert event.detail["edition"] == 1
    publish(reason="Takime të raportuara me vonesë")
    old = text_of(client.get("/en/figures/sheet.pdf?kind=kksb&year=2025&edition=1").content)
    assert "Edition 1, superseded by a later one" in old[0]
    new = text_of(client.get("/en/figures/sheet.pdf?kind=kksb&year=2025").content)
    assert "Edition 2" in new[0]


def test_edition_in_review_is_printed_for_those_who_review_it(country, monitor, client):
    edition = begin_edition("kksb", 2024, by=monitor)
    EDITION.perform(edition, "submit", by=monitor)
    url = reverse("reports:edition-sheet", args=[edition.pk])
    assert client.get(url).status_code == 404
    client.force_login(monitor)
    assert "In review, not published" in text_of(client.get(f"{url}?language=en").content)[0]
    assert client.get(f"{url}?language=fr").status_code == 404
    draft = EditionFactory(year=2023)
    assert client.get(reverse("reports:edition-sheet", args=[draft.pk])).status_code == 404


def test_edition_that_declares_other_indicators_is_printed(country, monitor, client):
    """What the registry of today has, an edition of other years need not hold."""
    edition = EditionFactory(year=2023, in_review=True)
    client.force_login(monitor)
    response = client.get(reverse("reports:edition-sheet", args=[edition.pk]))
    assert response.content.startswith(b"%PDF")


@time_machine.travel("2026-06-15")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("year=2027", "The year 2027 has not come yet."),
        ("year=2001", "No body of this kind is on record for 2001."),
        ("year=abc", "Enter a whole number."),
        ("year=2025&edition=7", "There is no edition 7 of 2025."),
        ("kind=evsb", "is not one of the available choices"),
        ("municipality=99", "is not one of the available choices"),
    ],
)
def test_what_cannot_be_printed_is_said_on_the_page_that_asked(client, make, query, said):
    make.council("20")
    page = client.get(f"/en/figures/sheet.pdf?{query}")
    assert page.status_code == 400
    assert said in page.text
    assert "Make the PDF" in page.text
    if query == "year=2027":
        assert 'value="2027"' in page.text


def test_figures_without_a_denominator_are_no_data(make):
    make.council("20")
    make.member(make.council("17"))
    book = Yearbook.now("kksb", 2025)
    with translation.override("en"):
        data = Sheet(book, Area(municipality="20"), "en").data()
    women = next(row for row in data["facts"]["rows"] if row[0] == "Women's share")
    assert women[1:] == ["–", "–", "–"]


def test_command_prints_one_sheet_and_says_what_is_wrong(make, tmp_path):
    make.council("20")
    target, said = tmp_path / "sheet.pdf", StringIO()
    asked = {"kind": "kksb", "year": 2025, "language": "sq", "output": target}
    call_command("factsheet", **asked, municipality="20", stdout=said)
    assert len(text_of(target.read_bytes())) == 2
    assert "sheet.pdf" in said.getvalue()
    for wrong, words in (
        ({"municipality": "99"}, "no municipality '99'"),
        ({"region": "nowhere"}, "no police region"),
        ({"edition": 3}, "There is no edition 3"),
        ({"year": 2001}, "No body of this kind"),
        ({"output": None}, "--all with a folder"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("factsheet", **(asked | wrong))


def test_one_sheet_is_fast_and_so_are_those_of_all_municipalities(make, tmp_path):
    make.meetings(make.council("20"), 3)
    book = yearbook_for("kksb", 2025)
    factsheet(book, Area(), "en")
    began = time.perf_counter()
    factsheet(book, Area(), "sq")
    assert time.perf_counter() - began < 2
    began = time.perf_counter()
    call_command("factsheet", kind="kksb", year=2025, all=tmp_path, stdout=StringIO())
    assert time.perf_counter() - began < 30
    assert len(list(tmp_path.glob("*.pdf"))) == 38 * 3


def test_provisional_figures_are_kept_while_they_hold(make, monkeypatch):
    council = make.council("20")
    make.meetings(council, 3)
    assert yearbook_for("kksb", 2025).figure("", "meetings_held").numerator == 3
    with monkeypatch.context() as nothing_is_computed:
        nothing_is_computed.delattr(facts, "recount")
        assert yearbook_for("kksb", 2025).figure("20", "meetings_held").numerator == 3
    make.meetings(council, 1)
    assert yearbook_for("kksb", 2025).figure("", "meetings_held").numerator == 4
    with pytest.raises(NoFigures):
        yearbook_for("kksb", 2025, 9)
