"""Whether an uploaded file is what its name says, and what is kept of it."""

import hashlib
import zipfile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Extension: type, leading bytes, and for packed formats the member that tells them apart.
KINDS = {
    "pdf": ("application/pdf", b"%PDF-", None),
    "jpg": ("image/jpeg", b"\xff\xd8\xff", None),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff", None),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n", None),
    "docx": (DOCX, b"PK\x03\x04", "word/document.xml"),
    "xlsx": (XLSX, b"PK\x03\x04", "xl/workbook.xml"),
    "odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04", "content.xml"),
}

# A scan of more pages was put together by mistake; nobody up the chain can read it.
MOST_PAGES = 300


def content_type_of(upload, *, allowed=tuple(KINDS)):
    """Return the type of an uploaded file, judged by its content.

    Raises ValidationError when the file is too big, of a kind that is not taken, something else
    than its name says, or a PDF that cannot be opened or has no pages or too many.
    """
    limit = settings.UPLOAD_MAX_BYTES
    if upload.size > limit:
        raise ValidationError(
            _("The file is %(size)s; at most %(limit)s is taken.")
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        )
    extension = upload.name.rpartition(".")[2].lower()
    if extension in ("heic", "heif"):
        raise ValidationError(
            _(
                "A photo of the kind HEIC opens only on some devices. Set the camera to «most "
                "compatible», or send the photo as JPEG."
            )
        )
    if extension not in allowed:
        raise ValidationError(
            _("A file of this kind is not taken. Use one of: %(kinds)s.")
            % {"kinds": ", ".join(allowed)}
        )
    content_type, head, member = KINDS[extension]
    upload.seek(0)
    honest = upload.read(len(head)) == head and (member is None or _packs(upload, member))
    upload.seek(0)
    if not honest:
        raise ValidationError(
            _("The file is named «%(name)s», but its content is something else.")
            % {"name": upload.name}
        )
    if extension == "pdf":
        _check_pages(upload)
    return content_type


def _check_pages(upload):
    try:
        reader = PdfReader(upload)
        pages = len(reader.pages)
        has_scripts = _has_scripts(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValidationError(
            _("The PDF «%(name)s» cannot be opened: it is damaged or locked by a password.")
            % {"name": upload.name}
        ) from None
    finally:
        upload.seek(0)
    if has_scripts:
        raise ValidationError(
            _(
                "The PDF «%(name)s» carries a script or starts a program. Print it to a new PDF "
                "and upload that one."
            )
            % {"name": upload.name}
        )
    if not pages:
        raise ValidationError(_("The PDF «%(name)s» has no pages.") % {"name": upload.name})
    if pages > MOST_PAGES:
        raise ValidationError(
            ngettext(
                "The PDF has %(count)s page; at most %(most)s are taken. "
                "Send the part that counts.",
                "The PDF has %(count)s pages; at most %(most)s are taken. "
                "Send the part that counts.",
                pages,
            )
            % {"count": pages, "most": MOST_PAGES}
        )


def _has_scripts(reader):
    """Say whether any object of the PDF runs a script or starts a program (ISO 32000, 12.6.4)."""
    named = [(number, generation) for generation, table in reader.xref.items() for number in table]
    packed = [(number, 0) for number in reader.xref_objStm]
    return any(
        _runs(reader.get_object(IndirectObject(number, generation, reader)))
        for number, generation in [*named, *packed]
    )


def _runs(part):
    """Say whether a part of a PDF is such an action, or holds one directly."""
    if isinstance(part, ArrayObject):
        return any(map(_runs, part))
    if not isinstance(part, DictionaryObject):
        return False
    acts = part.get("/S") in ("/JavaScript", "/Launch") or "/JavaScript" in part
    return acts or any(_runs(part.raw_get(name)) for name in part)


def fields_of(upload, *, by):
    """Return the columns of a `StoredFile` for a checked upload, named and hashed as it came."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return {
        "file": upload,
        "name": upload.name[:200],
        "content_type": upload.content_type,
        "size": upload.size,
        "sha256": digest.hexdigest(),
        "uploaded_at": timezone.now(),
        "uploaded_by": by,
    }


def _packs(upload, member):
    try:
        with zipfile.ZipFile(upload) as packed:
            return member in packed.namelist()
    except zipfile.BadZipFile:
        return False
