"""Texts, bodies and files that nobody sends in earnest."""

import io
import zipfile
from urllib.parse import urlencode

import openpyxl
from PIL import Image

from tests.files import PDF

DAYS = (
    "0000-00-00",
    "0001-01-01",
    "1582-10-15",
    "1989-12-31",
    "1990-01-01",
    "2025-02-30",
    "2026-06-14",
    "2099-12-31",
    "9999-12-31",
    "10000-01-01",
    "-2026-06-15",
    "31.12.9999",
    "2026-06-15T25:61",
    "२०२६-०६-१५",
)
NUMBERS = (
    "-1",
    "0",
    "1",
    "2",
    "3",
    "32768",
    "2147483648",
    "9223372036854775808",
    "1" + "0" * 30,
    "9" * 5_000,
    "-" + "9" * 20,
    "1.5",
    "1,5",
    "9e9",
    "1e400",
    "1e-400",
    "NaN",
    "-Infinity",
    "0x10",
    "٣",
    "²",
    "1_000",
)
TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud83d",
    "a\udfffb",
    "\uf0b7 pika",
    "😀👩‍👩‍👧",
    "\u202egnp.exe",
    "\ufeff",
    "é" * 300,
    "x" * 101,
    "x" * 2_000,
    "ẞ" * 70_000,
    "fjalë " * 1_100,
    "(" * 200,
    "\\",
    "%",
    "_%_%" * 30,
    "' OR 1=1 --",
    '"><script>alert(1)</script>',
    "{{ 7 }}{% now %}",
    "=1+1",
    "#typst[ $x$ @nobody",
    "a\r\nBcc: all@example.org",
    "../../etc/passwd",
    "kksb",
    "on",
    "null",
    "[]",
    "a@b",
    "a" * 300 + "@example.org",
    "http://[::1",
    "//evil.example/\n",
    "25:61",
    "10:00",
    "xx-unknown",
    "中文",
    "מרחב",
)
ALL = (*TEXTS, *NUMBERS, *DAYS)
NAMES = (
    "../../../etc/cron.d/x.pdf",
    "C:\\temp\\a.docx",
    "a\x00.pdf",
    "a\r\nX-Evil: 1.pdf",
    'a".pdf',
    "x" * 300 + ".pdf",
    "\u202efdp.exe",
    ".pdf",
    "pdf",
    "",
    "a.",
    "a.pdf.exe",
    "CON.pdf",
    "\udcff.pdf",
    "a.HEIC",
)


def bytes_of(text):
    """Return the text as bytes, halves of signs and all."""
    return text.encode("utf-8", "surrogatepass")


def quoted(pairs):
    """Return the pairs as a query or a body of a form."""
    return urlencode([(bytes_of(name), bytes_of(str(value))) for name, value in pairs])


def multipart(pairs, files=(), boundary="Kufiri"):
    """Return what a browser would send of fields, and of files as (field, name, content)."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode("utf-8", "surrogatepass")
        + bytes_of(str(value))
        for name, value in pairs
    ]
    for field, name, content in files:
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(bytes_of(head) + b"Content-Type: application/pdf\r\n\r\n" + content)
    line = f"--{boundary}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def whole_files():
    """Return {extension: a good file of that kind}; tables are those of the import."""
    return {
        "pdf": PDF,
        "docx": packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}),
        "odt": packed({"mimetype": "application/vnd.oasis", "content.xml": "<o/>"}),
        "xlsx": workbook(TABLE),
        "csv": "\n".join(",".join(row) for row in TABLE).encode(),
        "jpg": drawn("JPEG"),
        "png": drawn("PNG"),
    }


TABLE = (
    ("external_id", "committee", "date", "place", "number", "kind", "concerns"),
    ("A1", "kksb:20", "2023-05-24", "Salla", "1", "ordinary", "Ndriçimi; Qentë"),
    ("A2", "kksb:20", "2023-06-24", "Salla", "II/2023", "", ""),
)


def packed(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return file.getvalue()


def workbook(rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def drawn(kind):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(file, kind)
    return file.getvalue()


def mutated(chance, content):
    """Return the file with something wrong in it."""
    return chance.choice((_flipped, _cut, _doubled, _zeroed, _with_returns, _unclosed, _inside))(
        chance, content
    )


def _flipped(chance, content):
    content = bytearray(content)
    for _time in range(chance.choice((1, 3, 30))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def _cut(chance, content):
    return content[: chance.randrange(len(content))]


def _doubled(_chance, content):
    return content * 2


def _zeroed(chance, content):
    place = chance.randrange(len(content))
    return content[:place] + bytes(chance.choice((1, 20, 2_000))) + content[place:]


def _with_returns(_chance, content):
    return content.replace(b"\n", b"\r")


def _unclosed(chance, content):
    place = chance.randrange(len(content))
    return content[:place] + b'"' + content[place:]


def _inside(chance, content):
    """Spoil a part of a package, which is then sound as a package."""
    if not content.startswith(b"PK"):
        return _flipped(chance, content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    spoilt = chance.choice(sorted(members))
    wrong = mutated(chance, members[spoilt]) if members[spoilt] else b"<"
    return packed(members | {spoilt: wrong})
