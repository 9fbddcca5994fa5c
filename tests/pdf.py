"""Real PDF files for uploads."""

from io import BytesIO

from pypdf import PdfWriter


def pdf_of(pages=1, password=""):
    """Return a PDF of so many empty pages, locked where a password is given."""
    writer, file = PdfWriter(), BytesIO()
    for _number in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


PDF = pdf_of()
