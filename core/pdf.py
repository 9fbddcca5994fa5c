"""Letters and sheets as tagged PDF (PDF/UA-1), set by typst from a template and plain data.

All wording comes with the data, from the catalogues; a template only places it.
"""

import io
import json
from functools import cache
from pathlib import Path

import qrcode
import typst
from fontTools.ttLib import TTFont
from qrcode.image.svg import SvgPathImage

from core.slots import slot
from core.text import clean_text

FONTS = Path(__file__).parent / "fonts"
# Languages of the portal as PDF and typst name them.
TAGS = {"sq": "sq", "sr-latn": "sr", "en": "en"}


# What stands on a paper for a sign that no font of ours has.
UNKNOWN = "□"


def compile_pdf(template, data):
    """Return the PDF that the template makes of the data, which it finds as `sys.inputs.data`.

    PDF/UA-1 (ISO 14289-1, 7.21) forbids a text whose signs no font has: those become `UNKNOWN`.
    """
    with slot():
        return typst.compile(
            str(template),
            root=str(template.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(printable(data))},
            format="pdf",
            pdf_standards=["ua-1"],
        )


def printable(data):
    """Return texts, and lists and tables of texts, with signs only that the fonts have."""
    if isinstance(data, str):
        text = clean_text(data)
        return text if text.isascii() else "".join(map(_drawn, text))
    if isinstance(data, dict):
        return {key: printable(value) for key, value in data.items()}
    return [printable(value) for value in data] if isinstance(data, list | tuple) else data


def _drawn(sign):
    return sign if sign.isascii() or ord(sign) in known_signs() else UNKNOWN


@cache
def known_signs():
    """Return the code points of the signs that one of our fonts has."""
    return {code for path in FONTS.glob("*.ttf") for code in TTFont(path).getBestCmap()}


def qr_svg(text):
    """Return a QR code of the text as an SVG drawing."""
    drawing = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=1).save(drawing)
    return drawing.getvalue().decode()
