"""How many pages a PDF has, and whether it does something by itself."""

import io

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from core.reading.refusal import Refused

# A scan of more pages was put together by mistake; nobody up the chain can read it.
MOST_PAGES = 300
# Actions that start, send, bring in or open something else (ISO 32000-1, 12.6.4). A link that
# somebody has to press is none of them.
ACTS = {
    "/GoToE",
    "/GoToR",
    "/ImportData",
    "/JavaScript",
    "/Launch",
    "/Rendition",
    "/RichMediaExecute",
    "/SubmitForm",
}
# What a part holds that acts on its own, carries a file, or is a form in a language of its own.
CARRIES = {"/AA", "/EF", "/EmbeddedFiles", "/JavaScript", "/XFA"}
# What a PDF may do when it is opened: show a page of itself.
SHOWS = "/GoTo"


def read(content, _kind):
    reader = PdfReader(io.BytesIO(content))
    pages = len(reader.pages)
    if _opens(reader) or _has_acts(reader):
        raise Refused("active")
    if not pages:
        raise Refused("no_pages")
    if pages > MOST_PAGES:
        raise Refused("pages", count=pages, most=MOST_PAGES)
    return {"pages": pages}, b""


def _opens(reader):
    """Say whether opening the PDF does more than show a page; a plain array is a page."""
    action = reader.root_object.get("/OpenAction")
    action = action.get_object() if action is not None else None
    return isinstance(action, DictionaryObject) and action.get("/S", SHOWS) != SHOWS


def _has_acts(reader):
    """Say whether any object acts, also one that no page leads to."""
    named = [(number, generation) for generation, table in reader.xref.items() for number in table]
    packed = [(number, 0) for number in reader.xref_objStm]
    return any(
        _acts(reader.get_object(IndirectObject(number, generation, reader)))
        for number, generation in [*named, *packed]
    )


def _acts(part):
    """Say whether a part of a PDF acts, or holds directly what does."""
    if isinstance(part, ArrayObject):
        return any(map(_acts, part))
    if not isinstance(part, DictionaryObject):
        return False
    return (
        part.get("/S") in ACTS
        or bool(CARRIES & set(part))
        or any(_acts(part.raw_get(k)) for k in part)
    )
