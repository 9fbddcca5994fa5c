"""The code on a printed attendance sheet, read from a photo of it."""

import zxingcpp
from PIL import Image, UnidentifiedImageError

from meetings.papers import meeting_of_code

# A phone's camera delivers less; a larger picture is a trap for the memory of the server.
MOST_PIXELS = 60_000_000


def meeting_on(photo):
    """Return the public name of the meeting whose sheet the photo shows, or None."""
    try:
        with Image.open(photo) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            codes = zxingcpp.read_barcodes(picture.convert("L"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
    finally:
        photo.seek(0)
    names = (meeting_of_code(code.text.rstrip("/").rpartition("/")[2]) for code in codes)
    return next(filter(None, names), None)
