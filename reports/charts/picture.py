"""A drawing as a document: inline on a page, and as an SVG or PNG file that stands alone."""

from pathlib import Path

import typst
from django.conf import settings
from django.template.loader import render_to_string

from core.pdf import FONTS, printable

STYLE = Path(settings.BASE_DIR) / "static" / "css" / "drawings.css"
SHEET = Path(__file__).parent / "picture.typ"
# Dots to the inch: twice the size of the drawing, sharp in print on half a page.
DENSITY = 144


def inline(chart):
    """Return the drawing for a page, which brings the style sheet itself."""
    return _drawn(chart, base="")


def svg_file(chart, base):
    """Return the drawing with its style; `base` is the address that its links begin with."""
    return _drawn(chart, base=base, style=STYLE.read_text())


def png_file(chart):
    """Return the drawing as a picture under its title, set with the typeface of the letters."""
    return typst.compile(
        str(SHEET),
        root=str(SHEET.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={
            "drawing": svg_file(chart, ""),
            "width": str(chart.drawing.width),
            "title": printable(str(chart.title)),
            "summary": printable(str(chart.summary)),
        },
        format="png",
        ppi=DENSITY,
    )


def _drawn(chart, **extra):
    return render_to_string(
        f"reports/charts/{chart.template}.svg",
        {
            "name": chart.name,
            "title": chart.title,
            "summary": chart.summary,
            "drawing": chart.drawing,
            **extra,
        },
    )
