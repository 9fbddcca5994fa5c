"""Whether a packed document (OOXML, ODF) is what it says and carries no program.

Every part must be of a kind that documents are made of: what is not known is not taken.
"""

import io
import re
import zipfile
from xml.etree import ElementTree
from xml.parsers import expat

from core.reading.refusal import Refused

# The part that tells the kinds apart.
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
# The bit of a part that is locked by a password (APPNOTE.TXT, 4.4.4).
LOCKED = 0x1
TEXTS = "xml rels rdf vml sigs psmdcp"
PICTURES = "png jpg jpeg gif bmp tif tiff emf wmf svg svm wdp"
FONTS = "ttf otf odttf fntdata"
KNOWN = re.compile(rf".*\.({'|'.join([*TEXTS.split(), *PICTURES.split(), *FONTS.split()])})")
# Parts without a telling end: of ODF, and the settings of a printer.
FURTHER = re.compile(r"mimetype|layout-cache|objectreplacements/[^/]*|.*/printersettings\d*\.bin")
# Where programs stand, also those written as XML.
PROGRAMS = re.compile(r"(basic|scripts)/|(.*/)?activex/")
# A document in a document, such as the table of a chart.
INNER = re.compile(r".*/embeddings/[^/]*\.(docx|xlsx)")
MOST_DEPTH = 2
HYPERLINK = "/hyperlink"
# The ODF element that calls a program when something happens.
LISTENER = "urn:oasis:names:tc:opendocument:xmlns:script:1.0 event-listener"


def read(content, kind):
    _check(io.BytesIO(content), kind, depth=0)
    return {}, b""


def opened(file):
    """Return the archive; raises `Refused` where it is none, is locked or holds too much."""
    try:
        packed = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise Refused("disguised") from None
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("heavy")
    if any(part.flag_bits & LOCKED for part in parts):
        raise Refused("broken")
    return packed


def _check(file, kind, *, depth):
    with opened(file) as packed:
        if MAIN[kind] not in packed.namelist():
            raise Refused("disguised")
        for part in packed.infolist():
            if not part.is_dir():
                _check_part(packed, part.filename, depth)


def _check_part(packed, name, depth):
    # Programs of offices find a part however its name is written (ECMA-376-2, 10.1.3).
    small = name.lower()
    inner = INNER.fullmatch(small)
    if inner and depth < MOST_DEPTH:
        _check(io.BytesIO(packed.read(name)), inner[1], depth=depth + 1)
    elif PROGRAMS.match(small) or not (KNOWN.fullmatch(small) or FURTHER.fullmatch(small)):
        raise Refused("program", part=name[:100])
    elif small == "[content_types].xml":
        if any("macroenabled" in said.lower() for said in _said(packed.read(name), "ContentType")):
            raise Refused("program", part=name)
    elif small.endswith(".rels"):
        _check_relations(packed.read(name))
    elif small in ("content.xml", "styles.xml") and LISTENER in _elements(packed.read(name)):
        raise Refused("program", part=name)


def _check_relations(content):
    """Refuse what brings in a template or an object from elsewhere; links to press are taken."""
    for relation in ElementTree.fromstring(content):  # noqa: S314 -- with limits
        is_link = relation.get("Type", "").endswith(HYPERLINK)
        if relation.get("TargetMode") == "External" and not is_link:
            raise Refused("elsewhere")


def _said(content, attribute):
    """Return the values of an attribute of the parts of a list in XML."""
    return [part.get(attribute, "") for part in ElementTree.fromstring(content)]  # noqa: S314


def _elements(content):
    """Return the names of all elements, each behind its namespace."""
    found = set()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda element, _attributes: found.add(element)
    parser.Parse(content, True)
    return found
