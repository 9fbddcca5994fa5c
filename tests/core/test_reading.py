"""Files that bite: they are read beside the portal, with little time and memory, or not taken."""

import io
import resource
import struct
import subprocess
import sys
import threading
import zipfile
import zlib

import openpyxl
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from core.reading import apart
from core.reading.apart import read_apart
from core.reading.child import HEAVY
from core.reading.refusal import Refused
from core.slots import Busy
from core.uploads import checked
from meetings.importing.reader import Unreadable, read
from tests.files import PDF, packed, picture_of

pytestmark = pytest.mark.once

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
RELATION = (
    '<Relationships><Relationship Id="r1" Target="https://elsewhere.example/x" '
    'TargetMode="External" Type="http://schemas.example/relationships/{}"/></Relationships>'
)
LISTENER = '<d xmlns:s="urn:oasis:names:tc:opendocument:xmlns:script:1.0"><s:event-listener/></d>'
MACROS = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled"/></Types>'


# Workbooks


def book_of(rows, before=""):
    """Return a workbook whose sheet is written by hand."""
    plain, written = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    sheet = f'{before}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as to,
    ):
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            to.writestr(name, sheet if is_sheet else source.read(name))
    return written.getvalue()


def row_of(number, *cells):
    letters = "".join(CELL.format(f"{column}{number}", text) for column, text in cells)
    return f'<row r="{number}">{letters}</row>'


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n or str()};" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    ("book", "reason"),
    [
        (book_of(row_of(999999999999, ("A", "x"))), "goes on below row 30000"),
        (book_of("<row/>" * 40_000 + row_of(1, ("A", "x"))), "goes on below row 30000"),
        (book_of(row_of(1, ("XFD", "x"))), "to the right of column 60"),
        (book_of(row_of(1, ("A", "&a9;")), before=LAUGHS), "its content is something else"),
        (packed("xl/workbook.xml"), "its content is something else"),
    ],
    ids=["far row", "many empty rows", "far column", "entities", "torn"],
)
def test_impossible_workbook_is_refused_with_what_to_do(book, reason):
    with pytest.raises(Unreadable) as refusal:
        read("takimet.xlsx", book)
    assert reason in refusal.value.reason


def test_workbook_that_unpacks_to_far_more_is_not_unpacked():
    with pytest.raises(Unreadable, match="takes too long to read"):
        read("takimet.xlsx", packed(**{"xl/workbook.xml": " " * (201 * 1024 * 1024)}))


def test_rows_and_columns_to_the_bounds_are_read():
    book = book_of(row_of(1, ("A", "kind"), ("BH", "last")) + row_of(30_000, ("A", "x")))
    [first, last] = read_apart("table", book)[0]["rows"]
    assert (first[0], first[1][0], first[1][59], len(first[1])) == (1, "kind", "last", 60)
    assert last == [30_000, ["x"]]


# The process


def child_with(limit, most, kind, content):
    """Return the exit code of the process under a tighter limit."""
    code = (
        "import sys; from core.reading import child; "
        f"child.LIMITS[{limit}] = {most}; sys.exit(child.main({kind!r}))"
    )
    command = [sys.executable, "-c", code]
    return subprocess.run(  # noqa: S603 -- our own command
        command, input=content, cwd=settings.BASE_DIR, env={}, capture_output=True
    ).returncode


def test_process_ends_at_its_limits():
    endless = book_of('<row r="1"/>' * 3_000_000)
    assert child_with(resource.RLIMIT_CPU, 1, "table", endless) < 0
    large = picture_of("PNG", (6000, 6000))
    assert child_with(resource.RLIMIT_AS, 150 * 1024 * 1024, "png", large) == HEAVY


@pytest.mark.parametrize(
    ("code", "reason"), [(-24, "heavy"), (-9, "heavy"), (HEAVY, "heavy"), (1, "broken")]
)
def test_what_ended_the_process_is_told_apart(monkeypatch, code, reason):
    ended = subprocess.CompletedProcess([], code, b"", b"ValueError: of the file")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_options: ended)
    with pytest.raises(Refused) as refusal:
        read_apart("pdf", PDF)
    assert refusal.value.code == reason


def test_process_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.001)
    with pytest.raises(Refused) as refusal:
        read_apart("pdf", PDF)
    assert refusal.value.code == "heavy"


