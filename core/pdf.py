"""Letters and sheets as tagged PDF (PDF/UA-1), set by typst from a template and plain data.

All wording comes with the data, from the catalogues; a template only places it.
"""

import io
import json
from pathlib import Path

import qrcode
import typst
from qrcode.image.svg import SvgPathImage

FONTS = Path(__file__).parent / "fonts"
# Languages of the portal as PDF and typst name them.
TAGS = {"sq": "sq", "sr-latn": "sr", "en": "en"}


def compile_pdf(template, data):
    """Return the PDF that the template makes of the data, which it finds as `sys.inputs.data`."""
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        format="pdf",
        pdf_standards=["ua-1"],
    )


def qr_svg(text):
    """Return a QR code of the text as an SVG drawing."""
    drawing = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=1).save(drawing)
    return drawing.getvalue().decode()
