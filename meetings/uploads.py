"""Whether an uploaded file is what its name says."""

import zipfile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

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


def content_type_of(upload, *, allowed=tuple(KINDS)):
    """Return the type of an uploaded file, judged by its content.

    Raises ValidationError when the file is too big, of a kind that is not taken, or something
    else than its name says.
    """
    limit = settings.UPLOAD_MAX_BYTES
    if upload.size > limit:
        raise ValidationError(
            _("The file is %(size)s; at most %(limit)s is taken.")
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        )
    extension = upload.name.rpartition(".")[2].lower()
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
    return content_type


def _packs(upload, member):
    try:
        with zipfile.ZipFile(upload) as packed:
            return member in packed.namelist()
    except zipfile.BadZipFile:
        return False