def test_process_knows_no_secret(monkeypatch):
    seen = {}
    ended = subprocess.CompletedProcess([], 0, b"{}\n", b"")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **options: seen.update(options) or ended)
    read_apart("pdf", PDF)
    assert seen["env"] == {}


def test_eight_files_at_once_leave_threads_to_answer(monkeypatch):
    """Of eight threads two read and one waits; the others are told at once to come again."""
    go_on, told = threading.Event(), []
    ended = subprocess.CompletedProcess([], 0, b"{}\n", b"")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_options: go_on.wait(60) and ended)

    def send():
        try:
            told.append(read_apart("pdf", PDF))
        except Busy:
            told.append(Busy)

    threads = [threading.Thread(target=send) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(0.5)
    at_once = list(told)
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert at_once == [Busy] * 5
    assert told[5:] == [({}, b"")] * 3


def test_busy_reader_is_said_beside_the_field(monkeypatch):
    def busy(*_args):
        raise Busy

    monkeypatch.setattr("core.uploads.read_apart", busy)
    with pytest.raises(ValidationError, match="Other files are being read"):
        checked(SimpleUploadedFile("fleta.pdf", PDF))


# What acts when it is opened


def names(*pairs):
    return DictionaryObject(zip(map(NameObject, pairs[::2]), pairs[1::2], strict=True))


def action(kind):
    return names("/S", NameObject(kind), "/F", TextStringObject("elsewhere"))


IN_CATALOGUE = {
    "script by name": {"/Names": names("/JavaScript", action("/JavaScript"))},
    "file inside": {"/Names": names("/EmbeddedFiles", names("/Names", ArrayObject()))},
    "program": {"/OpenAction": action("/Launch")},
    "address": {"/OpenAction": action("/URI")},
    "print": {"/OpenAction": action("/Named")},
    "form of its own": {"/AcroForm": names("/XFA", ArrayObject())},
}
ON_PAGE = {
    "script": {"/AA": names("/O", action("/JavaScript"))},
    "sending": {"/Annots": ArrayObject([names("/A", action("/SubmitForm"))])},
    "bringing in": {"/Annots": ArrayObject([names("/A", action("/ImportData"))])},
    "another file": {"/Annots": ArrayObject([names("/A", action("/GoToR"))])},
    "attached": {"/Annots": ArrayObject([names("/FS", names("/EF", names()))])},
}


def pdf_with(parts, *, on_page=False):
    writer, file = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(width=595, height=842)
    for name, part in parts.items():
        (page if on_page else writer.root_object)[NameObject(name)] = part
    writer.write(file)
    return SimpleUploadedFile("fleta.pdf", file.getvalue())


@pytest.mark.parametrize("name", [*IN_CATALOGUE, *ON_PAGE])
def test_pdf_that_acts_is_refused(name):
    on_page = name in ON_PAGE
    upload = pdf_with(ON_PAGE[name] if on_page else IN_CATALOGUE[name], on_page=on_page)
    with pytest.raises(ValidationError, match="Print it to a new PDF"):
        checked(upload)


def test_links_and_a_first_page_are_no_acts():
    link = ArrayObject([names("/A", action("/URI"))])
    assert checked(pdf_with({"/Annots": link}, on_page=True))
    assert checked(pdf_with({"/OpenAction": names("/S", NameObject("/GoTo"))}))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("letra.docx", {"word/vbaProject.bin": "x"}),
        ("letra.docx", {"word/media/virus.exe": "MZ"}),
        ("letra.docx", {"WORD/VBAPROJECT.BIN": "x"}),
        ("letra.docx", {"word/activeX/activeX1.xml": "<x/>"}),
        ("letra.docx", {"word/embeddings/oleObject1.bin": "x"}),
        ("letra.docx", {"[Content_Types].xml": MACROS}),
        ("letra.docx", {"word/embeddings/a.docx": packed("word/document.xml", "word/vbaData.exe")}),
        ("tabela.xlsx", {"xl/vbaProject.bin": "x"}),
        ("letra.odt", {"Basic/Standard/Module1.xml": "<x/>"}),
        ("letra.odt", {"Scripts/python/a.py": "x"}),
        ("letra.odt", {"content.xml": LISTENER}),
    ],
)
def test_document_with_a_program_is_refused_and_the_part_named(name, parts):
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
    content = packed(main[name.rpartition(".")[2]], **parts)
    with pytest.raises(ValidationError, match=r"contains a macro .* \(\S+\)\. Save it as PDF"):
        checked(SimpleUploadedFile(name, content))


