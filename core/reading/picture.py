"""A picture drawn anew from its pixels: nothing that was hidden between them stays."""

import io

from PIL import Image, ImageOps

from core.reading.refusal import Refused

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
# Pixels of a picture that is kept as it is. More would not fit into the memory given; it is more
# than it takes to read a sheet of paper.
MOST_PIXELS = 40_000_000
# A JPEG can be read at a half, a quarter or an eighth of its size without unpacking the whole.
MOST_PIXELS_OF_JPEG = 400_000_000
SAVING = {"JPEG": {"quality": 90}, "PNG": {"compress_level": 3}}


def read(content, kind):
    Image.MAX_IMAGE_PIXELS = None
    form = FORMATS[kind]
    with Image.open(io.BytesIO(content), formats=[form]) as picture:
        _fit(picture, form)
        upright = ImageOps.exif_transpose(picture)
    if form == "JPEG" and upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
    elif "transparency" in upright.info:
        upright = upright.convert("RGBA")
    drawn = io.BytesIO()
    # Neither the place where it was taken nor the name of the camera goes with it.
    upright.info = {}
    upright.save(drawn, form, **SAVING[form])
    return {}, drawn.getvalue()


def _fit(picture, form):
    """Have a JPEG read smaller until it fits; raise `Refused` for what is too large."""
    pixels = picture.width * picture.height
    if pixels > (MOST_PIXELS_OF_JPEG if form == "JPEG" else MOST_PIXELS):
        raise Refused("pixels", count=pixels // 1_000_000, most=MOST_PIXELS // 1_000_000)
    smaller = 1
    while pixels > MOST_PIXELS * smaller**2:
        smaller *= 2
    if smaller > 1:
        picture.draft(None, (picture.width // smaller, picture.height // smaller))
