"""Real files for uploads."""

import zipfile
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter

XML = "<x/>"


def pdf_of(pages=1, password=""):
    """Return a PDF of so many empty pages, locked where a password is given."""
    writer, file = PdfWriter(), BytesIO()
    for _number in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def picture_of(form, size=(8, 8), **how):
    """Return a picture in a form of pillow («JPEG», «PNG»)."""
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, form, **how)
    return file.getvalue()


def packed(*names, **contents):
    """Return a ZIP archive with parts of these names, and further parts with their contents."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**dict.fromkeys(names, XML), **contents}.items():
            archive.writestr(name, content)
    return file.getvalue()


PDF = pdf_of()