def test_document_that_brings_in_its_template_is_refused_and_its_links_are_taken():
    def with_relation(kind):
        parts = {"word/_rels/settings.xml.rels": RELATION.format(kind)}
        return SimpleUploadedFile("letra.docx", packed("word/document.xml", **parts))

    with pytest.raises(ValidationError, match="loads parts from elsewhere"):
        checked(with_relation("attachedTemplate"))
    assert checked(with_relation("hyperlink"))


def test_ordinary_parts_of_documents_are_taken():
    chart = packed("[Content_Types].xml", "xl/workbook.xml")
    parts = {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": chart, "word/media/image1.PNG": "x"}
    assert checked(SimpleUploadedFile("letra.docx", packed("word/document.xml", **parts)))
    settings_of_printer = "xl/printerSettings/printerSettings1.bin"
    assert checked(SimpleUploadedFile("a.xlsx", packed("xl/workbook.xml", settings_of_printer)))
    odt = packed("mimetype", "content.xml", "layout-cache", "ObjectReplacements/Object 1")
    assert checked(SimpleUploadedFile("letra.odt", odt))


def test_document_of_thousands_of_parts_is_refused():
    content = packed("word/document.xml", *(f"word/p{number}.xml" for number in range(5_000)))
    with pytest.raises(ValidationError, match="takes too long to read"):
        checked(SimpleUploadedFile("letra.docx", content))


# Pictures


def test_picture_is_drawn_anew_upright_and_tells_no_place():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned to the right
    exif[0x010F] = "Maker of the camera"
    hidden = picture_of("JPEG", (40, 20), exif=exif) + b"<script>hidden behind the picture</script>"
    kept = checked(SimpleUploadedFile("foto.jpg", hidden)).read()
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((20, 40), {})
    assert b"hidden" not in kept
    assert b"Maker" not in kept


def test_picture_with_a_clear_ground_keeps_it():
    file = io.BytesIO()
    Image.new("P", (4, 4)).save(file, "PNG", transparency=0)
    kept = checked(SimpleUploadedFile("vula.png", file.getvalue())).read()
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.convert("RGBA").getpixel((0, 0))[3] == 0


def test_photo_of_many_pixels_is_kept_smaller_and_a_drawing_is_refused():
    photo = checked(SimpleUploadedFile("foto.jpg", picture_of("JPEG", (9000, 6000)))).read()
    with Image.open(io.BytesIO(photo)) as picture:
        assert picture.size == (4500, 3000)
    with pytest.raises(ValidationError, match="3600 megapixels; at most 40"):
        checked(SimpleUploadedFile("foto.png", head_of_png(60_000, 60_000)))


def head_of_png(width, height):
    """Return a picture that only says how large it would be."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = b"IDAT" + zlib.compress(b"\x00" * 100)
    chunks = [
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c))
        for c in (head, lines, b"IEND")
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_three_right_bytes_are_no_picture():
    with pytest.raises(ValidationError, match="is damaged"):
        checked(SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff\xe0 x"))


# The virus scanner


@pytest.mark.parametrize(
    ("scanner", "reason"),
    [
        ("import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())", "found harmful content"),
        ("import sys; sys.exit(2)", "cannot be checked for viruses"),
    ],
    ids=["finds it", "fails"],
)
def test_scanner_is_asked_and_obeyed(settings, scanner, reason):
    settings.UPLOAD_SCANNER = f'{sys.executable} -c "{scanner}"'
    with pytest.raises(ValidationError, match=reason):
        checked(SimpleUploadedFile("fleta.pdf", PDF + b"EICAR"))


def test_scanner_that_is_not_there_lets_nothing_in(settings):
    settings.UPLOAD_SCANNER = "/nowhere/scanner"
    with pytest.raises(ValidationError, match="cannot be checked for viruses"):
        checked(SimpleUploadedFile("fleta.pdf", PDF))


def test_scanner_that_finds_nothing_lets_the_file_in(settings):
    settings.UPLOAD_SCANNER = f'{sys.executable} -c "import sys; sys.stdin.buffer.read()"'
    assert checked(SimpleUploadedFile("fleta.pdf", PDF))
