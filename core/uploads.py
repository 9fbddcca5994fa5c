"""Whether an uploaded file is what its name says, and what is kept of it."""

import hashlib
import logging
import shlex
import subprocess

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.reading.apart import read_apart
from core.reading.refusal import Refused
from core.slots import Busy

logger = logging.getLogger(__name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Extension: type, and leading bytes.
KINDS = {
    "pdf": ("application/pdf", b"%PDF-"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "docx": (DOCX, b"PK\x03\x04"),
    "xlsx": (XLSX, b"PK\x03\x04"),
    "odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
}
# What a virus scanner says by its exit code, as those for mail servers do.
CLEAN, INFECTED = 0, 1
MOST_SECONDS_OF_SCAN = 60


def checked(upload, *, allowed=tuple(KINDS)):
    """Return the upload to be kept: with the type that its content has, pictures drawn anew.

    Raises ValidationError when the file is too big, of a kind that is not taken, something else
    than its name says, damaged, or does something of its own when it is opened.
    """
    limit = settings.UPLOAD_MAX_BYTES
    if upload.size > limit:
        raise ValidationError(
            _("The file is %(size)s; at most %(limit)s is taken.")
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        )
    extension = upload.name.rpartition(".")[2].lower()
    _check_kind(extension, allowed)
    content_type, head = KINDS[extension]
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    try:
        if not content.startswith(head):
            raise Refused("disguised")
        scan(content, upload.name)
        _answer, drawn = read_apart(extension, content)
    except Refused as refusal:
        raise ValidationError(_reason(refusal, upload.name)) from None
    except Busy:
        raise ValidationError(
            _("Other files are being read at the moment. Wait a little and send the file again.")
        ) from None
    if drawn:
        upload = SimpleUploadedFile(upload.name, drawn)
    upload.content_type = content_type
    return upload


def _check_kind(extension, allowed):
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


def scan(content, name):
    """Have the virus scanner of `UPLOAD_SCANNER` look at the file.

    Raises ValidationError when it finds something, and when it cannot judge.
    """
    command = shlex.split(settings.UPLOAD_SCANNER)
    if not command:
        return
    try:
        code = subprocess.run(  # noqa: S603 -- the administrator's own command
            command, input=content, capture_output=True, timeout=MOST_SECONDS_OF_SCAN
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        code = type(error).__name__
    if code == INFECTED:
        raise ValidationError(
            _("The virus scanner found harmful content in «%(name)s».") % {"name": name}
        )
    if code != CLEAN:
        logger.error("The virus scanner of UPLOAD_SCANNER failed: %s", code)
        raise ValidationError(
            _(
                "The file cannot be checked for viruses at the moment. Try again later; if it "
                "goes on, tell the administrator."
            )
        )


def _reason(refusal, name):
    """Return why the file is not taken, and what to do, in the reader's language."""
    if refusal.code == "pages":
        message = ngettext(
            "The PDF has %(count)s page; at most %(most)s are taken. Send the part that counts.",
            "The PDF has %(count)s pages; at most %(most)s are taken. Send the part that counts.",
            refusal.values["count"],
        )
    else:
        message = _reasons()[refusal.code]
    return message % {"name": name, **refusal.values}


def _reasons():
    return {
        "active": _(
            "The PDF «%(name)s» contains a script, another file, or something that opens or sends "
            "by itself. Print it to a new PDF and upload that one."
        ),
        "broken": _(
            "The file «%(name)s» cannot be opened: it is damaged or locked by a password. Save "
            "it anew without a password and upload that one."
        ),
        "disguised": _("The file is named «%(name)s», but its content is something else."),
        "pixels": _(
            "The picture has %(count)s megapixels; at most %(most)s are taken. Save it smaller."
        ),
        "elsewhere": _(
            "The document «%(name)s» loads parts from elsewhere, such as a template or a "
            "linked picture. Save it as PDF and upload that one."
        ),
        "heavy": _(
            "The file «%(name)s» takes too long to read. Save it anew, or as PDF, and upload that "
            "one."
        ),
        "no_pages": _("The PDF «%(name)s» has no pages."),
        "program": _(
            "The document «%(name)s» contains a macro or another part that is not taken "
            "(%(part)s). Save it as PDF and upload that one."
        ),
    }


def fields_of(upload, *, by):
    """Return the columns of a `StoredFile` for a checked upload, named and hashed as it is kept."""
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
